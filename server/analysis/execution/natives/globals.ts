/** Globals of the language: constructors, namespaces, functions. */
import { keysOf, compilePattern } from '../expressions.ts';
import { HeapObject, type NativeCall, type NativeFunction } from '../heap.ts';
import type { Machine } from '../machine.ts';
import { contains } from '../membership.ts';
import { getNamed, newList, newObject, setProperty } from '../objects.ts';
import { equals, negate } from '../operators.ts';
import { anyItem, copyFields, listOf, restBehind } from '../sequences.ts';
import { concatenate } from '../texts.ts';
import {
  derived,
  joinAll,
  objectsOf,
  onlyPrimitive,
  onlyString,
  primitive,
  reference,
  undefinedValue,
  unknown,
  type Value,
  worstOrigin,
} from '../values.ts';
import { arrayOf } from './arrays.ts';
import { newMap, newSet } from './collections.ts';
import { arg, callBack, native, type NativeTable, something, somethingTruthy } from './native.ts';
import { textOf } from './strings.ts';

function namespace(
  methods: NativeTable,
  run?: { readonly name: string; readonly construct: NativeFunction },
): Value {
  const object = new HeapObject(
    run === undefined ? 'object' : 'function',
    run === undefined ? {} : { callable: { kind: 'native', name: run.name, run: run.construct } },
  );
  for (const [name, method] of Object.entries(methods)) object.cells.set(name, native(name, method));
  return reference(object);
}

const objectFunctions: NativeTable = {
  keys: (machine, call) => newList(machine, keysOf(machine, arg(call, 0), undefinedValue)),
  getOwnPropertyNames: (machine, call) => newList(machine, keysOf(machine, arg(call, 0), undefinedValue)),
  values: (machine, call) =>
    newList(
      machine,
      fieldsOf(machine, arg(call, 0), (_key, value) => value),
    ),
  entries: (machine, call) =>
    newList(
      machine,
      restKept(
        machine.resolve(arg(call, 0)),
        fieldsOf(machine, arg(call, 0), (key, value) => newList(machine, { items: [key, value] })),
      ),
    ),
  assign: (machine, call) => {
    for (const source of call.args.slice(1)) assignFields(machine, arg(call, 0), source, call);
    return arg(call, 0);
  },
  freeze: (_machine, call) => arg(call, 0),
  seal: (_machine, call) => arg(call, 0),
  preventExtensions: (_machine, call) => arg(call, 0),
  create: (machine, call) => {
    const [prototype] = objectsOf(arg(call, 0));
    return newObject(machine, {}, { prototype });
  },
  setPrototypeOf: (_machine, call) => arg(call, 0),
  getPrototypeOf: (_machine, call) => {
    const prototype = objectsOf(arg(call, 0))[0]?.prototype;
    return prototype === undefined ? unknown('other') : reference(prototype);
  },
  hasOwn: (machine, call) => contains(machine, keysOf(machine, arg(call, 0), arg(call, 1)), arg(call, 1)),
  is: (machine, call) => equals(machine, arg(call, 0), arg(call, 1), false),
  defineProperty: (machine, call) => {
    const getter = getNamed(machine, arg(call, 2), 'get', call.node);
    const value =
      objectsOf(getter).length > 0
        ? machine.call(getter, { self: arg(call, 0), args: [], node: call.node })
        : getNamed(machine, arg(call, 2), 'value', call.node);
    setProperty(machine, arg(call, 0), arg(call, 1), value, call.node);
    return arg(call, 0);
  },
  fromEntries: (machine, call) => {
    const object = newObject(machine, {});
    const { items, more } = listOf(machine, arg(call, 0));
    const rest = more === undefined ? undefined : restBehind(more);
    if (rest !== undefined) {
      for (const into of objectsOf(object)) copyFields(machine, into, rest.value, rest.without);
    }
    for (const entry of more === undefined || rest !== undefined ? items : [...items, more]) {
      const [key, value] = listOf(machine, entry).items;
      setProperty(machine, object, key ?? unknown('other'), value ?? unknown('other'), call.node);
    }
    return object;
  },
};

