/** The outcome of a run in words, that of a list of events too. */
import type { PanelFate, PanelHistoryItem, PanelReport, PanelRun } from './panel.ts';
import { isStoppedLoop } from './followWords.ts';
import {
  describeTrace,
  grouped,
  isLooping,
  outcomeInList,
  type OutcomeWords,
  plural,
  withLoop,
  type Tone,
} from './runWords.ts';
import type { Outcome, Trace } from './trace.ts';

const words: Readonly<Record<Outcome, string>> = {
  failed: 'failed',
  'timed-out': 'timed out',
  stopped: 'stopped',
  dropped: 'dropped',
  changed: 'changed',
  unchanged: 'unchanged',
  completed: 'completed',
};

/** Whether a captured event comes back, in a few words. */
export const fateWords: Readonly<Record<PanelFate['grade'], readonly [text: string, tone: Tone]>> = {
  loops: ['comes back: a loop', 'bad'],
  'may-loop': ['may come back', 'warn'],
  ends: ['does not loop', 'quiet'],
};

/**
 * What is told of captured events. Where several apps go round together, what the analysis says of the events of one alone,
 * that they end, says nothing.
 */
export function fatesToTell(
  fates: readonly (PanelFate | null)[],
  trace: Pick<Trace, 'hops' | 'following'>,
): readonly (PanelFate | null)[] {
  if (!isStoppedLoop(trace)) return fates;
  return fates.map((fate) => (fate?.grade === 'ends' ? null : fate));
}

/** What became of a run, as all that the panel knows of it. */
export function describeRun(run: PanelRun, trace: Trace): OutcomeWords {
  const { entryPoint, report } = run;
  return describeKept({
    entryPoint,
    trace,
    isLooping: isLooping(run),
    ...(report === null ? {} : { report }),
  });
}

/** What became of a run, as much as is kept of it: a loop, too. */
export function describeKept({
  entryPoint,
  isLooping: doesLoop = false,
  report,
  trace,
}: {
  readonly entryPoint: string;
  readonly isLooping?: boolean;
  readonly report?: Pick<PanelReport, 'counts' | 'total'>;
  readonly trace: Trace;
}): OutcomeWords {
  const words = report === undefined ? describeTrace(entryPoint, trace) : describeReport(report);
  // What was fed back until nothing came any more did not go on without end, whatever other events may do.
  const isAtRest = trace.following?.end === 'rests';
  return withLoop(words, doesLoop && !isAtRest, isStoppedLoop(trace));
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
    return count === 0 ? [] : [`${grouped(count)} ${word}`];
  });
  const run = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return {
    title:
      wrong === 0
        ? plural(total, 'event', 'events')
        : `${grouped(wrong)} of ${plural(total, 'event', 'events')} went wrong`,
    sentence: `${[...all, ...(run < total ? [`${grouped(total - run)} not run`] : [])].join(', ')}.`,
    tone: wrong === 0 ? 'good' : 'bad',
  };
}
