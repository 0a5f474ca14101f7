/** What patterns find in texts, and where those with `g` or `y` go on the next time. */
import { toldByPattern } from '../beginnings.ts';
import { lacksPattern } from '../cuts.ts';
import { noFacts } from '../facts.ts';
import { type HeapObject, type NativeCall, placeKey } from '../heap.ts';
import type { Machine } from '../machine.ts';
import { matchesAnyHex } from '../hexTexts.ts';
import { getNamed, newList, newObject } from '../objects.ts';
import { testPattern } from '../textMethods.ts';
import {
  derived,
  join,
  joinAll,
  objectsOf,
  onlyPrimitive,
  onlyString,
  primitive,
  reference,
  type Simple,
  undefinedValue,
  unknown,
  type Value,
  withCondition,
  worstOrigin,
} from '../values.ts';
import { arg, type NativeTable } from './native.ts';

export const longestMatched = 200;

/** The pattern, where it is one; undefined where it is one of several. */
export function patternOf({ of: [only, another] }: Value): RegExp | undefined {
  return only?.kind === 'reference' && another === undefined ? only.object.pattern : undefined;
}

/** The pattern that `match` and `search` make of a text without characters that mean something in one. */
function plainPattern(value: Value): RegExp | undefined {
  const text = onlyString(value);
  return text !== undefined && /^[\w :,;@%&=!~-]+$/.test(text) ? new RegExp(text) : undefined;
}

/** Matches a text with a pattern; the result has the same truth as the match. */
export function match(machine: Machine, text: Value, pattern: Value): Value {
  const regexp = patternOf(pattern) ?? plainPattern(pattern);
  const subject = machine.resolve(text);
  const known = onlyPrimitive(subject);
  if (regexp !== undefined && known !== undefined) {
    const string = String(known.value);
    if (string.length <= longestMatched) {
      const found = regexp.exec(string);
      return found === null ? primitive(null) : matchOf(machine, found);
    }
  }
  if (regexp !== undefined && subject.of.every((simple) => isCutOff(simple, regexp))) return primitive(null);
  const matched = regexp === undefined ? undefined : matchText(machine, subject, regexp);
  if (matched !== undefined) return matched;
  const name = regexp === undefined ? undefined : String(regexp);
  const wanted = onlyString(pattern);
  if (name === undefined && wanted === undefined)
    return unknown(worstOrigin([...subject.of, ...pattern.of.filter(({ kind }) => kind === 'unknown')]));
  const result = derived(`match ${name ?? wanted}`, [subject]);
  return regexp === undefined ? result : toldByPattern(result, subject, regexp);
}

/** Whether what a pattern looks for was taken out before. */
function isCutOff(simple: Simple, pattern: RegExp): boolean {
  return simple.kind === 'unknown' && simple.id !== undefined && lacksPattern(simple.id, pattern);
}

/** What is known of one match: its groups, and where it is. */
function matchOf(machine: Machine, found: RegExpExecArray): Value {
  const result = newList(machine, { items: found.map((group) => primitive(group)) });
  const { groups, index, input } = found;
  for (const object of objectsOf(result)) {
    machine.set(object, 'index', primitive(index));
    machine.set(object, 'input', primitive(input));
    const named = Object.entries(groups ?? {}).map(([key, group]) => [key, primitive(group)] as const);
    machine.set(
      object,
      'groups',
      groups === undefined ? undefinedValue : newObject(machine, Object.fromEntries(named)),
    );
  }
  return result;
}

/** The match of strings with unknown pieces, where their known ones decide. */
function matchText(machine: Machine, { of }: Value, pattern: RegExp): Value | undefined {
  const [simple] = of;
  if (of.length === 1 && simple?.kind === 'unknown' && matchesAnyHex(simple, pattern))
    return newList(machine, { items: [], more: unknown('other') });
  if (of.length !== 1 || simple?.kind !== 'text') return undefined;
  const isMatch = testPattern(simple, pattern);
  if (isMatch === undefined) return undefined;
  return isMatch ? newList(machine, { items: [], more: unknown(worstOrigin(of)) }) : primitive(null);
}

export function search(machine: Machine, call: NativeCall): Value {
  const pattern = patternOf(arg(call, 0)) ?? plainPattern(arg(call, 0));
  const subject = machine.resolve(call.self);
  const known = onlyString(subject);
  if (pattern === undefined) return unknown('other');
  if (known !== undefined && known.length <= longestMatched) return primitive(known.search(pattern));
  const { can } = machine.truth(match(machine, call.self, arg(call, 0)));
  return can === 'false' ? primitive(-1) : derived(`.search ${String(pattern)}`, [call.self]);
}

