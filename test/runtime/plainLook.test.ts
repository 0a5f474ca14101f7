/** Whether an event is still what it was, without writing it as JSON. */
import { expect, test } from 'vitest';
import { forget, lookAt, remember } from '../../runtime/sandbox/context/plainLook.ts';

const text = '{"event":"x","n":0,"none":null,"list":[1,{"b":2},[]],"properties":{"a":"b","c":{"d":true}}}';

interface Event {
  event: unknown;
  list: unknown[];
  properties: Record<string, unknown>;
  [key: string]: unknown;
}

function lookAfter(change: (event: Event) => unknown): string {
  const event = JSON.parse(text) as Event;
  remember(event);
  return lookAt(change(event));
}

test.each<[string, (event: Event) => unknown]>([
  ['the event itself', (event) => event],
  ['a copy', (event) => structuredClone({ ...event, properties: { ...event.properties } })],
  ['minus zero', (event) => ({ ...event, n: -0 })],
])('same: %s', (_, change) => expect(lookAfter(change)).toBe('same'));

test.each<[string, (event: Event) => unknown]>([
  ['another text', ({ ...event }) => ({ ...event, event: 'y' })],
  ['another text in a list', (event) => ((event.list[1] = { b: 3 }), event)],
  ['a new key', (event) => ({ ...event, seen: { list: [1, null], of: {} } })],
  ['a key less', ({ n: _n, ...event }) => event],
  ['two keys less, one with objects in it', ({ list: _list, properties: _properties, ...event }) => event],
  ['null for a number', (event) => ({ ...event, n: null })],
])('changed: %s', (_, change) => expect(lookAfter(change)).toBe('changed'));

test.each<[string, (event: Event) => unknown]>([
  ['another order', ({ event: name, ...event }) => ({ ...event, event: name })],
  ['another name', ({ event: name, ...event }) => ({ ...event, name })],
  ['undefined', (event) => ({ ...event, n: undefined })],
  ['a new key of undefined', (event) => ({ ...event, more: undefined })],
  ['NaN for null', (event) => ({ ...event, none: NaN })],
  ['a class', (event) => ({ ...event, at: new Date(0) })],
  ['a class in the place of an object', (event) => ({ ...event, properties: new Map() })],
  ['toJSON', (event) => Object.defineProperty(event, 'toJSON', { value: () => 1 })],
  ['a BigInt', (event) => ({ ...event, n: 1n })],
  ['a circle', (event) => ((event.properties['more'] = event), event)],
  ['a list that grew', (event) => (event.list.push(1), event)],
  ['an object in the place of a text', (event) => ({ ...event, event: {} })],
  ['a text in the place of an object', (event) => ({ ...event, properties: 'x' })],
  ['a list in the place of an object', (event) => ({ ...event, properties: [] })],
  [
    'a getter that throws',
    (event) => Object.defineProperty(event, 'n', { get: () => Number(1n * (1 as never)) }),
  ],
  ['very much', (event) => ({ ...event, event: 'x'.repeat(1_000_001) })],
  ['a text', () => 'x'],
  ['nothing', () => null],
])('unsure: %s', (_, change) => expect(lookAfter(change)).toBe('unsure'));

test('what all objects were given is no key of each', () => {
  const event = JSON.parse(text) as object;
  remember(event);
  const prototype = Object.prototype as { added?: number };
  prototype.added = 1;
  try {
    expect(lookAt(event)).toBe('unsure');
    remember(event);
    expect(lookAt(event)).toBe('unsure');
  } finally {
    delete prototype.added;
  }
  remember(event);
  forget();
  expect(lookAt(event)).toBe('unsure');
});

test('events made by chance, and changed by chance: where the look is sure, JSON agrees', () => {
  let seed = 7;
  const chance = (below: number): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  const value = (depth: number): unknown => {
    const kind = chance(depth > 3 ? 5 : 8);
    if (kind === 5) return Array.from({ length: chance(4) }, () => value(depth + 1));
    if (kind >= 6)
      return Object.fromEntries(Array.from({ length: chance(5) }, () => [`k${chance(6)}`, value(depth + 1)]));
    return [null, true, chance(3), `t${chance(3)}`, chance(2) === 0 ? -0 : undefined][kind];
  };
  const change = (of: unknown): unknown => {
    if (typeof of !== 'object' || of === null || chance(3) === 0) return chance(2) === 0 ? of : value(2);
    const keys = Object.keys(of);
    const key = keys[chance(Math.max(1, keys.length))] ?? `k${chance(6)}`;
    const copy = of as Record<string, unknown>;
    if (chance(4) === 0 && !Array.isArray(of)) delete copy[key];
    else copy[key] = change(copy[key]);
    return of;
  };
  const counts = { same: 0, changed: 0, unsure: 0 };
  for (let round = 0; round < 20_000; round += 1) {
    const before = JSON.stringify({ a: value(0), b: value(0) });
    const event: unknown = JSON.parse(before);
    remember(event);
    const after = chance(4) === 0 ? event : change(change(event));
    const look = lookAt(after);
    counts[look] += 1;
    if (look === 'same') expect(JSON.stringify(after)).toBe(before);
    if (look === 'changed') expect(JSON.parse(JSON.stringify(after))).not.toEqual(JSON.parse(before));
  }
  expect(Math.min(...Object.values(counts))).toBeGreaterThan(500);
});
