/**
 * The values of the abstract execution. A value is a short list of alternatives, each of them a primitive, a string
 * with unknown pieces, an object, or unknown. Unknown values remember where they come from, since a loop may be driven
 * by any incoming event, but not by any answer of a server.
 */
import { type Facts, type Primitive, either, both, noFacts, truthiness } from './facts.ts';
import { isAlreadyDone, madeBefore } from './ids.ts';
import type { HeapObject } from './heap.ts';
import type { PathStep } from './paths.ts';

/**
 * Where an unknown value comes from. Only `event` can be chosen freely by who sends the first event. A `counter` is a
 * number out of the event that grows from event to event, a `multiple` one that does so where it is not zero, a `countdown` one that shrinks, and one that is `renewed`
 * shrinks to zero and begins anew there. One that is `fading` shrinks by parts of itself and never is zero. One that is
 * made of such a number and may come near a limit without reaching it is `bounded`.
 */
export type Origin =
  | 'event'
  | 'counter'
  | 'multiple'
  | 'countdown'
  | 'renewed'
  | 'fading'
  | 'bounded'
  | 'config'
  | 'storage'
  | 'state'
  | 'network'
  | 'error'
  | 'other';

export interface PrimitiveValue {
  readonly kind: 'primitive';
  readonly value: Primitive;
}

export interface UnknownValue {
  readonly kind: 'unknown';
  /** Two unknown values of the same id are the same value. */
  readonly id: string | undefined;
  readonly origin: Origin;
  readonly isTruthy: boolean;
  /** Ids of what of the event a number counts that grows or shrinks; undefined where that is not known. */
  readonly counts?: readonly string[] | undefined;
  /** How many digits it has, where it is a text of nothing but hexadecimal ones. */
  readonly hexDigits?: number | undefined;
}

/** A string with unknown pieces, such as `${config.host}/e`. */
export interface TextValue {
  readonly kind: 'text';
  readonly parts: readonly (string | UnknownValue)[];
}

export interface Reference {
  readonly kind: 'reference';
  readonly object: HeapObject;
}

/** What JSON.stringify makes of a value. */
export interface JsonText {
  readonly kind: 'json';
  readonly value: Value;
}

export type Simple = PrimitiveValue | UnknownValue | TextValue | Reference | JsonText;

/** What follows from a value being truthy or falsy. */
export interface Condition {
  readonly whenTrue: Facts;
  readonly whenFalse: Facts;
  readonly origin: Origin;
  readonly lasting?: Lasting | undefined;
  /** Of a value that is another one on each path. */
  readonly byCase?: readonly CaseOutcome[] | undefined;
}

/** How a condition comes out for what a value is on one of the paths that were joined. */
export interface CaseOutcome {
  readonly outcome: boolean | 'both';
  /** What decides on the path. */
  readonly way: Origin;
  /** Where the value comes from. */
  readonly origin: Origin;
}

/**
 * What decides on each outcome of a condition however often it is asked, where that is about a number that is counted
 * from event to event: `counter` where that outcome comes to an end.
 */
export interface Lasting {
  readonly whenTrue: Origin;
  readonly whenFalse: Origin;
  /** Ids of what of the event the number is made of, where all of it is known. */
  readonly counts?: readonly string[] | undefined;
}

/** What a value is on one of the paths that were joined, and what is known on it. */
export interface Case {
  readonly value: PrimitiveValue | UnknownValue | TextValue | Reference;
  readonly facts: Facts;
  readonly origin: Origin;
  /** The conditions on that path, where conditions choose it. */
  readonly way?: CaseWay;
}

/** Conditions from one point of the execution to another, and those that had chosen before. */
export interface CaseWay {
  readonly from: PathStep | undefined;
  readonly to: PathStep | undefined;
  readonly before: CaseWay | undefined;
}

export interface Value {
  readonly of: readonly Simple[];
  readonly condition: Condition | undefined;
  /** Which path leads to which of the alternatives, where all of them are known: `test ? 'a' : 'b'`. */
  readonly cases?: readonly Case[];
  /** A promise is what it will be, but as a condition it is true, whatever it will be. */
  readonly isPromise?: boolean;
  /** Errors of the promise that nobody has waited for yet. */
  readonly rejections?: readonly Rejection[];
}

