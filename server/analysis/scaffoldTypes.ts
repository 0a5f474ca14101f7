/**
 * The types of an installed `@posthog/plugin-scaffold` as they are for one app. The package takes the parts of `meta` of
 * which an app says nothing, `Plugin` without an argument, for anything: here they are what plugin.json and the code say.
 */

export const scaffoldPackage = '@posthog/plugin-scaffold';

/** Whether a file is of the package. */
export function isOfScaffold(path: string): boolean {
  return path.includes(`/node_modules/${scaffoldPackage}/`);
}

/** `config: Input['config'] extends Record<string, any> ? Input['config'] : Record<string, any>;`, in all versions of it. */
const part =
  /\b(config|attachments|global|jobs|metrics): Input\['\1'\] extends [^?\n]* \? ([^\n]*?) : [^\n]*;/g;

/**
 * The text of a file of the package in which the parts of `meta` are those of the app. Nothing moves: what is written is
 * shorter, and filled up with spaces, and what it needs stands at the end.
 */
export function withPartsOfApp(text: string): string {
  const told = text.replaceAll(part, (whole, key: string, given: string) =>
    `${key}: PartOf<Input, '${key}', ${given}>;`.padEnd(whole.length),
  );
  return told === text ? text : told + partOf;
}

// The first line asks: is Input any? So it is in JavaScript, where a bare `Plugin` is written.
const partOf = `
type PartOf<Input, Key extends keyof PostHogApp.PluginMeta, Given> = 0 extends 1 & Input
  ? PostHogApp.PluginMeta[Key]
  : Input extends { [P in Key]: any }
    ? Given
    : PostHogApp.PluginMeta[Key];
`;
