/** Calls of what is not known: it may call the functions that it is given, now or later. */
import ts from 'typescript';
import { toldByPattern } from './beginnings.ts';
import { isRandomText } from './chance.ts';
import { withoutStandingCount } from './counting.ts';
import { lacksText } from './cuts.ts';
import { beginningWith, both, noFacts, truthiness } from './facts.ts';
import { calleeName } from './functions.ts';
import { HeapObject } from './heap.ts';
import { matchesAnyHex } from './hexTexts.ts';
import type { Machine } from './machine.ts';
import type { CallRequest } from './language.ts';
import { newList } from './objects.ts';
import { isExcludedBySetting } from './equality.ts';
import { ownPatternMethod } from './protocols.ts';
import { indexWhere, searchMethods } from './searches.ts';
import { elementOf } from './sequences.ts';
import { splitUnknown } from './splitTexts.ts';
import { sameTime } from './times.ts';
import { changeByParams } from './urls.ts';
import {
  derived,
  failing,
  joinAll,
  objectsOf,
  onlyPrimitive,
  type Origin,
  primitive,
  reference,
  single,
  undefinedValue,
  unknown,
  type UnknownValue,
  type Value,
  withCondition,
  withRejections,
  worstOrigin,
} from './values.ts';
import { textOf } from './natives/strings.ts';

/** Methods that only put a function aside. */
const registrations = new Set([
  'on',
  'once',
  'addListener',
  'addEventListener',
  'subscribe',
  'prependListener',
]);

/** String and array methods of unknown values, of which the same call gives the same result. */
export const pureMethods = new Set([
  'startsWith',
  'endsWith',
  'includes',
  ...searchMethods.keys(),
  'toLowerCase',
  'toUpperCase',
  'trim',
  'slice',
  'substring',
  'split',
  'match',
  'replace',
  'replaceAll',
  'join',
  'at',
  'charAt',
  'has',
  'get',
  'test',
  'toString',
  'concat',
  'filter',
  'forEach',
  'map',
  'find',
  'some',
  'every',
  'keys',
  'values',
  'entries',
  'flat',
  'flatMap',
  'sort',
  'reverse',
  'pop',
  'shift',
  'toISOString',
  'getTime',
  'valueOf',
  'search',
  'toFixed',
  'toPrecision',
  'padStart',
  'padEnd',
  'repeat',
  'normalize',
  'substr',
  'trimStart',
  'trimEnd',
  'charCodeAt',
  'digest',
]);

const textTests = new Set(['includes', 'startsWith', 'endsWith']);

/** Methods whose texts are never empty. */
const neverEmpty = new Set(['toFixed', 'toPrecision', 'toISOString', 'digest']);

/** Calls something of which the code is not there: it may call the functions that it is given. */
export function callUnknown(machine: Machine, callee: UnknownValue | undefined, request: CallRequest): Value {
  const method = ts.isCallExpression(request.node) ? calleeName(request.node.expression) : '';
  changeByParams(machine, method, request.self.of);
  const callbacks = request.args.flatMap((arg) => functionsIn(arg));
  if (pureMethods.has(method) && request.isNew !== true) return callPure(machine, method, callbacks, request);
  const isStored = registrations.has(method);
  const [owner] = objectsOf(request.self);
  const isOfOther = owner?.type === 'object' && owner.openAs !== undefined && owner.openAs.id === undefined;
  if (owner?.type === 'opaque' || (owner !== undefined && isOfOther))
    callbacks.push(...storeCallbacks(machine, owner, callbacks, isStored));
  if (!isStored)
    for (const callback of callbacks) mayCall(machine, callback, unknown('other'), 'other', request);
  if (request.isNew === true) return opaqueObject(machine, callbacks);
  const origin = callee === undefined || callee.origin === 'event' ? 'other' : callee.origin;
  // It may be a promise.
  return withRejections(
    failing(unknown(origin)),
    request.args.flatMap(({ rejections = [] }) => rejections),
  );
}

