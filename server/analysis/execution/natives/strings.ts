/** Methods of strings and numbers. */
import type { NativeCall, NativeFunction } from '../heap.ts';
import type { Machine } from '../machine.ts';
import { newList } from '../objects.ts';
import { isExcludedBySetting } from '../equality.ts';
import { ownPatternMethod, toPrimitive } from '../protocols.ts';
import { indexWhere } from '../searches.ts';
import { splitUnknown } from '../splitTexts.ts';
import { descriptionOf, isSymbol } from '../symbols.ts';
import { foldStringMethod, splitPieces, splitStart, textMethod } from '../textMethods.ts';
import { concatenate, onlyPiece } from '../texts.ts';
import {
  derived,
  joinAll,
  objectsOf,
  onlyPrimitive,
  onlyString,
  primitive,
  type Simple,
  single,
  undefinedValue,
  unknown,
  type UnknownValue,
  type Value,
  worstOrigin,
} from '../values.ts';
import { askForRange } from './errors.ts';
import { jsonIncludes } from './json.ts';
import { arg, callBack, type NativeTable } from './native.ts';
import { everyMatch, longestMatched, match, matchAll, patternOf, search, wholePattern } from './patterns.ts';

/** A method that gives a string, a number or a boolean, computed where all is known. */
function pure(name: string): NativeFunction {
  return (machine, call) => {
    const self = machine.resolve(call.self);
    const args = call.args.map((value) => machine.resolve(value));
    const known = args.flatMap((value) => onlyPrimitive(value) ?? []);
    if (known.length !== args.length) {
      return hasOwnPiece(self, name, args) ? primitive(true) : unknownResult(machine, name, self, args);
    }
    const primitives = known.map(({ value }) => value);
    return joinAll(
      self.of.map((simple) => {
        if (simple.kind === 'primitive' && typeof simple.value === 'string') {
          return foldStringMethod(simple.value, name, primitives) ?? derived(`.${name}`, [self, ...args]);
        }
        const [wanted] = primitives;
        if (simple.kind === 'json' && name === 'includes' && typeof wanted === 'string')
          return jsonIncludes(simple.value, wanted) ? primitive(true) : lookedAt(simple, name, args);
        const ofText = simple.kind === 'text' ? textMethod(simple, name, primitives) : undefined;
        if (ofText !== undefined) return ofText;
        return lookedAt(simple, name, args);
      }),
    );
  };
}

/** `(prefix + name).startsWith(prefix)`, whatever the prefix is. */
function hasOwnPiece({ of }: Value, name: string, [wanted, ...others]: readonly Value[]): boolean {
  const [text] = of;
  const [piece] = wanted?.of ?? [];
  if (text?.kind !== 'text' || of.length !== 1 || wanted?.of.length !== 1 || others.length > 0) return false;
  if (piece?.kind !== 'unknown' || piece.id === undefined) return false;
  const isPiece = (part: (typeof text.parts)[number] | undefined): boolean =>
    typeof part === 'object' && part.id === piece.id;
  if (name === 'startsWith') return isPiece(text.parts[0]);
  if (name === 'endsWith') return isPiece(text.parts.at(-1));
  return name === 'includes' && text.parts.some(isPiece);
}

/** `'a,b'.includes(x)`, where the text is known and `x` is a setting or an event's. */
function unknownResult(machine: Machine, name: string, self: Value, args: readonly Value[]): Value {
  const [about] = args;
  const text = onlyString(self);
  const setting = about?.of[0];
  if (text !== undefined && setting?.kind === 'unknown') {
    if (isFoundInPiece(machine, name, text, setting)) return primitive(true);
    if (isExcludedBySetting(machine, setting, text)) return primitive(false);
  }
  return derived(`.${name}`, [self, ...args]);
}

/** Whether the setting was found before in what the text was made of: `'paid again'` begins with all that `'paid'` begins with. */
function isFoundInPiece(machine: Machine, name: string, text: string, { id }: UnknownValue): boolean {
  if (id === undefined || !isSearch(name)) return false;
  const [start, end] = [`.${name} "`, `" ${id}`];
  return [...machine.facts].some(([fact, { truthy }]) => {
    if (truthy !== true || !fact.startsWith(start) || !fact.endsWith(end)) return false;
    const piece = JSON.parse(fact.slice(start.length - 1, fact.length - end.length + 1)) as string;
    // What is added may be the same once more, and found in its place.
    return text[name](piece) && text.indexOf(piece) === text.lastIndexOf(piece);
  });
}

function isSearch(name: string): name is 'startsWith' | 'endsWith' | 'includes' {
  return name === 'startsWith' || name === 'endsWith' || name === 'includes';
}

function lookedAt(simple: Simple, name: string, args: readonly Value[]): Value {
  return derived(`.${name}`, [{ of: [simple], condition: undefined }, ...args]);
}

function split(machine: Machine, call: NativeCall): Value {
  if (call.args[1] === undefined) return splitAll(machine, call);
  const all = splitAll(machine, { ...call, args: call.args.slice(0, 1) });
  const limit = onlyPrimitive(machine.resolve(call.args[1]))?.value;
  const [list] = objectsOf(all);
  if (list === undefined || list.items.more !== undefined || typeof limit !== 'number') return all;
  return newList(machine, { items: list.items.items.slice(0, limit) });
}

