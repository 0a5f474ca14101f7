/** What apps of one workspace do to the events of each other, and in which order. */
import { describe, expect, it } from 'vitest';
import { ping, pong, textOf } from './support/flowText.ts';

it('follows what the processEvent of one app makes of an event for all others', () => {
  const renames = `export const processEvent = (event) => { if (event.event === 'b') event.event = 'a'; return event }`;
  const answers = `export const onEvent = (event) => { if (event.event === 'a') return posthog.capture('b') }`;
  expect(textOf({ Answers: answers })).toContain('No loop.');
  expect(textOf({ Renames: renames, Answers: answers })).toContain(`→ 'b', captured by Answers`);
});

it.each([
  ['changes each', `for (const event of events) rename(event); return events`],
  ['changes each in a callback', `events.forEach(rename); return events`],
  ['gives others', `return events.map((event) => ({ ...event, event: 'a' }))`],
  [
    'is walked by its index',
    `const out = []; for (let i = 0; i < events.length; i++) { const e = events[i]; rename(e); out.push(e) } return out`,
  ],
  ['is walked backwards', `for (let i = events.length - 1; i >= 0; i -= 1) rename(events[i]); return events`],
  ['is walked by a while', `let i = 0; while (i < events.length) rename(events[i++]); return events`],
  ['is walked by its keys', `for (const i in events) rename(events[i]); return events`],
  [
    'puts others in their places',
    `for (let i = 0; i < events.length; i++) events[i] = { ...events[i], event: 'a' }; return events`,
  ],
  [
    'puts others in their places in a callback',
    `events.forEach((e, i) => { events[i] = { ...e, event: 'a' } }); return events`,
  ],
  [
    'fills a list of the same length',
    `const out = new Array(events.length); for (let i = 0; i < out.length; i++) out[i] = { ...events[i], event: 'a' }; return out`,
  ],
  [
    'maps a list of the same length',
    `return new Array(events.length).fill(null).map((_, i) => ({ ...events[i], event: 'a' }))`,
  ],
])('follows what a processEventBatch that %s makes of events for all others', (_, body) => {
  const renames = `const rename = (event) => { event.event = 'a' }
export const processEventBatch = (events) => { ${body} }`;
  const answers = `export const onEvent = (event) => { if (event.event === 'a') return posthog.capture('b') }`;
  const single = `export const processEvent = (event) => event`;
  expect(textOf({ Renames: renames, Answers: answers })).toContain(`→ 'b', captured by Answers`);
  expect(textOf({ Renames: `${renames}\n${single}`, Answers: answers })).toContain('No loop.');
});

it.each([
  [
    'is walked from the second on',
    `for (let i = 1; i < events.length; i++) events[i].event = 'a'; return events`,
  ],
  [
    'gets other properties by its index',
    `for (let i = 0; i < events.length; i++) events[i] = { ...events[i], properties: { a: 1 } }; return events`,
  ],
  ['is asked for more than one event', `if (events.length > 1) events[0].event = 'a'; return events`],
])('knows that the batch of a processEventBatch that %s still has the event', (_, body) => {
  const keeps = `export const processEventBatch = (events) => { ${body} }`;
  const answers = `export const onEvent = (event) => { if (event.event === 'a') return posthog.capture('b') }`;
  expect(textOf({ Keeps: keeps, Answers: answers })).toContain('No loop.');
});

it('ends where a processEventBatch leaves out what another app captures', () => {
  const noisy = `export const onEvent = () => posthog.capture('noisy')`;
  const leavesOut = (name: string): string =>
    `export const processEventBatch = (events) => events.filter(({ event }) => event !== '${name}')`;
  expect(textOf({ Noisy: noisy, LeavesOut: leavesOut('noisy') })).toContain('No loop.');
  expect(textOf({ Noisy: noisy, LeavesOut: leavesOut('other') })).toContain(`→ 'noisy', captured by Noisy`);
});

it.each([
  ['deletes it', `delete event.properties.$lib; return event`],
  ['keeps the rest', `const { $lib, ...properties } = event.properties; return { ...event, properties }`],
  ['keeps some', `return { ...event, properties: { url: event.properties.url } }`],
  ['says another', `event.properties.$lib = 'web'; return event`],
])('knows a library that another app takes away: it %s', (_, body) => {
  const seen = `export const onEvent = (event) => {
  if (event.properties?.$lib !== 'posthog-plugin-server') return posthog.capture('seen')
}`;
  const cleans = `export const processEvent = (event) => { ${body} }`;
  const keeps = `export const processEvent = (event) => { event.properties.checked = true; return event }`;
  expect(textOf({ Seen: seen, Cleans: cleans })).toContain(`→ 'seen', captured by Seen`);
  expect(textOf({ Seen: seen, Keeps: keeps })).toContain('No loop.');
});

