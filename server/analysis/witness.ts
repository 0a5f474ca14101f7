/** An event that drives a loop: what has to be known of the first event, with ordinary values for the rest. */
import type { JsonObject, Json } from '../../protocol/trace.ts';
import type { Fact, Facts, Primitive } from './execution/facts.ts';
import type { Verdict } from './verdict.ts';

const field = /^event\.(?:properties\.)?[^. ()[\]]+$/;

/** Null where the loop does not go on for ever, or nothing is known of it. */
export function witnessOf({ grade, start: { facts } }: Verdict): JsonObject | null {
  if (grade === 'ends') return null;
  const properties: Record<string, Json> = {};
  const event: Record<string, Json> = {
    event: nameFor(facts.get('event.event')),
    distinct_id: 'ada@example.com',
  };
  for (const [id, value] of wanted(facts)) {
    if (id === 'event.event') continue;
    if (id.startsWith('event.properties.')) properties[id.slice('event.properties.'.length)] = value;
    else event[id.slice('event.'.length)] = value;
  }
  return { ...event, properties };
}

function* wanted(facts: Facts): Generator<readonly [string, Json]> {
  for (const [id, fact] of facts) {
    if (!field.test(id)) continue;
    const value = valueFor(fact);
    if (value !== undefined) yield [id, value];
  }
}

function nameFor(fact: Fact | undefined): string {
  const [listed] = fact?.oneOf ?? [];
  if (typeof listed === 'string') return listed;
  return (
    ['signed up', 'order placed', 'page opened'].find((name) => fact?.noneOf.includes(name) !== true) ??
    'another event'
  );
}

/** Undefined for what may as well be absent. */
function valueFor({ oneOf, noneOf, truthy }: Fact): Json | undefined {
  if (oneOf !== undefined) return oneOf.map(toJson).find((value) => value !== undefined);
  if (truthy === true) return 'yes';
  if (truthy === false) return undefined;
  return noneOf.includes(undefined) ? 'something' : undefined;
}

function toJson(value: Primitive): Json | undefined {
  return typeof value === 'bigint' ? String(value) : value;
}
