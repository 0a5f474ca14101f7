/** Why a condition does not stop a loop, and how conditions are called: in the words of who wrote the handler. */
import { describe, expect, it } from 'vitest';
import { findingsIn } from '../../check.ts';
import { messageOf, onEvent } from './messages.ts';

describe('a condition that does not stop the loop is named, with the reason', () => {
  it.each([
    [
      'a marker that is not set',
      "if (!event.properties.seen) posthog.capture('b', { a: 1 })",
      '`!event.properties.seen` does not stop it, because it is captured without `seen`.',
    ],
    [
      'a marker that is not set, before a return',
      "if (event.properties.seen) return; posthog.capture('b', { a: 1 })",
      '`event.properties.seen` does not stop it, because it is captured without `seen`.',
    ],
    [
      'a marker with another value',
      "if (event.properties.from === 'me') return; posthog.capture('b', { from: 'you' })",
      "`event.properties.from === 'me'` does not stop it, because its `from` is 'you'.",
    ],
    [
      'another name',
      "if (event.event !== 'a') posthog.capture('b')",
      "`event.event !== 'a'` does not stop it, because its name is 'b'.",
    ],
    [
      'a list of other names',
      "if (['a', 'c'].includes(event.event)) return; posthog.capture('b')",
      "`['a', 'c'].includes(event.event)` does not stop it, because its name is 'b'.",
    ],
    [
      'a beginning of other names',
      "if (event.event.startsWith('$')) return; posthog.capture('b')",
      "`event.event.startsWith('$')` does not stop it, because its name is 'b'.",
    ],
    [
      'the name itself, asked for',
      "if (event.event === 'b') posthog.capture('b')",
      "`event.event === 'b'` does not stop it, because its name is 'b'.",
    ],
    [
      'a number that stays',
      "if (event.properties.n < 9) posthog.capture('b', { n: event.properties.n * 2 })",
      '`event.properties.n < 9` does not stop it, because its `n` is 0.',
    ],
    [
      'a number that stays, and has a default',
      "const n = event.properties.n ?? 1; if (n < 9) posthog.capture('b', { n: n * n })",
      '`n < 9` does not stop it, because its `n` is 1.',
    ],
    [
      'a number that goes away from its limit',
      "if (event.properties.n > 3) posthog.capture('b', { n: event.properties.n + 1 })",
      '`event.properties.n > 3` does not stop it, because its `n` grows from event to event.',
    ],
    [
      'a number that is made of what does not change',
      "const p = event.properties; if (p.score > 50) return; posthog.capture('b', { ...p, score: (p.amount ?? 0) + 1 })",
      '`p.score > 50` does not stop it, because its `score` stays the same.',
    ],
    [
      'a number that does not come to its limit',
      "const n = event.properties.n ?? 1; if (!n) return; posthog.capture('b', { n: n * 0.9 })",
      '`!n` does not stop it, because its `n` shrinks from event to event and is never zero.',
    ],
    [
      'a property that is passed on',
      "if (!event.properties.plan) return; posthog.capture('b', { plan: event.properties.plan })",
      '`!event.properties.plan` does not stop it, because it is captured with the same `plan`.',
    ],
    [
      'a property that is passed on with all others',
      "const { plan } = event.properties; if (!plan) return; posthog.capture('b', { ...event.properties })",
      '`!plan` does not stop it, because it is captured with the same `plan`.',
    ],
    [
      'the library that PostHog sets',
      "if (event.properties.$lib === 'web') return; posthog.capture('b')",
      "`event.properties.$lib === 'web'` does not stop it, because its `$lib` is 'posthog-plugin-server'.",
    ],
    [
      'two of them: the marker',
      "if (event.event === 'a' || event.properties.seen) return; posthog.capture('b')",
      "`event.event === 'a' || event.properties.seen` does not stop it, because it is captured without `seen`.",
    ],
    [
      'two of them, apart: the marker',
      "if (event.properties.seen) return; if (event.event === 'a') return; posthog.capture('b')",
      '`event.properties.seen` does not stop it, because it is captured without `seen`.',
    ],
    [
      'a case of a switch',
      "switch (event.event) { case 'a': return; default: posthog.capture('b') }",
      "`switch (event.event)` does not stop it, because its name is 'b'.",
    ],
    [
      'names of events that a name is put before',
      "if (event.event.startsWith('x ')) return; posthog.capture(`copy of ${event.event}`)",
      "`event.event.startsWith('x ')` does not stop it, because its name begins with 'copy of '.",
    ],
    [
      'a part that no event has',
      "if (event.name === 'b') return; posthog.capture('b')",
      "`event.name === 'b'` does not stop it, because an event has no `name`.",
    ],
    [
      'a part that is misspelt',
      "if (event.properites?.seen) return; posthog.capture('b', { seen: true })",
      '`event.properites?.seen` does not stop it, because an event has no `properites`.',
    ],
    [
      'a part that only some events have',
      "if (event.$set?.seen) return; posthog.capture('b', { $set: { seen: true } })",
      '`event.$set?.seen` does not stop it, because a captured event has no `$set` beside its properties.',
    ],
    [
      'a person under another key',
      "if (event.distinct_id === 'bot') return; posthog.capture('b', { distinctId: 'bot' })",
      "`event.distinct_id === 'bot'` does not stop it, because it is captured without `distinct_id`.",
    ],
    [
      'a person that is a number',
      "if (event.distinct_id === 5) return; posthog.capture('b', { distinct_id: 5 })",
      "`event.distinct_id === 5` does not stop it, because its `distinct_id` is '5'.",
    ],
    [
      'a mark that PostHog takes for the time',
      "if (event.properties.timestamp) return; posthog.capture('b', { timestamp: new Date().toISOString() })",
      '`event.properties.timestamp` does not stop it, because PostHog takes its `timestamp` out of the properties.',
    ],
    [
      'what lies inside of a property, and is not there',
      "if (event.properties.meta?.seen) return; posthog.capture('b', { meta: { from: 'me' } })",
      '`event.properties.meta?.seen` does not stop it, because it is captured without `meta.seen`.',
    ],
    [
      'what lies inside of a property, and is another',
      "if (event.properties.meta?.from === 'me') return; posthog.capture('b', { meta: { from: 'you' } })",
      "`event.properties.meta?.from === 'me'` does not stop it, because its `meta.from` is 'you'.",
    ],
    [
      'a sign of another name',
      "if (event.event[0] === '$') return; posthog.capture('b')",
      "`event.event[0] === '$'` does not stop it, because its name is 'b'.",
    ],
    [
      'a part of another name',
      "if (event.event.split(' ').pop() === 'seen') return; posthog.capture('was captured')",
      "`event.event.split(' ').pop() === 'seen'` does not stop it, because its name is 'was captured'.",
    ],
    [
      'a name that no event has in that form',
      "if (event.event.toLowerCase() === 'B') return; posthog.capture('B')",
      "`event.event.toLowerCase() === 'B'` does not stop it, because it is never true there.",
    ],
    [
      'a negation of the wrong part',
      "if (!event.event === 'b') return; posthog.capture('b')",
      "`!event.event === 'b'` does not stop it, because it is never true there.",
    ],
    [
      'a condition around the call that is always true',
      "if (event.event !== 4) { posthog.capture('b') }",
      '`event.event !== 4` does not stop it, because it is always true there.',
    ],
    [
      'a return in a callback',
      "['a', 'b'].forEach((name) => { if (event.event === name) return }); posthog.capture('b')",
      '`event.event === name` does not stop it, because its `return` leaves the function in `forEach` alone.',
    ],
    [
      'an error that is caught',
      "try { if (event.event === 'b') throw new Error('own') } catch (error) { console.error(error) } posthog.capture('b')",
      "`event.event === 'b'` does not stop it, because what it throws is caught.",
    ],
    [
      'a return before finally',
      "try { if (event.event === 'b') return } finally { posthog.capture('b') }",
      "`event.event === 'b'` does not stop it, because `finally` is executed all the same.",
    ],
    [
      'a case that goes on into the next',
      "switch (event.event) { case 'b': console.log('own'); default: posthog.capture('b') }",
      "`switch (event.event)` does not stop it, because no `break` ends `case 'b'`.",
    ],
    [
      'a branch that only tells of it',
      "if (event.event === 'b') { console.log('own') } posthog.capture('b')",
      "`event.event === 'b'` does not stop it, because nothing there leaves the function.",
    ],
    [
      'a branch that a semicolon ends',
      "if (event.event === 'b'); posthog.capture('b')",
      "`event.event === 'b'` does not stop it, because nothing there leaves the function.",
    ],
  ])('%s', (_title, body, sentence) => {
    const message = messageOf(onEvent(body));
    expect(message).toContain(` without end. ${sentence} `);
  });

  it('by the call of a helper', () => {
    const helper = "const isOwn = (e) => e.properties.from === 'me'\n";
    expect(messageOf(helper + onEvent("if (isOwn(event)) return; posthog.capture('b')"))).toContain(
      '`isOwn(event)` does not stop it, because it is captured without `from`.',
    );
  });

  it('by the call of a helper of which nobody takes the result', () => {
    const helper = "const isOwn = (e) => { if (e.event === 'b') return true }\n";
    expect(messageOf(helper + onEvent("isOwn(event); posthog.capture('b')"))).toContain(
      '`isOwn(event)` does not stop it, because nothing is done with its result.',
    );
  });

  it.each([
    [
      'a condition in a callback that does not hold',
      "['a'].forEach((name) => { if (event.event === name) return }); posthog.capture('b')",
    ],
    [
      'a callback that goes on for others',
      "let n = 0; ['b'].forEach((name) => { if (event.event === name) return; n += 1 }); posthog.capture('b', { n })",
    ],
    [
      'a branch that does something',
      "let n = 0; if (event.event === 'b') { n += 1 } posthog.capture('b', { n })",
    ],
    [
      'two forms of a name',
      "const back = event.event.split('').reverse().join(''); if (back !== event.event) posthog.capture(back)",
    ],
    [
      'a condition behind another name that was given',
      "if (event.event === 'b') event.event = 'c'; if (event.event === 'b') return; posthog.capture('b')",
    ],
  ])('but not %s', (_title, body) => {
    expect(messageOf(onEvent(body))).not.toContain('does not stop it');
  });

  it('where it stands, too', () => {
    const code = onEvent("if (event.event === 'a') return; posthog.capture('b')");
    const [found] = findingsIn(code);
    expect(found?.passed).toMatchObject({
      text: "event.event === 'a'",
      span: { start: code.indexOf("event.event === 'a'"), length: "event.event === 'a'".length },
    });
    expect(findingsIn(onEvent("posthog.capture('b')"))[0]?.passed).toBeUndefined();
  });

  it('and a loop of one name over one call is one step', () => {
    const next = "const next = { open: 'active', active: 'open' }\n";
    const message = messageOf(
      next +
        onEvent(
          "if (event.properties.at !== 'done') posthog.capture('b', { at: next[event.properties.at] || 'open' })",
        ),
    );
    expect(message).toContain(
      "The event 'b' captured here comes back to onEvent and is captured again, without end.",
    );
  });

  it('but not where the loop leads over other events', () => {
    const found = findingsIn(
      onEvent("if (event.event === 'a') posthog.capture('b'); if (event.event === 'b') posthog.capture('a')"),
    );
    expect(found.map(({ grade }) => grade)).toEqual(['loops', 'loops']);
    for (const { message } of found) expect(message).not.toContain('does not stop it');
  });
});

