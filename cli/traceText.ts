/** A trace as text for people: the outcome first, then what happened, each with its source line. */
import type { EventsReport } from '../protocol/eventsReport.ts';
import type { Cause, Json, Trace } from '../protocol/trace.ts';
import { cutText } from '../protocol/cutText.ts';
import { describeFollowing, hopLines } from '../protocol/followWords.ts';
import { deliveryWords, grouped, statusWords } from '../protocol/runWords.ts';
import { personalKeyVariable, projectKeyVariable } from './keyArguments.ts';
import { durationText } from './durationText.ts';
import { failedBesides, headlineOf } from './headline.ts';
import { eventsText } from './reportText.ts';
import { resultSection } from './resultText.ts';

/** @param entryPoint what was called: what some exports return is shown. */
export function traceText(trace: Trace, entryPoint?: string): string {
  return `${headlineOf(trace)}\n${sectionsText(trace, entryPoint)}`;
}

/** What came of a list of events: their number by outcome, and a line for each that went wrong. */
export function reportText(report: EventsReport, events: readonly Json[]): string {
  return `${failedBesides(report.trace)}${eventsText(report, events)}${sectionsText(report.trace)}`;
}

function sectionsText(trace: Trace, entryPoint?: string): string {
  const returned = resultSection(entryPoint, trace);
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ['Errors', errorLines(trace.errors)],
    [
      'Changes',
      trace.events.flatMap(({ after, before, cause, outcome }) =>
        outcome === 'changed' ? diff(before, after).map((line) => `${ofEvent(cause)}${line}`) : [],
      ),
    ],
    ...(returned === undefined ? [] : [returned]),
    [
      'Captured events',
      trace.captured.map(
        ({ event, distinctId, properties, delivery, cause, clockMs }) =>
          `${event} for ${distinctId} (${deliveryWords(delivery).text})${at(cause, clockMs)} ${shown(withoutLibrary(properties))}`,
      ),
    ],
    ['Fed back as PostHog does', followingLines(trace)],
    ['Requests', requestLines(trace.requests)],
    [
      'Jobs',
      trace.jobs.map(
        ({ name, inMs, payload, cause, clockMs }) =>
          `${name} ${inMs === 0 ? 'now' : `in ${durationText(inMs)}`}${at(cause, clockMs)} ${shown(payload)}`,
      ),
    ],
    ['Storage', trace.storage.map(storeLine)],
    ['Cache', trace.cache.map(storeLine)],
    [
      'Metrics',
      trace.metrics.map(
        ({ name, operation, value, cause, clockMs }) => `${name} ${operation} ${value}${at(cause, clockMs)}`,
      ),
    ],
    [
      'Logs',
      trace.logs.map(
        ({ level, message, cause, clockMs }) =>
          `${level}: ${cutText(message, mostShown)}${at(cause, clockMs)}`,
      ),
    ],
    ['Notices', (trace.notices ?? []).map(withOption)],
  ];
  const body = sections
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => `\n${title}\n${indent(upTo(lines))}`);
  return body.join('');
}

/** Of each kind: more than a person reads. `--json` has all. */
const mostLines = 200;

function upTo(lines: readonly string[]): readonly string[] {
  // One line more is no gain.
  if (lines.length <= mostLines + 1) return lines;
  const more = grouped(lines.length - mostLines);
  return [...lines.slice(0, mostLines), `… and ${more} more lines; --json has them all`];
}

/** As {@link wayOut}, for what was left out of a list. */
function withOption(notice: string): string {
  return /^Only the first \d+ of each kind/.test(notice)
    ? `${notice} --json lists more, and --max-items says how many.`
    : notice;
}

/** What is the same for many requests is said at the first of them. */
function requestLines(requests: Trace['requests']): readonly string[] {
  const told = new Set<string>();
  return requests.flatMap((request) => {
    const line = `${request.method} ${request.url} ${statusWords(request).text}${at(request.cause, request.clockMs)}`;
    const remark = request.error === null ? '' : `  ${request.error}${wayOut(request)}`;
    if (remark === '' || told.has(remark)) return [line];
    told.add(remark);
    return [line, remark];
  });
}

function followingLines(trace: Trace): readonly string[] {
  const words = describeFollowing(trace);
  if (words === null || trace.captured.length === 0) return [];
  return [`${words.title}. ${words.sentence}`, ...hopLines(trace)];
}

type RunError = Trace['errors'][number];

/** Equal errors one after the other, as those of tries, are told once. */
function errorLines(errors: readonly RunError[]): readonly string[] {
  const groups: RunError[][] = [];
  for (const error of errors) {
    const group = groups.at(-1);
    if (group?.[0] !== undefined && textOf(group[0]) === textOf(error)) group.push(error);
    else groups.push([error]);
  }
  return groups.flatMap((group) => linesOf(group));
}

function textOf({ causes, message, name, source, stack }: RunError): string {
  return JSON.stringify([name, message, source, stack, causes]);
}

