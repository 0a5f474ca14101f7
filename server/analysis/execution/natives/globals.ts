/** Globals of the language: constructors, namespaces, functions. */
import { compilePattern } from '../literals.ts';
import { HeapObject, type NativeCall, type NativeFunction } from '../heap.ts';
import { hole } from '../items.ts';
import { typeOfId } from '../ids.ts';
import type { Machine } from '../machine.ts';
import { askForParts } from '../missingParts.ts';
import { getNamed, newList, newObject } from '../objects.ts';
import { negate } from '../operators.ts';
import { keepingErrors } from '../promises.ts';
import { helperKey, symbolKey, textOfAny, toPrimitive, wellKnownSymbols } from '../protocols.ts';
import { ownSymbol, sharedSymbol } from '../symbols.ts';
import { listOf } from '../sequences.ts';
import { copyOf } from '../shapes.ts';
import { concatenate } from '../texts.ts';
import { runsLater } from '../unawaited.ts';
import {
  derived,
  isNullish,
  joinAll,
  objectsOf,
  onlyPrimitive,
  onlyString,
  primitive,
  reference,
  undefinedValue,
  unknown,
  type Value,
  type Simple,
  worstOrigin,
} from '../values.ts';
import { intlGlobal } from './amounts.ts';
import { arrayMethods, arrayOf } from './arrays.ts';
import { mapMethods, newMap, newSet, setMethods } from './collections.ts';
import { compilerHelpers } from './compilerHelpers.ts';
import { dateFunctions, newDate } from './dates.ts';
import { asLanguageDoes, askForRange, newError } from './errors.ts';
import { anyMethods, functionMethods } from './functions.ts';
import { arg, callBack, native, type NativeTable, safeNative, something } from './native.ts';
import {
  isFiniteFunction,
  isNaNFunction,
  mathFunctions,
  numberFunctions,
  parseFloatFunction,
  parseIntFunction,
  toNumber,
} from './numbers.ts';
import { jsonFunctions } from './json.ts';
import { newPromise, promiseFunctions, promiseMethods } from './promises.ts';
import { newProxy, objectFunctions, proxyFunctions, reflectFunctions } from './reflection.ts';
import { bufferGlobal } from './nodeModules.ts';
import { regexpMethods } from './patterns.ts';
import { newUrl } from './urls.ts';
import { numberMethods, stringMethods, textOf } from './strings.ts';

/** What may throw for what it is given, without being called for that. */
const throwing: ReadonlySet<string> = new Set(['stringify', 'Proxy', 'construct', 'defineProperty']);

function namespace(
  methods: NativeTable,
  run?: { readonly name: string; readonly construct: NativeFunction },
): Value {
  const object = new HeapObject(
    run === undefined ? 'object' : 'function',
    run === undefined
      ? {}
      : { callable: { kind: 'native', name: run.name, run: run.construct, isSafe: !throwing.has(run.name) } },
  );
  // There is more in it than we have.
  object.openAs = { id: undefined, origin: 'other' };
  for (const [name, method] of Object.entries(methods))
    object.cells.set(name, throwing.has(name) ? native(name, method) : safeNative(name, method));
  return reference(object);
}

/** The object of the methods that all values of a type have, as in `Array.prototype.slice.call(list)`. */
function withPrototype(constructor: Value, methods: NativeTable): Value {
  const prototype = namespace(methods);
  for (const object of objectsOf(prototype)) object.openAs = undefined;
  for (const object of objectsOf(constructor)) {
    object.cells.set('prototype', prototype);
    const name = object.callable?.kind === 'native' ? object.callable.name : undefined;
    for (const methodsOf of objectsOf(prototype)) methodsOf.methodsOf = name;
  }
  return constructor;
}

function symbolGlobal(): Value {
  const symbol = namespace(
    {
      for: (machine, call) => primitive(sharedSymbol(call.node, onlyString(machine.resolve(arg(call, 0))))),
    },
    {
      name: 'Symbol',
      construct: (machine, call) =>
        primitive(ownSymbol(call.node, onlyString(machine.resolve(arg(call, 0))))),
    },
  );
  for (const object of objectsOf(symbol)) {
    for (const name of wellKnownSymbols) object.cells.set(name, primitive(symbolKey(name)));
  }
  return symbol;
}

/** Whether a value is no object, as far as `typeof` tells. */
function isOfOtherType({ facts }: Machine, id: string): boolean {
  const type = facts.get(`typeof ${id}`);
  return (
    typeOfId(id) !== undefined ||
    type?.noneOf.includes('object') === true ||
    type?.oneOf?.includes('object') === false
  );
}

