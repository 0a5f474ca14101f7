/** What looks at objects and changes them: the functions of `Object` and `Reflect`, and `Proxy`. */
import type ts from 'typescript';
import { copyAny, copyFields, fieldByGetter } from '../copying.ts';
import { deleteProperty } from '../deletions.ts';
import { keysOf, missingNode, onlyName, openKey } from '../keys.ts';
import { HeapObject, inherit, type NativeCall, type NativeFunction } from '../heap.ts';
import type { Items } from '../items.ts';
import type { Machine } from '../machine.ts';
import { askForEntries, askForParts } from '../missingParts.ts';
import { getNamed, getProperty, keyNames, newList, newObject } from '../objects.ts';
import { equals } from '../equality.ts';
import { noteWritten } from '../settingTables.ts';
import { eachTarget } from '../targets.ts';
import { has, hasOwn } from '../objectTests.ts';
import { boxed, listOf, withoutRests } from '../sequences.ts';
import {
  derived,
  join,
  joinAll,
  objectsOf,
  onlyPrimitive,
  primitive,
  reference,
  single,
  undefinedValue,
  unknown,
  type Value,
} from '../values.ts';
import { pairOf } from './collections.ts';
import { arg, native, type NativeTable } from './native.ts';
import { freeze, setField, setProperty } from '../writes.ts';

/** Of what `Object.getOwnPropertyDescriptors` gives: the object whose properties they describe. */
const describedKey = '#described';

export const objectFunctions: NativeTable = {
  keys: (machine, call) => {
    askForParts(machine, arg(call, 0));
    return newList(machine, keysOf(machine, boxed(machine, arg(call, 0)), undefinedValue));
  },
  getOwnPropertyNames: (machine, call) => newList(machine, allKeys(machine, arg(call, 0))),
  values: (machine, call) =>
    newList(
      machine,
      fieldsOf(machine, arg(call, 0), (_key, value) => value),
    ),
  entries: (machine, call) =>
    newList(
      machine,
      restKept(
        machine,
        machine.resolve(arg(call, 0)),
        fieldsOf(machine, arg(call, 0), (key, value) => newList(machine, { items: [key, value] })),
      ),
    ),
  assign: (machine, call) => {
    noteWritten(machine, arg(call, 0));
    for (const source of call.args.slice(1)) assignFields(machine, arg(call, 0), source, call);
    return arg(call, 0);
  },
  freeze: (machine, call) => {
    for (const object of objectsOf(arg(call, 0))) freeze(machine, object);
    return arg(call, 0);
  },
  seal: (_machine, call) => arg(call, 0),
  preventExtensions: (_machine, call) => arg(call, 0),
  create: (machine, call) => {
    const object = newObject(machine, {});
    for (const made of objectsOf(object)) inherit(made, arg(call, 0));
    defineAll(machine, object, arg(call, 1), call);
    return object;
  },
  setPrototypeOf: (_machine, call) => {
    for (const object of objectsOf(arg(call, 0))) inherit(object, arg(call, 1));
    return arg(call, 0);
  },
  getPrototypeOf: (machine, call) => {
    const prototype = getNamed(machine, arg(call, 0), '__proto__', call.node);
    return objectsOf(prototype).length === 0 ? unknown('other') : prototype;
  },
  hasOwn: (machine, call) => hasOwn(machine, arg(call, 0), arg(call, 1)),
  is: (machine, call) => {
    const [first, second] = [arg(call, 0), arg(call, 1)].map((value) =>
      onlyPrimitive(machine.resolve(value)),
    );
    return first !== undefined && second !== undefined
      ? primitive(Object.is(first.value, second.value))
      : equals(machine, arg(call, 0), arg(call, 1), false);
  },
  defineProperty: (machine, call) => {
    define(machine, arg(call, 0), arg(call, 1), arg(call, 2), call);
    return arg(call, 0);
  },
  defineProperties: (machine, call) => {
    defineAll(machine, arg(call, 0), arg(call, 1), call);
    return arg(call, 0);
  },
  getOwnPropertyDescriptors: (machine, call) => newObject(machine, { [describedKey]: arg(call, 0) }),
  getOwnPropertyDescriptor: (machine, call) => descriptorOf(machine, arg(call, 0), arg(call, 1), call),
  fromEntries: (machine, call) => {
    askForEntries(machine, arg(call, 0));
    const object = newObject(machine, {});
    const { items, more, moreAt } = listOf(machine, arg(call, 0));
    const { others, rests } = more === undefined ? { others: undefined, rests: [] } : withoutRests(more);
    const put = (entries: readonly Value[]): void => {
      for (const entry of entries) {
        const [key, value] = pairOf(machine, entry, call.node);
        setProperty(machine, object, key, value, call.node);
      }
    };
    const behind = moreAt ?? items.length;
    put(items.slice(0, behind));
    for (const { rest } of rests) {
      for (const into of objectsOf(object)) {
        copyFields(machine, into, rest.value, rest.without);
        for (const key of rest.perhaps)
          if (!rest.without.includes(key)) machine.set(into, key, unknown('other'));
      }
    }
    if (others !== undefined) putPerhaps(machine, object, others, call.node);
    put(items.slice(behind));
    return object;
  },
};