function linesOf(group: readonly RunError[]): readonly string[] {
  const [first, last] = [group[0], group.at(-1)];
  if (first === undefined || last === undefined) return [];
  const { causes = [], kind, message, name, source, stack } = first;
  return [
    `${kind === 'setup' ? '' : `${name}: `}${message}${placeOf(source)}${group.length === 1 ? whenOf(first) : times(group.length, last)}`,
    ...framesOf(stack),
    ...causes.flatMap((cause) => [
      `  ${cause.relation === 'cause' ? 'caused by' : 'one of its errors:'} ${cause.name}: ${cause.message}${placeOf(cause.source)}`,
      ...framesOf(cause.stack).map((line) => `  ${line}`),
    ]),
  ];
}

function framesOf(stack: string): readonly string[] {
  return stack.split('\n').flatMap((line) => (line === '' ? [] : [`  ${line}`]));
}

function placeOf(source: RunError['source']): string {
  return source === null ? '' : ` (${source.file}:${source.line}:${source.column})`;
}

/** The event of a list, the time on the virtual clock, and whether it is not the end of it. */
function whenOf({ cause, clockMs, isTriedAgain }: RunError): string {
  const parts = [
    ...(cause.event === undefined ? [] : [`event ${cause.event + 1}`]),
    ...(clockMs === undefined ? [] : [`after ${durationText(clockMs)}`]),
    ...(isTriedAgain === true ? ['PostHog tries again'] : []),
  ];
  return parts.length === 0 ? '' : ` [${parts.join(', ')}]`;
}

function times(count: number, { clockMs }: RunError): string {
  return ` [${count} times${clockMs === undefined ? '' : `, the last after ${durationText(clockMs)}`}]`;
}

/** The option or variable that mends it: the sentence before it is also for editors. */
function wayOut({ action }: Trace['requests'][number]): string {
  switch (action?.kind) {
    case 'allow-sending':
      return ' The option for that is --allow-writes.';
    case 'change-mode':
      return ' The option for that is --mode.';
    case 'select-host':
      return ' The option for that is --host.';
    case 'select-project':
      return ' The option for that is --project-id.';
    case 'set-project-key':
      return ` Put it into the environment variable ${projectKeyVariable}.`;
    case 'set-personal-key':
      if (action.isOtherHost === true)
        return ` Run with --host ${action.origin} and its keys, or let the app pass both keys: projectApiKey and personalApiKey.`;
      return ` Put the key for the host of --host into the environment variable ${personalKeyVariable}.`;
    case 'allow-insecure-host':
      return ' The option for that is --allow-insecure-host.';
    case undefined:
      return '';
  }
}

function storeLine({ operation, key, value, cause, clockMs, ttlSeconds }: Trace['storage'][number]): string {
  const kept = ttlSeconds === undefined ? '' : ` for ${durationText(ttlSeconds * 1000)}`;
  return `${operation} ${key}${kept}${at(cause, clockMs)} ${shown(value)}`;
}

/** The export and the line it came of, and what the virtual clock showed once it has moved. */
function at({ entryPoint, event, source }: Cause, clockMs: number | undefined): string {
  const parts = [
    entryPoint,
    ...(event === undefined ? [] : [`event ${event + 1}`]),
    ...(source === null ? [] : [`${source.file}:${source.line}`]),
    ...(clockMs === undefined ? [] : [`after ${durationText(clockMs)}`]),
  ];
  return ` [${parts.join(', ')}]`;
}

function ofEvent({ event }: Cause): string {
  return event === undefined ? '' : `event ${event + 1}: `;
}

function withoutLibrary(properties: { readonly [key: string]: Json }): Json {
  const { $lib: _lib, $lib_version: _version, distinct_id: _person, ...rest } = properties;
  return rest;
}

/** A text of several lines, as apps log them, goes on further to the right: at the margin it would look like a section. */
function indent(lines: readonly string[]): string {
  return lines.map((line) => `  ${line.replaceAll('\n', '\n    ')}\n`).join('');
}

/** More than a person reads of one value; `--json` has all. */
const mostShown = 2_000;

function shown(value: Json | undefined): string {
  return cutText(JSON.stringify(value) ?? '', mostShown);
}

/** Further inside, a change is told of the value as a whole. */
const mostLevels = 50;

/** What differs between two values, one line a property. */
function diff(before: Json, after: Json, path = '', level = 0): readonly string[] {
  if (!isRecord(before) || !isRecord(after) || level > mostLevels) {
    return JSON.stringify(before) === JSON.stringify(after)
      ? []
      : [`${path}: ${shown(before)} is now ${shown(after)}`];
  }
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) => {
    const name = path === '' ? key : `${path}.${key}`;
    const [from, to] = [before[key], after[key]];
    if (from === undefined) return [`${name}: added ${shown(to)}`];
    if (to === undefined) return [`${name}: removed ${shown(from)}`];
    return diff(from, to, name, level + 1);
  });
}

function isRecord(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