/** An error that a promise is rejected with; see `promises.ts`. */
export interface Rejection {
  /** Whether it is, as a condition; undefined where a call may fail for a reason that the code does not tell. */
  readonly happens: Value | undefined;
  /** What holds where that call is made. */
  readonly facts: Facts;
  readonly error: Value;
}

const trueOrFalse: Value = {
  of: [
    { kind: 'primitive', value: true },
    { kind: 'primitive', value: false },
  ],
  condition: undefined,
};

/** What becomes of a call whose failures the code tells nothing of. */
const failure: Rejection = { happens: undefined, facts: noFacts, error: unknown('error') };

/** A value that may be a promise of something that fails. */
export function failing(value: Value): Value {
  return { ...value, rejections: [failure] };
}

/** A promise of a value. */
export function promised(value: Value): Value {
  return { ...failing(value), isPromise: true };
}

/** The value as that of a promise which has it, and its errors, already. */
export function asPromise(value: Value): Value {
  return { ...value, isPromise: true };
}

/** What a promise will be. */
export function settled(value: Value): Value {
  if (value.isPromise !== true && value.rejections === undefined) return value;
  const { isPromise: _isPromise, rejections: _rejections, ...fulfilled } = value;
  return fulfilled;
}

/** The value with the errors of a promise, besides its own. */
export function withRejections(value: Value, added: readonly Rejection[] | undefined): Value {
  if (added === undefined || added.length === 0) return value;
  return { ...value, rejections: limitedRejections([...new Set([...(value.rejections ?? []), ...added])]) };
}

/** More errors than this become one that there may be. */
const maxRejections = 8;

function limitedRejections(rejections: readonly Rejection[]): readonly Rejection[] {
  if (rejections.length <= maxRejections) return rejections;
  const sure = rejections.filter(({ happens }) => happens !== undefined);
  const one = { ...failure, happens: trueOrFalse, error: joinAll(sure.map(({ error }) => error)) };
  return sure.length === 0 ? [failure] : sure.length < rejections.length ? [failure, one] : [one];
}

/** Errors of a value that is one of several: those of all of them, each of which it may have. */
function joinRejections(values: readonly Value[]): readonly Rejection[] | undefined {
  if (values.every(({ rejections }) => rejections === undefined)) return undefined;
  const all = new Set(values.flatMap(({ rejections }) => rejections ?? []));
  const isOfEach = (one: Rejection): boolean =>
    values.every(({ rejections }) => rejections?.includes(one) === true);
  return limitedRejections([...all].map((one) => (isOfEach(one) ? one : possible(one))));
}

/** An error that there may be or not. */
function possible(rejection: Rejection): Rejection {
  const { happens } = rejection;
  return happens === undefined || (happens.of.length > 1 && happens.condition === undefined)
    ? rejection
    : { ...rejection, happens: trueOrFalse };
}

/** Errors that are kept longer than what is known now holds. */
export function possibleRejections({ rejections }: Value): readonly Rejection[] | undefined {
  return rejections?.map((one) => possible({ ...one, facts: noFacts }));
}

/** More alternatives than this become one unknown value; functions are kept longer, because they may be called. */
const maxAlternatives = 24;
const maxPlainObjects = 12;
const maxFunctions = 1024;
const maxIdLength = 120;

export function single(simple: Simple): Value {
  return { of: [simple], condition: undefined };
}

export function primitive(value: Primitive): Value {
  return single({ kind: 'primitive', value });
}

export const undefinedValue: Value = primitive(undefined);

export function unknown(origin: Origin, id?: string, isTruthy = false): Value {
  return single({ kind: 'unknown', id, origin, isTruthy });
}

export function reference(object: HeapObject): Value {
  return single({ kind: 'reference', object });
}

export function withCondition(value: Value, condition: Condition | undefined): Value {
  const { of, rejections } = value;
  return rejections === undefined ? { of, condition } : { of, condition, rejections };
}

export function join(first: Value, second: Value): Value {
  return first === second ? first : joinAll([first, second]);
}

