/** Long texts that are kept in part: each says at its end how long it was, and is known by that. */

const ending = /… \((\d+) characters in all\)$/;

/** The text, or as much of its beginning as may be kept, with its whole length. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  // What was cut before still says how long it was at first.
  const whole = wholeLength(text) ?? text.length;
  // Not within a character of two halves.
  const end = /[\uD800-\uDBFF]/.test(text.charAt(most - 1)) ? most - 1 : most;
  return `${text.slice(0, end)}… (${whole} characters in all)`;
}

/** How long a text was that was cut; undefined for one that is whole. */
export function wholeLength(text: string): number | undefined {
  const [, length] = ending.exec(text.slice(-60)) ?? [];
  return length === undefined ? undefined : Number(length);
}
