/** `Promise`: what makes promises, and the methods that they have. */
import { promiseKey } from '../constructors.ts';
import { noFacts } from '../facts.ts';
import { HeapObject, type NativeCall, type NativeFunction } from '../heap.ts';
import type { Machine } from '../machine.ts';
import { laterCode } from '../laterCode.ts';
import { newList, newObject } from '../objects.ts';
import { inPromise, isHandled, keepingErrors, whenFulfilled } from '../promises.ts';
import { awaited, promiseWithin } from '../protocols.ts';
import { anyItem, listOf } from '../sequences.ts';
import { runsLater } from '../unawaited.ts';
import {
  asPromise,
  failing,
  join,
  objectsOf,
  onlyPrimitive,
  onlyString,
  primitive,
  reference,
  type Rejection,
  settled,
  undefinedValue,
  unknown,
  type Value,
  withRejections,
} from '../values.ts';
import { arg, callBack, type NativeTable, safeNative } from './native.ts';

// ── Methods ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** Promises are what they will be: `then` is a call with the value itself. */
function then(machine: Machine, call: NativeCall): Value {
  const promise = promiseWithin(call.self);
  const value = settled(promise);
  const [onFulfilled] = call.args;
  runsLater(machine);
  const goOn = (): Value =>
    onFulfilled === undefined || isAbsent(onFulfilled)
      ? value
      : callBack(machine, call, onFulfilled, [value]);
  const result = whenFulfilled(machine, call.node, promise, () => inPromise(machine, call.node, goOn));
  const rejected = call.args[1];
  return rejected === undefined ? result : join(result, afterError(machine, call, rejected));
}

function afterError(machine: Machine, call: NativeCall, handler: Value): Value {
  return (
    machine.maybe('error', call.node, () => callBack(machine, call, handler, [unknown('error')])) ??
    unknown('error')
  );
}

function isAbsent({ of }: Value): boolean {
  return of.every(({ kind }) => kind === 'primitive');
}

/** What gives a promise: one of the class of the app that it is called on, or of that of the promise it is a method of. */
function givingPromise(run: NativeFunction): NativeFunction {
  return (machine, call) => {
    const promise = asPromise(run(machine, call));
    const [self] = objectsOf(call.self);
    const prototype =
      self?.callable?.kind === 'class'
        ? objectsOf(self.field('prototype') ?? undefinedValue)[0]
        : self?.prototype;
    const isOfApp =
      self !== undefined && (self.callable !== undefined || self.field(promiseKey) !== undefined);
    return isOfApp && prototype !== undefined ? promiseObject(machine, promise, prototype) : promise;
  };
}

/** An object that is a promise: one with methods of the app, or one that is settled later. */
function promiseObject(machine: Machine, promise: Value, prototype?: HeapObject): Value {
  const object = new HeapObject('object', { prototype });
  machine.set(object, promiseKey, promise);
  return reference(object);
}

function allGiving(functions: NativeTable): NativeTable {
  return Object.fromEntries(Object.entries(functions).map(([name, run]) => [name, givingPromise(run)]));
}

export const promiseMethods: NativeTable = allGiving({
  // oxlint-disable-next-line unicorn/no-thenable -- the methods that promises have; the table itself is never awaited
  then,
  catch: (machine, call) => {
    const [handler] = call.args;
    runsLater(machine);
    const self = settled(promiseWithin(call.self));
    return handler === undefined ? self : join(self, afterError(machine, call, handler));
  },
  finally: (machine, call) => {
    runsLater(machine);
    callBack(machine, call, arg(call, 0), []);
    return settled(promiseWithin(call.self));
  },
});

// ── Functions ────────────────────────────────────────────────────────────────────────────────────────────────────

function rejectionsOf(values: readonly Value[]): readonly Rejection[] {
  return values.flatMap((value) => promiseWithin(value).rejections ?? []);
}

function anyOfThem(machine: Machine, call: NativeCall): Value {
  const one = promiseWithin(anyItem(listOf(machine, arg(call, 0))) ?? undefinedValue);
  return withRejections(settled(one), one.rejections);
}

export const promiseFunctions: NativeTable = {
  ...allGiving({
    resolve: (machine, call) => withRejections(awaited(machine, arg(call, 0)), rejectionsOf([arg(call, 0)])),
    reject: (machine, call) => {
      if (isHandled(machine, call.node)) machine.raise(arg(call, 0));
      const refused: Rejection = { happens: primitive(true), facts: noFacts, error: arg(call, 0) };
      return withRejections(unknown('error'), [refused]);
    },
    all: (machine, call) => {
      const { items, more, isSized } = listOf(machine, arg(call, 0));
      const wait = (item: Value): Value => settled(promiseWithin(item));
      const list = newList(machine, { items: items.map(wait), more: more && wait(more), isSized });
      return withRejections(list, rejectionsOf(more === undefined ? items : [...items, more]));
    },
    allSettled: (machine, call) => {
      const { items, more } = listOf(machine, arg(call, 0));
      const outcome = (value: Value): Value =>
        newObject(machine, {
          status: unknown('other', undefined, true),
          value: settled(promiseWithin(value)),
          reason: unknown('error'),
        });
      return newList(machine, { items: items.map(outcome), more: more && outcome(more) });
    },
    race: anyOfThem,
    any: anyOfThem,
  }),
  withResolvers: (machine) => {
    const { object, resolve, reject } = settledLater(machine, true);
    return newObject(machine, { promise: reference(object), resolve, reject });
  },
};