/** Items of which it is not known how many there are: where any of them is there, what is known of one of both holds. */
export function joinMore(first: Value | undefined, second: Value | undefined): Value | undefined {
  if (first === undefined || second === undefined || first === second) return first ?? second;
  const value = joinAll([first, second]);
  const [one, other] = [first.condition, second.condition];
  if (one === undefined || other === undefined) return value;
  return withCondition(value, {
    whenTrue: either(one.whenTrue, other.whenTrue),
    whenFalse: both(one.whenFalse, other.whenFalse) ?? noFacts,
    origin: worse(one.origin, other.origin),
  });
}

/** All alternatives of all values, each once. */
export function joinAll(values: readonly Value[]): Value {
  const [only] = values;
  if (only !== undefined && values.length === 1) return only;
  const all: Simple[] = [];
  for (const { of } of values) {
    for (const simple of of) if (!all.some((other) => isSame(simple, other))) all.push(simple);
    if (all.length > maxFunctions + maxAlternatives) break;
  }
  return withRejections({ of: limited(all), condition: undefined }, joinRejections(values));
}

function isSame(first: Simple, second: Simple): boolean {
  if (first === second) return true;
  switch (first.kind) {
    case 'primitive':
      return second.kind === 'primitive' && Object.is(first.value, second.value);
    case 'reference':
      return second.kind === 'reference' && first.object === second.object;
    case 'unknown':
      return (
        second.kind === 'unknown' &&
        first.id === second.id &&
        first.origin === second.origin &&
        first.isTruthy === second.isTruthy &&
        first.hexDigits === second.hexDigits
      );
    case 'text':
    case 'json':
      return first.kind === second.kind && keyOf(first) === keyOf(second);
  }
}

function limited(simples: readonly Simple[]): readonly Simple[] {
  if (simples.length === 0) return undefinedValue.of;
  if (simples.length <= maxPlainObjects) return simples;
  const functions = simples.filter((simple) => isObject(simple, true));
  const objects = simples.filter((simple) => isObject(simple, false));
  const others = simples.filter(({ kind }) => kind !== 'reference');
  const kept = [...functions.slice(0, maxFunctions), ...objects.slice(0, maxPlainObjects)];
  if (others.length <= maxAlternatives && objects.length <= maxPlainObjects) return [...kept, ...others];
  const rest: UnknownValue = { kind: 'unknown', id: undefined, origin: worstOrigin(others), isTruthy: false };
  return others.length <= maxAlternatives ? [...kept, ...others, rest] : [...kept, rest];
}

function isObject(simple: Simple, isFunction: boolean): boolean {
  return simple.kind === 'reference' && (simple.object.callable !== undefined) === isFunction;
}

/** Equal for simple values that are the same. */
export function keyOf(simple: Simple): string {
  switch (simple.kind) {
    case 'primitive':
      return `${typeof simple.value} ${String(simple.value)}`;
    case 'unknown':
      return `? ${simple.origin} ${simple.id ?? ''} ${simple.isTruthy ? '!' : ''}${simple.hexDigits ?? ''}`;
    case 'text':
      return `\` ${simple.parts.map((part) => (typeof part === 'string' ? part : `\${${keyOf(part)}}`)).join('')}`;
    case 'reference':
      return `# ${simple.object.number}`;
    case 'json':
      return `json ${simple.value.of.map(keyOf).join('|')}`;
  }
}

/** The origin that decides least: an unknown that depends on an event and on a server's answer is the server's. */
export function worstOrigin(simples: readonly Simple[]): Origin {
  let result: Origin | undefined;
  for (const simple of simples) {
    const pieces = simple.kind === 'text' ? simple.parts : [simple];
    for (const piece of pieces) {
      if (typeof piece !== 'string' && piece.kind === 'unknown') result = worse(result, piece.origin);
    }
  }
  return result ?? 'other';
}

/** What follows from the truth of a value that says nothing about it. */
export function conditionOf({ of }: Value): Condition {
  const [simple] = of;
  const origin = worstOrigin(of);
  if (of.length !== 1 || simple?.kind !== 'unknown' || simple.id === undefined) {
    return { whenTrue: noFacts, whenFalse: noFacts, origin };
  }
  const { id } = simple;
  return {
    whenTrue: truthiness(id, true),
    whenFalse: truthiness(id, false),
    origin,
  };
}

export function worse(first: Origin | undefined, second: Origin): Origin {
  return first === undefined || first === 'event' ? second : first;
}

/**
 * An unknown value that an operation makes of others. It has an id when they all have one, so that the same operation
 * on the same values gives the same value.
 */
