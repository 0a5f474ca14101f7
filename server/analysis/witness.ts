/** An event that drives a loop: what has to be known of the first event, with ordinary values for the rest. */
import type { JsonObject, Json } from '../../protocol/trace.ts';
import { type CapturedEvent, knownName } from './events.ts';
import type { Fact, Facts, Primitive } from './execution/facts.ts';
import { toldName } from './execution/settingNames.ts';
import type { Shape } from './execution/shapes.ts';
import { ageOfFirst } from './execution/times.ts';
import type { Verdict } from './verdict.ts';

/** A field of the event, of its properties, or of an object among them. */
const field = /^event(?:\.[^. ()[\]]+){1,4}$/;

const nameId = 'event.event';

/** Null where the loop does not go on for ever, or nothing is known of it. */
export function witnessOf({ cycle, grade, start: { facts, steps } }: Verdict): JsonObject | null {
  if (grade === 'ends') return null;
  const properties: Record<string, Json> = {};
  // Where more than the event decides whether it comes here, such as a table of handlers, or something is asked of its
  // name that is not understood, an event of the loop itself surely does.
  const isOpen =
    !facts.has(nameId) && (steps.some(({ origin }) => origin !== 'event') || isAskedMore(nameId, facts));
  const nameInLoop = isOpen
    ? cycle.map((node) => knownName(node.event)).find((name) => name !== undefined)
    : undefined;
  const event: Record<string, Json> = {
    event: nameInLoop ?? nameFor(facts),
    distinct_id: 'ada@example.com',
  };
  const root: Record<string, Json> = { properties };
  for (const id of [...fieldsIn(facts)].toSorted()) {
    const value = valueFor(id, facts);
    if (value !== undefined) put(root, id.split('.').slice(1), value);
  }
  // A run gives no time to an event that has none, and no age is less than a day then.
  if (isAskedToBeFresh(facts)) root['timestamp'] = fresh;
  const { properties: _own, ...others } = root;
  return { ...event, ...others, properties };
}

/** The event for people: what settings name has the name that the code gives it. */
export function toldEvent(event: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(event).map(([name, value]) => [
      toldName(name),
      isObject(value) ? toldEvent(value) : value,
    ]),
  );
}

/** A time that has not come when the event is tried, whenever that is. */
const fresh = '2099-01-01T00:00:00.000Z';

/** Whether a comparison of the event's age has to be true. */
function isAskedToBeFresh(facts: Facts): boolean {
  return [...facts].some(([id, { truthy }]) => truthy === true && id.includes(ageOfFirst));
}

/** Puts a value where the path leads, through objects that are made on the way. */
function put(into: Record<string, Json>, [key, ...rest]: readonly string[], value: Json): void {
  if (key === undefined) return;
  if (rest.length === 0) {
    // What is known of its fields says more.
    if (!isObject(into[key]) || isObject(value)) into[key] = value;
    return;
  }
  const known = into[key];
  const inner: Record<string, Json> = isObject(known) ? known : {};
  into[key] = inner;
  put(inner, rest, value);
}

function isObject(value: Json | undefined): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The fields of the event that something is known of, directly or through what was made of them. */
function fieldsIn(facts: Facts): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const id of facts.keys()) {
    const about = field.test(id) ? id : (derivation(id)?.about ?? parameter.exec(id)?.[1]);
    const isOfName = about === nameId || about?.startsWith(`${nameId}.`) === true;
    if (about !== undefined && !isOfName && about !== 'event.properties' && field.test(about)) ids.add(about);
  }
  return ids;
}

/** Names of events as people write them. */
export const plainNames = ['signed up', 'order placed', 'page opened', 'another event'];

function nameFor(facts: Facts): string {
  const name = nameOfAnyLength(facts);
  const length = valueFor(`${nameId}.length`, facts);
  return typeof length === 'number' ? name.padEnd(length, ' and more').slice(0, length) : name;
}