describe('what decides is told, and not what stands beside it', () => {
  it('an error that is thrown is none where the first try is enough', () => {
    const message = messageOf(`
      async function retried(send) { for (let n = 0; n < 3; n += 1) { try { return await send() } catch (error) { if (n === 2) throw error } } }
      export const onEvent = (event) => retried(() => posthog.api.post('/capture/', { data: { api_key: 'phc_x', event: 'b' } }))`);
    expect(message).toContain('if in this project,');
    expect(message).not.toContain('error being thrown');
  });

  it('a list in a setting that may be empty is not, beside what is stored', () => {
    const message = messageOf(`
      export async function onEvent(event, { config, storage }) {
        const wanted = (config.wanted || '').split(',').filter(Boolean)
        if (wanted.length > 0 && !wanted.includes(event.event)) return
        if (await storage.get('first')) return
        await posthog.capture('b')
      }`);
    expect(message).toContain('depends on what is stored');
  });

  it('what is stored is not, where an event has what is asked for', () => {
    const message = messageOf(`
      export async function onEvent(event, { cache }) {
        const amount = event.properties.amount ?? event.properties.revenue
        if (!amount || amount <= 0) return
        const rate = (await cache.get('rate', 1)) || 2
        await posthog.capture('b', { amount, revenue: amount * rate })
      }`);
    expect(message).toContain('without end.');
  });
});

