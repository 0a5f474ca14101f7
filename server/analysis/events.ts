/** Events as the analysis sees them: any event, a captured one, and what is known of each. */
import type ts from 'typescript';
import type { JsonObject } from '../../protocol/trace.ts';
import type { Facts } from './execution/facts.ts';
import { HeapObject } from './execution/heap.ts';
import { homesOf, idAtHome, idAway } from './execution/homes.ts';
import type { Machine } from './execution/machine.ts';
import { valueOfJson } from './execution/natives/json.ts';
import { getNamed, newList } from './execution/objects.ts';
import { newTime } from './execution/times.ts';
import type { WatchedCells } from './execution/watchedCells.ts';
import {
  asText,
  build,
  fieldOf,
  idsIn,
  isUndefined,
  keyOfShape,
  mayBeUndefined,
  nameText,
  relevantFacts,
  type Shape,
  withIds,
  withoutOwnIds,
} from './execution/shapes.ts';
import { objectsOf, primitive, reference, unknown, type Value } from './execution/values.ts';

/** An event that the app captures. */
export interface CapturedEvent {
  readonly name: Shape;
  readonly properties: Shape;
  /** What the processEvent of another app made of its `distinct_id`; undefined where it is the one it was captured with. */
  readonly distinctId?: Shape | undefined;
  /** The `$set` and `$set_once` that the processEvent of another app has put beside the properties; undefined for none. */
  readonly beside?: Shape | undefined;
  /** Whether the app gives its `$lib` as undefined, in place of what PostHog adds: then it has none (reference 1.1). */
  readonly hasNoLib?: boolean;
  /** Whether `posthog.capture` makes it, which adds properties of its own (reference 1.1). */
  readonly isOwnCapture: boolean;
  /**
   * Whether the processEvent of another app has made its properties: what PostHog added is among them, unless that app
   * took it away.
   */
  readonly isMade?: boolean;
  /** What is known of the event that started it all. */
  readonly facts: Facts;
}

/** Ids of the event that starts it all begin with this. */
const root = 'event';

/** Any event, of which nothing is known. */
export function anyEvent(machine: Machine, name?: string): Value {
  const properties = new HeapObject('object', { openAs: { id: `${root}.properties`, origin: 'event' } });
  const event = new HeapObject('object', { openAs: { id: root, origin: 'event' } });
  machine.set(event, 'properties', reference(properties));
  // PostHog takes no event without a name, and none without a distinct id.
  machine.set(event, 'distinct_id', unknown('event', `${root}.distinct_id`, true));
  machine.set(event, 'event', name === undefined ? unknown('event', `${root}.event`, true) : primitive(name));
  return reference(event);
}

/** An event of which all is known but for what PostHog adds. */
export function givenEvent(machine: Machine, event: JsonObject): Value {
  const given = valueOfJson(machine, event);
  for (const object of objectsOf(given)) {
    for (const [name, value] of Object.entries({ ...addedFields, ...timesOf(machine) })) {
      if (object.field(name) === undefined) machine.set(object, name, value);
    }
  }
  return given;
}

/** What PostHog adds to an event (reference 6.1). */
const addedFields: Readonly<Record<string, Value>> = {
  ip: unknown('other'),
  site_url: unknown('other'),
  team_id: unknown('other', 'team', true),
  uuid: unknown('other', undefined, true),
  timestamp: unknown('other', undefined, true),
  now: unknown('other', undefined, true),
  sent_at: unknown('other', undefined, true),
  person: unknown('other'),
};

/** An event that nobody gave a time has that at which it was captured, just now. */
function timesOf(machine: Machine): Readonly<Record<string, Value>> {
  return Object.fromEntries(
    ['timestamp', 'now', 'sent_at'].map((name) => [name, newTime(machine, 'captured')]),
  );
}

/** Whether nothing among the properties gives the event another time (reference 1.1). */
function hasOwnTime(properties: Shape): boolean {
  if (properties.kind !== 'object') return false;
  const { fields, openAs } = properties;
  const isCopy = openAs === undefined || openAs.id === `${root}.properties`;
  const timestamp = fields.get('timestamp');
  return isCopy && (timestamp === undefined || isUndefined(timestamp));
}