/** Keeps in the entry that stands for those that are not known whose they are. */
function restKept(
  { of: [only, another] }: Value,
  list: { items: Value[]; more: Value | undefined },
): { items: Value[]; more: Value | undefined } {
  const [entry] = list.more === undefined ? [] : objectsOf(list.more);
  if (entry !== undefined && only !== undefined && another === undefined) {
    entry.restOf = { value: only, without: [] };
  }
  return list;
}

function fieldsOf(
  machine: Machine,
  value: Value,
  make: (key: Value, value: Value) => Value,
): { items: Value[]; more: Value | undefined } {
  const keys = keysOf(machine, value, undefinedValue);
  const [object] = objectsOf(machine.resolve(value));
  const items = keys.items.map((key) =>
    make(key, object?.field(String(onlyPrimitive(key)?.value)) ?? unknown('other')),
  );
  const any = object?.field('*');
  const isOpen = keys.more !== undefined;
  const fields = object === undefined ? [] : object.keys().flatMap((key) => object.field(key) ?? []);
  const more = isOpen
    ? make(
        unknown('other'),
        joinAll([...fields, ...(any === undefined ? [] : [any]), derived('[*]', [value])]),
      )
    : undefined;
  return { items, more };
}

function assignFields(machine: Machine, target: Value, source: Value, call: NativeCall): void {
  for (const into of objectsOf(target)) {
    for (const simple of machine.resolve(source).of) {
      copyFields(machine, into, simple);
      if (simple.kind !== 'reference') continue;
      for (const key of simple.object.keys()) into.sites.set(key, simple.object.sites.get(key) ?? call.node);
    }
  }
}

const arrayFunctions: NativeTable = {
  isArray: (machine, call) => {
    const { of } = machine.resolve(arg(call, 0));
    const types = of.map((simple) =>
      simple.kind === 'unknown' ? undefined : simple.kind === 'reference' && simple.object.type === 'array',
    );
    if (types.every((isArray) => isArray === true)) return primitive(true);
    return types.every((isArray) => isArray === false)
      ? primitive(false)
      : derived('isArray', [arg(call, 0)]);
  },
  of: (machine, call) => newList(machine, { items: call.args }),
  from: (machine, call) => {
    const list = arrayOf(machine, arg(call, 0));
    return call.args.length < 2
      ? list
      : machine.call(getNamed(machine, list, 'map', call.node), {
          self: list,
          args: [arg(call, 1)],
          node: call.node,
        });
  },
};

const promiseFunctions: NativeTable = {
  resolve: (_machine, call) => arg(call, 0),
  reject: () => unknown('error'),
  all: (_machine, call) => arg(call, 0),
  allSettled: (machine, call) => {
    const { items, more } = listOf(machine, arg(call, 0));
    const settled = (value: Value): Value =>
      newObject(machine, { status: unknown('other', undefined, true), value, reason: unknown('error') });
    return newList(machine, {
      items: items.map(settled),
      more: more === undefined ? undefined : settled(more),
    });
  },
  race: (machine, call) => anyItem(listOf(machine, arg(call, 0))) ?? undefinedValue,
  any: (machine, call) => anyItem(listOf(machine, arg(call, 0))) ?? undefinedValue,
};

/** `new Promise((resolve, reject) => …)` is what `resolve` is given. */
function newPromise(machine: Machine, call: NativeCall): Value {
  const cell = new HeapObject('object');
  const resolve = native('resolve', (_machine, { args }) => {
    machine.set(
      cell,
      'value',
      joinAll([
        ...(cell.field('value') === undefined ? [] : [cell.field('value') ?? undefinedValue]),
        args[0] ?? undefinedValue,
      ]),
    );
    return undefinedValue;
  });
  callBack(machine, call, arg(call, 0), [resolve, native('reject', () => undefinedValue)]);
  return cell.field('value') ?? unknown('other');
}

