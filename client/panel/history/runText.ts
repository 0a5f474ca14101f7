/**
 * A run as a text for people: what a screen reader reads, the clipboard takes, and the diff editor compares. In
 * Markdown, so that it can be pasted anywhere.
 */
import { describeFollowing, hopLines } from '../../../protocol/followWords.ts';
import { describeKept, fatesToTell, fateWords } from '../../../protocol/reportWords.ts';
import { diffProperties } from '../../../protocol/propertyDiff.ts';
import {
  bytes,
  deliveryWords,
  duration,
  plural,
  shortJson,
  statusWords,
  waitOf,
} from '../../../protocol/runWords.ts';
import type { PanelFate, PanelReportRow } from '../../../protocol/panel.ts';
import type { Cause, Json, RequestRecord, Trace } from '../../../protocol/trace.ts';
import { costOf } from './cost.ts';
import type { RunRecord } from './runRecord.ts';

export interface RunTextOptions {
  /** Leaves out what differs in every run: times, ids, durations. */
  readonly isComparable?: boolean;
  /** Whether each captured event comes back, where that is known. */
  readonly fates?: readonly (PanelFate | null)[];
}

export function runText(
  record: RunRecord,
  { fates = [], isComparable = false }: RunTextOptions = {},
): string {
  const { appName, entryPoint, host, startedAt, input, report, trace } = record;
  const { title, sentence } = describeKept(record);
  const told = fatesToTell(fates, trace);
  const steady = (value: Json): Json => (isComparable ? withoutChance(value) : value);
  const parts: readonly (readonly [title: string, body: string])[] = [
    [
      'Errors',
      list(
        trace.errors.map(({ name, message, stack, cause }) => line(`**${name}**: ${message}`, cause, stack)),
      ),
    ],
    ['Events', list((report?.rows ?? []).map(rowText))],
    ...trace.events.map(({ after, before, outcome }, index): readonly [string, string] => [
      trace.events.length === 1 ? 'Changes to the event' : `Changes to event ${index + 1}`,
      outcome === 'changed' ? changesText(steady(before), steady(after)) : '',
    ]),
    ...trace.events.map(({ after }, index): readonly [string, string] => [
      trace.events.length === 1 ? 'Event afterwards' : `Event ${index + 1} afterwards`,
      after === null ? '' : block(steady(after)),
    ]),
    ['Returned', trace.events.length > 0 || trace.result === null ? '' : block(steady(trace.result))],
    [
      'Captured events',
      list(
        trace.captured.map(({ event, distinctId, properties, delivery, cause }, index) => {
          const fate = told[index] ?? null;
          const comesBack = fate === null ? '' : `, ${fateWords[fate.grade][0]}`;
          const name = `**${event}** of ${distinctId} (${deliveryWords(delivery).text}${comesBack})`;
          return line(name, cause, block(steady(properties)));
        }),
      ),
    ],
    ['Captured events fed back', followingText(trace)],
    ['Requests', list(trace.requests.map((request) => requestText(request, isComparable)))],
    ['Storage', list(trace.storage.map((item) => line(stored('storage', item), item.cause)))],
    ['Cache', list(trace.cache.map((item) => line(stored('cache', item), item.cause)))],
    [
      'Jobs',
      list(
        trace.jobs.map(({ name, payload, inMs, cause }) =>
          line(
            `${name} ${inMs === 0 ? 'now' : `in ${waitOf(inMs)}`} with \`${JSON.stringify(steady(payload))}\``,
            cause,
          ),
        ),
      ),
    ],
    [
      'Metrics',
      list(
        trace.metrics.map(({ name, operation, value, cause }) =>
          line(`${name}: ${operation} ${value}`, cause),
        ),
      ),
    ],
    ['Logs', logText(trace, isComparable)],
    ['Input', input === null ? '' : block(steady(input))],
    ['Config', configText(record.config ?? {})],
    ['Remarks', list((trace.notices ?? []).map((notice) => `- ${notice}`))],
  ];
  const facts = isComparable
    ? [`Host: ${host}`]
    : [`Host: ${host}`, `Started: ${startedAt}`, `Took: ${duration(trace.timing.totalMs)}`, costText(trace)];
  return [
    `# ${appName}: ${entryPoint}`,
    `**${title}.** ${sentence}`,
    facts.map((fact) => `- ${fact}`).join('\n'),
    ...parts.flatMap(([name, body]) => (body === '' ? [] : [`## ${name}`, body])),
    '',
  ].join('\n\n');
}