describe('a `$lib` that may be overwritten', () => {
  it('is told of where an answer is spread into the properties', () => {
    const message = messageOf(`
      export async function onEvent(event) {
        if (event.properties.$lib === 'posthog-plugin-server') return
        const answer = await (await fetch('https://api.example/')).json()
        await posthog.capture('b', { ...answer })
      }`);
    expect(message).toContain(
      "What is spread into its properties may have a `$lib` of its own, so that `event.properties.$lib === 'posthog-plugin-server'` does not see it.",
    );
  });
});

describe('what processEvent changes before the event comes back is told as the reason', () => {
  const app = (processing: string, body: string): string => `export ${processing}
export async function onEvent(event) { ${body} }`;
  const renames = `function processEvent(event) { event.event = event.event.replace(' ', '_'); return event }`;
  const named = "if (event.event === 'was seen') return; await posthog.capture('was seen')";

  it.each([
    [
      'another name',
      app(renames, named),
      "`event.event === 'was seen'` does not stop it, because processEvent changes it before, so that its name is 'was_seen'. Return early when the event is 'was_seen'.",
    ],
    [
      'another name in a batch',
      app(
        `function processEventBatch(events) { for (const event of events) event.event = event.event.replace(' ', '_'); return events }`,
        named,
      ),
      "`event.event === 'was seen'` does not stop it, because processEventBatch changes it before, so that its name is 'was_seen'. Return early when the event is 'was_seen'.",
    ],
    [
      'a property that is taken away',
      app(
        `function processEvent(event) { delete event.properties.own; return event }`,
        "if (event.properties.own) return; await posthog.capture('seen', { own: 1 })",
      ),
      "`event.properties.own` does not stop it, because processEvent takes its `own` away before. Return early when the event is 'seen'.",
    ],
    [
      'a property with another value',
      app(
        `function processEvent(event) { event.properties.from = 'all'; return event }`,
        "if (event.properties.from === 'me') return; await posthog.capture('seen', { from: 'me' })",
      ),
      "`event.properties.from === 'me'` does not stop it, because processEvent changes it before, so that its `from` is 'all'. Return early when the event is 'seen'.",
    ],
    [
      'the name that it has by then, where it ends',
      app(renames, "if (event.event === 'was_seen') return; await posthog.capture('was seen')"),
      "`event.event === 'was_seen'` stops it, because processEvent changes it before, so that its name is 'was_seen'.",
    ],
    [
      'but not what it leaves as it is',
      app(
        `function processEvent(event) { event.properties.size = 1; return event }`,
        "if (event.properties.seen) return; await posthog.capture('b', { a: 1 })",
      ),
      "`event.properties.seen` does not stop it, because it is captured without `seen`. Return early when the event is 'b'.",
    ],
  ])('%s', (_, code, piece) => {
    expect(messageOf(code)).toContain(piece);
  });
});