/** A captured event, as the app receives it (reference 1.1.2). */
export function receivedEvent(
  machine: Machine,
  { name, properties, distinctId, beside, hasNoLib = false, isOwnCapture, isMade = false }: CapturedEvent,
  cells?: WatchedCells,
): Value {
  const event = new HeapObject('object');
  const fields: Record<string, Value> = {
    event: build(machine, name),
    // PostHog makes a text of whatever it gets, and leaves what stands among the properties.
    distinct_id: build(machine, distinctId ?? asText(fieldOf(properties, 'distinct_id'))),
    properties: receivedProperties(machine, {
      shape: properties,
      isAddedTo: isOwnCapture && !isMade,
      isLibTakenAway: hasNoLib,
      cells,
    }),
    ...addedFields,
    ...(isOwnCapture && hasOwnTime(properties) ? timesOf(machine) : {}),
    ...(isOwnCapture ? { ip: primitive(null) } : {}),
  };
  for (const key of setFields) {
    const field = beside === undefined ? undefined : fieldOf(beside, key);
    if (field !== undefined && !isUndefined(field)) fields[key] = build(machine, field);
  }
  const id = fields['distinct_id'];
  if (
    id !== undefined &&
    id.of.every((simple) => simple.kind === 'primitive' && simple.value === undefined)
  ) {
    fields['distinct_id'] = personOf(machine);
  }
  // Nothing knows of it yet that a change could be taken back for.
  for (const [key, value] of Object.entries(fields)) event.cells.set(key, value);
  cells?.watch();
  return reference(event);
}

/** Changes of the person, which may stand beside the properties too (reference 6.1). */
const setFields = ['$set', '$set_once'];

/** Those of an event that a processEvent has returned; undefined where it has none. */
export function setsBeside(event: Shape): Shape | undefined {
  const fields = setFields
    .map((key) => [key, fieldOf(event, key)] as const)
    .filter(([, field]) => !isUndefined(field));
  return fields.length === 0 ? undefined : { kind: 'object', fields: new Map(fields), openAs: undefined };
}

/** What apps that only look on get of an event; nothing else that a processEvent gave it (reference 6.2). */
const fieldsLookedAt = [
  'uuid',
  'event',
  'distinct_id',
  'team_id',
  'ip',
  'timestamp',
  'properties',
  ...setFields,
  'person',
  'elements',
];

/**
 * The event that onEvent and its like get of what processEvent has returned (reference 6.2).
 *
 * @param node where the app has the function that gets it.
 */
export function processedEvent(machine: Machine, returned: Value, node: ts.Node): Value {
  const event = new HeapObject('object');
  for (const name of fieldsLookedAt) event.cells.set(name, getNamed(machine, returned, name, node));
  return reference(event);
}

interface ReceivedProperties {
  readonly shape: Shape;
  /** Whether PostHog adds properties of its own. */
  readonly isAddedTo: boolean;
  readonly isLibTakenAway: boolean;
  readonly cells: WatchedCells | undefined;
}

function receivedProperties(
  machine: Machine,
  { shape, isAddedTo, isLibTakenAway, cells }: ReceivedProperties,
): Value {
  const given = shape.kind === 'object' ? shape : undefined;
  const openAs = given === undefined ? { id: undefined, origin: 'other' as const } : given.openAs;
  const object = new HeapObject('object', {
    ...(openAs === undefined ? {} : { openAs }),
    ...(cells === undefined ? {} : { cells }),
  });
  const isMissingHere = (key: string): boolean => given !== undefined && isUndefined(fieldOf(given, key));
  const hasNoLib = given?.openAs === undefined || isMissingHere('$lib');
  if (isAddedTo && given !== undefined && hasNoLib) {
    if (!isLibTakenAway) object.cells.set('$lib', primitive('posthog-plugin-server'));
    object.cells.set('$lib_version', unknown('other', 'text $lib_version', true));
  }
  for (const [key, field] of given?.fields ?? []) {
    const isLeftOut =
      key === 'timestamp' || ((given?.openAs === undefined || key === '$lib') && isUndefined(field));
    if (isLeftOut) continue;
    object.cells.set(key, build(machine, field));
    if (mayBeUndefined(field)) object.setAbsent(key);
  }
  // It stays among the properties, and has a default (reference 1.1).
  if (isAddedTo && isMissingHere('distinct_id')) object.cells.set('distinct_id', personOf(machine));
  machine.received.add(object);
  return reference(object);
}

function personOf({ defaultPerson }: Machine): Value {
  return defaultPerson === undefined ? unknown('other', 'text distinct_id', true) : primitive(defaultPerson);
}

/** Each event is asked for by every other app. */
const formsAway = new WeakMap<CapturedEvent, CapturedEvent>();
const formsAtHome = new WeakMap<CapturedEvent, Map<number, CapturedEvent>>();

/**
 * The event as another app sees it: values that only one app knows, such as its settings, are told there by the app
 * that they belong to.
 *
 * @param from the number of the session that sees the event as it is given.
 * @param to that of the session that is to see it.
 */
export function seenBy(event: CapturedEvent, from: number, to: number): CapturedEvent {
  if (from === to) return event;
  const away = formsAway.get(event) ?? withIdsOf(event, (id) => idAway(id, from));
  formsAway.set(event, away);
  let atHome = formsAtHome.get(away);
  if (atHome === undefined) {
    atHome = new Map([...homesIn(away)].map((home) => [home, withIdsOf(away, (id) => idAtHome(id, home))]));
    formsAtHome.set(away, atHome);
  }
  return atHome.get(to) ?? away;
}

/** Names are cut before they come back (section 6.4 of the reference). */
const longestName = 200;