/** Gives an object what an entry says that may be there or not, such as one that `filter` may have left out. */
function putPerhaps(machine: Machine, object: Value, entry: Value, node: ts.Node): void {
  for (const simple of entry.of) {
    const [key, value] = pairOf(machine, single(simple), node);
    const name = onlyName(key);
    if (name === undefined) {
      setProperty(machine, object, key, value, node);
      continue;
    }
    const before = getNamed(machine, object, name, node);
    for (const into of objectsOf(object)) {
      if (before.of.some((one) => one.kind === 'primitive' && one.value === undefined)) into.setAbsent(name);
      machine.set(into, name, join(before, value));
    }
  }
}

/** Keeps in the entry that stands for those that are not known whose they are; those that are known stand for themselves. */
function restKept(
  machine: Machine,
  { of: [only, another] }: Value,
  list: { items: Value[]; more: Value | undefined },
): Partial<Items> {
  const [entry] = list.more === undefined ? [] : objectsOf(list.more);
  if (entry !== undefined && only !== undefined && another === undefined) {
    const known = list.items.flatMap(
      (item) => onlyName(listOf(machine, item).items[0] ?? undefinedValue) ?? [],
    );
    entry.restOf = { value: only, without: known, perhaps: [] };
    return { ...list, moreAt: 0 };
  }
  return list;
}

function ownField(machine: Machine, object: HeapObject | undefined, key: string): Value | undefined {
  if (object === undefined) return undefined;
  const byGetter = object.hasGetters ? fieldByGetter(machine, object, key) : undefined;
  return byGetter ?? object.field(key) ?? fieldByGetter(machine, object, key);
}

/** Also those that are not enumerable, of which a list has one. */
function allKeys(machine: Machine, value: Value): Items {
  const keys = keysOf(machine, value, undefinedValue);
  const isList = objectsOf(machine.resolve(value)).some(({ type }) => type === 'array');
  return isList ? { ...keys, items: [...keys.items, primitive('length')] } : keys;
}

function fieldsOf(
  machine: Machine,
  given: Value,
  make: (key: Value, value: Value) => Value,
): { items: Value[]; more: Value | undefined } {
  askForParts(machine, given);
  const value = boxed(machine, given);
  const keys = keysOf(machine, value, undefinedValue);
  const [object] = objectsOf(machine.resolve(value));
  const site = machine.frame?.site ?? missingNode;
  const items = keys.items.map((key) => {
    const name = onlyName(key) ?? '';
    return make(key, ownField(machine, object, name) ?? getNamed(machine, value, name, site));
  });
  const any = object?.field('*');
  const isOpen = keys.more !== undefined;
  if (!isOpen) return { items, more: undefined };
  const fields = object === undefined ? [] : object.keys().flatMap((key) => object.field(key) ?? []);
  if (object?.items.more !== undefined) fields.push(object.items.more);
  const others = any === undefined ? [] : [any];
  const key = keys.more === undefined ? undefined : openKey(machine, keys.more);
  const [another] = keys.more?.of ?? [];
  const isBeside = another !== undefined && machine.namesBeside.has(another);
  // A key that is none of those that are known leads to none of their fields.
  const known = isBeside ? [] : fields;
  const more =
    key === undefined
      ? make(keys.more ?? unknown('other'), joinAll([...known, ...others, derived('[*]', [value])]))
      : make(key.key, joinAll([...others, derived('[]', [unknown(key.of.origin, key.of.id), key.key])]));
  return { items, more };
}

