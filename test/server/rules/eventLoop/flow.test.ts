/** Several sinks, several entry points, settings, suppressions, and the shape of a finding. */
import { describe, expect, it } from 'vitest';
import { check, findingsIn, loopGradesIn } from '../../check.ts';

describe('several events', () => {
  it('lead back to each other', () => {
    check(`
export function onEvent(event) {
  if (event.event === 'a') posthog.capture('b')
//                         ^^^^^^^^^^^^^^^ warning loops: 'b' → 'a' → 'b'
  if (event.event === 'b') posthog.capture('a')
//                         ^^^^^^^^^^^^^^^ warning loops: 'a' → 'b' → 'a'
}`);
  });

  it('lead back over three', () => {
    check(`
const next = { a: 'b', b: 'c', c: 'a' }
export function onEvent(event) {
  const name = next[event.event]
  if (name) posthog.capture(name)
//          ^^^^^^^^^^^^^^^ warning loops: without end
}`);
  });

  it('follow each other to an end, however long', () => {
    check(`
const next = { a: 'b', b: 'c', c: 'd', d: 'e', e: 'f', f: 'g', g: 'h', h: 'i' }
export function onEvent(event) {
  const name = next[event.event]
  if (name) posthog.capture(name)
//          ^^^^^^^^^^^^^^^ information ends: ends there
}`);
  });

  it('lead into a loop without being part of it', () => {
    check(`
export function onEvent(event) {
  if (event.event === 'a') posthog.capture('b')
//                         ^^^^^^^^^^^^^^^ information ends: 'b'
  if (event.event === 'b') posthog.capture('b')
//                         ^^^^^^^^^^^^^^^ warning loops: 'b'
}`);
  });

  it('go from one entry point to another', () => {
    check(`
export function processEvent(event) {
  if (event.event === 'a') posthog.capture('b')
//                         ^^^^^^^^^^^^^^^ warning loops: 'b' → 'a' → 'b'
  return event
}
export function onEvent(event) {
  if (event.event === 'b') posthog.capture('a')
//                         ^^^^^^^^^^^^^^^ warning loops: 'a' → 'b' → 'a'
}`);
  });

  it('come back in the name that processEvent gives them', () => {
    check(`
export function processEvent(event) {
  if (event.event === 'b') return { ...event, event: 'a' }
  return event
}
export function onEvent(event) {
  if (event.event === 'a') posthog.capture('b')
//                         ^^^^^^^^^^^^^^^ warning loops: 'b'
}`);
  });
});

describe('entry points', () => {
  it('are named, each sink once', () => {
    const [found, ...others] = findingsIn(`
const send = () => posthog.capture('seen')
export function processEvent(event) { send(); return event }
export function onEvent() { send() }`);
    expect(others).toEqual([]);
    expect(found?.entryPoints.toSorted()).toEqual(['onEvent', 'processEvent']);
  });

  it('of snapshots see no other events', () => {
    check(`
export function onSnapshot(event) {
  posthog.capture('seen')
//^^^^^^^^^^^^^^^ information ends: 'seen'
}`);
  });

  it('of snapshots see captured snapshots', () => {
    check(`
export function onSnapshot(event) {
  posthog.capture('$snapshot', event.properties)
//^^^^^^^^^^^^^^^ warning loops: '$snapshot'
}`);
  });

  it('of exports skip what the settings leave out', () => {
    check(`
//- /plugin.json
{ "config": [{ "key": "exportEventsToIgnore", "type": "string", "default": "exported, $feature_flag_called" }] }
//- /index.js
export function exportEvents(events) {
  posthog.capture('exported')
//^^^^^^^^^^^^^^^ information ends: 'exported'
}`);
  });

  it('processEventBatch is none beside processEvent', () => {
    expect(
      check(`
export function processEvent(event) { return event }
export function processEventBatch(events) { posthog.capture('seen'); return events }`),
    ).toEqual([]);
  });

  it('processEventBatch alone is one', () => {
    check(`
export function processEventBatch(events) {
  for (const event of events) posthog.capture('seen')
//                            ^^^^^^^^^^^^^^^ warning loops: 'seen'
  return events
}`);
  });

  it('actions match nobody knows what', () => {
    check(`
export function onAction(action, event) {
  posthog.capture('seen')
//^^^^^^^^^^^^^^^ warning loops: 'seen'
}`);
  });
});