describe('of several conditions that decide, the one that is most likely a guard is named', () => {
  const app = (guards: string): string => `export async function onEvent(event, { config }) {
  ${guards}
  await fetch(\`https://\${config.host}/e\`, { method: 'POST', body: JSON.stringify({ ...event, token: config.key }) })
}`;
  const count = `if (parseInt(config.copies) > 1) return;`;
  const ofEvent = `if (config.ignore.split(',').includes(event.event)) return;`;
  const ofKey = `if (config.key === config.ownKey) return;`;

  it.each([
    ['on the event before a count', count + ofEvent, "config.ignore.split(',').includes(event.event)"],
    ['on the event before a key', ofKey + ofEvent, "config.ignore.split(',').includes(event.event)"],
    ['on a key before a count', count + ofKey, 'config.key === config.ownKey'],
    [
      'on the event before an answer',
      `${ofEvent} const res = await fetch('https://crm.example'); if (res.status >= 500) throw new Error('down');`,
      "config.ignore.split(',').includes(event.event)",
    ],
    ['a count alone', count, 'parseInt(config.copies) > 1'],
  ])('%s', (_, guards, named) => {
    expect(messageOf(app(guards))).toContain(`Whether it ends depends on a setting, in \`${named}\`.`);
  });
});

describe('a setting may name the event', () => {
  const app = (body: string): string => `export async function onEvent(event, { config }) { ${body} }`;

  it.each([
    [
      'in a comparison',
      "if (event.event === config.own) return; await posthog.capture('wet')",
      "It ends only where a setting names 'wet', in `event.event === config.own`. Return",
    ],
    [
      'in a list that is made of it',
      "const own = (config.own ?? '').split(/[,;]+/); if (own.includes(event.event)) return; await posthog.capture('wet')",
      "It ends only where a setting names 'wet', in `own.includes(event.event)`, where `own` is",
    ],
    [
      'but not where a name stands in the code',
      "if (event.event === 'dry') return; await posthog.capture('wet')",
      "`event.event === 'dry'` does not stop it, because its name is 'wet'.",
    ],
  ])('%s', (_, body, piece) => {
    expect(messageOf(app(body))).toContain(piece);
  });
});

