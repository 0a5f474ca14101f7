/** Takes the values of secret config fields out of text that people see. */

/** What stands for a secret. */
export const hiddenSecret = '••••••';

/** Shorter secrets would take parts out of common words: they are hidden as words of their own. */
const shortestPart = 6;
/** Shorter ones are no secrets, and would take out numbers and small words everywhere. */
const shortestWord = 3;
/** JSON has these words of its own, and nobody keeps them secret. */
const ofJson: readonly string[] = ['true', 'false', 'null'];

/** Where a word may begin: also behind what addresses and JSON write for another character. */
const begin = String.raw`(?<=^|[^\p{L}\p{N}_]|%[\da-fA-F]{2}|\\[bfnrt]|\\u[\da-fA-F]{4})`;
const end = String.raw`(?![\p{L}\p{N}_])`;

/**
 * @param secrets values, in each form in which they may stand in a text.
 * @returns a function that puts dots into their places.
 */
export function secretHider(secrets: readonly string[]): (text: string) => string {
  const ordered = [...new Set(secrets)].toSorted((first, second) => second.length - first.length);
  const parts = ordered.filter(({ length }) => length >= shortestPart);
  const words = ordered
    .filter(({ length }) => length >= shortestWord && length < shortestPart)
    .filter((word) => !ofJson.includes(word));
  const patterns = words.map((word) => ({
    word,
    pattern: new RegExp(`${begin}${word.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')}${end}`, 'gu'),
  }));
  return (text) => {
    let result = text;
    for (const part of parts) result = result.replaceAll(part, hiddenSecret);
    for (const { pattern, word } of patterns) {
      // Most texts hold none, and to look for that costs less.
      if (result.includes(word)) result = result.replace(pattern, hiddenSecret);
    }
    return result;
  };
}
