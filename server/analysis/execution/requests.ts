/** Requests of the app that may send an event: what is known of their address, and the events in their body. */
import type ts from 'typescript';
import { isIngestionPath, mayIngest, nameOfEventsAt, unknownPiece } from '../../../platform/ingestion.ts';
import type { Machine } from './machine.ts';
import type { SinkCall } from './sinkCalls.ts';
import { getNamed } from './objects.ts';
import { listOf } from './sequences.ts';
import { anyItem } from './sequences.ts';
import { hrefOf } from './urls.ts';
import {
  isNullish,
  objectsOf,
  onlyString,
  primitive,
  type Simple,
  undefinedValue,
  unknown,
  type Value,
} from './values.ts';

/** An event that a request carries. */
export interface CarriedEvent {
  readonly name: Value;
  readonly properties: Value;
}

/** The texts that an address or a path can be, with a mark for what is not known. */
export function addressesOf(machine: Machine, value: Value): readonly string[] {
  return machine.resolve(value).of.flatMap((simple) => addressOf(machine, simple));
}

function addressOf(machine: Machine, simple: Simple): readonly string[] {
  switch (simple.kind) {
    case 'primitive':
      return [String(simple.value)];
    case 'text':
      return [simple.parts.map((part) => (typeof part === 'string' ? part : unknownPiece)).join('')];
    case 'unknown':
      return [unknownPiece];
    case 'json':
      return [];
    case 'reference': {
      const href = hrefOf(simple.object);
      return href === undefined ? [unknownPiece] : addressesOf(machine, href);
    }
  }
}

/** `fetch(url, options)` and its like: tells the sink when the request may take an event to PostHog. */
export function noteRequest(
  machine: Machine,
  node: ts.Node,
  label: string,
  request: {
    readonly url: Value;
    readonly method: Value | undefined;
    readonly body: Value | undefined;
    readonly kind: SinkCall['kind'];
  },
): void {
  const { url, method, body, kind } = request;
  const known = method === undefined ? undefined : onlyString(machine.resolve(method));
  const fallback = body === undefined ? 'GET' : 'POST';
  const isAbsent = method === undefined || method.of.every(isNullish);
  const evidence = {
    method: (isAbsent ? fallback : known)?.toUpperCase(),
    hasToken: body === undefined ? false : hasField(machine, body, ['api_key', 'token', '$token']),
    hasEvent: body === undefined ? undefined : hasField(machine, body, ['event', 'batch']),
  };
  const addresses = addressesOf(machine, url).filter((address) => mayIngest({ url: address, ...evidence }));
  const [first] = addresses;
  if (first === undefined) return;
  for (const event of eventsIn(machine, body, node, nameOfEventsAt(first))) {
    machine.onSink?.({ kind, node, ...event, isUncertain: true, label });
  }
}

/** `posthog.api.post(path, { data })` and the like. */
export function noteApiCall(
  machine: Machine,
  node: ts.Node,
  method: string,
  path: Value,
  options: Value,
): void {
  const data = getNamed(machine, options, 'data', node);
  const label = `posthog.api.${method}`;
  for (const address of addressesOf(machine, path)) {
    if (
      isIngestionPath(address) &&
      (method === 'post' || (method === 'get' && isAllowedForGet(machine, data, node)))
    ) {
      const body = method === 'post' ? data : getNamed(machine, data, 'data', node);
      // Another host, or another key, is most often another project.
      const isUncertain =
        objectsOf(options).some(
          (object) => object.field('projectApiKey') !== undefined || object.field('host') !== undefined,
        ) ||
        (method === 'post' && hasWrittenKey(machine, body));
      for (const event of eventsIn(machine, body, node, nameOfEventsAt(address)))
        machine.onSink?.({ kind: 'api', node, ...event, isUncertain, label });
    } else {
      const name = machine.capturesPersonChanges ? personEvent(method, address) : undefined;
      if (name === undefined) continue;
      machine.onSink?.({
        kind: 'person',
        node,
        name: primitive(name),
        properties: unknown('other'),
        isUncertain: false,
        label,
      });
    }
  }
}