function splitAll(machine: Machine, call: NativeCall): Value {
  const text = onlyString(machine.resolve(call.self));
  const separator = arg(call, 0).of[0];
  if (text !== undefined && text.length <= 2000) {
    const by =
      separator?.kind === 'primitive' && typeof separator.value === 'string'
        ? separator.value
        : patternOf(arg(call, 0));
    if (by !== undefined)
      return newList(machine, {
        items: text
          .split(by)
          .slice(0, 200)
          .map((part) => primitive(part)),
      });
  }
  const subject = machine.resolve(call.self);
  const piece = onlyPiece(subject);
  if (piece !== undefined) return splitUnknown(machine, piece, call.args);
  const start = splitKnownStart(subject, separator);
  const list = newList(machine, {
    items: [...new Set([...start, ...knownPieces(subject, separator)])].map((item) => primitive(item)),
    more: derived('.split()', [call.self]),
  });
  // Of a list that is not known to its end, an item is any of them, unless the place has a value of its own.
  for (const object of objectsOf(list))
    start.forEach((item, index) => machine.set(object, `${index}`, primitive(item)));
  return list;
}

/** The first items of `'app:' + name`, split at `:`. */
function splitKnownStart({ of }: Value, separator: Simple | undefined): readonly string[] {
  const [simple] = of;
  if (of.length !== 1 || simple?.kind !== 'text') return [];
  if (separator?.kind !== 'primitive' || typeof separator.value !== 'string') return [];
  return splitStart(simple, separator.value) ?? [];
}

/** Items that are there whichever of its alternatives the text is, although nobody knows where. */
function knownPieces({ of }: Value, separator: Simple | undefined): readonly string[] {
  if (separator?.kind !== 'primitive' || typeof separator.value !== 'string') return [];
  const by = separator.value;
  const [first, ...others] = of.map((simple) => {
    if (simple.kind === 'text') return splitPieces(simple, by);
    return simple.kind === 'primitive' ? String(simple.value).split(by) : [];
  });
  return (first ?? []).filter((piece) => others.every((pieces) => pieces.includes(piece)));
}

function replace(name: string): NativeFunction {
  const fold = pure(name);
  const run: NativeFunction = (machine, call) => {
    const by = arg(call, 1);
    const own = ownPatternMethod(machine, name, call.self, call.args);
    if (own !== undefined) return own;
    const isFunction = objectsOf(by).some(({ callable }) => callable !== undefined);
    if (isFunction) {
      const replaced = replaceEach(machine, call, by, name === 'replaceAll');
      if (replaced !== undefined) return replaced;
      machine.maybe('other', call.node, () => callBack(machine, call, by, [unknown('other')]));
      return unknown(worstOrigin(call.self.of));
    }
    const text = onlyString(machine.resolve(call.self));
    const pattern = patternOf(arg(call, 0));
    const replacement = onlyString(by);
    if (
      text !== undefined &&
      text.length <= longestMatched &&
      pattern !== undefined &&
      replacement !== undefined
    ) {
      return primitive(text.replace(wholePattern(machine, arg(call, 0), pattern), replacement));
    }
    if (pattern === undefined) return fold(machine, call);
    const { of } = machine.resolve(call.self);
    return of.length > 1
      ? joinAll(of.map((simple) => run(machine, { ...call, self: single(simple) })))
      : derived(`.${name}`, [call.self, ...call.args]);
  };
  return run;
}

/** `text.replace(pattern, makeText)` of a text that is known; undefined for others. */
function replaceEach(machine: Machine, call: NativeCall, by: Value, isEach: boolean): Value | undefined {
  const text = onlyString(machine.resolve(call.self));
  const wanted = arg(call, 0);
  const pattern = patternOf(wanted);
  const literal = onlyString(machine.resolve(wanted));
  if (text === undefined || text.length > longestMatched) return undefined;
  if (pattern === undefined && literal === undefined) return undefined;
  const parts: Value[] = [];
  let end = 0;
  const note = (match: string, ...rest: readonly unknown[]): string => {
    const place = rest.findIndex((one) => typeof one === 'number');
    const start = Number(rest[place]);
    const groups = rest
      .slice(0, place)
      .map((group) => primitive(typeof group === 'string' ? group : undefined));
    const made = callBack(machine, call, by, [
      primitive(match),
      ...groups,
      primitive(start),
      primitive(text),
    ]);
    parts.push(primitive(text.slice(end, start)), made);
    end = start + match.length;
    return '';
  };
  if (pattern !== undefined) text.replace(wholePattern(machine, wanted, pattern), note);
  else if (isEach) text.replaceAll(literal ?? '', note);
  else text.replace(literal ?? '', note);
  return concatenate([...parts, primitive(text.slice(end))].map((part) => machine.resolve(part)));
}

