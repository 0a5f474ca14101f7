import { describe, expect, it } from 'vitest';
import { eventFlowText } from '../../../protocol/eventFlowText.ts';
import { exploreEvents } from '../../../server/analysis/eventFlow.ts';
import { Session } from '../../../server/analysis/execution/session.ts';
import { workspaceFlow } from '../../../server/analysis/workspaceFlow.ts';
import { appOf } from '../check.ts';

/** Apps by name, each with the code of its index.js. */
function textOf(apps: Readonly<Record<string, string>>): string {
  const graph = workspaceFlow(
    Object.entries(apps).map(([name, code]) => ({
      name,
      program: appOf(
        new Map([
          ['/plugin.json', '{ "config": [] }'],
          ['/index.js', code],
        ]),
      ),
    })),
  );
  return eventFlowText(graph, (uri) => uri.slice(uri.lastIndexOf('/') + 1));
}

const ping = `export const onEvent = (event) => {
  if (event.event === 'pong') return posthog.capture('ping')
}`;
const pong = `export const onEvent = (event, { jobs }) => {
  if (event.event === 'ping') return jobs.answer({}).runNow()
}
export const jobs = {
  answer: async () => posthog.capture('pong'),
}`;

it('finds no loop in one app that answers another', () => {
  expect(textOf({ Ping: ping })).toBe(`Event flow of Ping

'pong'
  → Ping, onEvent (index.js:2) captures 'ping'

Leads nowhere: 'ping'

No loop.
`);
});

it('finds the loop of two apps that answer each other, through a job', () => {
  expect(textOf({ Ping: ping, Pong: pong })).toBe(`Event flow of 2 apps

'pong'  (in a loop)
  ↻ Ping, onEvent (index.js:2) captures 'ping'

'ping'  (in a loop)
  ↻ Pong, onEvent (index.js:5) captures 'pong'

Loops
  1. 'ping'
     → 'pong', captured by Pong, onEvent (index.js:5)
     → 'ping', captured by Ping, onEvent (index.js:2)
`);
});

it('prefers loops that are certain, and marks what may be', () => {
  const chance = `export const onEvent = (event) => { if (Math.random() < 0.5) return posthog.capture('ping') }`;
  const text = textOf({ Ping: ping, Pong: pong, Chance: chance });
  expect(text).toContain("any event\n  → Chance, onEvent (index.js:1) captures 'ping', perhaps");
  expect(text).toContain(`  1. 'ping'
     → 'pong', captured by Pong, onEvent (index.js:5)
     → 'ping', captured by Ping, onEvent (index.js:2)
`);
});

it('knows that settings of one app mean nothing in another', () => {
  const relay = `export const onEvent = (event, { config }) => {
  if (event.event === config.name) return
  return posthog.capture(config.name)
}`;
  expect(textOf({ Relay: relay })).toContain('No loop.');
  expect(textOf({ One: relay, Two: relay })).toContain('Loops');
});

const prefixing = `export const onEvent = (event, { config }) => {
  if (event.event.startsWith(config.prefix)) return
  return posthog.capture(config.prefix + event.event)
}`;

it.each([
  ['a name', prefixing],
  [
    'a mark',
    `export const onEvent = (event, { config }) => {
  if (event.properties.by === config.name) return
  return posthog.capture('x', { by: config.name })
}`,
  ],
])('knows %s out of a setting again after another app has changed the event', (_, code) => {
  const enriches = `export const processEvent = (event, { config }) => { event.properties.from = config.name; return event }`;
  expect(textOf({ Own: code, Enriches: enriches })).toContain('No loop.');
  expect(textOf({ Own: code.replace(/ {2}if .*\n/, ''), Enriches: enriches })).toContain('Loops');
});

it('does not take a setting of another app for one of the same name', () => {
  const renames = `export const processEvent = (event, { config }) => { event.event = config.prefix + event.event; return event }`;
  expect(textOf({ Own: prefixing })).toContain('No loop.');
  expect(textOf({ Own: prefixing, Renames: renames })).toContain(
    `captured by Own, onEvent (index.js:3), as Renames changes it, perhaps`,
  );
});

it('tells that a loop is not certain also where its event surely makes the app capture once', () => {
  const code = `export const processEvent = (event, { config }) => { event.event = config.prefix + event.event; return event }
export const onEvent = (event) => { if (event.event === 'x') return posthog.capture('x') }`;
  expect(textOf({ Own: code })).toBe(`Event flow of Own

'x'  (in a loop)
  → Own, onEvent (index.js:2) captures 'x'
  ↻ Own, onEvent (index.js:2) captures 'x', perhaps

Loops
  1. 'x'
     → 'x', captured by Own, onEvent (index.js:2), perhaps
`);
});

