import { describe, expect, it } from 'vitest';
import { applyFix, check, findingsOf } from '../findings.ts';

describe('a sink in a handler', () => {
  it('loops without a condition', () => {
    check(`
export async function onEvent(event) {
  await posthog.capture('seen', { distinct_id: event.distinct_id })
        ^^^^^^^^^^^^^^^ warning: 'seen'
}
`);
  });

  it('is silent in a schedule, a job of a schedule and setup', () => {
    check(`
export async function runEveryHour(meta) {
  await posthog.capture('tick')
  await meta.jobs.later({}).runNow()
}
export async function setupPlugin() {
  await posthog.capture('ready')
}
export const jobs = { later: async () => posthog.capture('later') }
`);
  });

  it('counts in a job that a handler starts', () => {
    check(`
export async function onEvent(event, { jobs }) {
  await jobs.later({ id: event.distinct_id }).runNow()
}
export const jobs = {
  later: async (payload) => {
    await posthog.capture('later')
          ^^^^^^^^^^^^^^^ warning: jobs.later
  },
}
`);
  });
});

describe('how the sink is reached', () => {
  it.each([
    ['a function', `function send() { SINK }`, `send()`],
    ['an arrow in a constant', `const send = () => { SINK }`, `send()`],
    ['a class method', `class Tracker { send() { SINK } }\nconst tracker = new Tracker()`, `tracker.send()`],
    ['an object', `const tracker = { send() { SINK } }`, `tracker.send()`],
    ['two functions', `function one() { two() }\nfunction two() { SINK }`, `one()`],
    [
      'a function handed on',
      `function twice(work) { work(); work() }\nfunction send() { SINK }`,
      `twice(send)`,
    ],
    ['a callback of a list', `function send() { SINK }`, `[1, 2].forEach(send)`],
    ['a promise', `function send() { SINK }`, `Promise.resolve().then(send)`],
    ['call', `function send() { SINK }`, `send.call(null)`],
    ['bind', `function send() { SINK }\nconst bound = send.bind(null)`, `bound()`],
    ['a constructor', `class Tracker { constructor() { SINK } }`, `new Tracker()`],
    ['a getter', `const tracker = { get now() { SINK\n return 1 } }`, `tracker.now`],
  ])('through %s', (_, declaration, call) => {
    const source = `${declaration.replace('SINK', "posthog.capture('x')")}\nexport function onEvent(event) { ${call} }\n`;
    expect(findingsOf(source).map((finding) => finding.grade)).toEqual(['loops']);
  });

  it.each([
    ['an alias', `const { capture } = posthog`, `capture('x')`],
    ['a renamed alias', `const { capture: send } = posthog`, `send('x')`],
    ['a variable', `const client = posthog`, `client.capture('x')`],
    ['optional chaining', ``, `posthog?.capture?.('x')`],
    ['an element', ``, `posthog['capture']('x')`],
    ['a parameter', `function send(client) { client.capture('x') }`, `send(posthog)`],
    [
      'a field',
      `class Tracker { client = posthog; send() { this.client.capture('x') } }`,
      `new Tracker().send()`,
    ],
    [
      'meta.global',
      `export function setupPlugin({ global }) { global.client = posthog }`,
      `meta.global.client.capture('x')`,
    ],
    ['a function that gives it', `const client = () => posthog`, `client().capture('x')`],
  ])('with posthog as %s', (_, declaration, call) => {
    const source = `${declaration}\nexport function onEvent(event, meta) { ${call} }\n`;
    expect(findingsOf(source).map((finding) => finding.grade)).toEqual(['loops']);
  });

  it('follows imports over files', () => {
    check(`
//- /index.ts
import { send } from './send'
export async function processEvent(event) {
  await send(event)
  return event
}
//- /send.ts
export async function send(event: any) {
  await posthog.capture('sent')
        ^^^^^^^^^^^^^^^ warning: processEvent
}
`);
  });
});

describe('look-alikes', () => {
  it.each([
    [
      'a parameter called posthog',
      `function send(posthog) { posthog.capture('x') }`,
      `send({ capture() {} })`,
    ],
    ['a local called posthog', `const posthog = { capture() {} }`, `posthog.capture('x')`],
    ['another capture', `const camera = { capture() {} }`, `camera.capture('x')`],
    ['a REST write', ``, `posthog.api.post('/api/projects/@current/annotations/', { data: {} })`],
    ['a list of events', ``, `posthog.api.post('/api/event/', { data: {} })`],
    ['put to an ingestion path', ``, `posthog.api.put('/capture/', { data: {} })`],
    ['another service', ``, `fetch('https://api.example.com/v1/track', { method: 'POST', body: '{}' })`],
    [
      'a look-alike host',
      ``,
      `fetch('https://us.i.posthog.com.evil.example/e/', { method: 'POST', body: '{}' })`,
    ],
    ['flags', ``, `fetch('https://us.i.posthog.com/decide/', { method: 'POST', body: '{}' })`],
    ['a function never called', `function send() { posthog.capture('x') }`, ``],
  ])('is silent about %s', (_, declaration, call) => {
    expect(findingsOf(`${declaration}\nexport function onEvent(event, meta) { ${call} }\n`)).toEqual([]);
  });
});