/** The event as it comes back to the apps: with a name that is not too long, as far as it is known. */
export function withNameCut(event: CapturedEvent): CapturedEvent {
  const name = knownName(event);
  if (name === undefined || name.length <= longestName) return event;
  return {
    ...event,
    name: { kind: 'simple', simple: { kind: 'primitive', value: name.slice(0, longestName) } },
  };
}

/**
 * The event without a word of which other apps its values came: what apps make of each other's settings in turn would be
 * another event each time.
 */
export function withoutOthers(event: CapturedEvent): CapturedEvent {
  if (homesIn(event).size === 0) return event;
  const isOfOther = (id: string): boolean => homesOf(id).length > 0;
  return {
    ...event,
    name: withoutOwnIds(event.name, isOfOther),
    properties: withoutOwnIds(event.properties, isOfOther),
    distinctId: event.distinctId && withoutOwnIds(event.distinctId, isOfOther),
    beside: event.beside && withoutOwnIds(event.beside, isOfOther),
    facts: new Map([...event.facts].filter(([id]) => !isOfOther(id))),
  };
}

function homesIn(event: CapturedEvent): ReadonlySet<number> {
  return new Set([...idsIn(wholeOf(event))].flatMap(homesOf));
}

/** All that is known of the event itself. */
function wholeOf({ name, properties, distinctId, beside }: CapturedEvent): Shape {
  const more = [distinctId, beside].map((shape) => shape ?? none);
  const hasMore = distinctId !== undefined || beside !== undefined;
  return { kind: 'list', items: [name, properties, ...(hasMore ? more : [])], more: undefined };
}

const none: Shape = { kind: 'list', items: [], more: undefined };

function withIdsOf(event: CapturedEvent, idFor: (id: string) => string): CapturedEvent {
  const name = withIds(event.name, idFor);
  const properties = withIds(event.properties, idFor);
  const distinctId = event.distinctId && withIds(event.distinctId, idFor);
  const beside = event.beside && withIds(event.beside, idFor);
  // What stays as it is stays the same object, whose keys are known already.
  const isSame =
    name === event.name &&
    properties === event.properties &&
    distinctId === event.distinctId &&
    beside === event.beside;
  if (isSame && [...event.facts.keys()].every((id) => idFor(id) === id)) return event;
  const facts = new Map([...event.facts].map(([id, fact]) => [idFor(id), fact] as const));
  return { ...event, name, properties, distinctId, beside, facts };
}

/** What processEventBatch gets of that event: a list of one (reference 2.3). */
export function batchOfOne(machine: Machine, event: Value): Value {
  return newList(machine, { items: [event], more: undefined, isSized: true });
}

/** What exportEvents gets of that event. Of other events in it no more is known than what PostHog adds to each. */
export function batchOf(machine: Machine, event: Value): Value {
  const another = new HeapObject('object', { openAs: { id: undefined, origin: 'other' } });
  for (const [name, value] of Object.entries(addedFields)) another.cells.set(name, value);
  for (const name of ['event', 'distinct_id', 'properties'])
    another.cells.set(name, unknown('other', undefined, true));
  return newList(machine, { items: [event], isSized: false, another: reference(another) });
}

const keys = new WeakMap<CapturedEvent, string>();

/** Equal for events that the app cannot tell apart. */
export function keyOfEvent(event: CapturedEvent): string {
  const known = keys.get(event);
  if (known !== undefined) return known;
  const key = newKeyOf(event);
  keys.set(event, key);
  return key;
}

function newKeyOf(event: CapturedEvent): string {
  const whole = wholeOf(event);
  const known = relevantFacts(event.facts, whole);
  return `${keyOfShape(whole)} ${keyOfOrigin(event)} ${keyOfFacts(known)}`;
}

/** Equal for events to which PostHog adds the same. */
export function keyOfOrigin({ hasNoLib = false, isOwnCapture, isMade = false }: CapturedEvent): string {
  return `${String(isOwnCapture)} ${String(isMade)} ${String(hasNoLib)}`;
}

/** Equal for the same facts, but for what they are only told by. */
export function keyOfFacts(facts: Facts): string {
  return [...facts]
    .map(([id, fact]) => `${id} ${JSON.stringify({ ...fact, ways: undefined }, replaceBig)}`)
    .toSorted()
    .join(' ');
}

function replaceBig(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

/** The text with which a name begins or ends that the app puts together; short ones say too little. */
export function pieceOfName({
  name,
}: CapturedEvent): { readonly text: string; readonly isStart: boolean } | undefined {
  if (name.kind !== 'simple' || name.simple.kind !== 'text') return undefined;
  const { parts } = name.simple;
  const [first, last] = [parts[0], parts.at(-1)];
  if (typeof first === 'string' && first.length > 1) return { text: first, isStart: true };
  return typeof last === 'string' && last.length > 1 ? { text: last, isStart: false } : undefined;
}

/** The names of an event, where they are known. */
export function knownName({ name }: CapturedEvent): string | undefined {
  return nameText(name);
}
