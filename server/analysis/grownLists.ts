/** Which lists of a captured event are longer than they were in the event before. */
import type { EventEdge, EventNode } from './eventFlow.ts';
import type { CapturedEvent } from './events.ts';
import { grown } from './execution/grownLists.ts';
import { fieldOf, type Shape } from './execution/shapes.ts';
import type { Capture } from './sinks.ts';

const prefix = 'event.properties.';

/**
 * The event with what is known of how its lists have grown. Only one in the same place counts:
 * `{ chain: [...event.properties.others, 'a'] }` need not be longer than `chain` was.
 *
 * @param before the event that came in; undefined where it is the first.
 */
export function withGrownLists(event: CapturedEvent, before: CapturedEvent | undefined): CapturedEvent {
  const properties = compared(event.properties, 'event.properties', before?.properties);
  return properties === event.properties ? event : { ...event, properties };
}

function compared(shape: Shape, id: string, before: Shape | undefined): Shape {
  if (shape.kind === 'object') {
    const fields = new Map(
      [...shape.fields].map(([key, field]) => [key, compared(field, `${id}.${key}`, before)]),
    );
    const isSame = [...fields].every(([key, field]) => field === shape.fields.get(key));
    return isSame ? shape : { ...shape, fields };
  }
  if (shape.kind !== 'list') return withoutWholes(shape);
  const { more, whole, isGrown = false } = shape;
  if (more === undefined && whole === undefined && !isGrown) return shape;
  const isWhole = more !== undefined && whole !== undefined && whole.id === idIn(id, before);
  return {
    ...shape,
    whole: isWhole ? { id: idOfList(id), isLonger: false } : undefined,
    isGrown: isWhole && whole.isLonger,
  };
}

/** By which id an event has what stands in a place. */
function idIn(id: string, properties: Shape | undefined): string | undefined {
  if (properties === undefined) return id;
  const field = fieldAt(id, properties);
  if (field.kind === 'list') return field.whole?.id;
  return field.kind === 'simple' && field.simple.kind === 'unknown' ? field.simple.id : undefined;
}

function fieldAt(id: string, properties: Shape): Shape {
  return id
    .slice(prefix.length)
    .split('.')
    .reduce((shape, name) => fieldOf(shape, name), properties);
}

/** Lists go by their place, and no more by what they were made of: that has another place now. */
function idOfList(id: string): string {
  return `list ${id}`;
}

/** A value of which nobody knows whether it is a list. */
function withoutWholes(shape: Shape): Shape {
  if (shape.kind !== 'any') return shape;
  return {
    kind: 'any',
    of: shape.of.map((one) => (one.kind === 'list' ? { ...one, whole: undefined, isGrown: false } : one)),
  };
}

/**
 * Takes back that a list comes to a limit, where one of the events that lead back to themselves loses what was in it, or
 * has it as it was.
 */
export function withLostLists(nodes: readonly EventNode[]): void {
  const lost = new Set(nodes.flatMap((node) => node.edges.flatMap((edge) => lostBy(node, edge))));
  if (lost.size === 0) return;
  for (const node of nodes)
    node.edges = node.edges.map((edge) =>
      edge.isCounted && isAskedFor(edge.capture, lost) ? { ...edge, isCounted: false } : edge,
    );
}

function lostBy(from: EventNode, { capture, to }: EventEdge): readonly string[] {
  const lists = new Set([...listsIn(from.event.properties), ...listsIn(to.event.properties)]);
  const lost = [...lists].filter((id) => {
    const made = fieldAt(id, capture.event.properties);
    const list = fieldAt(id, to.event.properties);
    const whole = made.kind === 'list' ? made.whole : undefined;
    const isGrown = list.kind === 'list' && list.isGrown === true;
    return whole?.id !== idOfList(id) || (isGrown && !whole.isLonger);
  });
  return lost.length > 0 && leadsTo(to, from) ? lost : [];
}

/** Places of the lists that have all that was in them before. */
function listsIn(shape: Shape, id = 'event.properties'): readonly string[] {
  if (shape.kind === 'list') return shape.whole === undefined ? [] : [id];
  return shape.kind === 'object'
    ? [...shape.fields].flatMap(([key, field]) => listsIn(field, `${id}.${key}`))
    : [];
}

function leadsTo(from: EventNode, wanted: EventNode): boolean {
  const seen = new Set([from]);
  for (const node of seen) for (const { to } of node.edges) seen.add(to);
  return seen.has(wanted);
}

function isAskedFor({ facts }: Capture, ids: ReadonlySet<string>): boolean {
  return [...facts.keys()].some((fact) => [...ids].some((id) => fact.includes(`${grown} ${idOfList(id)} `)));
}