function assignFields(machine: Machine, target: Value, source: Value, call: NativeCall): void {
  if (source.isPromise === true) return;
  const { of } = machine.resolve(boxed(machine, source));
  const sources = of.flatMap((simple) => (simple.kind === 'reference' ? simple.object : []));
  eachTarget(machine, target, call.node, (into) => {
    if (sources.length < of.length || !hasSetter(into)) {
      copyAny(machine, into, of);
      for (const object of sources)
        for (const key of object.keys()) into.setSite(key, object.sites.get(key) ?? call.node);
      return;
    }
    for (const object of sources)
      for (const key of object.keys()) {
        const value = ownField(machine, object, key) ?? undefinedValue;
        setField(machine, into, key, value, call.node, sources.length === 1);
      }
  });
}

/** Whether a write to an object, or to what it inherits from, may call something, or gives something to many values. */
function hasSetter(object: HeapObject): boolean {
  if (
    object.methodsOf !== undefined ||
    object.proxied !== undefined ||
    [...object.cells.keys()].some((key) => key.startsWith('set '))
  )
    return true;
  return object.prototype !== undefined && object.prototype !== object && hasSetter(object.prototype);
}

/** Defines a property by its descriptor. A getter is asked at once as well, for those who only look at the fields. */
function define(machine: Machine, target: Value, key: Value, descriptor: Value, { node }: NativeCall): void {
  const getter = getNamed(machine, descriptor, 'get', node);
  const setter = getNamed(machine, descriptor, 'set', node);
  const hasGetter = objectsOf(getter).length > 0;
  const value = hasGetter
    ? machine.call(getter, { self: target, args: [], node })
    : getNamed(machine, descriptor, 'value', node);
  const isHidden = machine.truth(getNamed(machine, descriptor, 'enumerable', node)).can === 'false';
  for (const object of isHidden ? objectsOf(machine.resolve(target)) : [])
    for (const name of keyNames(machine, key) ?? []) if (object.field(name) === undefined) object.hide(name);
  setProperty(machine, target, key, value, node);
  for (const object of objectsOf(machine.resolve(target))) {
    for (const name of keyNames(machine, key) ?? []) {
      if (object.methodsOf !== undefined) machine.extensions.add(name);
      if (hasGetter) {
        object.hasGetters = true;
        machine.set(object, `get ${name}`, getter);
      }
      if (objectsOf(setter).length > 0) machine.set(object, `set ${name}`, setter);
    }
  }
}

function defineAll(machine: Machine, target: Value, descriptors: Value, call: NativeCall): void {
  for (const object of objectsOf(machine.resolve(descriptors))) {
    const described = object.field(describedKey);
    if (described !== undefined) assignDescribed(machine, target, described, call);
    for (const key of object.keys())
      define(machine, target, primitive(key), object.field(key) ?? unknown('other'), call);
  }
}

/** Gives an object all that others have, with their getters and setters, which are not called for that. */
function assignDescribed(machine: Machine, target: Value, described: Value, call: NativeCall): void {
  for (const simple of machine.resolve(described).of) {
    const source = simple.kind === 'reference' ? simple.object : undefined;
    const accessors = [...(source?.cells.keys() ?? [])].filter((key) => /^[gs]et /.test(key));
    if (source === undefined || accessors.length === 0) {
      assignFields(machine, target, single(simple), call);
      continue;
    }
    for (const into of objectsOf(machine.resolve(target))) {
      into.hasGetters = true;
      for (const key of accessors) machine.set(into, key, source.field(key));
      for (const key of source.keys()) machine.set(into, key, source.field(key));
    }
  }
}

