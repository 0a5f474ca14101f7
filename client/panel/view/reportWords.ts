/** The outcome of a run in words, that of a list of events too. */
import type { PanelHistoryItem, PanelReport, PanelRun } from '../../../protocol/panel.ts';
import { isStoppedLoop } from '../../../protocol/followWords.ts';
import {
  describeTrace,
  isLooping,
  outcomeInList,
  type OutcomeWords,
  plural,
  withLoop,
} from '../../../protocol/runWords.ts';
import type { Outcome, Trace } from '../../../protocol/trace.ts';

const words: Readonly<Record<Outcome, string>> = {
  failed: 'failed',
  'timed-out': 'timed out',
  stopped: 'stopped',
  dropped: 'dropped',
  changed: 'changed',
  unchanged: 'unchanged',
  completed: 'completed',
};

/** What became of a run, as all that the panel knows of it. */
export function describeRun(run: PanelRun, trace: Trace): OutcomeWords {
  const words = run.report === null ? describeTrace(run.entryPoint, trace) : describeReport(run.report);
  return withLoop(words, isLooping(run), isStoppedLoop(trace));
}

/** What became of a run, in as few words as its line in the history takes. */
export function describePast(run: PanelHistoryItem): Pick<OutcomeWords, 'title' | 'tone'> {
  if (run.report === undefined) return outcomeInList(run.entryPoint, run.outcome, run);
  const { title, sentence, tone } = describeReport(run.report);
  // How many there were, its input says.
  const words = { title: tone === 'bad' ? title : sentence.replace(/\.$/, ''), sentence, tone };
  return withLoop(words, run.isLooping, run.isStoppedLoop);
}

/** As {@link describeOutcome} does for a single event. */
export function describeReport({ counts, total }: Pick<PanelReport, 'counts' | 'total'>): OutcomeWords {
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