describe('requests that take events', () => {
  it.each([
    ['a literal', `posthog.api.post('/capture/', { data: { event: 'x' } })`],
    ['a constant', `posthog.api.post(PATH, { data: { event: 'x' } })`],
    ['a template', 'posthog.api.post(`/${"e"}`, { data: { event: "x" } })'],
    ['a concatenation', `posthog.api.post('/i/v0' + '/e/?x=1', { data: { event: 'x' } })`],
    ['a batch', `posthog.api.post('/batch', { data: { batch: [{ event: 'x' }] } })`],
    [
      'fetch to PostHog',
      `fetch('https://us.i.posthog.com/i/v0/e/', { method: 'POST', body: JSON.stringify({ event: 'x' }) })`,
    ],
    ['fetch to a configured host', 'fetch(`https://${meta.config.host}/e`, { method: "POST", body: "" })'],
    [
      'fetch to a proxy with a key',
      `fetch('https://example.com/ingest/e/', { method: 'POST', body: JSON.stringify({ api_key: 'k', event: 'x' }) })`,
    ],
  ])('finds %s', (_, call) => {
    const source = `const PATH = '/engage'\nexport function onEvent(event, meta) { ${call} }\n`;
    expect(findingsOf(source).map((finding) => finding.severity)).toEqual(['warning']);
  });
});

describe('a write to a person', () => {
  it('is told of, since it emits an event as well', () => {
    const call =
      'posthog.api.post(`/api/projects/@current/persons/${event.distinct_id}/update_property`, { data: {} })';
    expect(
      findingsOf(`export function onEvent(event) { ${call} }`).map((finding) => finding.severity),
    ).toEqual(['information']);
  });
});

describe('guards', () => {
  it('loops when the captured event has the property that is asked for', () => {
    const source = `export function onEvent(event) {\n  if (!event.properties.email) return\n  posthog.capture('x', { email: event.properties.email })\n}\n`;
    expect(findingsOf(source).map((finding) => finding.grade)).toEqual(['loops']);
  });

  it.each([
    ['another name demanded', `if (event.event !== '$pageview') return`],
    ['own name excluded', `if (event.event === 'x') return`],
    ['a list of others', `if (!['a', 'b'].includes(event.event)) return`],
    ['own name in a list', `if (['x', 'y'].includes(event.event)) return`],
    ['a set', `if (!new Set(['a']).has(event.event)) return`],
    ['the library', `if (event.properties.$lib === 'posthog-plugin-server') return`],
    ['optional chaining', `if (event.properties?.$lib === 'posthog-plugin-server') return`],
    ['a helper', `if (isOwn(event)) return`],
    ['a prefix', `if (event.event.startsWith('x')) return`],
    ['a pattern', `if (/^x/.test(event.event)) return`],
    ['a dollar', `if (!event.event.startsWith('$')) return`],
    ['a switch', `switch (event.event) { case 'x': return }`],
    ['a constant', `if (event.event === OWN) return`],
    ['a throw', `if (event.event === 'x') throw new Error('own')`],
    ['a destructured name', `const { event: name } = event\n  if (name === 'x') return`],
    ['a negation', `if (!(event.event !== 'x')) return`],
    ['either of two', `if (event.event === 'y' || event.event === 'x') return`],
  ])('ends with %s', (_, guard) => {
    const source = `
const OWN = 'x'
function isOwn(e) { return e.event === OWN }
export function onEvent(event) {
  ${guard}
  posthog.capture('x', { a: 1 })
}
`;
    expect(findingsOf(source).map((finding) => finding.grade)).toEqual(['ends']);
  });

  it.each([
    ['another name excluded', `if (event.event === 'y') return`],
    ['own name demanded', `if (event.event !== 'x') return`],
    ['a list with the own name', `if (!['x', 'b'].includes(event.event)) return`],
    ['another library', `if (event.properties.$lib === 'web') return`],
  ])('does not end with %s', (_, guard) => {
    const source = `export function onEvent(event) {\n  ${guard}\n  posthog.capture('x', { a: 1 })\n}\n`;
    expect(findingsOf(source).map((finding) => finding.grade)).toEqual(['loops']);
  });

  it.each([['a stored flag', `if (await meta.cache.get('seen', null)) return`]])(
    'may loop with %s',
    (_, guard) => {
      const source = `export async function onEvent(event, meta) {\n  ${guard}\n  posthog.capture('x', { email: event.properties.email })\n}\n`;
      expect(findingsOf(source).map((finding) => finding.grade)).toEqual(['may-loop']);
    },
  );

  it('ends by a marker that the captured event carries', () => {
    check(`
export function onEvent(event) {
  if (event.properties?.$mine) return
  posthog.capture(event.event + ' copy', { ...event.properties, $mine: true })
//^^^^^^^^^^^^^^^ information: 
}
`);
  });

  it('ends when the configured name is excluded by the same field', () => {
    check(`
export function onEvent(event, { config }) {
  if (event.event === config.name) return
  posthog.capture(config.name)
//^^^^^^^^^^^^^^^ information: 
}
`);
  });

  it('loops when the name comes from the event', () => {
    check(`
export function processEvent(event) {
  posthog.capture(event.event, event.properties)
//^^^^^^^^^^^^^^^ warning: 
  return event
}
`);
  });

  it('looks at the guards of callers', () => {
    check(`
export function onEvent(event) {
  if (event.event === 'signup') enrich(event)
}
function enrich(event) {
  posthog.capture('signup enriched')
//^^^^^^^^^^^^^^^ information: 
}
`);
  });

  it('looks at one event of a batch', () => {
    check(`
export async function exportEvents(events) {
  for (const event of events) {
    if (event.event === 'exported') continue
    posthog.capture('exported')
  //^^^^^^^^^^^^^^^ information: 
  }
}
`);
  });
});