it.each([
  ['at once', `(event) => { event.event = 'oops'; throw new Error('always') }`],
  ['later', `async (event) => { event.event = 'oops'; await null; throw new Error('always') }`],
])('follows what a processEvent has written that throws %s', (_, code) => {
  const seen = `export const onEvent = (event) => { if (event.event === 'oops') return posthog.capture('seen') }`;
  const oops = `export const processEvent = ${code}`;
  const copies = oops.replace('event.event =', 'event = { ...event }; event.event =');
  expect(textOf({ Seen: seen, Oops: oops })).toContain(`→ 'seen', captured by Seen`);
  expect(textOf({ Seen: seen, Copies: copies })).toContain('No loop.');
});

it.each([
  ['beside the properties', `{ ...event, $set: { ...event.$set, seen: true } }`, 'event.$set?.seen'],
  [
    'moved there',
    `{ ...event, $set: event.properties.$set, properties: { url: 'a' } }`,
    `event.$set?.mark === 'own'`,
  ],
])('knows changes of the person that another app puts %s', (_, made, guard) => {
  const seen = `export const onEvent = (event) => {
  if (!(${guard})) return posthog.capture('seen', { $set: { mark: 'own' } })
}`;
  const sets = `export const processEvent = (event) => (${made})`;
  expect(textOf({ Seen: seen })).toContain(`→ 'seen', captured by Seen`);
  expect(textOf({ Seen: seen, Sets: sets })).toContain('No loop.');
});

it('ends where one app drops what another captures', () => {
  const noisy = `export const onEvent = () => posthog.capture('noisy')`;
  const drops = (test: string): string => `export const processEvent = (event) => (${test} ? null : event)`;
  expect(textOf({ Noisy: noisy })).toContain(`→ 'noisy', captured by Noisy`);
  expect(textOf({ Noisy: noisy, Drops: drops(`event.event === 'noisy'`) })).toContain('No loop.');
  expect(textOf({ Noisy: noisy, Drops: drops(`event.event === 'other'`) })).toContain(
    `→ 'noisy', captured by Noisy`,
  );
});

it('knows what processEvent of another app makes of the distinct id', () => {
  const seen = `export const onEvent = (event) => {
  if (event.distinct_id === 'bot') return
  posthog.capture('seen', { distinct_id: 'bot' })
}`;
  const renamed = `export const processEvent = (event) => {
  if (event.distinct_id === 'bot') event.distinct_id = 'user'
  return event
}`;
  const kept = renamed.replace("= 'user'", "= 'bot'");
  expect(textOf({ Seen: seen })).toContain('No loop.');
  expect(textOf({ Seen: seen, Kept: kept })).toContain('No loop.');
  expect(textOf({ Seen: seen, Renamed: renamed })).toContain(`Loops
  1. 'seen'
     → 'seen', captured by Seen, onEvent (index.js:3)`);
});

it('says of a loop that only one order of the apps has that it is so', () => {
  const once = `export const processEvent = (event) => {
  if (event.event !== 'p') posthog.capture('p')
  return event
}`;
  const rename = `export const processEvent = (event) => {
  if (event.event === 'p') event.event = 'q'
  return event
}`;
  expect(textOf({ Once: once, Rename: rename })).toContain(
    "captures 'p', as Rename changes it, depending on the order of the apps",
  );
  // To onEvent every app's processEvent comes first.
  const later = once.replace('processEvent', 'onEvent');
  const text = textOf({ Later: later, Rename: rename });
  expect(text).toContain("→ 'p', captured by Later, onEvent (index.js:2), as Rename changes it\n");
});

/** A processEvent that captures something for an event, and may drop one. */
const turning = (on: string, captured: string, dropped = ''): string =>
  `export const processEvent = (event) => {
  if (event.event === '${on}') posthog.capture('${captured}')
  return event.event === '${dropped}' ? null : event
}`;

it('says so where an event that a processEvent asks for is dropped by another app', () => {
  const listens = turning('two', 'one');
  expect(textOf({ A: turning('one', 'two', 'two'), B: listens })).toContain(
    "→ 'one', captured by B, processEvent (index.js:2), depending on the order of the apps",
  );
  const drops = `export const processEvent = (event) => (event.event === 'two' ? null : event)`;
  expect(textOf({ A: turning('one', 'two'), Drops: drops, B: listens })).toContain(
    "→ 'one', captured by B, processEvent (index.js:2), depending on the order of the apps",
  );
});

it('knows that no order of the apps has a loop where each has to stand before the other', () => {
  const [one, two] = [turning('one', 'two', 'two'), turning('two', 'one', 'one')];
  expect(textOf({ One: one, Two: two })).toContain('No loop.');
  const three = [turning('a', 'b', 'b'), turning('b', 'c', 'c'), turning('c', 'a', 'a')];
  expect(textOf({ A: three[0] ?? '', B: three[1] ?? '', C: three[2] ?? '' })).toContain('No loop.');
  // Here two of them can.
  expect(textOf({ A: turning('a', 'b', 'b'), B: turning('b', 'c', 'c'), C: turning('c', 'a') })).toContain(
    'captured by C, processEvent (index.js:2), depending on the order of the apps',
  );
});

