/** Writes to what is one of several objects: only that one is written, and the others stay as they are. */
import ts from 'typescript';
import { anyKey, HeapObject, type Store } from './heap.ts';
import { isItems } from './items.ts';
import type { Activity, Machine } from './machine.ts';
import { Scope } from './scope.ts';
import { objectsOf, type Simple, undefinedValue, type Value } from './values.ts';

/** More objects and scopes than that are not looked through. */
const mostStores = 2000;

/**
 * Writes to the objects that a value may be: to all of them where the code cannot come to one without the others, as to
 * those that two branches have made for one variable; else perhaps to each.
 *
 * @param write is given each object.
 */
export function eachTarget(
  machine: Machine,
  { of }: Value,
  node: ts.Node,
  write: (object: HeapObject) => void,
): void {
  const targets = of.flatMap((simple) => (simple.kind === 'reference' ? simple.object : []));
  const choices = of.filter(({ kind }) => kind === 'reference' || kind === 'unknown');
  const isCertain = choices.length === 1 || !areApart(machine, choices, node);
  for (const target of targets) {
    if (isCertain) write(target);
    else
      machine.maybe('other', node, () => {
        write(target);
        return undefinedValue;
      });
  }
}

/** Whether some variable or object that the code may still come to has one of several objects, and not the others. */
function areApart(machine: Machine, choices: readonly Simple[], node: ts.Node): boolean {
  const seen = new Set<Store>();
  const waiting: Store[] = [];
  const add = (store: Store | undefined): void => {
    if (store === undefined || seen.has(store)) return;
    seen.add(store);
    waiting.push(store);
  };
  const isPart = (value: Value | undefined, isAny = false): boolean => {
    if (value === undefined) return false;
    for (const object of objectsOf(value)) add(object);
    const count = choices.filter((choice) => hasChoice(value, choice)).length;
    return hasTarget(value, choices) && (isAny || count < choices.length);
  };
  const forgotten = namesForgotten(machine, node);
  for (const scope of [machine.scope, ...machine.callers.map((caller) => caller.scope)]) add(scope);
  for (let store = waiting.pop(); store !== undefined; store = waiting.pop()) {
    if (seen.size > mostStores) return true;
    const unread = forgotten.get(store);
    for (const [key, cell] of store.cells) {
      if (unread?.(key) === true) continue;
      const isApart = isItems(cell)
        ? cell.items.some((item) => isPart(item)) || isPart(cell.more, true)
        : isPart(cell, key === anyKey);
      if (isApart) return true;
    }
    if (store instanceof Scope) {
      add(store.parent);
      isPart(store.self);
    }
    if (store instanceof HeapObject) addOwn(store, add, isPart);
  }
  return false;
}

/** What an object leads to besides its fields. */
function addOwn(
  { callable, prototype, proxied, returned }: HeapObject,
  add: (store: Store | undefined) => void,
  visit: (value: Value | undefined) => boolean,
): void {
  add(prototype);
  add(proxied?.handler);
  for (const value of [returned, proxied?.target]) visit(value);
  if (callable?.kind === 'closure' || callable?.kind === 'class') add(callable.scope);
  if (callable?.kind === 'bound')
    for (const value of [callable.target, callable.self, ...callable.args]) visit(value);
}

function hasTarget(value: Value, choices: readonly Simple[]): boolean {
  return choices.some((choice) => choice.kind === 'reference' && hasChoice(value, choice));
}

function hasChoice({ of }: Value, choice: Simple): boolean {
  return of.some((simple) =>
    choice.kind === 'reference'
      ? simple.kind === 'reference' && simple.object === choice.object
      : simple.kind === 'unknown',
  );
}

/** Variables that the function which is executed, and those that called it, do not read any more: tests by scope. */
function namesForgotten(machine: Machine, node: ts.Node): ReadonlyMap<Store, (name: string) => boolean> {
  const result = new Map<Store, (name: string) => boolean>();
  const own: Activity = { scope: machine.scope, ofCall: machine.ofCall };
  let place = node;
  let { frame } = machine;
  for (const { ofCall, scope } of [own, ...machine.callers.toReversed()]) {
    const at = place;
    const body = ts.findAncestor(at.parent, ts.isFunctionLike);
    const isAgain =
      ts.findAncestor(at, (one) => one === body || ts.isIterationStatement(one, false)) !== body;
    if (body !== undefined && !isAgain)
      for (let local = scope; local instanceof Scope; local = local.parent) {
        result.set(local, (name) => !isReadBehind(name, at, body));
        if (local === ofCall) break;
      }
    place = frame?.site ?? place;
    frame = frame?.parent;
  }
  return result;
}

/** Whether the rest of a function has a name, or a function inside of it. */
function isReadBehind(name: string, node: ts.Node, body: ts.Node): boolean {
  const isInside = (inner: ts.Node): boolean =>
    inner.end > node.end || ts.isFunctionLike(inner)
      ? (ts.isIdentifier(inner) && inner.text === name && inner.pos >= node.end) ||
        (ts.isFunctionLike(inner) && inner !== body
          ? inner
              .getText()
              .split(/[^\w$]+/)
              .includes(name)
          : ts.forEachChild(inner, isInside) === true)
      : hasFunctionWith(inner, name);
  return isInside(body);
}

function hasFunctionWith(node: ts.Node, name: string): boolean {
  if (ts.isFunctionLike(node))
    return node
      .getText()
      .split(/[^\w$]+/)
      .includes(name);
  return ts.forEachChild(node, (child) => hasFunctionWith(child, name)) === true;
}