/** GET takes an event out of its parameter `data` (reference 1.2.7). */
function isAllowedForGet(machine: Machine, data: Value, node: ts.Node): boolean {
  return getNamed(machine, data, 'data', node).of.some((simple) => !isNullish(simple));
}

const personPath =
  /^\/?api\/(?:projects\/[^/]+\/persons|person)\/[^/]+(?:\/(update_property|delete_property))?\/?(?:[?#].*)?$/s;

/** The event that PostHog captures when a person is changed through the API (reference 7.2). */
function personEvent(method: string, path: string): string | undefined {
  const match = personPath.exec(path);
  if (match === null) return undefined;
  if (method === 'post' && match[1] === 'update_property') return '$set';
  if (method === 'post' && match[1] === 'delete_property') return '$delete_person_property';
  return (method === 'patch' || method === 'put') && match[1] === undefined ? '$set' : undefined;
}

// ── Bodies ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** The data that a body is the text of. */
function dataOf(machine: Machine, body: Value): readonly Simple[] {
  return machine
    .resolve(body)
    .of.flatMap((simple) => (simple.kind === 'json' ? dataOf(machine, simple.value) : [simple]));
}

/** Whether the body, or an entry of its batch, has one of the fields; undefined when that is not known. */
function hasField(machine: Machine, body: Value, names: readonly string[]): boolean | undefined {
  let isKnown = true;
  for (const simple of dataOf(machine, body)) {
    if (simple.kind !== 'reference') {
      isKnown = false;
      continue;
    }
    const { object } = simple;
    if (names.some((name) => object.field(name) !== undefined)) return true;
    if (object.openAs !== undefined) isKnown = false;
    const inner = [object.field('batch'), object.field('properties'), anyItem(object.items)];
    for (const value of inner) {
      const found = value === undefined ? false : hasField(machine, value, names);
      if (found === true) return true;
      if (found === undefined && value === inner[2]) isKnown = false;
    }
  }
  return isKnown ? false : undefined;
}

/** Whether a body says in the code itself whose project it is for: that is another app's as well as this one's. */
function hasWrittenKey(machine: Machine, body: Value): boolean {
  return dataOf(machine, body).some((simple) => {
    const object = simple.kind === 'reference' ? simple.object : undefined;
    const keys = ['api_key', 'token', '$token'].flatMap((name) => object?.field(name) ?? []);
    return keys.some((key) => onlyString(machine.resolve(key)) !== undefined);
  });
}

/**
 * The events in a body (reference 7.3); one of which nothing is known when they cannot be told.
 *
 * @param called what all of them are called, whatever the body says.
 */
export function eventsIn(
  machine: Machine,
  body: Value | undefined,
  node: ts.Node,
  called?: string,
): readonly CarriedEvent[] {
  const name = called === undefined ? undefined : primitive(called);
  const events =
    body === undefined
      ? []
      : dataOf(machine, body).flatMap((simple) => eventsInSimple(machine, simple, node, name));
  return events.length === 0
    ? [{ name: name ?? unknown('other'), properties: unknown('other') }]
    : events.slice(0, 8);
}

function eventsInSimple(
  machine: Machine,
  simple: Simple,
  node: ts.Node,
  called: Value | undefined,
): readonly CarriedEvent[] {
  if (simple.kind !== 'reference') return [];
  const { object } = simple;
  const batch = object.field('batch');
  if (batch !== undefined || object.type === 'array') {
    const { items, more } = batch === undefined ? object.items : listOf(machine, batch);
    return [...items, ...(more === undefined ? [] : [more])].flatMap((item) =>
      machine.resolve(item).of.flatMap((each) => eventsInSimple(machine, each, node, called)),
    );
  }
  const name = called ?? getNamed(machine, { of: [simple], condition: undefined }, 'event', node);
  if (name.of.every(isNullish)) return [];
  const properties = getNamed(machine, { of: [simple], condition: undefined }, 'properties', node);
  return [{ name, properties: properties.of.every(isNullish) ? undefinedValue : properties }];
}