const arrayFunctions: NativeTable = {
  isArray: (machine, call) => {
    const { of } = machine.resolve(arg(call, 0));
    const types = of.map((simple) =>
      simple.kind === 'unknown'
        ? simple.id !== undefined && isOfOtherType(machine, simple.id)
          ? false
          : undefined
        : simple.kind === 'reference' && simple.object.type === 'array',
    );
    if (types.every((isArray) => isArray === true)) return primitive(true);
    return types.every((isArray) => isArray === false)
      ? primitive(false)
      : derived('isArray', [arg(call, 0)]);
  },
  of: (machine, call) => ofOwnClass(machine, call, newList(machine, { items: call.args })),
  from: (machine, call) => {
    askForParts(machine, arg(call, 0));
    const list = listFrom(machine, arg(call, 0), call);
    const mapped =
      call.args.length < 2
        ? list
        : machine.call(getNamed(machine, list, 'map', call.node), {
            self: list,
            args: call.args.slice(1),
            node: call.node,
          });
    return ofOwnClass(machine, call, mapped);
  },
};

/** A list as one of the class of the app that a function of `Array` is called on: `Names.from(texts)`. */
function ofOwnClass(machine: Machine, { self, node }: NativeCall, list: Value): Value {
  if (!objectsOf(self).some(({ callable }) => callable?.kind === 'class')) return list;
  const made = machine.call(self, { self: undefinedValue, args: [], node, isNew: true });
  for (const object of objectsOf(made)) machine.setItems(object, listOf(machine, list));
  return made;
}

/** `Array.from({ length: 3 })` has items, too. */
function listFrom(machine: Machine, value: Value, { node }: NativeCall): Value {
  const [object] = objectsOf(machine.resolve(value));
  if (object?.type !== 'object' || value.of.length !== 1 || object.field('length') === undefined)
    return arrayOf(machine, value);
  const length = onlyPrimitive(machine.resolve(getNamed(machine, value, 'length', node)))?.value;
  if (typeof length !== 'number' || !(length >= 0 && length <= 32))
    return newList(machine, { items: [], more: undefinedValue });
  return newList(machine, {
    items: Array.from({ length: Math.floor(length) }, (_, index) =>
      getNamed(machine, value, String(index), node),
    ),
  });
}

/** Longer lists of nothing are seldom filled place by place. */
const longestEmpty = 32;

function newArray(machine: Machine, call: NativeCall): Value {
  const length = call.args.length === 1 ? onlyPrimitive(machine.resolve(arg(call, 0)))?.value : undefined;
  if (typeof length === 'number') {
    askForRange(machine, call, arg(call, 0), (count) => count === count >>> 0);
    return length <= longestEmpty && Number.isInteger(length) && length >= 0
      ? newList(machine, { items: Array.from({ length }, () => hole) })
      : newList(machine, { items: [], more: undefinedValue });
  }
  return newList(machine, { items: call.args });
}

function newRegExp(machine: Machine, call: NativeCall): Value {
  const flags = onlyString(arg(call, 1));
  const given = machine.resolve(arg(call, 0));
  const source = onlyString(given);
  if (source === undefined && objectsOf(given).length === 0) machine.mayThrow();
  if (source !== undefined) asLanguageDoes(machine, call, () => new RegExp(source, flags));
  return joinAll(given.of.map((simple) => patternFrom(simple, flags)));
}

/** `BigInt(value)`, of which nothing is known but that it throws for what is no integer. */
function newBigInt(machine: Machine, call: NativeCall): Value {
  const given = machine.resolve(arg(call, 0));
  const known = onlyPrimitive(given) ?? onlyPrimitive(machine.resolve(textOfAny(machine, given)));
  if (known === undefined) machine.mayThrow();
  else asLanguageDoes(machine, call, () => BigInt(known.value as string));
  return unknown('other');
}

function patternFrom(given: Simple, wanted: string | undefined): Value {
  const flags = wanted ?? (given.kind === 'reference' ? given.object.flags : '');
  const pattern =
    given.kind === 'reference'
      ? given.object.pattern
      : given.kind === 'primitive' && typeof given.value === 'string'
        ? compilePattern(given.value, flags)
        : undefined;
  return pattern === undefined
    ? unknown(worstOrigin([given]), undefined, true)
    : reference(new HeapObject('regexp', { pattern, flags }));
}

/** `encodeURIComponent` and its like; what is to be decoded may be malformed, and throws then. */
function coder(run: (text: string) => string): Value {
  const make = run.name.startsWith('en') ? safeNative : native;
  return make(run.name, (machine, call) => {
    const known = onlyPrimitive(machine.resolve(textOfAny(machine, arg(call, 0))));
    if (known === undefined) return derived(run.name, [arg(call, 0)]);
    return primitive(asLanguageDoes(machine, call, () => run(String(known.value))));
  });
}