function descriptorOf(machine: Machine, target: Value, key: Value, { node }: NativeCall): Value {
  const [name] = keyNames(machine, key) ?? [];
  const [object] = objectsOf(machine.resolve(target));
  const getter = name === undefined ? undefined : object?.field(`get ${name}`);
  const setter = name === undefined ? undefined : object?.field(`set ${name}`);
  if (
    getter === undefined &&
    setter === undefined &&
    machine.truth(hasOwn(machine, target, key)).can === 'false'
  )
    return undefinedValue;
  const enumerable = isEnumerable(object, name);
  return getter === undefined && setter === undefined
    ? newObject(machine, {
        value: getProperty(machine, target, key, node),
        writable: primitive(true),
        enumerable,
      })
    : newObject(machine, { get: getter ?? undefinedValue, set: setter ?? undefinedValue, enumerable });
}

function isEnumerable(object: HeapObject | undefined, name: string | undefined): Value {
  const isKnown = object?.type === 'object' && name !== undefined && object.cells.has(name);
  return isKnown ? primitive(object.keys().includes(name)) : unknown('other');
}

const construct: NativeFunction = (machine, call) =>
  machine.call(arg(call, 0), {
    self: undefinedValue,
    args: listOf(machine, arg(call, 1)).items,
    node: call.node,
    isNew: true,
    ...(call.args.length > 2 ? { newTarget: arg(call, 2) } : {}),
  });

export const reflectFunctions: NativeTable = {
  construct,
  get: (machine, call) => getProperty(machine, arg(call, 0), arg(call, 1), call.node),
  set: (machine, call) => {
    setProperty(machine, arg(call, 0), arg(call, 1), arg(call, 2), call.node);
    return primitive(true);
  },
  deleteProperty: (machine, call) => {
    deleteProperty(machine, arg(call, 0), arg(call, 1), call.node);
    return primitive(true);
  },
  apply: (machine, call) =>
    machine.call(arg(call, 0), {
      self: arg(call, 1),
      args: listOf(machine, arg(call, 2)).items,
      node: call.node,
    }),
  ownKeys: (machine, call) => newList(machine, allKeys(machine, arg(call, 0))),
  has: (machine, call) => has(machine, machine.resolve(arg(call, 0)), arg(call, 1), call.node),
  defineProperty: (machine, call) => {
    define(machine, arg(call, 0), arg(call, 1), arg(call, 2), call);
    return primitive(true);
  },
  getPrototypeOf: (machine, call) => objectFunctions['getPrototypeOf']?.(machine, call) ?? unknown('other'),
};

/** `Proxy.revocable(target, handler)`. */
export const proxyFunctions: NativeTable = {
  revocable: (machine, call) =>
    newObject(machine, {
      proxy: newProxy(machine, call),
      revoke: native('revoke', () => undefinedValue),
    }),
};

/** `new Proxy(target, handler)`: a call of it, a property and a write go through the handler where that has a trap. */
export const newProxy: NativeFunction = (machine, call) => {
  const target = arg(call, 0);
  const [handler] = objectsOf(machine.resolve(arg(call, 1)));
  if (handler === undefined || handler.keys().length === 0) return target;
  const apply = handler.field('apply');
  const construct = handler.field('construct');
  const self = reference(handler);
  const run: NativeFunction = (_machine, { self: receiver, args, node, isNew }) => {
    const trap = isNew ? construct : apply;
    if (trap === undefined) return machine.call(target, { self: receiver, args, node, isNew });
    const list = newList(machine, { items: args });
    return machine.call(trap, { self, args: isNew ? [target, list] : [target, receiver, list], node });
  };
  const isCallable = objectsOf(target).some(({ callable }) => callable !== undefined);
  return reference(
    new HeapObject(isCallable ? 'function' : 'object', {
      proxied: { target, handler },
      ...(isCallable ? { callable: { kind: 'native', name: 'Proxy', run } } : {}),
    }),
  );
};