it('shows names that are put together, and what leads nowhere', () => {
  const copy = `export const onEvent = (event) => {
  if (event.event.startsWith('copied ')) return
  return posthog.capture('copied ' + event.event)
}`;
  expect(textOf({ Copy: copy })).toBe(`Event flow of Copy

any event
  → Copy, onEvent (index.js:3) captures 'copied …'

Leads nowhere: 'copied …'

No loop.
`);
});

it('says so when there is nothing to show', () => {
  expect(textOf({})).toBe('There is no PostHog app here.\n');
  expect(textOf({ Quiet: 'export const onEvent = () => {}' })).toBe(
    'Quiet captures no event when one comes in.\n',
  );
});

it('has each place that captures without end among its loops, also where its event is in another loop', () => {
  const copier = `export const onEvent = (event) => posthog.capture('copy of ' + event.event)`;
  const text = textOf({ Ping: ping, Pong: pong, Copier: copier });
  const loops = text.slice(text.indexOf('Loops'));
  expect(loops).toContain('captured by Copier');
  expect(loops).toContain("'pong', captured by Pong");
});

it('says once that a place captures for any event, not again for each event that there is', () => {
  const audit = `export const onEvent = (event) => {
  if (event.event === 'seen') return
  return posthog.capture('seen')
}`;
  expect(textOf({ Ping: ping, Audit: audit })).toBe(`Event flow of 2 apps

'pong'
  → Ping, onEvent (index.js:2) captures 'ping'

any event
  → Audit, onEvent (index.js:3) captures 'seen'

Goes on as any event does: 'ping'

Leads nowhere: 'seen'

No loop.
`);
});

it('leads from each name of a table to the one that stands beside it', () => {
  const rename = `const NAMES = { signup: 'signed up', buy: 'purchase' }
export const onEvent = (event) => {
  const name = NAMES[event.event] ?? event.event
  if (name !== event.event) return posthog.capture(name)
}`;
  expect(textOf({ Rename: rename })).toBe(`Event flow of Rename

'signup'
  → Rename, onEvent (index.js:4) captures 'signed up'

'buy'
  → Rename, onEvent (index.js:4) captures 'purchase'

Leads nowhere: 'signed up', 'purchase'

No loop.
`);
});

it('marks a loop as possible where a setting decides, as the warning does', () => {
  const relay = `export const onEvent = (event, { config }) => {
  if (event.event === config.from) return posthog.capture(config.to)
}`;
  expect(textOf({ Relay: relay })).toContain(
    '→ the event that config.to names, captured by Relay, onEvent (index.js:2), perhaps',
  );
});

it('tells the loop of any event, not that of a name that another app captures', () => {
  const passesOn = `export const onEvent = (event, { config }) =>
  fetch('https://' + config.host + '/capture/', { method: 'POST', body: JSON.stringify({ ...event, api_key: config.key }) })`;
  const counts = `export const processEvent = async (event, { cache }) => {
  if ((await cache.incr(event.distinct_id)) === 1) await posthog.capture('visit began')
  return event
}`;
  const again = /\d\. the incoming event again\n +→ the incoming event again, captured by Passes on/;
  expect(textOf({ 'Passes on': passesOn })).toMatch(again);
  expect(textOf({ 'Passes on': passesOn, Counts: counts })).toMatch(again);
  expect(textOf({ Counts: counts, 'Passes on': passesOn })).toMatch(again);
});

it.each([
  [`config.to || 'Session start'`, `the event that config.to names, by default 'Session start'`],
  [`config.to.trim()`, 'the event that config.to names'],
  [`config.from.replace('a', config.to)`, 'the event that a setting names'],
])('says which setting names an event: %s', (name, label) => {
  const code = `export const onEvent = (event, { config }) => posthog.capture(${name})`;
  expect(textOf({ Named: code })).toContain(` captures ${label}\n`);
});

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

it('looks at a bounded number of events of many apps that compute with the same property', () => {
  const sums = [
    '1 + x',
    'x * 2',
    'x / 2',
    "'' + x",
    'x - 1',
    'Math.round(x)',
    'Number(x)',
    'x + 3',
    'x * 3',
    '-x',
  ];
  const sessions = sums.map((sum) => {
    const code = `export const onEvent = (event) => { const x = event.properties.amount; if (x) posthog.capture('revenue', { amount: ${sum} }) }`;
    return new Session(appOf(new Map([['/index.js', code]])));
  });
  const { nodes } = exploreEvents(...sessions);
  expect(nodes.filter(({ isExplored }) => isExplored).length).toBeLessThan(1300);
});