const canParse: NativeFunction = (machine, call) => {
  const [text, base] = [arg(call, 0), call.args[1]].map((value) =>
    value === undefined ? undefined : onlyPrimitive(machine.resolve(textOfAny(machine, value))),
  );
  if (text === undefined || (call.args.length > 1 && base === undefined))
    return derived('URL.canParse', call.args);
  return primitive(URL.canParse(String(text.value), base === undefined ? undefined : String(base.value)));
};

/** Runs a function later, which is now as good as any time. */
const later: NativeFunction = (machine, call) => {
  runsLater(machine);
  // Its errors come to nobody.
  keepingErrors(machine, () => callBack(machine, call, arg(call, 0), call.args.slice(2)));
  return unknown('other', undefined, true);
};

/** `String.raw`: the pieces of a template as they are written, with the values between. */
const rawText: NativeFunction = (machine, call) => {
  const { items, more } = listOf(machine, getNamed(machine, arg(call, 0), 'raw', call.node));
  if (more !== undefined) return unknown('other');
  const parts = items.flatMap((piece, index) => (index === 0 ? [piece] : [arg(call, index), piece]));
  return concatenate(parts.map((part) => machine.resolve(toPrimitive(machine, part, 'string'))));
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
    [
      'Object',
      withPrototype(
        namespace(objectFunctions, {
          name: 'Object',
          construct: (machine, call) =>
            arg(call, 0).of.every(isNullish) ? newObject(machine, {}) : arg(call, 0),
        }),
        anyMethods,
      ),
    ],
    ['Array', withPrototype(namespace(arrayFunctions, { name: 'Array', construct: newArray }), arrayMethods)],
    [
      'Promise',
      withPrototype(namespace(promiseFunctions, { name: 'Promise', construct: newPromise }), promiseMethods),
    ],
    ['JSON', namespace(jsonFunctions)],
    ['Intl', intlGlobal()],
    ['Math', namespace(mathFunctions)],
    ['Reflect', namespace(reflectFunctions)],
    ['Map', withPrototype(namespace({}, { name: 'Map', construct: newMap }), mapMethods)],
    ['WeakMap', withPrototype(namespace({}, { name: 'Map', construct: newMap }), mapMethods)],
    ['Set', withPrototype(namespace({}, { name: 'Set', construct: newSet }), setMethods)],
    ['WeakSet', withPrototype(namespace({}, { name: 'Set', construct: newSet }), setMethods)],
    ['RegExp', withPrototype(namespace({}, { name: 'RegExp', construct: newRegExp }), regexpMethods)],
    ['Buffer', bufferGlobal()],
    ['URL', namespace({ canParse }, { name: 'URL', construct: newUrl })],
    ['Date', withPrototype(namespace(dateFunctions, { name: 'Date', construct: newDate }), {})],
    [
      'String',
      withPrototype(
        namespace(
          { raw: rawText },
          {
            name: 'String',
            construct: (machine, call) =>
              textOf(machine, toPrimitive(machine, call.args[0] ?? primitive(''), 'string')),
          },
        ),
        stringMethods,
      ),
    ],
    [
      'Number',
      withPrototype(namespace(numberFunctions, { name: 'Number', construct: toNumber }), numberMethods),
    ],
    ['Boolean', safeNative('Boolean', (machine, call) => negate(machine, negate(machine, arg(call, 0))))],
    ['BigInt', safeNative('BigInt', newBigInt)],
    ['Symbol', symbolGlobal()],
    ['Function', withPrototype(native('Function', something), functionMethods)],
    ['Proxy', namespace(proxyFunctions, { name: 'Proxy', construct: newProxy })],
    ['parseInt', safeNative('parseInt', parseIntFunction)],
    ['parseFloat', safeNative('parseFloat', parseFloatFunction)],
    ['isNaN', safeNative('isNaN', isNaNFunction)],
    ['isFinite', safeNative('isFinite', isFiniteFunction)],
    ...[encodeURIComponent, encodeURI, decodeURIComponent, decodeURI].map((run): [string, Value] => [
      run.name,
      coder(run),
    ]),
    ['structuredClone', native('structuredClone', (machine, call) => copyOf(machine, arg(call, 0)))],
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
      safeNative(name, later),
    ]),
    // What they call may throw; they themselves do not.
    ...[...compilerHelpers].map(([name, run]): [string, Value] => [helperKey(name), safeNative(name, run)]),
    ...errors.map((name): [string, Value] => [name, withPrototype(safeNative(name, newError(name)), {})]),
  ];
  return new Map(globals);
}
