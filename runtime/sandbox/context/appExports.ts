/** Where PostHog looks for an app's exports. Reference 2.1. */

import { filterList, joined, listHas, mapList } from './lists.ts';

export type Candidate = Readonly<Record<string, unknown>>;

// The app may replace them; ours must go on working.
const { assign, create, getPrototypeOf, hasOwn, keys, prototype: objectPrototype } = Object;

/** The app has set `exports` or `module.exports` to something that has no properties. */
export class NoExports extends TypeError {}

/** Sees the app's `exports` and `module`, which are declared at the top of its script. */
// oxlint-disable-next-line no-eval -- the one way to read what a script declares with let and const.
const evaluate = eval;

/**
 * The places to search, in order: `exports`, `exports.default`, `module.exports`, and the global object when none
 * of them holds anything. What they hold is taken down now, before `setupPlugin`, as PostHog does: functions that the
 * app exports later are never called (reference 4.1).
 *
 * @throws NoExports where the app has set `exports` or `module.exports` to null, as PostHog does.
 */
export function exportCandidates(): readonly Candidate[] {
  const all = places();
  // PostHog fails on it with the words of the language, which say nothing of what is wrong.
  if (listHas(all, null)) {
    throw new NoExports(
      'What the app exports is null, on which PostHog fails. Export an object with functions.',
    );
  }
  const found = filterList(all, (value) => typeof value === 'object') as Candidate[];
  const hasExports = filterList(found, (candidate) => keys(candidate).length > 0).length > 0;
  return mapList(hasExports ? found : joined(found, [globalThis as Candidate]), asItIsNow);
}

function places(): readonly unknown[] {
  // No pattern, here and below: it would ask the iterator of lists, which the app may have taken away.
  const { exports, module } = evaluate('({ exports, module })') as {
    readonly exports: { readonly default?: unknown } | null;
    readonly module: { readonly exports: unknown };
  };
  return [exports, exports?.default, module.exports];
}

/** What the app's entry file has exported so far, for a file of the app that imports it. */
export function entryExports(): object {
  const all = places();
  const exported = all[0];
  const assigned = all[2];
  const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
  if (isObject(exported) && '__esModule' in exported) return exported;
  const isUsed = isObject(assigned) ? keys(assigned).length > 0 : typeof assigned === 'function';
  return (isUsed ? assigned : exported) as object;
}

/** Where the app has a function in the place of an object with functions, which PostHog does not search. */
export function functionExports(): readonly string[] {
  const names = ['exports', 'The default export', 'module.exports'];
  const all = places();
  return filterList(names, (_name, index) => typeof all[index] === 'function');
}

/** Whether the app's script has a function of that name, exported or not. */
export function isDeclared(name: string): boolean {
  try {
    return evaluate(`typeof ${name}`) === 'function';
  } catch {
    return false; // A name of code that has not come to its place.
  }
}

/** With what it inherits, as an object made of a class does; jobs can be added later no more than functions. */
function asItIsNow(candidate: Candidate): Candidate {
  const copy = assign(create(getPrototypeOf(candidate)) as Record<string, unknown>, candidate);
  const { jobs } = copy;
  if (typeof jobs === 'object' && jobs !== null) copy['jobs'] = assign({}, jobs);
  return copy;
}

/** The first candidate's truthy property of that name. */
export function findExport(candidates: readonly Candidate[], name: string): unknown {
  for (let index = 0; index < candidates.length; index += 1) {
    const candidate = candidates[index];
    // What every object has, such as toString and __proto__, is no export.
    if (candidate === undefined || (hasOwn(objectPrototype, name) && !hasOwn(candidate, name))) continue;
    const value = candidate[name];
    if (value) return value;
  }
  return undefined;
}

/** A collection such as `jobs`: earlier candidates win over later ones. */
export function collect(candidates: readonly Candidate[], name: string): Readonly<Record<string, unknown>> {
  const collected: Record<string, unknown> = {};
  for (let index = candidates.length - 1; index >= 0; index -= 1) {
    const value = candidates[index]?.[name];
    if (typeof value === 'object' && value !== null) assign(collected, value);
  }
  return collected;
}
