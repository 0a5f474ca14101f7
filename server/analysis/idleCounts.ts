/** Numbers that look as if they were counted, and are the same each time: what they are made of does not change. */
import type { CapturedEvent } from './events.ts';
import { isCounting } from './execution/counting.ts';
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

/** Whether the captured event has what stands in the incoming one under that id. */
function isHandedOn(id: string, properties: Shape): boolean {
  if (!id.startsWith(prefix)) return false;
  const path = id.slice(prefix.length).split('.');
  const field = path.reduce((shape, name) => fieldOf(shape, name), properties);
  return field.kind === 'simple' && field.simple.kind === 'unknown' && field.simple.id === id;
}

const prefix = 'event.properties.';
