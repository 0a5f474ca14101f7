import { expect, it } from 'vitest';
import { exploreEvents } from '../../../server/analysis/eventFlow.ts';
import { Session } from '../../../server/analysis/execution/session.ts';
import { appOf } from '../check.ts';
import { ping, pong, textOf } from './support/flowText.ts';

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

it('finds the loop of two apps of which one adds to a number that has to be more than zero', () => {
  const Receipts = `export const onEvent = ({ event, properties: p }) => { if (event === 'paid') return posthog.capture('receipt', { total: p.total }) }`;
  const Fees = `export const onEvent = ({ event, properties: p }) => { if (event === 'receipt' && p.total > 0) return posthog.capture('paid', { total: p.total + 1 }) }`;
  expect(textOf({ Receipts, Fees })).toContain(`Loops
  1. 'receipt'
     → 'paid', captured by Fees, onEvent (index.js:1)
     → 'receipt', captured by Receipts, onEvent (index.js:1)
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
