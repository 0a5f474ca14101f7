/**
 * Settings are taken not to name an event that the app captures (docs/loop-analysis.md). A loop that goes on only for
 * that reason, such as one behind a list of names to leave out, ends where somebody sets them so.
 */
import { type Capture, isSameChain } from './sinks.ts';

/**
 * What is captured when an event comes back, with the conditions that stop it where a setting names the event.
 *
 * @param openly what is captured where settings may name it or not.
 * @param name of the event that came back.
 */
export function withSettingsAsked(
  captures: readonly Capture[],
  openly: readonly Capture[],
  name: string,
): readonly Capture[] {
  return captures.map((capture) => {
    const known = new Set(capture.steps.map(({ node }) => node));
    const [asked = []] = openly
      .filter((one) => one.node === capture.node && isSameChain(one, capture))
      .map(({ steps }) => steps.filter(({ node, origin }) => origin === 'config' && !known.has(node)))
      .toSorted((one, other) => one.length - other.length);
    if (asked.length === 0) return capture;
    return { ...capture, steps: [...capture.steps, ...asked.map((step) => ({ ...step, named: name }))] };
  });
}
