/** Everything that an app did besides capturing, on one axis, in the order of happening. */
import { shortJson, splitUrl, statusWords, type Tone, waitOf } from '../../../protocol/runWords.ts';
import type { RequestRecord, SourceLocation, StoreOperation, Trace } from '../../../protocol/trace.ts';
import type { TimelineFilter } from './store.ts';

export type TimelineKind = 'request' | 'capture' | 'log' | 'storage' | 'cache' | 'job' | 'metric';

export interface TimelineRow {
  readonly kind: TimelineKind;
  /** Where it is in the trace, as a JSON pointer. */
  readonly pointer: string;
  /** Index among those of its kind. */
  readonly index: number;
  readonly at: number;
  /** Where a list of events is run: the place of the event in it, from 0. */
  readonly event: number | undefined;
  /** What the virtual clock showed; undefined before it moved. */
  readonly clockMs: number | undefined;
  /** 0 for what takes no time. */
  readonly durationMs: number;
  /** What it is, in a word or two, such as `GET` or `cache.set`. */
  readonly what: string;
  readonly text: string;
  readonly tone: Tone;
  /** A word at the end of the line, such as the status of a request. */
  readonly tag: string | null;
  readonly source: SourceLocation | null;
}

export const kindNames: Readonly<Record<TimelineKind, string>> = {
  request: 'Requests',
  capture: 'Captures',
  log: 'Logs',
  storage: 'Storage',
  cache: 'Cache',
  job: 'Jobs',
  metric: 'Metrics',
};

export const timelineKinds = Object.keys(kindNames) as readonly TimelineKind[];

const built = new WeakMap<Trace, readonly TimelineRow[]>();

/** All rows of a trace; built once. */
export function timelineRows(trace: Trace): readonly TimelineRow[] {
  const known = built.get(trace);
  if (known !== undefined) return known;
  const rows = [
    ...trace.requests.map(requestRow),
    ...trace.logs.map((log, index) => ({
      ...base('log', '/logs', index, log),
      what: log.level,
      text: log.message,
      tone: logTones[log.level] ?? 'quiet',
    })),
    ...trace.storage.map((item, index) => storeRow('storage', index, item)),
    ...trace.cache.map((item, index) => storeRow('cache', index, item)),
    ...trace.jobs.map((job, index) => ({
      ...base('job', '/jobs', index, job),
      what: `jobs.${job.name}`,
      text: `${job.inMs === 0 ? 'now' : `in ${waitOf(job.inMs)}`} ${shortJson(job.payload)}`,
    })),
    ...trace.metrics.map((metric, index) => ({
      ...base('metric', '/metrics', index, metric),
      what: `metrics.${metric.name}`,
      text: `${metric.operation} ${metric.value}`,
    })),
  ].toSorted((first, second) => first.at - second.at);
  built.set(trace, rows);
  return rows;
}

/** The rows that the filter lets through, and how many there are of each kind. */
export function filterRows(
  rows: readonly TimelineRow[],
  { kinds, text }: TimelineFilter,
): readonly TimelineRow[] {
  const wanted = text.trim().toLowerCase();
  if (kinds.length === 0 && wanted === '') return rows;
  return rows.filter(
    ({ kind, event, what, text: shown, tag, source }) =>
      (kinds.length === 0 || kinds.includes(kind)) &&
      (wanted === '' ||
        `${event === undefined ? '' : `#${event + 1} `}${what} ${shown} ${tag ?? ''} ${source?.file ?? ''}:${source?.line ?? ''}`
          .toLowerCase()
          .includes(wanted)),
  );
}

/**
 * Of requests that have the same remark, the first: there it is told, once. By their places in the trace.
 */
export function firstOfRemarks(rows: readonly TimelineRow[], { requests }: Trace): ReadonlySet<string> {
  const first = new Map<string, string>();
  for (const { pointer, kind, index } of rows) {
    const request = isExchange(kind) ? requests[index] : undefined;
    if (request === undefined || request.error === null) continue;
    const remark = JSON.stringify([request.error, request.action]);
    if (!first.has(remark)) first.set(remark, pointer);
  }
  return new Set(first.values());
}

/** Whether it is a request with its answer. */
export function isExchange(kind: TimelineKind): boolean {
  return kind === 'request' || kind === 'capture';
}

export function countKinds(rows: readonly TimelineRow[]): ReadonlyMap<TimelineKind, number> {
  const counts = new Map<TimelineKind, number>();
  for (const { kind } of rows) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

const logTones: Readonly<Record<string, Tone>> = { error: 'bad', warn: 'warn' };

function base(
  kind: TimelineKind,
  list: string,
  index: number,
  { at, cause, clockMs }: Pick<RequestRecord, 'at' | 'cause' | 'clockMs'>,
): Pick<
  TimelineRow,
  'kind' | 'pointer' | 'index' | 'at' | 'event' | 'clockMs' | 'durationMs' | 'tone' | 'tag' | 'source'
> {
  return {
    kind,
    pointer: `${list}/${index}`,
    index,
    at,
    event: cause.event,
    clockMs,
    durationMs: 0,
    tone: 'quiet',
    tag: null,
    source: cause.source,
  };
}

function requestRow(request: RequestRecord, index: number): TimelineRow {
  const { host, path, query } = splitUrl(request.url);
  const { text, tone } = statusWords(request);
  return {
    // What a capture sends is counted with what was captured, here as in the cost.
    ...base(request.via === 'capture' ? 'capture' : 'request', '/requests', index, request),
    durationMs: request.durationMs,
    what: request.method,
    text: `${path}${query} ${host}`,
    tag: text,
    tone,
  };
}

function storeRow(kind: 'storage' | 'cache', index: number, item: StoreOperation): TimelineRow {
  const { operation, key, ttlSeconds, value } = item;
  const kept = ttlSeconds === undefined ? '' : ` for ${waitOf(ttlSeconds * 1000)}`;
  const shown = value === null && operation !== 'get' ? kept : `${kept} = ${shortJson(value)}`;
  return { ...base(kind, `/${kind}`, index, item), what: `${kind}.${operation}`, text: key + shown };
}