/** A string or array method of an unknown value: the same call gives the same result. */
function callPure(
  machine: Machine,
  method: string,
  callbacks: readonly Value[],
  request: CallRequest,
): Value {
  const { args } = request;
  const self = withoutStandingCount(`.${method}`, unknownPart(request.self));
  const [about] = self.of;
  if (isRandomText(request.node)) return unknown('other', undefined, true);
  const own = ownPatternMethod(machine, method, self, args);
  if (own !== undefined) return own;
  // The same as `String(value)`.
  if (method === 'toString' && args.length === 0) return textOf(machine, self);
  const time = sameTime(machine, method, self);
  if (time !== undefined) return time;
  if (method === 'split' && about?.kind === 'unknown') return splitUnknown(machine, about, args);
  const asTruth = searchMethods.get(method);
  if (asTruth !== undefined)
    return indexWhere(machine, callPure(machine, asTruth, callbacks, request), [self, ...args], request.node);
  if (callbacks.length === 0) {
    const wanted = args[0] === undefined ? undefined : onlyPrimitive(machine.resolve(args[0]));
    const isTest = method === 'includes' || method === 'has';
    const isCut =
      textTests.has(method) &&
      about?.kind === 'unknown' &&
      about.id !== undefined &&
      typeof wanted?.value === 'string' &&
      lacksText(about.id, wanted.value);
    if (isCut) return primitive(false);
    if (
      isTest &&
      about?.kind === 'unknown' &&
      wanted !== undefined &&
      isExcludedBySetting(machine, about, wanted.value)
    ) {
      return primitive(false);
    }
    const pattern = method === 'match' ? objectsOf(args[0] ?? undefinedValue)[0]?.pattern : undefined;
    if (about?.kind === 'unknown' && pattern !== undefined && matchesAnyHex(about, pattern))
      return newList(machine, { items: [], more: unknown('other') });
    const result = derived(`.${method}`, [self, ...args], neverEmpty.has(method) && args.length < 2);
    const isPrefix =
      method === 'startsWith' && about?.kind === 'unknown' && typeof wanted?.value === 'string';
    if (isPrefix) return withPrefix(result, about, wanted.value);
    return pattern === undefined ? result : toldByPattern(result, self, pattern);
  }
  const origin = worstOrigin(self.of);
  const element = about?.kind === 'unknown' ? elementOf(about) : unknown(origin);
  const results = callbacks.map((callback) => mayCall(machine, callback, element, origin, request));
  const isNever = results.every((result) => result !== undefined && machine.truth(result).can === 'false');
  if (isNever && method === 'some') return primitive(false);
  if (isNever && method === 'find') return undefinedValue;
  if (isNever && method === 'filter') return newList(machine, {});
  return derived(`.${method}()`, [self]);
}

/** Of `event.properties.title ?? ''` the first: what the text gives is known without us. */
function unknownPart(self: Value): Value {
  const unknowns = self.of.filter(({ kind }) => kind === 'unknown');
  const [only] = unknowns;
  const areOthersTexts = self.of.every(({ kind }) => ['unknown', 'primitive', 'text'].includes(kind));
  return only !== undefined && unknowns.length === 1 && areOthersTexts ? single(only) : self;
}

/** What follows from `startsWith`, beside its own result. */
function withPrefix(result: Value, { id }: UnknownValue, prefix: string): Value {
  const [simple] = result.of;
  if (id === undefined || simple?.kind !== 'unknown' || simple.id === undefined) return result;
  const whenTrue = both(truthiness(simple.id, true), beginningWith(id, prefix)) ?? noFacts;
  return withCondition(result, { whenTrue, whenFalse: truthiness(simple.id, false), origin: simple.origin });
}

/** Calls a function that may be called or not; what it gave, if it was. */
function mayCall(
  machine: Machine,
  callback: Value,
  argument: Value,
  origin: Origin,
  { node }: CallRequest,
): Value | undefined {
  let result: Value | undefined;
  machine.maybe(origin, node, () => {
    result = machine.call(callback, { self: undefinedValue, args: [argument, argument, argument], node });
    return undefinedValue;
  });
  return result;
}

function functionsIn(value: Value): Value[] {
  return value.of.flatMap((simple) => {
    if (simple.kind !== 'reference') return [];
    const { object } = simple;
    if (object.callable !== undefined) return object.callable.kind === 'class' ? [] : [single(simple)];
    if (object.type !== 'object') return [];
    return object.keys().flatMap((key) => {
      const field = object.field(key);
      return field === undefined
        ? []
        : objectsOf(field)
            .filter(({ callable }) => callable?.kind === 'closure')
            .map((inner) => reference(inner));
    });
  });
}

const storedKey = 'callbacks';

/** An object of an unknown class keeps the functions that it was given; any of its methods may call them. */
function opaqueObject(machine: Machine, callbacks: readonly Value[]): Value {
  const object = new HeapObject('opaque', { openAs: { id: undefined, origin: 'other' } });
  if (callbacks.length > 0) machine.set(object, storedKey, joinAll(callbacks));
  return reference(object);
}

function storeCallbacks(
  machine: Machine,
  owner: HeapObject,
  callbacks: readonly Value[],
  isStored: boolean,
): readonly Value[] {
  const known = owner.field(storedKey);
  if (callbacks.length > 0)
    machine.set(owner, storedKey, joinAll(known === undefined ? callbacks : [known, ...callbacks]));
  return isStored || known === undefined ? [] : [known];
}