export function derived(operation: string, inputs: readonly Value[], isTruthy = false): Value {
  const done = unchanged(operation, inputs);
  if (done !== undefined) return done;
  const simples = inputs.flatMap(({ of }) => of);
  let id: string | undefined = operation;
  for (const simple of simples) {
    id = appendId(id, simple);
    if (id === undefined || id.length > maxIdLength) break;
  }
  for (const { of } of inputs) if (of.length !== 1) id = undefined;
  const isLong = id !== undefined && id.length > maxIdLength;
  const [counts] = simples.flatMap((simple) => (simple.kind === 'unknown' ? (simple.counts ?? []) : []));
  const value = unknown(worstOrigin(simples), isLong ? undefined : id, isTruthy);
  return counts === undefined
    ? value
    : { ...value, of: value.of.map((simple) => ({ ...simple, counts: countedIn(simples) })) };
}

/** What of the event numbers are made of; undefined where that is not known of one of them. */
export function countedIn(simples: readonly Simple[]): readonly string[] | undefined {
  const ids = new Set<string>();
  for (const simple of simples) {
    if (simple.kind !== 'unknown') continue;
    const found = simple.counts ?? simple.id?.match(partOfEvent);
    if (found === undefined || found === null) return undefined;
    for (const id of found) ids.add(id);
  }
  return [...ids];
}

const partOfEvent = /(?<![\w$.])event\.[\w$.]+/g;

/** The value itself, where the operation was applied to it before and changes nothing more. */
function unchanged(operation: string, [first, ...others]: readonly Value[]): Value | undefined {
  const [simple] = first?.of ?? [];
  if (first?.of.length !== 1 || simple?.kind !== 'unknown' || simple.id === undefined) return undefined;
  let rest: string | undefined = '';
  for (const { of } of others) {
    for (const other of of) rest = rest === undefined ? undefined : appendId(rest, other);
    if (of.length !== 1) rest = undefined;
  }
  if (rest === undefined) return undefined;
  const before = madeBefore(operation, simple.id, rest);
  if (before !== undefined) return single({ ...simple, id: before, isTruthy: operation === '.toFixed' });
  return isAlreadyDone(operation, simple.id, rest) ? first : undefined;
}

function appendId(id: string, simple: Simple): string | undefined {
  if (simple.kind === 'primitive') return `${id} ${JSON.stringify(String(simple.value))}`;
  if (simple.kind === 'unknown') return simple.id === undefined ? undefined : `${id} ${simple.id}`;
  if (simple.kind === 'reference' && simple.object.pattern !== undefined && !id.startsWith('.test'))
    // With the flags as they are written: whether all places are meant or the first one.
    return `${id} /${simple.object.pattern.source}/${simple.object.flags}`;
  if (
    simple.kind === 'text' &&
    simple.parts.every((part) => typeof part === 'string' || part.id !== undefined)
  ) {
    const [piece, another] = simple.parts;
    const isAlone = typeof piece === 'object' && another === undefined;
    return isAlone ? appendId(`${id} String`, piece) : `${id} ${keyOf(simple)}`;
  }
  return undefined;
}

/** An unknown value that can be told from others. */
export type KnownUnknown = UnknownValue & { readonly id: string };

/** The only alternative, when it is such a value. */
export function onlyUnknown({ of }: Value): KnownUnknown | undefined {
  const [simple] = of;
  if (of.length !== 1 || simple?.kind !== 'unknown' || simple.id === undefined) return undefined;
  return { ...simple, id: simple.id };
}

/** The only alternative, when it is a primitive. */
export function onlyPrimitive(value: Value): PrimitiveValue | undefined {
  const [simple] = value.of;
  return value.of.length === 1 && simple?.kind === 'primitive' ? simple : undefined;
}

/** The only alternative, when it is a string. */
export function onlyString(value: Value): string | undefined {
  const found = onlyPrimitive(value)?.value;
  return typeof found === 'string' ? found : undefined;
}

export function objectsOf(value: Value): readonly HeapObject[] {
  return value.of.flatMap((simple) => (simple.kind === 'reference' ? simple.object : []));
}

export function isNullish(simple: Simple): boolean {
  return simple.kind === 'primitive' && (simple.value === undefined || simple.value === null);
}
