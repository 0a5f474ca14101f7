/**
 * Generators: lists of what their body yields, which is executed when somebody asks for it. A body that was left at a
 * `yield` is executed anew when more is asked of it, a little further: what it did before may be done twice, which is as
 * good as once here.
 */
import ts from 'typescript';
import { countsOutside } from './counters.ts';
import { HeapObject } from './heap.ts';
import { noItems } from './items.ts';
import type { Machine } from './machine.ts';
import { objectsOf, onlyPrimitive, primitive, reference, type Value } from './values.ts';

/** How far the body of a generator is executed. */
export interface Turn {
  /** After how many values nobody asks for more; as a rule all are asked for. */
  readonly leavesAfter?: number | undefined;
  /** Whether that is the end, at which `finally` is executed; else somebody may still ask for more. */
  readonly closes?: boolean;
  /** Whether a `yield` may throw, since somebody calls `throw` of the generator. */
  readonly throws?: boolean;
  /** Whether `yield` is what a compiler made of `await`: who steps through it gives back what it waited for. */
  readonly awaits?: boolean;
}

/** Key of the cell that says for how many values the body was executed; `all` when to its end. */
const givenKey = '#given';
const all = 'all';
/** Values that are asked for one by one; after that all of them are. */
export const maxOneByOne = 3;

/** @param run executes the body, and gives a list of what it yields. */
export function makeGenerator(body: ts.Node, run: (machine: Machine, turn: Turn) => Value): Value {
  const object = new HeapObject('array');
  const canLeave = canBeLeft(body);
  object.pending = (machine, turn) =>
    run(machine, canLeave || turn.closes === true ? turn : { ...turn, leavesAfter: undefined });
  if (!canLeave) notLeft.add(object);
  if (countsOutside(body)) notRepeated.add(object);
  return reference(object);
}

/** Executes the body, unless that was done on this path or there is none. */
export function startGenerator(machine: Machine, object: HeapObject): void {
  if (object.pending !== undefined && givenBy(object) !== all) advance(machine, object, {});
}

/**
 * Executes the body as far as its first values: what follows the last of them is not executed.
 *
 * @param closes whether nobody asks for more, or whoever does asks anew.
 */
export function startGeneratorFor(machine: Machine, object: HeapObject, count: number, closes = false): void {
  const given = givenBy(object);
  if (object.pending === undefined || given === all || (typeof given === 'number' && given >= count)) return;
  advance(machine, object, { leavesAfter: count <= maxOneByOne ? count : undefined, closes });
}

/** `generator.next()`: executes the body as far as one more value. */
export function askGenerator(machine: Machine, object: HeapObject): void {
  const given = givenBy(object);
  if (typeof given === 'number') startGeneratorFor(machine, object, given + 1);
  else startGenerator(machine, object);
}

/** Whether to execute the body anew, a little further each time, is as good as to go on in it. */
export function canBeAskedAnew(object: HeapObject): boolean {
  return object.pending !== undefined && !notRepeated.has(object);
}

const notRepeated = new WeakSet<HeapObject>();

/** Generators that execute their `finally` when they are stopped. */
const notLeft = new WeakSet<HeapObject>();

/**
 * `generator.return()`: a body that has not begun never does; in another one, `finally` is executed.
 *
 * @returns whether it has come to its end for sure.
 */
export function stopGenerator(machine: Machine, object: HeapObject): boolean {
  if (object.pending === undefined) return false;
  if (givenBy(object) !== 0 && notLeft.has(object)) {
    startGenerator(machine, object);
    return false;
  }
  machine.set(object, givenKey, primitive(all));
  machine.setItems(object, noItems);
  return true;
}

/** `generator.throw()`: in a body that has begun, `catch` is executed; others throw. */
export function throwInto(machine: Machine, object: HeapObject): void {
  if (object.pending !== undefined && givenBy(object) !== 0) advance(machine, object, { throws: true });
}

function advance(machine: Machine, object: HeapObject, turn: Turn): void {
  machine.set(object, givenKey, primitive(turn.leavesAfter ?? all));
  const [list] = objectsOf(object.pending?.(machine, turn) ?? reference(object));
  if (list === undefined || list === object) return;
  machine.setItems(object, list.items);
  object.returned = list.returned;
}

/** For how many values the body was executed; undefined where that differs from path to path. */
function givenBy(object: HeapObject): number | typeof all | undefined {
  const given = object.field(givenKey);
  if (given === undefined) return 0;
  const value = onlyPrimitive(given)?.value;
  return typeof value === 'number' || value === all ? value : undefined;
}

const leavable = new WeakMap<ts.Node, boolean>();

/** Whether a body can be left at a `yield` as if it ended there: `finally` would be executed then. */
export function canBeLeft(body: ts.Node): boolean {
  let known = leavable.get(body);
  if (known === undefined) leavable.set(body, (known = !hasFinally(body)));
  return known;
}

function hasFinally(node: ts.Node): boolean {
  if (ts.isTryStatement(node) && node.finallyBlock !== undefined) return true;
  return ts.forEachChild(node, (child) => !ts.isFunctionLike(child) && hasFinally(child)) ?? false;
}
