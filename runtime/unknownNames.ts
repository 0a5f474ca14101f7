/** Options under a name that nobody reads, which would do nothing without a word. */
import { similarName } from '../platform/similarName.ts';

/**
 * @param what takes the options, as the begin of a sentence.
 * @throws TypeError for a name that is none of `known`.
 */
export function refuseUnknown(what: string, options: object, known: readonly string[]): void {
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const meant = similarName(unknown, known);
  const hint = meant === undefined ? `It has ${known.join(', ')}.` : `Did you mean ${meant}?`;
  throw new TypeError(`${what} has no option ${unknown}. ${hint}`);
}
