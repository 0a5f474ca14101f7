/** A run as it is kept: what was run with what, and what it did. Holds no key and no secret. */
import { hiddenSecret, secretHider } from '../../../platform/secretTexts.ts';
import type { PanelCost, PanelHistoryItem, PanelReport } from '../../../protocol/panel.ts';
import { cutText } from '../../../protocol/cutText.ts';
import type { RunRequest } from '../../../protocol/runtime.ts';
import type { Json, Trace } from '../../../protocol/trace.ts';
import { isStoppedLoop } from '../../../protocol/followWords.ts';
import { isAllSent } from '../../../protocol/runWords.ts';
import type { EventSource } from '../inputChoices.ts';
import { comparable, costOf } from './cost.ts';
import { inputName } from './inputName.ts';

export interface RunRecord {
  readonly version: 1;
  readonly id: string;
  readonly rootUri: string;
  readonly appName: string;
  readonly entryPoint: string;
  /** Label of the host that the run used. */
  readonly host: string;
  /** ISO 8601 in UTC. */
  readonly startedAt: string;
  /** What the entry point was given. */
  readonly input: Json;
  /** What was configured, by key, with dots for secrets and names for files; absent in runs that were kept before. */
  readonly config?: { readonly [key: string]: string };
  readonly trace: Trace;
  /** For a list of events that were run one by one. */
  readonly report?: PanelReport;
  /** Where a list of events was read from. */
  readonly from?: EventSource['from'];
  /** Whether it ran under the debugger, whose pauses its times count. */
  readonly isDebugged?: boolean;
  /** Whether an event that it captured comes back to the line that captured it, without end. */
  readonly isLooping?: boolean;
}

/** What the list of runs says about one of them; the rest is in its file. */
export interface RunSummary extends PanelHistoryItem {
  readonly cost: PanelCost;
  /** Equal for runs whose costs can be compared; null for a run that can be compared with none. */
  readonly comparable: string | null;
}

/** @param isPinned whether the user wants it kept. */
export function summarize(record: RunRecord, isPinned: boolean): RunSummary {
  const { id, rootUri, appName, entryPoint, host, startedAt, trace, report } = record;
  return {
    id,
    rootUri,
    appName,
    entryPoint,
    host,
    startedAt,
    isPinned,
    outcome: trace.outcome,
    isWithErrors: trace.errors.length > 0,
    isAllSent: isAllSent(trace),
    totalMs: trace.timing.totalMs,
    input: inputName(record),
    isLooping: record.isLooping === true,
    ...(report === undefined ? {} : { report: { total: report.total, counts: report.counts } }),
    isStoppedLoop: isStoppedLoop(trace),
    steps: [],
    cost: costOf(trace),
    comparable: comparable(record),
  };
}

/** Strings of personal keys, whatever field they stand in. */
const keyShape = /\bph([xsar])_[A-Za-z0-9_-]{6,}/g;

/** Characters of a value of the config. */
const longestValue = 2_000;

/** The config of a run as people may see it: a secret is told by its key, and that it is set. */
export function shownConfig(
  { attachments, config }: Pick<RunRequest, 'attachments' | 'config'>,
  secrets: readonly string[],
): { readonly [key: string]: string } {
  const values = Object.entries(config).map(([key, value]): [string, string] => {
    if (value !== '' && secrets.includes(value)) return [key, hiddenSecret];
    const clean = redactInput(value, secrets);
    return [key, cutText(typeof clean === 'string' ? clean : hiddenSecret, longestValue)];
  });
  const files = Object.entries(attachments ?? {}).map(([key, { fileName }]): [string, string] => [
    key,
    fileName,
  ]);
  return Object.fromEntries([...values, ...files]);
}

/**
 * An input without the secrets of the app and without personal keys. The trace comes redacted from the runtime; the
 * input comes from the user.
 */
export function redactInput(input: Json, secrets: readonly string[]): Json {
  const hide = secretHider(secrets);
  const clean = (text: string): string => hide(text).replace(keyShape, 'ph$1_…');
  return mapTexts(input, clean);
}

function mapTexts(value: Json, change: (text: string) => string): Json {
  if (typeof value === 'string') return change(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => mapTexts(item as Json, change));
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, mapTexts(item, change)]));
}
