/**
 * Settings are taken not to name an event that the app captures (docs/loop-analysis.md). A loop that goes on only for
 * that reason, such as one behind a list of names to leave out, ends where somebody sets them so.
 */
import { type Fact, type Facts, equalTo } from './execution/facts.ts';
import type { Machine } from './execution/machine.ts';
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

/**
 * Settings whose default in plugin.json has the name of an event, as what they are by default: what that stops ends.
 *
 * @returns undefined where there is none.
 */
export function defaultsNaming({ configDefaults }: Machine, name: string): Facts | undefined {
  const facts = new Map<string, Fact>();
  for (const [key, text] of configDefaults)
    if (namesIn(text).includes(name))
      for (const [id, fact] of equalTo(`config.${key}`, [text])) facts.set(id, fact);
  return facts.size === 0 ? undefined : facts;
}

/** The names that a setting lists, however it is written: `a, b`, `["a", "b"]`, one on each line. */
function namesIn(text: string): readonly string[] {
  return text.split(/[,;|"'[\]\n]/).map((name) => name.trim());
}

/** Whether the same call, reached in the same way, is among those that captured. */
export function isCapturedIn(captures: readonly Capture[], capture: Capture): boolean {
  return captures.some((one) => one.node === capture.node && isSameChain(one, capture));
}