/** Each property that differs, as the panel lists them. */
function changesText(before: Json, after: Json): string {
  const signs = { added: '+', removed: '-', changed: '~' } as const;
  const lines = diffProperties(before, after).map(({ kind, path, before: old, after: now }) => {
    const values = [old, now].flatMap((value) => (value === undefined ? [] : shortJson(value)));
    return `${signs[kind]} ${path.join('.') || 'the event'}: ${values.join(' → ')}`;
  });
  return lines.length === 0 ? '' : fenced(lines.join('\n'), '');
}

/** Secrets are dots in it. */
function configText(config: NonNullable<RunRecord['config']>): string {
  const lines = Object.entries(config).map(([key, value]) => `${key}: ${value === '' ? '(empty)' : value}`);
  return lines.length === 0 ? '' : fenced(lines.join('\n'), '');
}

/** The card of costs. */
function costText(trace: Trace): string {
  const { bytes: data, callMs, cpuMs, isEnded, memoryBytes, requests } = costOf(trace);
  const parts = [
    ...(callMs === null ? [] : [`call ${duration(callMs)}${isEnded === true ? ' until it was ended' : ''}`]),
    ...(cpuMs === null ? [] : [`CPU ${duration(cpuMs)}`]),
    ...(memoryBytes === null ? [] : [`memory ${bytes(memoryBytes)}`]),
    ...(isEnded === true ? ['CPU and memory not measured'] : []),
    plural(requests, 'request', 'requests'),
    bytes(data),
  ];
  return `Cost: ${parts.join(', ')}`;
}

/** What came of one event of a list. */
function rowText({ index, name, outcome, problem }: PanelReportRow): string {
  if (problem === null) return `- ${index + 1}. ${name}: ${outcome}`;
  return line(`${index + 1}. ${name}: ${outcome}. ${problem.message}`, problem);
}

/** The tree as it is drawn in the panel. */
function followingText(trace: Trace): string {
  const words = describeFollowing(trace);
  if (words === null || trace.captured.length === 0) return '';
  return `**${words.title}.** ${words.sentence}\n\n${fenced(hopLines(trace).join('\n'), '')}`;
}

function logText({ logs }: Trace, isComparable: boolean): string {
  if (logs.length === 0) return '';
  const lines = logs.map(({ level, message, at, cause }) => {
    const time = isComparable ? '' : `${duration(at)} `;
    return `${time}${level}: ${message}${place(cause)}`;
  });
  return fenced(lines.join('\n'), '');
}

function requestText(request: RequestRecord, isComparable: boolean): string {
  const { method, url, status, durationMs, requestBody, responseBody, error, cause } = request;
  const answer = status === null ? statusWords(request).text : String(status);
  const time = isComparable || status === null ? '' : ` in ${duration(durationMs)}`;
  const bodies = [
    ...(error === null ? [] : [error]),
    ...bodyText('Sent', requestBody, isComparable),
    ...bodyText('Received', responseBody, isComparable),
  ];
  return line(`\`${method} ${url}\` → ${answer}${time}`, cause, bodies.join('\n\n'));
}

function bodyText(title: string, body: string | null, isComparable: boolean): readonly string[] {
  if (body === null || body === '') return [];
  try {
    const value = JSON.parse(body) as Json;
    return [`${title}:`, block(isComparable ? withoutChance(value) : value)];
  } catch {
    // No JSON, then: as it is.
    return [`${title}:`, fenced(body, '')];
  }
}

function stored(where: string, item: Trace['storage'][number]): string {
  const { operation, key, ttlSeconds, value } = item;
  const kept = ttlSeconds === undefined ? '' : ` for ${waitOf(ttlSeconds * 1000)}`;
  return `${where}.${operation} \`${key}\`${kept}${value === null ? '' : ` = \`${JSON.stringify(value)}\``}`;
}

function line(text: string, cause: Pick<Cause, 'source'>, more = ''): string {
  const indented = more === '' ? '' : `\n\n${more.replaceAll(/^(?=.)/gm, '  ')}`;
  return `- ${text}${place(cause)}${indented}`;
}

function place({ source }: Pick<Cause, 'source'>): string {
  return source === null ? '' : ` (${source.file}:${source.line})`;
}

function list(items: readonly string[]): string {
  return items.join('\n');
}

function block(value: Json): string {
  return fenced(JSON.stringify(value, null, 2), 'json');
}

/** With more backticks than the text has in a row. */
function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

const timeShape = /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)$/;
const uuidShape = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** Times and ids that are made anew in each run, as words that do not differ. */
function withoutChance(value: Json): Json {
  if (typeof value === 'string') {
    if (timeShape.test(value)) return '(time)';
    return uuidShape.test(value) ? '(id)' : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => withoutChance(item as Json));
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withoutChance(item)]));
}
