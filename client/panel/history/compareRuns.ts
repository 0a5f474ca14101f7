/** What differs between two runs, in a few sentences; the diff editor has the rest. */
import { describeKept } from '../../../protocol/reportWords.ts';
import { diffProperties } from '../../../protocol/propertyDiff.ts';
import { bytes, duration, grouped, plural, waitOf } from '../../../protocol/runWords.ts';
import type { Json, Trace } from '../../../protocol/trace.ts';
import { isSameInput, steadyText } from '../sameInput.ts';
import { compareRequests } from './compareRequests.ts';
import { costOf } from './cost.ts';
import { onlyOne } from './onlyOne.ts';
import type { RunRecord } from './runRecord.ts';
import { runText } from './runText.ts';

/**
 * @param before the run that is compared with.
 * @param after the run that is shown.
 * @returns nothing when both did the same in about the same time.
 */
export function compareRuns(before: RunRecord, after: RunRecord): readonly string[] {
  const differences = [
    ...differs('App', before.appName, after.appName),
    ...differs('Entry point', before.entryPoint, after.entryPoint),
    ...differs('Host', before.host, after.host),
    ...inputs(before.input, after.input),
    ...configs(before.config, after.config),
    ...differs('Outcome', describeKept(before).title, describeKept(after).title),
    ...(isSameInput(results(before.trace), results(after.trace))
      ? []
      : ['What became of the event differs.']),
    ...names('captured', before.trace, after.trace, ({ captured }) => captured.map(({ event }) => event)),
    ...compareRequests(before.trace, after.trace),
    ...logs(before.trace, after.trace),
    ...stores('Storage', before.trace.storage, after.trace.storage),
    ...stores('Cache', before.trace.cache, after.trace.cache),
    ...names('enqueued the job', before.trace, after.trace, ({ jobs }) =>
      jobs.map(
        ({ name, payload, inMs }) =>
          `${name} with ${cutText(steadyText(payload), 60)}${inMs === 0 ? '' : `, ${waitOf(inMs)} later`}`,
      ),
    ),
    ...names('counted', before.trace, after.trace, ({ metrics }) =>
      metrics.map(({ name, operation, value }) => `${name}: ${operation} ${value}`),
    ),
    ...counted('error', 'errors', before.trace.errors.length, after.trace.errors.length),
    ...costs(before.trace, after.trace),
  ];
  const texts = [before, after].map((record) => runText(record, { isComparable: true }));
  return differences.length > 0 || texts[0] === texts[1]
    ? differences
    : ['They differ in details: see the diff.'];
}

function logs(before: Trace, after: Trace): readonly string[] {
  const [first, second] = [before, after].map((trace) =>
    trace.logs.map(({ level, message }) => [level, message]),
  );
  const more = counted('log line', 'log lines', before.logs.length, after.logs.length);
  return more.length > 0 || isSameInput(first, second) ? more : ['The log lines differ.'];
}

/** Which keys were read or written in another way. */
function stores(
  what: 'Storage' | 'Cache',
  before: Trace['storage'],
  after: Trace['storage'],
): readonly string[] {
  const done = (list: Trace['storage'], wanted: string): unknown =>
    list.flatMap(({ operation, key, value }) => (key === wanted ? [[operation, value]] : []));
  const keys = [...new Set([...before, ...after].map(({ key }) => key))];
  const changed = keys.filter((key) => !isSameInput(done(before, key), done(after, key)));
  if (changed.length === 0) return [];
  const more = changed.length > 5 ? ` and ${changed.length - 5} more` : '';
  return [`${what} differs: ${changed.slice(0, 5).join(', ')}${more}.`];
}

/** Which fields of an event or a payload, or how many events of a list. */
function inputs(before: Json, after: Json): readonly string[] {
  if (isSameInput(before, after)) return [];
  const how = isList(before) && isList(after) ? listsWords(before, after) : fieldsWords(before, after);
  return [how === '' ? 'The input differs.' : `The input differs: ${how}.`];
}

function listsWords(before: readonly Json[], after: readonly Json[]): string {
  if (before.length !== after.length) {
    return `${plural(after.length, 'event', 'events')} instead of ${grouped(before.length)}`;
  }
  const changed = after.filter((event, index) => !isSameInput(before[index], event)).length;
  return `${grouped(changed)} of ${plural(after.length, 'event', 'events')}`;
}

function fieldsWords(before: Json, after: Json): string {
  const steady = (value: Json): Json => JSON.parse(steadyText(value)) as Json;
  const fields = diffProperties(steady(before), steady(after)).map(({ path }) => path.join('.'));
  const more = fields.length > 5 ? ` and ${fields.length - 5} more` : '';
  return `${fields.slice(0, 5).join(', ')}${more}`;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** Of secrets it is known only whether they were set. */
function configs(before: RunRecord['config'], after: RunRecord['config']): readonly string[] {
  if (before === undefined || after === undefined) return [];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const changed = keys.filter((key) => before[key] !== after[key]);
  return changed.length === 0 ? [] : [`The config differs: ${changed.join(', ')}.`];
}

function results({ result, events }: Trace): unknown {
  return events.length > 0 ? events.map(({ after }) => after) : result;
}

function differs(what: string, before: string, after: string): readonly string[] {
  return before === after ? [] : [`${what}: ${before} → ${after}.`];
}

/** Things that one of the runs did more often than the other. */
function names(
  verb: string,
  before: Trace,
  after: Trace,
  namesOf: (trace: Trace) => readonly string[],
): readonly string[] {
  return onlyOne(verb, namesOf(before), namesOf(after));
}

function counted(one: string, many: string, before: number, after: number): readonly string[] {
  const more = after - before;
  if (more === 0) return [];
  const count = Math.abs(more);
  return [`${grouped(count)} ${more > 0 ? 'more' : 'fewer'} ${count === 1 ? one : many}.`];
}

/** Small differences in time are chance. */
function costs(before: Trace, after: Trace): readonly string[] {
  const [first, second] = [costOf(before), costOf(after)];
  return [
    ...times(first.callMs, second.callMs),
    ...(first.bytes === second.bytes
      ? []
      : [`${bytes(second.bytes)} over the network instead of ${bytes(first.bytes)}.`]),
  ];
}

function times(before: number | null, after: number | null): readonly string[] {
  if (before === null || after === null || Math.abs(after - before) <= Math.max(5, before * 0.25)) return [];
  return [`The call took ${duration(after)} instead of ${duration(before)}.`];
}

function cutText(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}