const pending = unknown('other');

interface Deferred {
  readonly object: HeapObject;
  readonly resolve: Value;
  readonly reject: Value;
}

/**
 * A promise is settled once: what comes later changes nothing.
 *
 * @param mayFail whether somebody has got the function that rejects it.
 */
function settledLater(machine: Machine, mayFail: boolean): Deferred {
  const object = new HeapObject('object');
  /** @param isAgain whether what has settled it in the order of the code may come later than this. */
  const settle = (key: string, value: Value, by: Value, isAgain: boolean): Value => {
    const write = (cell: string, written: Value): void =>
      machine.set(object, cell, isAgain ? join(object.field(cell) ?? written, written) : written);
    write(key, value);
    write(rejectedKey, primitive(key === errorKey));
    machine.set(object, settledKey, primitive(true));
    machine.set(object, settledByKey, by);
    machine.set(object, promiseKey, stateOf(object));
    return undefinedValue;
  };
  const settleBy =
    (key: string): NativeFunction =>
    (_machine, call) => {
      const by = primitive(laterCode(machine, call.node));
      const again = (): Value => {
        const first = onlyString(object.field(settledByKey) ?? by);
        const isLater = first === '' || first === onlyString(by);
        return isLater ? undefinedValue : settle(key, arg(call, 0), by, true);
      };
      const truth = machine.truth(object.field(settledKey) ?? primitive(false));
      const once = (): Value => settle(key, arg(call, 0), by, false);
      return machine.fork(truth, call.node, again, once) ?? undefinedValue;
    };
  machine.set(object, promiseKey, asPromise(mayFail ? failing(pending) : pending));
  for (const key of [rejectedKey, settledKey]) machine.set(object, key, primitive(false));
  for (const key of [valueKey, errorKey]) machine.set(object, key, undefinedValue);
  return {
    object,
    resolve: safeNative('resolve', settleBy(valueKey)),
    reject: safeNative('reject', settleBy(errorKey)),
  };
}

const [valueKey, errorKey, rejectedKey] = ['#value', '#reason', '#rejected'] as const;
/** Whether it is settled, and by which code that runs later than what is around it. */
const [settledKey, settledByKey] = ['#settled', '#settledBy'] as const;

function stateOf(object: HeapObject): Value {
  const field = (key: string): Value => object.field(key) ?? pending;
  const happens = field(rejectedKey);
  const value = onlyPrimitive(happens)?.value === true ? pending : field(valueKey);
  const isFulfilled = onlyPrimitive(happens)?.value === false;
  const rejections = isFulfilled ? [] : [{ happens, facts: noFacts, error: field(errorKey) }];
  return asPromise(withRejections(value, [...(value.rejections ?? []), ...rejections]));
}

/** How many functions are kept that may settle a promise; all of them where it is not known what takes them. */
function takenBy(executor: Value): number {
  const counts = objectsOf(executor).map(({ callable }) =>
    callable?.kind === 'closure' ? callable.node.parameters.length : 2,
  );
  return counts.length === 0 ? 2 : Math.max(...counts);
}

/**
 * `new Promise((resolve, reject) => …)` is what `resolve` is given, and has the error that `reject` is given; one that
 * nobody has settled yet is an object, which those who have got these functions settle.
 */
export function newPromise(machine: Machine, call: NativeCall): Value {
  const taken = takenBy(arg(call, 0));
  const { object, resolve, reject } = settledLater(machine, taken > 1);
  // What the executor throws is an error of the promise as well.
  const run = (): Value => {
    callBack(machine, call, arg(call, 0), [resolve, reject]);
    return undefinedValue;
  };
  const { rejections } = keepingErrors(machine, run) ?? machine.unwind();
  const { can } = machine.truth(object.field(settledKey) ?? primitive(false));
  // What it throws once it is settled is lost.
  if (can === 'true') return stateOf(object);
  if (can === 'both' || rejections !== undefined) return withRejections(stateOf(object), rejections);
  if (taken === 0 && isHandled(machine, call.node)) machine.unwind();
  return taken === 0 ? asPromise(pending) : reference(object);
}
