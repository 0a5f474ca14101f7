/** What stands in a `plugin.json` where JSON knows nothing like it, and what its author may have meant. */

export interface StrayText {
  readonly start: number;
  readonly length: number;
  readonly what: string;
  readonly advice: string;
  /** What to write in its place, with the title of that edit; null where nobody knows. */
  readonly replacement: { readonly title: string; readonly newText: string } | null;
}

/** How other languages write what JSON has. */
const values: ReadonlyMap<string, string> = new Map([
  ['True', 'true'],
  ['TRUE', 'true'],
  ['False', 'false'],
  ['FALSE', 'false'],
  ['None', 'null'],
  ['NULL', 'null'],
  ['nil', 'null'],
  ['undefined', 'null'],
]);

/**
 * Looks at the place at which a reader of JSON gave up.
 *
 * @returns what stands there, or null where there is nothing that one could say of it.
 */
export function strayText(text: string, start: number): StrayText | null {
  const rest = text.slice(start);
  const [conflict] = /^(?:<{7}|={7}|>{7})(?: .*|$)/m.exec(rest) ?? [];
  if (conflict !== undefined && rest.startsWith(conflict))
    return {
      start,
      length: conflict.length,
      what: 'A conflict of a merge is left here',
      advice: 'Decide for one side, and remove these lines.',
      replacement: null,
    };
  // Blanks to the eye that come along with text of web pages.
  const [blank] = /^[^\S \t\r\n]+|^[\u200B\u2060\uFEFF]+/.exec(rest) ?? [];
  if (blank !== undefined)
    return {
      start,
      length: blank.length,
      what: 'This is a blank that JSON does not know',
      advice: 'Write a usual one.',
      replacement: { title: 'Write a Usual Blank', newText: ' ' },
    };
  const [word = ''] = /^[A-Za-z]+/.exec(rest) ?? [];
  const value = values.get(word);
  if (value !== undefined)
    return {
      start,
      length: word.length,
      what: `JSON has no ${word}`,
      advice: `Write ${value}.`,
      replacement: { title: `Change to ${value}`, newText: value },
    };
  if (text[start - 1] === '"' && /^[\p{L}\p{N}_$]/u.test(rest))
    return {
      start: start - 1,
      length: 1,
      what: 'A text ends at this quote in the middle of a word',
      advice: 'Look for a quote that is missing before it, or write \\" for one inside of a text.',
      replacement: null,
    };
  return null;
}