describe('settings', () => {
  const looping = 'export function onEvent() { posthog.capture("seen") }';
  const ending =
    'export function onEvent(event) { if (event.event === "$pageview") posthog.capture("seen") }';

  it('decide the severity', () => {
    expect(findingsIn(looping, { 'event-loop': 'error' }).map(({ severity }) => severity)).toEqual(['error']);
    expect(findingsIn(looping, { 'event-loop': 'hint' }).map(({ severity }) => severity)).toEqual(['hint']);
    expect(findingsIn(looping, { 'event-loop': 'off' })).toEqual([]);
  });

  it('decide how loops that end are shown', () => {
    expect(findingsIn(ending).map(({ severity }) => severity)).toEqual(['information']);
    expect(findingsIn(ending, { endingLoops: 'warning' }).map(({ severity }) => severity)).toEqual([
      'warning',
    ]);
    const asError = findingsIn(ending, { endingLoops: 'warning', 'event-loop': 'error' });
    expect(asError.map(({ severity }) => severity)).toEqual(['error']);
    expect(findingsIn(ending, { endingLoops: 'hidden' })).toEqual([]);
  });

  it.each([
    ['the name', 'seen', 'event.event === config.skip'],
    ['a list', 'signed up, seen', `config.skip.split(',').map((name) => name.trim()).includes(event.event)`],
    ['a list as JSON', '["seen"]', 'JSON.parse(config.skip).includes(event.event)'],
    ['a list in a text', 'signed up seen,seen', 'config.skip.includes(event.event)'],
  ])('with a default that names the captured event end where it is left out: %s', (_, text, condition) => {
    const app = (config: object): string =>
      `//- /plugin.json\n${JSON.stringify({ config: [config] })}\n//- /index.js\nexport function onEvent(event, { config }) { if (${condition}) return; posthog.capture('seen') }`;
    expect(loopGradesIn(app({ key: 'skip', type: 'string', default: text }))).toEqual(['ends']);
    expect(loopGradesIn(app({ key: 'skip', type: 'string', default: 'other' }))).toEqual(['may-loop']);
    expect(loopGradesIn(app({ key: 'skip', type: 'string' }))).toEqual(['may-loop']);
  });

  it('with a default that has the name of the captured event in another word say nothing of it', () => {
    expect(
      loopGradesIn(`
//- /plugin.json
{ "config": [{ "key": "mode", "type": "string", "default": "unseen" }] }
//- /index.js
export function onEvent(event, { config }) { if (config.mode === 'unseen') return; posthog.capture('seen') }`),
    ).toEqual(['may-loop']);
  });

  it('with a default that names the captured event are believed', () => {
    check(`
//- /plugin.json
{ "config": [{ "key": "events", "type": "string", "default": "signed up,seen" }] }
//- /index.js
export function onEvent(event, { config }) {
  if (!config.events.split(',').includes(event.event)) return
  posthog.capture('seen')
//^^^^^^^^^^^^^^^ warning may-loop: depends on a setting
}`);
  });
});

describe('a finding', () => {
  it('has the chain of calls in order, with their places', () => {
    const text = 'const send = () => posthog.capture("seen")\nexport function onEvent() { send() }';
    const [found] = findingsIn(text);
    expect(
      found?.chain.map((step) => [
        step.function,
        text.slice(step.span.start, step.span.start + step.span.length),
      ]),
    ).toEqual([
      ['onEvent', 'onEvent'],
      ['send', 'send'],
      ['posthog.capture', 'posthog.capture'],
    ]);
  });

  it('has an event that drives it', () => {
    const [found] = findingsIn(`
export function onEvent(event) {
  if (event.event !== 'a' && event.event !== 'b') return
  if (event.properties.kind === 3) posthog.capture(event.event, event.properties)
}`);
    expect(found?.grade).toBe('loops');
    expect(found?.witness).toEqual({ event: 'b', distinct_id: 'ada@example.com', properties: { kind: 3 } });
  });

  it('names its guard, with its place', () => {
    const text =
      'export function onEvent(event) {\n  if (event.event === "seen") return\n  posthog.capture("seen")\n}';
    const [found] = findingsIn(text);
    expect(found?.guard?.text).toBe('event.event === "seen"');
    expect(text.slice(found?.guard?.span.start ?? 0).startsWith('event.event === "seen"')).toBe(true);
    expect(found?.witness).toBeNull();
  });

  it('is one per sink, however often it is reached', () => {
    expect(
      findingsIn(`
const send = (name) => posthog.capture(name)
export function onEvent() { send('a'); send('b'); for (const name of ['c', 'd']) send(name) }`),
    ).toHaveLength(1);
  });
});

