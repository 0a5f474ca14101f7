/**
 * Lists that get longer with each event: `{ chain: [...event.properties.chain, event.event] }`. How long one is nobody
 * knows, but it comes to any limit.
 */
import ts from 'typescript';
import { isComparison } from './comparisons.ts';
import type { Items, WholeList } from './items.ts';
import type { Machine } from './machine.ts';
import { derived, objectsOf, onlyPrimitive, onlyUnknown, unknown, type Value } from './values.ts';

/** Whether a value is such a list itself. */
export function isGrownIn(machine: Machine, value: Value): boolean {
  const { of } = machine.resolve(value);
  return of.every((simple) => simple.kind === 'reference' && simple.object.items.isGrown === true);
}

/** The list of the incoming event that is in a value with all that it has: `event.properties.chain ?? []`. */
export function wholeIn(machine: Machine, value: Value): WholeList | undefined {
  const wholes = machine.resolve(value).of.flatMap((simple): (WholeList | undefined)[] => {
    if (simple.kind === 'unknown')
      return [
        simple.origin === 'event' && simple.id !== undefined ? { id: simple.id, isLonger: false } : undefined,
      ];
    if (simple.kind !== 'reference' || simple.object.type !== 'array') return [undefined];
    const { items, more, whole } = simple.object.items;
    return items.length === 0 && more === undefined ? [] : [more === undefined ? undefined : whole];
  });
  const [first, ...others] = wholes;
  return others.every((other) => other?.id === first?.id)
    ? first && { ...first, isLonger: false }
    : undefined;
}

/** The same list, of which one knows what is in it. */
export function withWhole(machine: Machine, list: Value, whole: WholeList, isGrown: boolean): Value {
  for (const object of objectsOf(list)) machine.setItems(object, { ...object.items, whole, isGrown });
  return list;
}

/** What the ids of such lengths begin with. */
export const grown = 'grown';

/** The length of a list that is longer than it was in the event before. */
export function grownLength({ items, whole }: Items): Value {
  return unknown('other', `${grown} ${whole?.id ?? ''} "${items.length}"`, items.length > 0);
}

/**
 * How such a length compares with a number, as a count that goes on. Whether it is one number is another question: a list
 * may be longer from the start.
 */
export function compareGrown(node: ts.BinaryExpression, left: Value, right: Value): Value | undefined {
  if (!isComparison(node.operatorToken.kind)) return undefined;
  const [length, limit] = isGrownLength(left) ? [left, right] : [right, left];
  if (!isGrownLength(length) || typeof onlyPrimitive(limit)?.value !== 'number') return undefined;
  const compared = derived(ts.tokenToString(node.operatorToken.kind) ?? '', [left, right]);
  return { ...compared, of: compared.of.map((simple) => ({ ...simple, origin: 'counter' })) };
}

function isGrownLength(value: Value): boolean {
  return onlyUnknown(value)?.id.startsWith(`${grown} `) === true;
}