it('says which code was too large to be followed, and that a loop may be missing', () => {
  const turns = Array.from({ length: 12 }, (_, index) => `for (const v${index} of list)`).join(' ');
  const large = `const list = [1, 2, 3, 4, 5, 6, 7, 8, 9]
export const onEvent = (event) => {
  if (event.event === 'seen') posthog.capture('first')
  ${turns} list.includes(v0 + v1)
  posthog.capture('late')
}`;
  const text = textOf({ Ping: ping, Large: large });
  expect(text).toContain(`Event flow of 2 apps

Incomplete: the code of Large is too large to be followed to its end. What it captures further on is missing.

`);
  expect(text).toContain('No loop was found.');
});

it('says which events were not looked at where there are too many', () => {
  const many = (app: string): string => `export const onEvent = (event) => {
  posthog.capture(event.event + ' ${app}', { ...event.properties, [event.event.length > 5 ? '${app}1' : '${app}2']: 1 })
  posthog.capture('${app} of ' + event.event, { ...event.properties, n${app}: [event.properties] })
}`;
  const names = Array.from({ length: 3 }, (_, index) => `A${index}`);
  const text = textOf(Object.fromEntries(names.map((name) => [name, many(name)])));
  expect(text).toMatch(
    /Incomplete: more events come of each other than are looked at\. What .+, .+, .+ and \d+ more lead to is missing\./,
  );
});

it('does not say any event where a condition on the event decides', () => {
  const text = textOf({
    Looper: `export const onEvent = (event) => {
  if (event.event === '$pageview' || /seen/.test(event.event)) posthog.capture('seen page')
  if (event.event !== 'other') posthog.capture('audit')
}`,
  });
  expect(text).toContain(`some events
  → Looper, onEvent (index.js:2) captures 'seen page'

`);
  expect(text).toContain(`any event
  → Looper, onEvent (index.js:3) captures 'audit'

`);
});

it.each([
  ["event.event === '$pageview' || event.event.startsWith('seen')", ["'$pageview'", "'seen…'"]],
  ["event.event.startsWith('seen') || event.event.startsWith('known')", ["'seen…'", "'known…'"]],
  ["event.event.startsWith('seen') || event.event === 'seen a'", ["'seen…'"]],
  ["event.event === 'a' || event.event === 'b' || event.event.startsWith('seen')", ["'a'", "'b'", "'seen…'"]],
])('has an arrow from each event that %s lets pass', (condition, labels) => {
  const expected = labels.map((label) => `${label}\n  → App, onEvent (index.js:1) captures 'y'\n`);
  const text = textOf({
    App: `export const onEvent = (event) => { if (${condition}) posthog.capture('y') }`,
  });
  for (const line of expected) expect(text).toContain(line);
  expect(text).not.toContain('any event');
});

it('has an arrow from any event where one of several ways says nothing of its name', () => {
  const text = textOf({
    App: `export const onEvent = (event) => { if (event.event.startsWith('seen') || event.properties.seen) posthog.capture('y') }`,
  });
  expect(text).toContain("any event\n  → App, onEvent (index.js:1) captures 'y'");
});

it('leaves out of the arrows what a later condition stops', () => {
  const text = textOf({
    App: `export const onEvent = (event) => {
  if (!(event.event === 'a' || event.event === 'b' || event.event.startsWith('seen'))) return
  if (event.event === 'a') return
  posthog.capture('y')
}`,
  });
  expect(text).toContain("'b'\n  → App, onEvent");
  expect(text).toContain("'seen…'\n  → App, onEvent");
  expect(text).not.toContain("'a'");
});

it.each([
  ['NAMES[event.event]', "const NAMES = { signup: 'Sign', buy: 'Buy' }"],
  ['NAMES.get(event.event)', "const NAMES = new Map([['signup', 'Sign'], ['buy', 'Buy']])"],
])('has no arrow from a name that cannot be in the table to what %s asks for', (condition, table) => {
  const text = textOf({
    Copier: `export const onEvent = (event) => {
  if (event.event.startsWith('copy of ')) return
  posthog.capture('copy of ' + event.event)
}`,
    App: `${table}
export const onEvent = (event) => { if (${condition}) posthog.capture('listed') }`,
  });
  expect(text).toContain(
    "'signup'\n  → App, onEvent (index.js:2) captures 'listed'\n\n'buy'\n  → App, onEvent",
  );
  expect(text).not.toContain("'copy of …'\n  →");
});