function nameOfAnyLength(facts: Facts): string {
  const fact = facts.get(nameId);
  const [listed] = fact?.oneOf ?? [];
  if (typeof listed === 'string') return listed;
  if (isSettingsName(facts)) return whatSettingSays;
  const passes = testsOf(nameId, facts);
  return (
    textFor(nameId, facts) ??
    plainNames.find(
      (name) => fact?.noneOf.includes(name) !== true && passes.every((test) => holds(test, name)),
    ) ??
    'another event'
  );
}

/** Whether the event has to have what a setting says: no event that is tried can have that. */
export function isAskedForSetting({ capture, start }: Verdict): boolean {
  return [capture, start].some(({ facts }) => [...facts.keys()].some((id) => setting.test(id)));
}

const setting = /(?:^| )config\./;

/** `event.event === config.name`, `config.names.split(',').includes(event.event)` */
function isSettingsName(facts: Facts): boolean {
  return [...facts].some(
    ([id, { truthy }]) =>
      truthy === true && comparing.test(id) && setting.test(id) && id.split(' ').includes(nameId),
  );
}

const comparing = /^(?:===|in|\.includes|\.startsWith|\.endsWith) /;

const whatSettingSays = 'what the setting says';

/** What a text begins with, ends with or has in it, or has not. */
interface TextTest {
  readonly operation: string;
  readonly text: string;
  readonly isWanted: boolean;
}

function testsOf(id: string, facts: Facts): readonly TextTest[] {
  return [...facts].flatMap(([other, { truthy }]) => {
    const made = derivation(other);
    if (made?.about !== id || made.text === undefined || truthy === undefined) return [];
    return textTests.has(made.operation)
      ? { operation: made.operation, text: made.text, isWanted: truthy }
      : [];
  });
}

/** Whether more is asked of the name of the first event than a witness is sure to fulfil. */
export function isNameOpen({ capture, start }: Verdict): boolean {
  return [capture, start].some(({ facts }) => isAskedMore(nameId, facts));
}

/** Whether something is known of what was made of a value, such as `event.event.toLowerCase()`. */
function isAskedMore(id: string, facts: Facts): boolean {
  return [...facts.keys()].some((other) => {
    if (other === id || !other.split(' ').includes(id)) return false;
    const made = derivation(other);
    return made?.about !== id || !textTests.has(made.operation);
  });
}

const textTests: ReadonlySet<string> = new Set(['.startsWith', '.endsWith', '.includes']);

function holds({ isWanted, operation, text }: TextTest, value: string): boolean {
  const is =
    operation === '.startsWith'
      ? value.startsWith(text)
      : operation === '.endsWith'
        ? value.endsWith(text)
        : value.includes(text);
  return is === isWanted;
}

/** A text that passes all that was asked of it; undefined when nothing was asked that makes one, or none is found. */
function textFor(id: string, facts: Facts): string | undefined {
  const fact = facts.get(id);
  const tests = testsOf(id, facts);
  const wanted = (operation: string): readonly string[] =>
    tests.filter((test) => test.isWanted && test.operation === operation).map(({ text }) => text);
  const starts = [...wanted('.startsWith'), ...(fact?.prefix === undefined ? [] : [fact.prefix])];
  const ends = wanted('.endsWith');
  const inner = wanted('.includes');
  if (starts.length + ends.length + inner.length === 0) return undefined;
  const longest = (texts: readonly string[]): string =>
    texts.toSorted((one, other) => other.length - one.length)[0] ?? '';
  const fills = ['something', 'a thing', ''];
  return fills
    .map((fill) => longest(starts) + inner.join('') + fill + longest(ends))
    .find((text) => fact?.noneOf.includes(text) !== true && tests.every((test) => holds(test, text)));
}

