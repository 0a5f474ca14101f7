/** Classes and their instances. */
import ts from 'typescript';
import { promiseKey } from './constructors.ts';
import { decorate, decorateField } from './decorators.ts';
import { makeFunction } from './functions.ts';
import { HeapObject, type ObjectType } from './heap.ts';
import { isItems } from './items.ts';
import type { Machine } from './machine.ts';
import type { CallRequest } from './language.ts';
import { getNamed } from './objects.ts';
import { propertyKey } from './patterns.ts';
import { promiseWithin } from './protocols.ts';
import { Scope } from './scope.ts';
import { listOf } from './sequences.ts';
import { joinAll, objectsOf, onlyPrimitive, reference, undefinedValue, type Value } from './values.ts';

/** Evaluates a class: an object with the static members, whose field `prototype` holds the methods. */
export function defineClass(machine: Machine, node: ts.ClassLikeDeclaration, scope: Scope): Value {
  const clause = node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword);
  const base = clause?.types[0]?.expression;
  if (base === undefined) return classFrom(machine, node, scope, undefined);
  const parent = machine.resolve(machine.evaluate(base, scope));
  // Of one of several bases it is one of several classes.
  const parents = objectsOf(parent);
  return parents.length > 1
    ? joinAll(parents.map((one) => classFrom(machine, node, scope, reference(one))))
    : classFrom(machine, node, scope, parent);
}

/** The class that extends this one. */
function classFrom(
  machine: Machine,
  node: ts.ClassLikeDeclaration,
  scope: Scope,
  parent: Value | undefined,
): Value {
  const [parentClass] = parent === undefined ? [] : objectsOf(parent);
  const inner = new Scope(scope);
  const methods = new HeapObject('object', {
    prototype:
      parentClass === undefined
        ? undefined
        : objectsOf(getNamed(machine, reference(parentClass), 'prototype', node))[0],
    ...(parent !== undefined && parentClass === undefined
      ? { openAs: { id: undefined, origin: 'other' as const } }
      : {}),
  });
  const object = new HeapObject('function', {
    callable: { kind: 'class', node, scope: inner },
    prototype: parentClass,
  });
  const value = reference(object);
  machine.set(object, 'prototype', reference(methods));
  machine.set(methods, 'constructor', value);
  if (node.name !== undefined) {
    machine.set(inner, node.name.text, value);
    inner.constants = new Set([node.name.text]);
  }
  for (const member of node.members) {
    const target = isStatic(member) ? object : methods;
    if (ts.isMethodDeclaration(member) || ts.isAccessor(member)) defineMethod(machine, member, target, inner);
  }
  const staticScope = new Scope(inner, { self: value, home: object });
  for (const member of node.members) {
    if (ts.isPropertyDeclaration(member) && isStatic(member))
      defineField(machine, member, object, staticScope);
    else if (ts.isClassStaticBlockDeclaration(member)) machine.execute(member.body, staticScope);
  }
  const decorated = decorate(machine, node, value, scope, object);
  if (decorated !== value && node.name !== undefined) machine.set(inner, node.name.text, decorated);
  return decorated;
}

function defineMethod(
  machine: Machine,
  member: ts.MethodDeclaration | ts.AccessorDeclaration,
  target: HeapObject,
  scope: Scope,
): void {
  if (member.body === undefined) return;
  const key = onlyPrimitive(propertyKey(machine, member.name, scope));
  const prefix = ts.isGetAccessor(member) ? 'get ' : ts.isSetAccessor(member) ? 'set ' : '';
  machine.set(
    target,
    key === undefined ? '*' : `${prefix}${String(key.value)}`,
    decorate(machine, member, makeFunction(member, scope, target), scope, target),
  );
}

function defineField(
  machine: Machine,
  member: ts.PropertyDeclaration,
  target: HeapObject,
  scope: Scope,
): void {
  const key = onlyPrimitive(propertyKey(machine, member.name, scope));
  const initial =
    member.initializer === undefined ? undefinedValue : machine.evaluate(member.initializer, scope);
  const value = decorateField(machine, member, initial, scope);
  machine.set(target, key === undefined ? '*' : String(key.value), value);
}

function isStatic(member: ts.ClassElement): boolean {
  return (
    ts.canHaveModifiers(member) &&
    ts.getModifiers(member)?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) === true
  );
}

/** Runs a constructor body; given from outside, because it is a call like any other. */
export type RunBody = (
  node: ts.ConstructorDeclaration,
  scope: Scope,
  home: HeapObject | undefined,
  request: CallRequest,
) => Value | undefined;