function newArray(machine: Machine, call: NativeCall): Value {
  if (call.args.length === 1 && typeof onlyPrimitive(arg(call, 0))?.value === 'number') {
    return newList(machine, { items: [], more: undefinedValue });
  }
  return newList(machine, { items: call.args });
}

function newRegExp(_machine: Machine, call: NativeCall): Value {
  const given = objectsOf(arg(call, 0))[0]?.pattern;
  const source = onlyString(arg(call, 0));
  const flags = onlyString(arg(call, 1)) ?? '';
  const pattern = source === undefined ? given : compilePattern(source, flags);
  if (pattern !== undefined) {
    return reference(new HeapObject('regexp', { pattern, keepsPlace: /[gy]/.test(flags) }));
  }
  return unknown(worstOrigin(arg(call, 0).of), undefined, true);
}

function newError(machine: Machine, call: NativeCall): Value {
  return newObject(machine, { message: arg(call, 0), name: primitive('Error'), stack: unknown('other') });
}

/** Numbers out of texts: computed where they are known. */
function number(name: string, convert: (text: string) => number): NativeFunction {
  return (machine, call) => {
    const known = onlyPrimitive(machine.resolve(arg(call, 0)));
    return known === undefined || typeof known.value === 'bigint'
      ? derived(name, [arg(call, 0)])
      : primitive(convert(String(known.value)));
  };
}

const toNumber: NativeFunction = (machine, call) => {
  const known = onlyPrimitive(machine.resolve(arg(call, 0)));
  return known === undefined ? derived('Number', [arg(call, 0)]) : primitive(Number(known.value));
};

const encode: NativeFunction = (machine, call) => {
  const text = onlyString(machine.resolve(arg(call, 0)));
  return text === undefined
    ? derived('encodeURIComponent', [arg(call, 0)])
    : primitive(encodeURIComponent(text.replace(/[\uD800-\uDFFF]/g, '')));
};

const jsonFunctions: NativeTable = {
  stringify: (_machine, call) => ({ of: [{ kind: 'json', value: arg(call, 0) }], condition: undefined }),
  parse: (machine, call) => {
    const { of } = machine.resolve(arg(call, 0));
    const [text] = of;
    if (of.length === 1 && text?.kind === 'json') return text.value;
    return derived('JSON.parse', [arg(call, 0)]);
  },
};

/** An address, or a piece of one: what matters is `href`. */
function newUrl(machine: Machine, call: NativeCall): Value {
  const [path, base] = call.args.map((value) => machine.resolve(value));
  const start = base === undefined ? undefined : (objectsOf(base)[0]?.field('href') ?? base);
  const text = path ?? undefinedValue;
  const known = onlyString(text);
  const origin = start === undefined ? undefined : onlyString(start);
  let href = text;
  if (known !== undefined && origin !== undefined && URL.canParse(known, origin))
    href = primitive(new URL(known, origin).href);
  else if (start !== undefined && (known === undefined || !/^https?:/.test(known))) {
    href = concatenate(known?.startsWith('/') === false ? [start, primitive('/'), text] : [start, text]);
  }
  return newObject(machine, { href }, { openAs: { id: undefined, origin: 'other' } });
}

const mathFunctions: NativeTable = Object.fromEntries(
  ['abs', 'ceil', 'floor', 'max', 'min', 'pow', 'random', 'round', 'sqrt', 'trunc', 'sign', 'log'].map(
    (name) => [name, something],
  ),
);

/** Runs a function later, which is now as good as any time. */
const later: NativeFunction = (machine, call) => {
  callBack(machine, call, arg(call, 0), call.args.slice(2));
  return unknown('other', undefined, true);
};

const ignore: NativeFunction = () => undefinedValue;

