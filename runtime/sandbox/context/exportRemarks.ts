/** What of an app's exports PostHog does not find, or cannot call, though it looks as if. Reference 2.1. */
import { jobsExport, lifecycleExports } from '../../../platform/lifecycle.ts';
import { type Candidate, findExport, functionExports } from './appExports.ts';
import { addTo } from './lists.ts';

// The app may replace it; ours must go on working.
const { hasOwn } = Object;

/** @returns a sentence or two for each; never throws for what the app exports. */
export function exportRemarks(candidates: readonly Candidate[]): readonly string[] {
  const remarks: string[] = [];
  const places = functionExports();
  for (let index = 0; index < places.length; index += 1) {
    addTo(
      remarks,
      `${places[index]} is a function or a class, and PostHog looks for functions in an object: it finds none there. Export each function by its name.`,
    );
  }
  for (let index = 0; index < lifecycleExports.length; index += 1) {
    const name = lifecycleExports[index]?.name ?? '';
    const remark = remarkOn(candidates, name);
    if (remark !== undefined) addTo(remarks, remark);
  }
  const jobs = findExport(candidates, jobsExport);
  if (jobs && typeof jobs !== 'object')
    addTo(remarks, `The export jobs is ${article(typeof jobs)}, not an object. PostHog finds no job there.`);
  return remarks;
}

function remarkOn(candidates: readonly Candidate[], name: string): string | undefined {
  const found = findExport(candidates, name);
  if (typeof found === 'function') return undefined;
  if (found) return noFunction(name, found);
  for (let index = 0; index < candidates.length; index += 1) {
    const candidate = candidates[index];
    if (candidate === undefined || !hasOwn(candidate, name)) continue;
    const value = candidate[name];
    return `The export ${name} is ${value === '' ? 'an empty text' : String(value)}, so PostHog finds no function there. Export a function.`;
  }
  return undefined;
}

/** Of an export that there is, and that is none. */
export function noFunction(name: string, value: unknown): string {
  return `The export ${name} is ${article(typeof value)}, not a function. PostHog cannot call it.`;
}

function article(type: string): string {
  return type === 'object' ? 'an object' : `a ${type}`;
}