/** `new C(…)`. */
export function instantiate(machine: Machine, object: HeapObject, request: CallRequest, run: RunBody): Value {
  const [target = object] = objectsOf(request.newTarget ?? undefinedValue);
  const methods = objectsOf(target.field('prototype') ?? undefinedValue)[0];
  const instance = new HeapObject(builtInType(object), {
    prototype: methods,
    ...(methods?.openAs === undefined ? {} : { openAs: methods.openAs }),
  });
  const made = construct(machine, object, instance, request, run);
  // A constructor may give another object.
  return made !== undefined && made.of.every(({ kind }) => kind === 'reference') ? made : reference(instance);
}

/** Instances of classes that extend Map, Set or Array have their methods. */
function builtInType(object: HeapObject): 'object' | 'map' | 'set' | 'array' {
  let holder: HeapObject | undefined = object;
  for (let depth = 0; holder !== undefined && depth < 32; depth += 1) {
    const { callable } = holder;
    if (callable?.kind === 'native' && callable.name === 'Map') return 'map';
    if (callable?.kind === 'native' && callable.name === 'Set') return 'set';
    if (callable?.kind === 'native' && callable.name === 'Array') return 'array';
    holder = holder.prototype;
  }
  return 'object';
}

/** Fills an instance: fields and constructor of a class, after those of its base; gives what the constructor returns. */
export function construct(
  machine: Machine,
  object: HeapObject,
  instance: HeapObject,
  request: CallRequest,
  run: RunBody,
): Value | undefined {
  const { callable } = object;
  if (callable?.kind === 'native') fill(machine, instance, object, request);
  // A class may extend a constructor that is written as a function.
  if (callable?.kind === 'closure')
    machine.call(reference(object), { ...request, self: reference(instance), isNew: false });
  if (callable?.kind !== 'class') return undefined;
  const scope = callable.scope instanceof Scope ? callable.scope : undefined;
  if (scope === undefined) return undefined;
  const { node } = callable;
  const body = node.members.find(
    (member): member is ts.ConstructorDeclaration =>
      ts.isConstructorDeclaration(member) && member.body !== undefined,
  );
  const isDerived = object.prototype !== undefined;
  if (body === undefined) {
    if (object.prototype !== undefined) construct(machine, object.prototype, instance, request, run);
    initializeFields(machine, node, scope, instance);
    return undefined;
  }
  if (!isDerived) initializeFields(machine, node, scope, instance);
  const methods = objectsOf(object.field('prototype') ?? undefinedValue)[0];
  return run(body, scope, methods, { ...request, self: reference(instance) });
}

/** Under which name the constructors of the language put in what they are given, also where the app has its own. */
const adders: Readonly<Partial<Record<ObjectType, string>>> = { map: 'set', set: 'add' };

/** An instance of a class that extends one of the language has what the constructor of that one puts into it. */
function fill(machine: Machine, instance: HeapObject, base: HeapObject, request: CallRequest): void {
  const self = reference(instance);
  const name = adders[instance.type];
  const add = name === undefined ? undefinedValue : getNamed(machine, self, name, request.node);
  if (objectsOf(add).some(({ callable }) => callable?.kind === 'closure')) {
    const { items, more } = listOf(machine, request.args[0] ?? undefinedValue);
    for (const item of more === undefined ? items : [...items, more]) {
      const args = instance.type === 'map' ? listOf(machine, item).items : [item];
      machine.call(add, { self, args, node: request.node });
    }
    return;
  }
  const made = machine.call(reference(base), { ...request, self: undefinedValue, isNew: true });
  if (base.callable?.kind === 'native' && base.callable.name === 'Promise')
    machine.set(instance, promiseKey, promiseWithin(made));
  for (const { type, cells } of objectsOf(made)) {
    if (type !== instance.type) continue;
    for (const [key, cell] of cells) {
      if (isItems(cell)) machine.setItems(instance, cell);
      else machine.set(instance, key, cell);
    }
  }
}

/** `super(…)` in the constructor of a class whose methods are `home`. */
export function constructBase(
  machine: Machine,
  home: HeapObject | undefined,
  self: Value,
  request: CallRequest,
  run: RunBody,
): void {
  const [object] = objectsOf(home?.field('constructor') ?? undefinedValue);
  const [instance] = objectsOf(self);
  if (object?.callable?.kind !== 'class' || instance === undefined) return;
  if (object.prototype !== undefined) construct(machine, object.prototype, instance, request, run);
  if (object.callable.scope instanceof Scope) {
    initializeFields(machine, object.callable.node, object.callable.scope, instance);
  }
}

function initializeFields(
  machine: Machine,
  node: ts.ClassLikeDeclaration,
  scope: Scope,
  instance: HeapObject,
): void {
  const inner = new Scope(scope, { self: reference(instance), home: instance.prototype });
  for (const member of node.members) {
    if (ts.isPropertyDeclaration(member) && !isStatic(member)) defineField(machine, member, instance, inner);
  }
}
