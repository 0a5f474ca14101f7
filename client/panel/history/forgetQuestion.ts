/** What is asked before the runs of the history are forgotten. */
import type { PanelHistoryItem } from '../../../protocol/panel.ts';
import { moment, plural, wholeLifeCycle } from '../../../protocol/runWords.ts';

export interface ForgetQuestion {
  readonly title: string;
  /** Names what is kept; empty where nothing is pinned. */
  readonly detail: string;
}

/** So many pinned runs are named. */
const mostNamed = 5;

/** @returns undefined where there is nothing to forget, as all runs are pinned. */
export function forgetQuestion(runs: readonly PanelHistoryItem[]): ForgetQuestion | undefined {
  const pinned = runs.filter(({ isPinned }) => isPinned);
  const count = runs.length - pinned.length;
  if (count === 0) return undefined;
  return { title: `Forget ${plural(count, 'run', 'runs')} of this workspace?`, detail: kept(pinned) };
}

function kept(pinned: readonly PanelHistoryItem[]): string {
  if (pinned.length === 0) return '';
  const more = pinned.length - mostNamed;
  return [
    pinned.length === 1 ? 'The pinned run stays:' : `The ${pinned.length} pinned runs stay:`,
    ...pinned.slice(0, mostNamed).map((run) => `• ${nameOf(run)}`),
    ...(more > 0 ? [`and ${plural(more, 'other', 'others')}`] : []),
  ].join('\n');
}

function nameOf({ appName, entryPoint, input, startedAt, steps }: PanelHistoryItem): string {
  const isOfSeveralApps = steps.length > 0 && entryPoint !== wholeLifeCycle;
  const what = isOfSeveralApps ? [appName, input] : [entryPoint, input, `in ${appName}`];
  return `${what.filter((part) => part !== '').join(' ')}, ${moment(startedAt)}`;
}