describe('several captures', () => {
  it('finds the loop through another capture', () => {
    check(`
export function onEvent(event) {
  if (event.event === 'ping') posthog.capture('pong')
                              ^^^^^^^^^^^^^^^ warning: 
  if (event.event === 'pong') posthog.capture('ping')
                              ^^^^^^^^^^^^^^^ warning: 
}
`);
  });

  it('is calm about a chain that ends', () => {
    check(`
export function onEvent(event) {
  if (event.event === 'one') posthog.capture('two')
                             ^^^^^^^^^^^^^^^ information: 
  if (event.event === 'two') posthog.capture('three')
                             ^^^^^^^^^^^^^^^ information: 
}
`);
  });
});

describe('quick fixes', () => {
  const source = `
export async function processEvent(event) {
  await posthog.capture('seen', { a: 1 })
  return event
}
`;
  it.each(["Return Early for 'seen'", 'Captured by Apps', 'Mark the Event'])('end the loop: %s', (title) => {
    const fixed = applyFix(source, title);
    expect(findingsOf(fixed).map((finding) => finding.grade)).toEqual(['ends']);
    expect(fixed).toMatch(/\n {2}if \(.*\) return event\n/);
  });
});

describe('suppression', () => {
  it('takes a reason', () => {
    check(`
export function onEvent(event) {
  // posthog-apps-ignore event-loop: the server stops it
  posthog.capture('seen')
}
`);
  });

  it('asks for a missing reason', () => {
    check(`
export function onEvent(event) {
  // posthog-apps-ignore event-loop
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: reason
  posthog.capture('seen')
//^^^^^^^^^^^^^^^ warning: 
}
`);
  });

  it('reports a comment without use', () => {
    check(`
export function onEvent(event) {
  // posthog-apps-ignore event-loop: old
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ information: 
}
`);
  });
});

describe('export styles', () => {
  it.each([
    ['export function', `export function onEvent(event) { posthog.capture('x') }`],
    ['export const', `export const onEvent = async (event) => { posthog.capture('x') }`],
    ['export list', `function handle(event) { posthog.capture('x') }\nexport { handle as onEvent }`],
    ['export default object', `export default { onEvent(event) { posthog.capture('x') } }`],
    ['module.exports', `module.exports = { onEvent: (event) => { posthog.capture('x') } }`],
    [
      'module.exports shorthand',
      `function onEvent(event) { posthog.capture('x') }\nmodule.exports = { onEvent }`,
    ],
    ['exports.x', `exports.onEvent = function (event) { posthog.capture('x') }`],
    ['no export', `function onEvent(event) { posthog.capture('x') }`],
  ])('finds the handler of %s', (_, source) => {
    expect(findingsOf(source).map((finding) => finding.entryPoints)).toEqual([['onEvent']]);
  });

  it('does not find an unexported function beside an exported one', () => {
    expect(
      findingsOf(`export function setupPlugin() {}\nfunction onEvent(event) { posthog.capture('x') }`),
    ).toEqual([]);
  });
});
