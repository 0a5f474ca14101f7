/** Numbers that look as if they were counted, and are the same each time: what they are made of does not change. */
import type { CapturedEvent } from './events.ts';
import { isCounting } from './execution/counting.ts';
import type { PathStep } from './execution/paths.ts';
import { fieldOf, type Shape } from './execution/shapes.ts';
import type { Simple } from './execution/values.ts';

/**
 * The event in which a number is no counted one where the event has what it was made of, just as it came in:
 * `{ ...event.properties, score: event.properties.amount * 2 }`.
 */
export function withoutIdleCounts(event: CapturedEvent): CapturedEvent {
  const properties = withoutIdle(event.properties, event.properties);
  return properties === event.properties ? event : { ...event, properties };
}

function withoutIdle(shape: Shape, properties: Shape): Shape {
  if (shape.kind === 'object') {
    let isChanged = false;
    const fields = new Map<string, Shape>();
    for (const [key, field] of shape.fields) {
      const kept = withoutIdle(field, properties);
      isChanged ||= kept !== field;
      fields.set(key, kept);
    }
    return isChanged ? { ...shape, fields } : shape;
  }
  if (shape.kind === 'any') {
    const of = shape.of.map((each) => withoutIdle(each, properties));
    return of.every((each, index) => each === shape.of[index]) ? shape : { ...shape, of };
  }
  return shape.kind === 'simple' && isIdle(shape.simple, properties)
    ? { kind: 'simple', simple: { ...shape.simple, origin: 'event' } as Simple }
    : shape;
}

function isIdle(simple: Simple, properties: Shape): boolean {
  if (simple.kind !== 'unknown' || !isCounting(simple.origin)) return false;
  const { counts = [] } = simple;
  return counts.length > 0 && counts.every((id) => isHandedOn(id, properties));
}

/** Whether a condition is about a number that is made of what the captured event has just as it came in. */
export function asksForIdle({ lasting }: PathStep, { properties }: CapturedEvent): boolean {
  const { counts = [] } = lasting ?? {};
  return counts.length > 0 && counts.every((id) => isHandedOn(id, properties));
}

/** Whether the captured event has what stands in the incoming one under that id. */
function isHandedOn(id: string, properties: Shape): boolean {
  if (!id.startsWith(prefix)) return false;
  let shape = properties;
  let known = prefix.slice(0, -1);
  for (const name of id.slice(prefix.length).split('.')) {
    shape = fieldOf(shape, name);
    known = `${known}.${name}`;
    // What it is a part of is handed on as a whole.
    if (isSame(shape, known)) return true;
  }
  // `p.seq || 0` hands on what was there, and the same number for all that lack it.
  const parts = shape.kind === 'any' ? shape.of : [shape];
  return (
    parts.some((part) => isSame(part, id)) &&
    parts.every((part) => isSame(part, id) || (part.kind === 'simple' && part.simple.kind === 'primitive'))
  );
}

function isSame(shape: Shape, id: string): boolean {
  return shape.kind === 'simple' && shape.simple.kind === 'unknown' && shape.simple.id === id;
}

/**
 * Whether an event hands on something that was counted, or got longer: `if ((p.n || 0) + 1 >= 3) return` comes to no end
 * where the next event has the same `n`.
 */
export function carriesCount({ name, properties, distinctId }: CapturedEvent): boolean {
  return [name, properties, distinctId].some((shape) => shape !== undefined && isCountedIn(shape));
}

function isCountedIn(shape: Shape): boolean {
  switch (shape.kind) {
    case 'simple':
      return isCounted(shape.simple);
    case 'any':
      return shape.of.some(isCountedIn);
    case 'json':
      return isCountedIn(shape.value);
    case 'list':
      return (
        shape.whole?.isLonger === true ||
        [...shape.items, shape.more].some((item) => item && isCountedIn(item))
      );
    case 'object':
      return [...shape.fields.values()].some(isCountedIn);
  }
}

function isCounted(simple: Simple): boolean {
  if (simple.kind === 'text')
    return (
      simple.parts.length > 1 || simple.parts.some((part) => typeof part !== 'string' && isCounted(part))
    );
  // A text of many pieces has no id any more.
  return (
    simple.kind === 'unknown' && (isCounting(simple.origin) || (simple.id === undefined && simple.isTruthy))
  );
}

const prefix = 'event.properties.';
