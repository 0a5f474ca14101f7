/** The outcome of a list of events in words. */
import type { PanelReport } from '../../../protocol/panel.ts';
import { plural, type Tone } from '../../../protocol/runWords.ts';
import type { Outcome } from '../../../protocol/trace.ts';

const words: Readonly<Record<Outcome, string>> = {
  failed: 'failed',
  'timed-out': 'timed out',
  stopped: 'stopped',
  dropped: 'dropped',
  changed: 'changed',
  unchanged: 'unchanged',
  completed: 'completed',
};

/** As {@link describeOutcome} does for a single event. */
export function describeReport({ counts, total }: PanelReport): {
  readonly title: string;
  readonly sentence: string;
  readonly tone: Tone;
} {
  const wrong = counts.failed + counts['timed-out'];
  const all = Object.entries(words).flatMap(([outcome, word]) => {
    const count = counts[outcome as Outcome];
    return count === 0 ? [] : [`${count} ${word}`];
  });
  const run = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return {
    title:
      wrong === 0
        ? plural(total, 'event', 'events')
        : `${wrong} of ${plural(total, 'event', 'events')} went wrong`,
    sentence: `${[...all, ...(run < total ? [`${total - run} not run`] : [])].join(', ')}.`,
    tone: wrong === 0 ? 'good' : 'bad',
  };
}