/** Undefined for what may as well be absent. */
function valueFor(id: string, facts: Facts): Json | undefined {
  const fact = facts.get(id);
  if (fact?.oneOf !== undefined) return fact.oneOf.map(toJson).find((value) => value !== undefined);
  if (fact?.truthy === false) return undefined;
  const text = textFor(id, facts) ?? addressFor(id, facts);
  if (text !== undefined) return text;
  for (const [other, known] of facts) {
    const made = derivation(other);
    const value = made?.about === id ? valueBehind(made, known) : undefined;
    if (value !== undefined) return value;
  }
  // Without a library of its own it would get that of apps when it comes back (reference 1.1).
  if (id === 'event.properties.$lib' && fact?.noneOf.includes('posthog-plugin-server') === true) return 'web';
  if (fact?.truthy === true) return id.endsWith('url') ? 'https://example.com/' : 'yes';
  return fact?.noneOf.includes(undefined) === true ? 'something' : undefined;
}

/** What is asked of a parameter of an address: `new URL(url).searchParams.get('a')`. */
const parameter = /^\.(?:get|has) URL\.searchParams (event\.\S+) "(.*)"$/;

/** An address with the parameters that are asked for; undefined where none are. */
function addressFor(id: string, facts: Facts): string | undefined {
  const pairs = [...facts].flatMap(([other, { oneOf, truthy, noneOf }]) => {
    const [, about, name = ''] = parameter.exec(other) ?? [];
    const value = oneOf?.find((one) => typeof one === 'string');
    const isThere = value !== undefined || truthy === true || noneOf.includes(null);
    return about === id && isThere ? `${name}=${encodeURIComponent(value ?? 'yes')}` : [];
  });
  return pairs.length === 0 ? undefined : `https://example.com/?${pairs.join('&')}`;
}

/** What was asked of a field: `typeof`, `>` with a limit, `.startsWith` with a text, a piece of an address. */
interface Derivation {
  readonly operation: string;
  readonly about: string;
  readonly text: string | undefined;
}

function derivation(id: string): Derivation | undefined {
  const setting = /^=== config\.\S+ (event\.\S+)$/.exec(id)?.[1];
  if (setting !== undefined) return { operation: '=== config', about: setting, text: undefined };
  const [, operation, about, text] =
    /^(\S+) (?:(?:Number|parseInt|parseFloat|String|unary \+) )*(event\.\S+)(?: "(.*)")?$/.exec(id) ?? [];
  return operation === undefined || about === undefined ? undefined : { operation, about, text };
}

const examples: Readonly<Record<string, Json>> = {
  string: 'something',
  number: 1,
  boolean: true,
  object: {},
};

function valueBehind({ operation, text }: Derivation, { oneOf, prefix, truthy }: Fact): Json | undefined {
  if (operation === 'typeof') return typeof oneOf?.[0] === 'string' ? examples[oneOf[0]] : undefined;
  if (operation.startsWith('URL.')) {
    const path = operation === 'URL.pathname' ? (prefix ?? oneOf?.[0] ?? '/') : '/';
    return `https://example.com${String(path)}`;
  }
  if (operation === '=== config') return truthy === true ? whatSettingSays : undefined;
  if (text === undefined || truthy === undefined) return undefined;
  const limit = Number(text);
  switch (operation) {
    case '>':
    case '<=':
      return Number.isNaN(limit) ? undefined : truthy === (operation === '>') ? limit + 1 : limit;
    case '<':
    case '>=':
      return Number.isNaN(limit) ? undefined : truthy === (operation === '<') ? limit - 1 : limit;
    default:
      return undefined;
  }
}

/** The properties of a captured event, as far as they are known. */
export function knownProperties({ properties }: CapturedEvent): JsonObject {
  const known = knownJson(properties);
  return isObject(known) ? known : {};
}

function knownJson(shape: Shape): Json | undefined {
  switch (shape.kind) {
    case 'simple':
      return shape.simple.kind === 'primitive' ? toJson(shape.simple.value) : undefined;
    case 'list':
      return shape.items.flatMap((item) => knownJson(item) ?? []);
    case 'object':
      return Object.fromEntries(
        [...shape.fields].flatMap(([name, field]) => {
          const value = knownJson(field);
          return value === undefined ? [] : [[name, value]];
        }),
      );
    default:
      return undefined;
  }
}

function toJson(value: Primitive): Json | undefined {
  return typeof value === 'bigint' ? String(value) : value;
}
