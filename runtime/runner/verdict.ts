/** What became of an event, from what `processEvent` returned. Reference 2.4. */
import { lifecycleExport } from '../../platform/lifecycle.ts';
import type { Failure, ReturnedMessage } from '../../protocol/sandbox.ts';
import { cutText } from '../../protocol/cutText.ts';
import type { EventRecord, Json, JsonObject, Outcome } from '../../protocol/trace.ts';

/** Levels that are looked at one by one: each takes room on the stack, of which JSON itself needs less. */
const mostLevels = 200;

export function isSameJson(a: Json | undefined, b: Json | undefined, level = 0): boolean {
  if (a === b) return true;
  if (level > mostLevels) return JSON.stringify(a) === JSON.stringify(b);
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [first, second] = [Object.entries(a), Object.entries(b)];
  const other = new Map<string, Json>(second);
  return (
    first.length === second.length &&
    first.every(([key, value]) => other.has(key) && isSameJson(value, other.get(key), level + 1))
  );
}

/** What became of an event. */
export interface Judgement {
  readonly outcome: Outcome;
  /** What PostHog goes on with, of a failed call the event as it left it; null where it was dropped or is ignored. */
  readonly after: Json;
  /** What PostHog says of a result that it does not take. */
  readonly failure: Failure | null;
}

/** Judges the answer to a call; `value` is its result (see {@link ReturnedMessage}). */
export function judge(
  entryPoint: string,
  input: Json,
  answer: Pick<ReturnedMessage, 'failure' | 'isFalsy' | 'kind'>,
  value: Json,
): Judgement {
  const result = lifecycleExport(entryPoint)?.result;
  const isNext = result === 'next-event' || result === 'next-events';
  const outcome = outcomeOf(result, input, answer, value);
  if (outcome === 'changed' && (changesTeam(input, value) || isNoEvent(answer.kind, value))) {
    const words = describeReturned(entryPoint, input, value, answer.kind);
    const message = `Plugin tried to change event.team_id${words}`;
    return {
      outcome: 'failed',
      after: withTeamOf(input, value),
      failure: { name: 'IllegalOperationError', message, stack: '', isRetry: false, isSetup: false },
    };
  }
  return {
    outcome,
    after: isNext && (!answer.isFalsy || answer.failure !== null) ? value : null,
    failure: null,
  };
}

/** The event of the trace, for exports that take one. */
export function recordOf(
  entryPoint: string,
  before: Json,
  { after, outcome }: Judgement,
): Pick<EventRecord, 'entryPoint' | 'before' | 'after' | 'outcome'> | undefined {
  const input = lifecycleExport(entryPoint)?.input;
  return input === 'event' || input === 'events' ? { entryPoint, before, after, outcome } : undefined;
}

function outcomeOf(
  result: 'next-event' | 'next-events' | 'webhook' | 'ignored' | undefined,
  input: Json,
  answer: Pick<ReturnedMessage, 'failure' | 'isFalsy'>,
  value: Json,
): Outcome {
  if (answer.failure !== null) return 'failed';
  if (result !== 'next-event' && result !== 'next-events') return 'completed';
  if (answer.isFalsy) return 'dropped';
  return isSameJson(input, value) ? 'unchanged' : 'changed';
}

function teamOf(event: Json): Json | undefined {
  return typeof event === 'object' && event !== null && 'team_id' in event ? event['team_id'] : undefined;
}

const mostOfText = 60;

/** PostHog says no more than its error; what came back is most often the reason. */
function describeReturned(entryPoint: string, input: Json, result: Json, kind: string | undefined): string {
  if (isRecord(result) && !isNoEvent(kind, result)) {
    const missing = isRecord(input) && !('team_id' in result) ? partsMissing(input, result) : '';
    return missing === ''
      ? ''
      : `: ${entryPoint} returned an object without ${missing}. Return the event itself, or a copy with all of its parts: { ...event }.`;
  }
  return `: ${entryPoint} returned ${kind ?? wordsFor(result)} in the place of an event. PostHog goes on with that, and cannot store it. Return the event, or null to drop it.`;
}

/** Such as `team_id, event and distinct_id`. */
function partsMissing(input: JsonObject, result: JsonObject): string {
  const missing = ['team_id', 'event', 'distinct_id', 'properties'].filter(
    (name) => name in input && !(name in result),
  );
  return missing.join(', ').replace(/, (\w+)$/, ' and $1');
}

/** A Map and the like become an empty object, or one that says nothing of an event. */
function isNoEvent(kind: string | undefined, result: Json): boolean {
  return kind !== undefined && !(isRecord(result) && 'event' in result);
}

function wordsFor(result: Json): string {
  if (result === null) return 'what JSON does not have, such as a function,';
  if (typeof result === 'string') return `the text "${cutText(result, mostOfText)}"`.replace(/\)"$/, ')"');
  if (typeof result === 'number') return `the number ${result}`;
  return typeof result === 'boolean' ? String(result) : 'a list';
}

function isRecord(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The team is set back; the other changes are kept (reference 2.4). */
function withTeamOf(before: Json, after: Json): Json {
  const team = teamOf(before);
  return isRecord(after) && team !== undefined ? { ...after, team_id: team } : null;
}

function changesTeam(before: Json, after: Json): boolean {
  return !isRecord(after) || (teamOf(before) !== undefined && teamOf(before) !== teamOf(after));
}
