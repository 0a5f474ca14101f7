/** What of a run becomes a test, and what the user is to know of that before it is saved. */
import { lifecycleExport } from '../../platform/lifecycle.ts';
import { grouped, plural } from '../../protocol/runWords.ts';
import { mostRecordedEvents } from '../../protocol/scenario.ts';
import type { FollowedRun } from '../panel/followRun.ts';
import type { RunRecord } from '../panel/history/runRecord.ts';

export interface SavedParts {
  /** The calls that become steps, in order; they are of one app. */
  readonly records: readonly RunRecord[];
  /** In a sentence or two; null where the whole run is one step. */
  readonly note: string | null;
}

/** @param run as the panel shows it: of several apps, the step that is looked at is saved, since a test is of one app. */
export function savedParts({ chain, record }: Pick<FollowedRun, 'chain' | 'record'>): SavedParts {
  if (chain === null) return { records: [record], note: listNote(record) };
  const { lifeCycle, steps } = chain;
  if (lifeCycle !== undefined) {
    const note = `The whole life cycle is saved: ${plural(steps.length, 'step', 'steps')}.`;
    return { records: steps, note };
  }
  const others = steps.length === 1 ? '' : ` Of ${grouped(steps.length)} steps, the others are left out.`;
  return {
    records: [record],
    note: `A test is of one app: the step that is shown is saved, ${record.entryPoint} of ${record.appName}.${others}`,
  };
}

function listNote({ entryPoint, input }: RunRecord): string | null {
  if (!Array.isArray(input) || lifecycleExport(entryPoint)?.input !== 'event') return null;
  const events = plural(input.length, 'event', 'events');
  return input.length > mostRecordedEvents
    ? `Of ${events}, the first ${mostRecordedEvents} are saved, with a step for each.`
    : `${events}: the test has a step for each.`;
}