it("looks at apps that change each other's events in both orders", () => {
  const sends = `export const onEvent = (event) => { if (event.event === 'three') posthog.capture('one') }`;
  const renames = (from: string, to: string): string =>
    `export const processEvent = (event) => { if (event.event === '${from}') event.event = '${to}'; return event }`;
  const [first, second] = [renames('one', 'two'), renames('two', 'three')];
  const loop =
    "→ 'one', captured by Sends, onEvent (index.js:1), as First and Second change it, depending on the order of the apps";
  expect(textOf({ Sends: sends, First: first, Second: second })).toContain(loop);
  expect(textOf({ Second: second, First: first, Sends: sends })).toContain(loop);
  // Where each changes something of its own, the order does not matter.
  const marks = (name: string): string =>
    `export const processEvent = (event) => { event.properties.${name} = 1; return event }`;
  const marked = `export const onEvent = (event) => { if (event.properties.a && event.properties.b) posthog.capture('one') }`;
  expect(textOf({ Marked: marked, A: marks('a'), B: marks('b') })).toContain('as A and B change it\n');
});

it.each([
  ['returned early', `if (config.on !== 'yes') return event; return { ...event, event: 'invoice' }`],
  ['chosen', `return config.on ? { ...event, event: 'invoice' } : event`],
  ['dropped', `if (config.on) return null; return { ...event, event: 'invoice' }`],
])('knows that another event may come of one, %s by a setting', (_, body) => {
  const sends = `export const onEvent = (event) => { if (event.event === 'invoice') posthog.capture('paid') }`;
  const changes = `export const processEvent = (event, { config }) => { ${body} }`;
  expect(textOf({ Sends: sends, Changes: changes })).toContain(
    "→ 'paid', captured by Sends, onEvent (index.js:1), as Changes changes it, perhaps",
  );
  const others = changes.replace('invoice', 'other');
  expect(textOf({ Sends: sends, Others: others })).toContain('No loop.');
});

describe('an app that drops every event', () => {
  const sends = `export const onEvent = () => posthog.capture('seen')`;
  const told = 'drops every event: its processEvent gives none back.';

  it.each([
    ['nothing', 'export const processEvent = () => null'],
    ['a forgotten return', 'export async function processEvent(event) { event.properties.a = 1 }'],
    ['an empty batch', 'export const processEventBatch = () => []'],
    ['on each way', 'export const processEvent = (event) => { if (event.event === "a") return null }'],
  ])('is named: %s', (_title, code) => {
    expect(textOf({ Sends: sends, Drops: code })).toContain(`Drops ${told}`);
    expect(textOf({ Drops: code })).toBe(
      `Drops ${told} The apps behind it and each onEvent are not reached.\nDrops captures no event when one comes in.\n`,
    );
  });

  it('is named with the others that do the same', () => {
    const code = 'export const processEvent = () => {}';
    expect(textOf({ One: code, Sends: sends, Two: code })).toContain('One and Two drop every event: their');
  });

  it.each([
    'export const processEvent = (event) => (event.event === "a" ? null : event)',
    'export const processEvent = (event, { config }) => (config.drops ? null : event)',
    'export const processEvent = () => { throw new Error("no") }',
    'export const processEvent = async (event) => { if (!(await fetch("https://a.example")).ok) return null; return event }',
    'export const onEvent = () => null',
  ])('is none that lets some through: %s', (code) => {
    expect(textOf({ Sends: sends, Other: code })).not.toContain('every event');
  });
});

describe('a loop of two apps beside one that may drop their events', () => {
  const dropping = (condition: string): string =>
    `export const processEvent = async (event, { cache, config }) => { if (${condition}) return null; return event }`;
  const loopOf = (condition: string): string =>
    textOf({ Ping: ping, Pong: pong, Drop: dropping(condition) }).split('Loops\n')[1] ?? '';

  it.each([
    "config.drop === 'yes'",
    "config.drop.split(',').includes(event.event)",
    'await cache.get(event.event)',
    'Math.random() < 0.5',
  ])('is one perhaps: %s', (condition) => {
    expect(loopOf(condition)).toContain("'pong', captured by Pong, onEvent (index.js:5), perhaps");
  });

  it.each(['event.properties.bot', "event.event === 'other'"])('is certain: %s', (condition) => {
    expect(loopOf(condition)).not.toContain('perhaps');
    expect(loopOf(condition)).toContain("→ 'pong'");
  });
});

it('has the loop of two apps whose settings may name what the other captures', () => {
  const answering = (name: string): string =>
    `export const onEvent = (event, { config }) => { if (event.event === config.from) posthog.capture('${name}') }`;
  expect(textOf({ One: answering('a') })).toContain('No loop.');
  expect(textOf({ One: answering('a'), Two: answering('b') })).toContain(`  1. 'a'
     → 'b', captured by Two, onEvent (index.js:1), perhaps
     → 'a', captured by One, onEvent (index.js:1), perhaps`);
});