/** The globals of the language itself (reference 4.2), and a few that apps use although PostHog lacks them. */
export function languageGlobals(): ReadonlyMap<string, Value> {
  const errors = [
    'Error',
    'TypeError',
    'RangeError',
    'SyntaxError',
    'EvalError',
    'ReferenceError',
    'URIError',
    'AggregateError',
    'RetryError',
    'VMError',
  ];
  const globals: [string, Value][] = [
    ['Object', namespace(objectFunctions, { name: 'Object', construct: (_machine, call) => arg(call, 0) })],
    ['Array', namespace(arrayFunctions, { name: 'Array', construct: newArray })],
    ['Promise', namespace(promiseFunctions, { name: 'Promise', construct: newPromise })],
    ['JSON', namespace(jsonFunctions)],
    ['Math', namespace(mathFunctions)],
    [
      'Reflect',
      namespace({
        get: (machine, call) => getNamed(machine, arg(call, 0), onlyString(arg(call, 1)) ?? '', call.node),
        apply: (machine, call) =>
          machine.call(arg(call, 0), {
            self: arg(call, 1),
            args: listOf(machine, arg(call, 2)).items,
            node: call.node,
          }),
        ownKeys: (machine, call) => newList(machine, keysOf(machine, arg(call, 0), undefinedValue)),
        has: (machine, call) => contains(machine, keysOf(machine, arg(call, 0), arg(call, 1)), arg(call, 1)),
      }),
    ],
    ['Map', namespace({}, { name: 'Map', construct: newMap })],
    ['WeakMap', namespace({}, { name: 'Map', construct: newMap })],
    ['Set', namespace({}, { name: 'Set', construct: newSet })],
    ['WeakSet', namespace({}, { name: 'Set', construct: newSet })],
    ['RegExp', namespace({}, { name: 'RegExp', construct: newRegExp })],
    ['URL', namespace({}, { name: 'URL', construct: newUrl })],
    [
      'Date',
      namespace(
        { now: somethingTruthy, parse: something, UTC: something },
        { name: 'Date', construct: () => unknown('other', undefined, true) },
      ),
    ],
    [
      'String',
      namespace(
        { raw: something },
        { name: 'String', construct: (machine, call) => textOf(machine, arg(call, 0)) },
      ),
    ],
    [
      'Number',
      namespace(
        {
          isInteger: something,
          isFinite: something,
          isNaN: something,
          parseInt: number('parseInt', (text) => Number.parseInt(text, 10)),
          parseFloat: number('parseFloat', Number.parseFloat),
        },
        { name: 'Number', construct: toNumber },
      ),
    ],
    ['Boolean', native('Boolean', (machine, call) => negate(machine, negate(machine, arg(call, 0))))],
    ['Symbol', namespace({}, { name: 'Symbol', construct: somethingTruthy })],
    ['Proxy', native('Proxy', (_machine, call) => arg(call, 0))],
    [
      'parseInt',
      native(
        'parseInt',
        number('parseInt', (text) => Number.parseInt(text, 10)),
      ),
    ],
    ['parseFloat', native('parseFloat', number('parseFloat', Number.parseFloat))],
    ['encodeURIComponent', native('encodeURIComponent', encode)],
    ['encodeURI', native('encodeURI', encode)],
    ['structuredClone', native('structuredClone', (_machine, call) => arg(call, 0))],
    [
      'console',
      namespace(
        Object.fromEntries(['debug', 'log', 'info', 'warn', 'error', 'trace'].map((name) => [name, ignore])),
      ),
    ],
    ['NaN', primitive(Number.NaN)],
    ['Infinity', primitive(Number.POSITIVE_INFINITY)],
    ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'].map((name): [string, Value] => [
      name,
      native(name, later),
    ]),
    ...errors.map((name): [string, Value] => [name, native(name, newError)]),
  ];
  return new Map(globals);
}