describe('a comment', () => {
  it('suppresses the finding on the next line, with a reason', () => {
    expect(
      check(`
export function onEvent() {
  // posthog-apps-ignore event-loop: the project drops this event
  posthog.capture('seen')
}`),
    ).toEqual([]);
  });

  it('suppresses the finding on its own line', () => {
    expect(
      check(
        `export function onEvent() { posthog.capture('seen') } // posthog-apps-ignore posthog-apps/event-loop: known`,
      ),
    ).toEqual([]);
  });

  it('needs a reason', () => {
    check(`
export function onEvent() {
  // posthog-apps-ignore event-loop
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning suppression: needs a reason
  posthog.capture('seen')
//^^^^^^^^^^^^^^^ warning loops: 'seen'
}`);
  });

  it('that suppresses nothing is reported, and can be removed', () => {
    check(`
export function onEvent() {
  // posthog-apps-ignore event-loop: it ends
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ information suppression: suppresses nothing
//fix: Remove the Comment
  console.log('seen')
}`);
  });

  it('has to name a rule that there is', () => {
    check(`
export function onEvent() {
  // posthog-apps-ignore no-loops: it ends
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ information suppression: There is no rule no-loops
}`);
  });
});

describe('messages', () => {
  it('name the condition of the sink itself, not one of another sink', () => {
    check(`
//- /plugin.json
{ "config": [{ "key": "from", "type": "string" }, { "key": "to", "type": "string" }] }
//- /index.js
export async function processEvent(event, { config }) {
  if (event.event === 'own') return event
  switch (event.event) {
    case '$pageview':
      await posthog.capture('own')
//          ^^^^^^^^^^^^^^^ information ends: event.event === 'own'
      break
  }
  if (event.event === config.from) await posthog.capture(config.to)
//                                       ^^^^^^^^^^^^^^^ warning may-loop: depends on a setting, in \`event.event === config.from\`
  return event
}`);
  });

  it('speak of the event that comes back, where a call sends several', () => {
    check(`
async function send(name, event) {
  await posthog.capture(name, { distinct_id: event.distinct_id })
//      ^^^^^^^^^^^^^^^ warning loops: The event 'plan noted' captured here comes back
}
export async function onEvent(event) {
  if (event.event === 'welcome') return
  if (event.event === '$identify') await send('welcome', event)
  if (event.event.startsWith('plan')) await send('plan noted', event)
}`);
  });

  it('name the switch, and not the case that the event is not, with the place of what it asks for', () => {
    check(`
export async function processEvent(event) {
  switch (event.event) {
    case '$pageview':
    case '$screen':
      await posthog.capture('view')
//          ^^^^^^^^^^^^^^^ information ends: ends there: \`switch (event.event)\` stops it
      break
    case '$identify':
      await posthog.capture('login')
//          ^^^^^^^^^^^^^^^ information ends: ends there: \`switch (event.event)\` stops it
  }
  return event
}`);
    const code = `export function onEvent(event) {\n  switch (event.event) {\n    case 'a':\n      posthog.capture('b')\n  }\n}`;
    expect(findingsIn(code).map(({ guard }) => guard)).toEqual([
      {
        text: 'switch (event.event)',
        span: { file: '/index.js', start: code.indexOf('event.event)'), length: 'event.event'.length },
      },
    ]);
  });

  it('quote keys of several words, and name functions without a name by their variable', () => {
    check(`
const routes = {
  'trial started': (event) => posthog.capture('started'),
//                            ^^^^^^^^^^^^^^^ warning loops: It gets here through 'trial started'.
  ended: (event) => posthog.capture('ended'),
//                  ^^^^^^^^^^^^^^^ warning loops: It gets here through ended.
}
const send = (meta) => (name) => posthog.capture(name)
//                               ^^^^^^^^^^^^^^^ warning loops: It gets here through post.
export function onEvent(event, meta) {
  routes['trial started'](event)
  routes.ended(event)
  const post = send(meta)
  post('sent')
}`);
    const [finding] = findingsIn(
      `const send = (meta) => (name) => posthog.capture(name)\nexport function onEvent(event, meta) {\n  const post = send(meta)\n  post('sent')\n}`,
    );
    expect(finding?.chain.map((step) => step.function)).toEqual(['onEvent', 'post', 'posthog.capture']);
  });

  it('say which setting leaves an event out of exports', () => {
    check(`
//- /plugin.json
{ "config": [{ "key": "exportEventsToIgnore", "type": "string", "default": "export done" }] }
//- /index.js
export async function exportEvents(events) {
  await posthog.capture('export done')
//      ^^^^^^^^^^^^^^^ information ends: ends there: the setting exportEventsToIgnore leaves it out
}`);
  });

  it('do not say that an ordinary event comes to onSnapshot', () => {
    check(`
export function onSnapshot(event) {
  posthog.capture('recording chunk')
//^^^^^^^^^^^^^^^ information ends: does not come back to onSnapshot
}`);
  });

  it('say how to know events that are sent on under their own name', () => {
    check(`
export async function onEvent(event) {
  await posthog.capture(event.event)
//      ^^^^^^^^^^^^^^^ warning loops: Mark what you send with a property, such as $from_this_app, and return early for events that have it.
}`);
    check(`
export async function exportEvents(events) {
  for (const event of events) await posthog.capture(event.event)
//                                  ^^^^^^^^^^^^^^^ warning loops: Mark what you send with a property, such as $from_this_app, and leave out events that have it.
}`);
  });

  it('do not advise a return where a batch of events is handled', () => {
    check(`
export async function processEventBatch(events) {
  for (const event of events) await posthog.capture('seen')
//                                  ^^^^^^^^^^^^^^^ warning loops: without end. Capture nothing for events named 'seen'.
  return events
}`);
    check(`
export async function processEventBatch(events) {
  for (const event of events) await posthog.capture(event.event)
//                                  ^^^^^^^^^^^^^^^ warning loops: $from_this_app, and capture nothing for events that have it.
  return events
}`);
  });

  it('say that processEvent drops the event', () => {
    check(`
export function processEvent(event) {
  if (event.event === 'seen') return null
  return event
}
export async function onEvent(event) {
  await posthog.capture('seen', { distinct_id: event.distinct_id })
//      ^^^^^^^^^^^^^^^ information ends: ends there: processEvent drops it
}`);
  });

  it('say who sends on an event under its own name', () => {
    check(`
export async function onEvent(event, { storage }) {
  if (await storage.get('seen')) return
  await posthog.capture('first')
//      ^^^^^^^^^^^^^^^ warning may-loop: what is stored
}
export async function processEvent(event) {
  if (event.properties.forwarded) return event
  await posthog.api.post('/capture/', { data: { api_key: 'phc_a', event: event.event, properties: { forwarded: true } } })
//      ^^^^^^^^^^^^^^^^ warning may-loop: 'first' of processEvent → 'first' of onEvent → 'first' of processEvent
  return event
}`);
  });

  it('name the setting that may keep own events out of what is sent elsewhere', () => {
    check(`
//- /plugin.json
{ "config": [{ "key": "ignore", "type": "string" }, { "key": "host", "type": "string" }] }
//- /index.js
export async function onEvent(event, { config }) {
  if (config.ignore.split(',').includes(event.event)) return
  await fetch(\`https://\${config.host}/e\`, { method: 'POST', body: JSON.stringify({ api_key: 'phc_a', event: event.event }) })
//      ^^^^^ warning may-loop: a setting, in \`config.ignore.split(',').includes(event.event)\`
}`);
  });
});