/** What `exec` gives: with `g` or `y` it goes on where the pattern found something the last time. */
function exec(machine: Machine, call: NativeCall): Value {
  const [object] = objectsOf(call.self);
  if (object?.keepsPlace !== true) return match(machine, arg(call, 0), call.self);
  const given = machine.resolve(getNamed(machine, reference(object), placeKey, call.node));
  const place = onlyPrimitive(given)?.value;
  const keep = (left: Value): void => machine.set(object, placeKey, left);
  const subject = machine.resolve(arg(call, 0));
  const text = onlyString(subject);
  const isKnown = text !== undefined && text.length <= longestMatched;
  if (isKnown && typeof place === 'number') {
    const { found, next } = findFrom(object, text, place);
    keep(primitive(next));
    return found === null ? primitive(null) : matchOf(machine, found);
  }
  const origin = worstOrigin([...subject.of, ...given.of]);
  if (isKnown) {
    const all = findFromAnywhere(object, text).map((found) => matchOf(machine, found));
    keep(all.length === 0 ? primitive(0) : unknown(origin));
    const value = joinAll([...all, primitive(null)]);
    return withCondition(value, { whenTrue: noFacts, whenFalse: noFacts, origin });
  }
  const result = match(machine, subject, call.self);
  if (place === 0) {
    keep(machine.truth(result).can === 'false' ? primitive(0) : unknown(worstOrigin(subject.of)));
    return result;
  }
  // Behind a match it may miss what it found before, and with `y` find what is not at the beginning.
  const { can, whenTrue } = machine.truth(result);
  const isAnywhere = object.flags.includes('y');
  if (can === 'false' && !isAnywhere) {
    keep(primitive(0));
    return result;
  }
  keep(unknown(origin));
  const further = can === 'true' && !isAnywhere ? result : unknown(origin);
  return withCondition(join(further, primitive(null)), {
    whenTrue: isAnywhere ? noFacts : whenTrue,
    whenFalse: noFacts,
    origin,
  });
}

/** What a pattern finds from a place of a text on, and where it goes on the next time. */
function findFrom(
  { flags, pattern }: HeapObject,
  text: string,
  place: number,
): { readonly found: RegExpExecArray | null; readonly next: number } {
  if (pattern === undefined) return { found: null, next: 0 };
  const isSticky = flags.includes('y');
  const source = isSticky ? pattern.source.slice('^(?:'.length, -1) : pattern.source;
  const whole = new RegExp(source, `${pattern.flags}${isSticky ? 'y' : 'g'}`);
  whole.lastIndex = place;
  const found = whole.exec(text);
  return { found, next: whole.lastIndex };
}

/** All that a pattern may find in a text, wherever it goes on. */
function findFromAnywhere(pattern: HeapObject, text: string): readonly RegExpExecArray[] {
  const matches: RegExpExecArray[] = [];
  for (let place = 0; place <= text.length; place += 1) {
    const { found } = findFrom(pattern, text, place);
    if (found === null) continue;
    matches.push(found);
    place = Math.max(place, found.index);
  }
  return matches;
}

function test(machine: Machine, call: NativeCall): Value {
  const result = exec(machine, call);
  const { can } = machine.truth(result);
  return can === 'both' ? result : primitive(can === 'true');
}

/** Whether a pattern looks for all places, and not for the first one. */
function isForAll(pattern: Value): boolean {
  return objectsOf(pattern).some(({ flags }) => flags.includes('g'));
}

/** `text.match(/…/g)` of a text that is known: all matches. */
export function matchAll(machine: Machine, { self, args }: NativeCall): Value | undefined {
  const [wanted] = args;
  const text = onlyString(machine.resolve(self));
  const pattern = wanted === undefined ? undefined : patternOf(wanted);
  if (wanted === undefined || pattern === undefined || text === undefined || text.length > longestMatched)
    return undefined;
  if (!isForAll(wanted)) return undefined;
  const found = text.match(wholePattern(machine, wanted, pattern));
  return found === null ? primitive(null) : newList(machine, { items: found.map((each) => primitive(each)) });
}

/** `text.matchAll(/…/g)` of a text that is known: all matches, each with its groups. */
export function everyMatch(machine: Machine, { self, args: [wanted] }: NativeCall): Value | undefined {
  const text = onlyString(machine.resolve(self));
  const pattern = wanted === undefined ? undefined : patternOf(wanted);
  if (wanted === undefined || pattern === undefined || text === undefined || text.length > longestMatched)
    return undefined;
  if (!isForAll(wanted)) return undefined;
  const matches = [...text.matchAll(wholePattern(machine, wanted, pattern))];
  return newList(machine, { items: matches.map((found) => matchOf(machine, found)) });
}

/** A pattern as it was written: whether it finds one place or all of them, after which it begins anew. */
export function wholePattern(machine: Machine, value: Value, { source, flags }: RegExp): RegExp {
  const isGlobal = isForAll(value);
  for (const object of objectsOf(value))
    if (isGlobal && object.keepsPlace) machine.set(object, placeKey, primitive(0));
  return new RegExp(source, isGlobal ? `${flags.replace('g', '')}g` : flags);
}

export const regexpMethods: NativeTable = {
  test,
  exec,
  toString: () => unknown('other', undefined, true),
};