describe('where a variable comes from is told', () => {
  const app = (body: string): string =>
    `const limit = 3\nexport async function onEvent(event, { config }) { ${body} await posthog.capture('wet') }`;

  it.each([
    [
      'of a setting',
      'const { to } = config; if (!to) return;',
      'a setting, in `!to`, where `to` comes from `config`.',
    ],
    [
      'of an answer',
      "const res = await fetch('https://a.example'); const data = await res.json(); if (data.allow === false) return;",
      'on `data.allow === false`, where `data` is `await res.json()`.',
    ],
    [
      'but not what the code says itself',
      'if (Math.random() * limit > 1) return;',
      'on `Math.random() * limit > 1`.',
    ],
  ])('%s', (_, body, piece) => {
    expect(messageOf(app(body))).toContain(
      `Whether it ends depends ${piece}`.replace('depends a', 'depends on a'),
    );
  });
});

it.each([
  ["' My  Event'", "' My  Event'"],
  [String.raw`'two\nlines '`, String.raw`'two\nlines '`],
])('tells the name %s as it is', (code, told) => {
  const message = messageOf(`export const onEvent = () => posthog.capture(${code})`);
  expect(message).toContain(`The event ${told} captured`);
  expect(message).toContain(`Return early when the event is ${told}.`);
});
