/** `new URL(…)`: an object of which `href` is the text; what is written to its pieces and its parameters changes that. */
import type { HeapObject, NativeCall, NativeFunction } from '../heap.ts';
import { isTakenOut } from '../ids.ts';
import type { Machine } from '../machine.ts';
import { newObject } from '../objects.ts';
import { textOfAny } from '../protocols.ts';
import { concatenate } from '../texts.ts';
import { changeHref, noteAddress, urlPieces } from '../urls.ts';
import {
  derived,
  isNullish,
  joinAll,
  objectsOf,
  onlyPrimitive,
  onlyString,
  onlyUnknown,
  primitive,
  single,
  undefinedValue,
  unknown,
  type Value,
  withCondition,
} from '../values.ts';
import { mapMethods, newMap } from './collections.ts';
import { newError } from './errors.ts';
import { valueOfJson } from './json.ts';
import { arg, safeNative } from './native.ts';

/** An address, or a piece of one: what matters is `href`. */
export function newUrl(machine: Machine, call: NativeCall): Value {
  const [path, start] = call.args.map((value) => machine.resolve(textOfAny(machine, value)));
  const text = path ?? undefinedValue;
  const known = onlyString(text);
  const origin = start === undefined ? undefined : onlyString(start);
  // What is no address throws.
  const isNoText = text.of.every((simple) => simple.kind === 'primitive' && typeof simple.value !== 'string');
  const isBroken = known !== undefined && !URL.canParse(known, origin);
  if (start === undefined ? isNoText || isBroken : origin !== undefined && isBroken)
    machine.raise(newError('TypeError')(machine, { ...call, args: [primitive('Invalid URL')] }));
  // What is not known may be none.
  if (known === undefined || (start !== undefined && origin === undefined)) machine.mayThrow();
  let href = text;
  if (known !== undefined && origin !== undefined) href = primitive(new URL(known, origin).href);
  else if (start !== undefined && (known === undefined || !/^https?:/.test(known))) {
    href = concatenate(known?.startsWith('/') === false ? [start, primitive('/'), text] : [start, text]);
  }
  const made = newObject(machine, { href }, { openAs: { id: undefined, origin: 'other' } });
  for (const object of objectsOf(made)) {
    noteAddress(object);
    for (const name of urlPieces) machine.set(object, name, pieceOfUrl(name, href));
    for (const name of changeable) machine.set(object, `set ${name}`, setters[name]);
    machine.set(object, 'searchParams', paramsOf(machine, call, object, href));
  }
  return made;
}

/** Those that apps write to. */
const changeable = ['pathname', 'search', 'hash', 'host', 'hostname', 'protocol', 'port'] as const;

const setters = Object.fromEntries(
  changeable.map((name) => [
    name,
    safeNative(`set ${name}`, (machine, call) => {
      for (const object of objectsOf(call.self)) setPiece(machine, object, name, arg(call, 0));
      return undefinedValue;
    }),
  ]),
) as Readonly<Record<(typeof changeable)[number], Value>>;

function setPiece(
  machine: Machine,
  object: HeapObject,
  name: (typeof changeable)[number],
  written: Value,
): void {
  const piece = onlyPrimitive(machine.resolve(written));
  if ((name === 'search' || name === 'hash') && piece?.value === '') {
    takeOut(machine, object, name);
    return;
  }
  changeHref(
    machine,
    object,
    piece &&
      ((url) => {
        url[name] = String(piece.value);
      }),
  );
  const isKnown = onlyString(object.field('href') ?? undefinedValue) !== undefined;
  if (isKnown) return;
  machine.set(object, name, written);
  // Where a request goes is told by its path.
  if (name === 'pathname' && typeof piece?.value === 'string')
    machine.set(object, 'href', concatenate([unknown('other', undefined, true), primitive(piece.value)]));
}

/** Without its search or its fragment, an address stays as it is when the same is taken out again. */
function takeOut(machine: Machine, object: HeapObject, name: 'search' | 'hash'): void {
  const href = machine.resolve(object.field('href') ?? undefinedValue);
  if (onlyString(href) === undefined) machine.set(object, 'href', derived(`URL.-${name}`, [href], true));
  else changeHref(machine, object, (url) => void (url[name] = ''));
  machine.set(object, name, primitive(''));
}

/** Of an address that is not known they are no more known, but the same each time. */
function paramsOf(machine: Machine, call: NativeCall, url: HeapObject, href: Value): Value {
  const whole = onlyString(href);
  if (whole !== undefined && URL.canParse(whole))
    return paramsObject(machine, call, url, new URL(whole).searchParams);
  const params = derived('URL.searchParams', [href], true);
  for (const simple of params.of) machine.urlsOfParams.set(simple, url);
  return params;
}

/** The parameters of an address: a Map that has the first of several values, and gives null where there is none. */
function paramsObject(machine: Machine, call: NativeCall, url: HeapObject, params: URLSearchParams): Value {
  const first = [...new Set(params.keys())].map((name) => [name, params.get(name)]);
  const made = newMap(machine, { ...call, args: [valueOfJson(machine, first)] });
  const get = safeNative('get', (_machine, asked) => {
    const found = mapMethods['get']?.(machine, asked) ?? unknown('other');
    const of = found.of.map((simple) => (isNullish(simple) ? primitive(null) : single(simple)));
    return withCondition(joinAll(of), found.condition);
  });
  for (const object of objectsOf(made)) {
    machine.set(object, 'get', get);
    for (const name of ['set', 'append', 'delete'] as const)
      machine.set(object, name, safeNative(name, changing(name, url)));
  }
  return made;
}

/** A method of the parameters that changes the address that they are of. */
function changing(name: 'set' | 'append' | 'delete', url: HeapObject): NativeFunction {
  return (machine, call) => {
    const [key, value] = call.args.map((one) => onlyPrimitive(machine.resolve(one)));
    const isKnown = key !== undefined && (name === 'delete' || value !== undefined);
    changeHref(
      machine,
      url,
      isKnown
        ? ({ searchParams }) => {
            if (name === 'delete') searchParams.delete(String(key.value));
            else searchParams[name](String(key.value), String(value?.value));
          }
        : undefined,
    );
    const hasOne =
      name === 'append' ? machine.truth(mapMethods['has']?.(machine, call) ?? undefinedValue) : undefined;
    // Of several values the first is the one that is given.
    if (hasOne?.can !== 'true') mapMethods[name === 'append' ? 'set' : name]?.(machine, call);
    return undefinedValue;
  };
}

/** The same piece of the same address is the same value. */
function pieceOfUrl(name: (typeof urlPieces)[number], href: Value): Value {
  const known = onlyString(href);
  if (known !== undefined && URL.canParse(known)) return primitive(new URL(known)[name]);
  if (isTakenOut(`URL.-${name}`, onlyUnknown(href)?.id ?? '')) return primitive('');
  return derived(`URL.${name}`, [href], name !== 'search' && name !== 'hash');
}
