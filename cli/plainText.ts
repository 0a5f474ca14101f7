/** Texts of apps, of their code and of their names on a terminal. */

// oxlint-disable-next-line no-control-regex -- control characters are what is looked for.
const unprintable = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g;

/**
 * What an app is called, prints, throws and captures must not move the cursor, set the title or turn the direction of the text of
 * who runs it: such characters are shown by their numbers. Lines and tabs stay.
 */
export function plainText(text: string): string {
  return text.replace(
    unprintable,
    (character) => `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
  );
}
