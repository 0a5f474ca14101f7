/** What throws for what it is given: a list that is walked through and is not there, a member of null, a hash of nothing. */
import ts from 'typescript';
import { typeOfId } from './ids.ts';
import type { Machine } from './machine.ts';
import { missingProperty } from './objects.ts';
import { isNullish, objectsOf, type Simple, single, unknown, type Value } from './values.ts';

/**
 * To be called where the language asks a value for its properties: a pattern, `Object.entries`. A property that the
 * captured event lacks throws, and one of any event may do so.
 */
export function askForParts(machine: Machine, value: Value): void {
  if (isSurelyNothing(value)) machine.raise(unknown('error'));
  if (machine.handler !== undefined && value.isPromise !== true && mayBeMissing(machine, value))
    machine.mayThrow();
}

/** The same where it is asked for its items: `for…of`, a spread into a list. Numbers and truths have none. */
export function askForItems(machine: Machine, value: Value): void {
  askForParts(machine, value);
  if (isAll(machine, value, (simple) => isNoList(simple) || isPlainObject(machine, simple)))
    machine.raise(unknown('error'));
}

/** The same where bytes or a text are asked for: `Buffer.from`, `createHash(…).update`. Numbers and truths are none. */
export function askForBytes(machine: Machine, value: Value): void {
  const isNone = (simple: Simple): boolean => isNoText(simple) || isPlainObject(machine, simple);
  if (isSurelyNothing(value) || isAll(machine, value, isNone)) machine.raise(unknown('error'));
}

/** The same where lists are no bytes, either: `createHash(…).update`. */
export function askForText(machine: Machine, value: Value): void {
  askForBytes(machine, value);
  const isList = (simple: Simple): boolean => simple.kind === 'reference' && simple.object.type === 'array';
  if (isAll(machine, value, isList)) machine.raise(unknown('error'));
}

/** The same where entries are asked for, each with a key and a value: `Object.fromEntries`. */
export function askForEntries(machine: Machine, value: Value): void {
  askForItems(machine, value);
  const [list] = objectsOf(machine.resolve(value));
  if (list?.type !== 'array' || value.of.length !== 1 || value.isPromise === true) return;
  const isNoEntry = (simple: Simple): boolean => isConstant(simple, 'string') || isNoList(simple);
  if (list.items.items.some((item) => isAll(machine, item, isNoEntry))) machine.raise(unknown('error'));
}

/** What stands on the right of `in` has to be an object. */
export function askForKey(machine: Machine, value: Value): void {
  if (isAll(machine, value, isNoObject)) machine.raise(unknown('error'));
  askForParts(machine, value);
}

/** What stands on the right of `instanceof` has to be something that makes objects. */
export function askForClass(machine: Machine, type: Value): void {
  if (isAll(machine, type, isNoClass)) machine.raise(unknown('error'));
  askForParts(machine, type);
}

/** Whether what is called is surely no method of the value: a number has no `includes`. */
export function lacksMethod(machine: Machine, self: Value, method: Value, callee: ts.Expression): boolean {
  return (
    ts.isPropertyAccessExpression(callee) &&
    method.of.every((simple) => isNullish(simple) || simple.kind === 'unknown') &&
    isAll(machine, self, (simple) => isWithout(simple, callee.name.text))
  );
}

/** Whether a value surely is none that could have members. */
export function isSurelyNothing(value: Value): boolean {
  return (
    value === missingProperty ||
    value.of.every((simple) => simple.kind === 'primitive' && simple.value === null)
  );
}

function isAll(machine: Machine, value: Value, test: (simple: Simple) => boolean): boolean {
  return value.isPromise !== true && machine.resolve(value).of.every(test);
}

/** What is undefined here may only not be known. */
function isConstant(simple: Simple, ...types: readonly string[]): boolean {
  return simple.kind === 'primitive' && types.includes(typeof simple.value);
}

function isNoList(simple: Simple): boolean {
  return isConstant(simple, 'number', 'boolean', 'bigint');
}

/** Whether a value is an object as JSON has them, that is no list. */
function isPlainObject({ ofJson }: Machine, simple: Simple): boolean {
  if (simple.kind !== 'reference') return false;
  const { object } = simple;
  return object.type === 'object' && ofJson.has(object) && object.field(iterator) === undefined;
}

const iterator = '@@iterator';

function isNoText(simple: Simple): boolean {
  const type = typeOf(simple);
  return type === 'number' || type === 'boolean';
}

/** What `typeof` gives, where that is known, and `array` for a list. */
function typeOf(simple: Simple): string | undefined {
  if (simple.kind === 'text' || simple.kind === 'json') return 'string';
  if (simple.kind === 'unknown')
    return simple.id === undefined || ofOthers.test(simple.id) ? undefined : typeOfId(simple.id);
  if (simple.kind === 'reference') return simple.object.type === 'array' ? 'array' : undefined;
  return simple.kind === 'primitive' && !isNullish(simple) ? typeof simple.value : undefined;
}

/** What packages give may have methods with the names of the language's. */
const ofOthers = /(?:^| )(?:package|global) /;

function isNoObject(simple: Simple): boolean {
  if (simple.kind === 'unknown') return simple.id !== undefined && text.test(simple.id);
  return (
    simple.kind === 'text' ||
    simple.kind === 'json' ||
    isConstant(simple, 'string', 'number', 'boolean', 'bigint')
  );
}

/** The name of an event, and settings (reference 3.1, 6.1). */
const text = /^(?:event\.event|config\.[^. ]+)$/;

function isNoClass(simple: Simple): boolean {
  if (simple.kind !== 'reference') return isNoObject(simple);
  const { callable, openAs, proxied } = simple.object;
  return callable === undefined && openAs === undefined && proxied === undefined;
}

function isWithout(simple: Simple, name: string): boolean {
  const example = examples.get(typeOf(simple) ?? '');
  return example !== undefined && typeof Reflect.get(example, name) !== 'function';
}

/** What has the methods of a type. */
const examples: ReadonlyMap<string, object> = new Map<string, object>([
  ['string', String.prototype],
  ['number', Number.prototype],
  ['boolean', Boolean.prototype],
  ['bigint', BigInt.prototype],
  ['array', Array.prototype],
]);

function mayBeMissing(machine: Machine, value: Value): boolean {
  return machine
    .resolve(value)
    .of.some((simple) =>
      simple.kind === 'unknown'
        ? ofEvent.test(simple.id ?? '') && machine.truth(single(simple)).can !== 'true'
        : isNullish(simple),
    );
}

const ofEvent = /^event\.properties\.[\w$.]+$/;