/** Where one text begins in another; a text of which pieces are not known has it or not. */
function indexOf(name: 'indexOf' | 'lastIndexOf'): NativeFunction {
  const fold = pure(name);
  const includes = pure('includes');
  return (machine, call) => {
    const result = fold(machine, call);
    return onlyPrimitive(result) === undefined
      ? indexWhere(machine, includes(machine, call), [call.self, ...call.args], call.node)
      : result;
  };
}

const longestRepeated = 2000;

function repeat(machine: Machine, call: NativeCall): Value {
  askForRange(machine, call, arg(call, 0), (count) => !(count <= -1 || count === Number.POSITIVE_INFINITY));
  const text = onlyString(machine.resolve(call.self));
  const count = onlyPrimitive(machine.resolve(arg(call, 0)))?.value;
  const isKnown = text !== undefined && typeof count === 'number' && count >= 0;
  return isKnown && text.length * count <= longestRepeated
    ? primitive(text.repeat(count))
    : derived('.repeat', [call.self]);
}

/** Fills a text up, where it and its length are known. */
function pad(name: 'padStart' | 'padEnd'): NativeFunction {
  return (machine, call) => {
    const text = onlyString(machine.resolve(call.self));
    const length = onlyPrimitive(machine.resolve(arg(call, 0)))?.value;
    const filler = call.args[1] === undefined ? ' ' : onlyString(machine.resolve(call.args[1]));
    const isKnown = text !== undefined && filler !== undefined && typeof length === 'number';
    return isKnown && length <= longestRepeated
      ? primitive(text[name](length, filler))
      : derived(`.${name}`, [call.self, ...call.args]);
  };
}

/** A number as a text. */
function inDigits(
  machine: Machine,
  call: NativeCall,
  [least, most]: readonly [least: number, most: number],
  write: (value: number, option: number | undefined) => string,
): Value {
  if (call.args[0] !== undefined && call.args[0] !== undefinedValue)
    askForRange(machine, call, call.args[0], (option) => {
      const whole = Number.isNaN(option) ? 0 : Math.trunc(option);
      return whole >= least && whole <= most;
    });
  const value = onlyPrimitive(machine.resolve(call.self))?.value;
  const option = call.args[0] === undefined ? undefined : onlyPrimitive(machine.resolve(call.args[0]))?.value;
  if (
    typeof value === 'number' &&
    (call.args[0] === undefined || (typeof option === 'number' && option >= least && option <= 36))
  )
    return primitive(write(value, typeof option === 'number' ? option : undefined));
  return call.args[0] === undefined
    ? concatenate([machine.resolve(call.self)])
    : unknown('other', undefined, true);
}

const pureNames = [
  'startsWith',
  'endsWith',
  'includes',
  'indexOf',
  'lastIndexOf',
  'toLowerCase',
  'toUpperCase',
  'toLocaleLowerCase',
  'toLocaleUpperCase',
  'trim',
  'trimStart',
  'trimEnd',
  'slice',
  'substring',
  'substr',
  'charAt',
  'charCodeAt',
  'codePointAt',
  'at',
  'localeCompare',
  'normalize',
  'valueOf',
  'toString',
];

export const stringMethods: NativeTable = {
  ...Object.fromEntries(pureNames.map((name) => [name, pure(name)])),
  concat: (machine, call) =>
    concatenate(
      [call.self, ...call.args].map((value) => machine.resolve(toPrimitive(machine, value, 'string'))),
    ),
  indexOf: indexOf('indexOf'),
  lastIndexOf: indexOf('lastIndexOf'),
  split: (machine, call) => ownPatternMethod(machine, 'split', call.self, call.args) ?? split(machine, call),
  match: (machine, call) =>
    ownPatternMethod(machine, 'match', call.self, call.args) ??
    matchAll(machine, call) ??
    match(machine, call.self, arg(call, 0)),
  matchAll: (machine, call) =>
    everyMatch(machine, call) ??
    newList(machine, { items: [], more: match(machine, call.self, arg(call, 0)) }),
  search: (machine, call) =>
    ownPatternMethod(machine, 'search', call.self, call.args) ?? search(machine, call),
  replace: replace('replace'),
  replaceAll: replace('replaceAll'),
  padStart: pad('padStart'),
  padEnd: pad('padEnd'),
  repeat,
};

export const numberMethods: NativeTable = {
  toString: (machine: Machine, call: NativeCall) =>
    inDigits(machine, call, [2, 36], (value, base) => value.toString(base)),
  toFixed: (machine: Machine, call: NativeCall) =>
    inDigits(machine, call, [0, 100], (value, count) => value.toFixed(count)),
  valueOf: (_machine: Machine, call: NativeCall) => call.self,
};

export function textOf(machine: Machine, value: Value): Value {
  if (value === undefinedValue) return primitive('undefined');
  const resolved = machine.resolve(value);
  return resolved.of.some(isSymbol) ? joinAll(resolved.of.map(textOfSymbol)) : concatenate([resolved]);
}

/** `Symbol(a)` for a symbol; other values as they are. */
function textOfSymbol(simple: Simple): Value {
  if (!isSymbol(simple)) return concatenate([single(simple)]);
  const description = descriptionOf(simple);
  return description === undefined ? unknown('other') : primitive(`Symbol(${description})`);
}
