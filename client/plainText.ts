/** Texts of others (a project's name, a setting, what a host answers) where the editor would read more into them. */

/**
 * A text for a notification, in which the editor makes links of `[label](command:…)`: a click on one would run any
 * command. Without that form there is none.
 */
export function withoutLinks(text: string): string {
  return text.replaceAll('](', '] (');
}

/** A text for an entry of a list, in which the editor draws icons for `$(name)`. */
export function withoutIcons(text: string): string {
  return text.replaceAll('$(', String.raw`\$(`);
}
