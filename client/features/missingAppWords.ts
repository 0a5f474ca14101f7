/** What is said where a launch.json, or whoever runs a command, names a folder that is no app. */

/** More folders than these are not named. */
const mostNamed = 5;

/**
 * @param path that was named.
 * @param folders of the apps that there are, as they are written in a launch.json.
 */
export function missingAppWords(path: string, folders: readonly string[]): string {
  const sentence = `There is no PostHog app in ${path}.`;
  if (folders.length === 0) return `${sentence} Name the folder that holds its plugin.json.`;
  const others = folders.length - mostNamed;
  const named = folders.slice(0, mostNamed).join(', ');
  const more = others > 0 ? ` and ${others} more` : '';
  return `${sentence} Name the folder of one of the apps that there are: ${named}${more}.`;
}