it('has an arrow from a made name to what asks for a name that it can be', () => {
  const text = textOf({
    Copier: `export const onEvent = (event) => {
  if (event.event.startsWith('copy of ')) return
  posthog.capture('copy of ' + event.event)
}`,
    App: `const NAMES = { 'copy of signup': 'Sign', buy: 'Buy' }
export const onEvent = (event) => { if (NAMES[event.event]) posthog.capture('listed') }`,
  });
  expect(text).toContain("'copy of …'\n  → App, onEvent (index.js:2) captures 'listed'");
});

it.each([["'copy of ' + event.event"], ['`copy of ${event.event}`']])(
  'leads from each name of a list to what %s makes of that name',
  (made) => {
    const text = textOf({
      App: `export const onEvent = (event) => {
  if (['signup', 'buy'].includes(event.event)) posthog.capture(${made})
}`,
    });
    expect(text).toBe(`Event flow of App

'signup'
  → App, onEvent (index.js:2) captures 'copy of signup'

'buy'
  → App, onEvent (index.js:2) captures 'copy of buy'

Leads nowhere: 'copy of signup', 'copy of buy'

No loop.
`);
  },
);

it.each([
  ['/^trial /.test(event.event)', ["'trial …'"]],
  ['/^trial$/.exec(event.event)', ["'trial'"]],
  ['event.event.match(/^(trial|paid) /i)', ["'trial …'", "'paid …'"]],
  ["event.event === '$pageview' || /^trial /.test(event.event)", ["'$pageview'", "'trial …'"]],
  ['/trial/.test(event.event)', ['/trial/']],
  ['/_clicked$/i.test(event.event)', ['/_clicked$/i']],
  ['event.event.match(/trial/)', ['/trial/']],
  ["event.event.endsWith('_clicked')", ["'…_clicked'"]],
  ["event.event.includes('error')", ["'…error…'"]],
  ['/a/.test(event.event) && /b/.test(event.event)', ['/a/ and /b/']],
])('has an arrow from what %s lets pass', (condition, labels) => {
  const text = textOf({
    App: `export const onEvent = (event) => { if (${condition}) posthog.capture('y') }`,
    Other: `export const onEvent = (event) => {
  if (!(${condition})) return
  posthog.capture('z')
}`,
  });
  for (const label of labels) {
    expect(text).toContain(`${label}\n  → App, onEvent (index.js:1) captures 'y'\n`);
    expect(text).toMatch(/→ Other, onEvent \(index\.js:3\) captures 'z'\n/);
  }
  expect(text).not.toContain('some events');
});

it('has no arrow from a made name to what asks for one of two others with a pattern', () => {
  const text = textOf({
    Copier: `export const onEvent = (event) => {
  if (event.event.startsWith('copy of ')) return
  posthog.capture('copy of ' + event.event)
}`,
    App: `export const onEvent = (event) => { if (/^(signup|buy)$/.test(event.event)) posthog.capture('listed') }`,
  });
  expect(text).toContain("'signup'\n  → App");
  expect(text).not.toContain("'copy of …'\n  →");
});

it('shows names that several apps make longer and longer by what was added last', () => {
  const add = (piece: string): string =>
    `export const onEvent = (event) => { if (event.event.startsWith('order')) posthog.capture(event.event + '_${piece}') }`;
  expect(textOf({ A: add('a'), B: add('b') })).toBe(`Event flow of 2 apps

'order…'
  → A, onEvent (index.js:1) captures '…_a'
  → B, onEvent (index.js:1) captures '…_b'

'…_a'  (in a loop)
  ↻ A, onEvent (index.js:1) captures '…_a'
  → B, onEvent (index.js:1) captures '…_b'

'…_b'  (in a loop)
  → A, onEvent (index.js:1) captures '…_a'
  ↻ B, onEvent (index.js:1) captures '…_b'

Loops
  1. '…_a'
     → '…_a', captured by A, onEvent (index.js:1)
  2. '…_b'
     → '…_b', captured by B, onEvent (index.js:1)
`);
});

it('shows the loop of two apps that each leave out what they made themselves', () => {
  const add = (piece: string): string =>
    `export const onEvent = (event) => { if (!event.event.startsWith('${piece} of ')) posthog.capture('${piece} of ' + event.event) }`;
  const text = textOf({ A: add('a'), B: add('b') });
  expect(text.slice(text.indexOf('Loops'))).toBe(`Loops
  1. 'a of …'
     → 'b of …', captured by B, onEvent (index.js:1)
     → 'a of …', captured by A, onEvent (index.js:1)
`);
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
