/** The edits that end a loop; each is applied, and the analysis run again. */
import { describe, expect, it } from 'vitest';
import { checkAllFixes, checkFix, checkNoFix, findingsIn, titlesOf } from '../../check.ts';

const own = "Return Early for 'seen'";
const library = 'Return Early for Events Captured by Apps';
const mark = 'Mark the Event with $from_this_app, and Return Early for It';

describe('fixes', () => {
  it('return early for the own name', () => {
    checkFix(
      `export function onEvent(event) {\n  posthog.capture('seen')\n}`,
      own,
      `export function onEvent(event) {\n  if (event.event === 'seen') return\n  posthog.capture('seen')\n}`,
    );
  });

  it.each([
    [
      '`copied ${event.event}`',
      "Return Early for Names That Begin with 'copied '",
      "event.event.startsWith('copied ')",
    ],
    [
      "event.event + '_copy'",
      "Return Early for Names That End with '_copy'",
      "event.event.endsWith('_copy')",
    ],
  ])('return early for names like %s', (name, title, condition) => {
    checkFix(
      `const send = (name) => posthog.capture(name)\nexport function onEvent(event) {\n  return send(${name})\n}`,
      title,
      `const send = (name) => posthog.capture(name)\nexport function onEvent(event) {\n  if (${condition}) return\n  return send(${name})\n}`,
    );
  });

  it('say why something that cannot be proved stops', () => {
    checkFix(
      `export async function onEvent(event, { cache }) {\n  if (await cache.get('seen', null)) return\n  posthog.capture('seen')\n}`,
      "Ignore Because `await cache.get('seen', null)` Stops It",
      `export async function onEvent(event, { cache }) {\n  if (await cache.get('seen', null)) return\n  // posthog-apps-ignore event-loop: await cache.get('seen', null) stops it\n  posthog.capture('seen')\n}`,
    );
  });

  it('mark the event of a webhook', () => {
    checkFix(
      `export function composeWebhook(event, { config }) {\n  return { url: 'https://eu.i.posthog.com/capture/', body: JSON.stringify({ api_key: config.token, event: event.event, properties: event.properties }) }\n}`,
      mark,
      `export function composeWebhook(event, { config }) {\n  if (event.properties?.$from_this_app) return null\n  return { url: 'https://eu.i.posthog.com/capture/', body: JSON.stringify({ api_key: config.token, event: event.event, properties: { ...event.properties, $from_this_app: true } }) }\n}`,
    );
  });

  it('mark the events of a batch that a helper makes', () => {
    checkFix(
      `const strip = ({ event, distinct_id, properties }) => ({ event, distinct_id, properties })\nexport async function exportEvents(events, { config }) {\n  await fetch(config.host + '/batch/', { method: 'POST', body: JSON.stringify({ api_key: config.token, batch: events.map(strip) }) })\n}`,
      mark,
      `const strip = ({ event, distinct_id, properties }) => ({ event, distinct_id, properties: { ...properties, $from_this_app: true } })\nexport async function exportEvents(events, { config }) {\n  events = events.filter((event) => !event.properties?.$from_this_app)\n  if (events.length === 0) return\n  await fetch(config.host + '/batch/', { method: 'POST', body: JSON.stringify({ api_key: config.token, batch: events.map(strip) }) })\n}`,
    );
  });

  it('mark no event where several could be the one', () => {
    expect(
      titlesOf(
        `const one = (event) => ({ event: 'a', distinct_id: event.distinct_id })\nconst two = (event) => ({ event: 'b', distinct_id: event.distinct_id })\nexport async function exportEvents(events, { config }) {\n  await fetch(config.host + '/batch/', { method: 'POST', body: JSON.stringify({ api_key: config.token, batch: events.map((event) => event.uuid ? one(event) : two(event)) }) })\n}`,
      ),
    ).not.toContain(mark);
  });

  it('never say so of a loop that is certain', () => {
    const titles = titlesOf(`export function onEvent(event) {\n  posthog.capture('seen')\n}`);
    expect(titles).toContain(own);
    expect(titles.filter((title) => title.startsWith('Ignore'))).toEqual([]);
  });

  it.each([
    [
      'the name that processEvent gives it',
      `export function processEvent(event) { event.event = event.event.replace(' ', '_'); return event }`,
      "posthog.capture('was seen')",
      ["Return Early for 'was_seen'", library, mark],
    ],
    [
      'the name, where processEvent takes all properties away',
      `export function processEvent(event) { event.properties = {}; return event }`,
      "posthog.capture('seen')",
      [own],
    ],
    [
      'the library, where processEvent keeps it',
      `export function processEvent(event) { const { own, ...others } = event.properties; return { ...event, properties: others } }`,
      "posthog.capture('seen', { own: 1 })",
      [own, library, mark],
    ],
  ])('return early by %s', (_, processing, call, titles) => {
    const code = `${processing}\nexport function onEvent(event) {\n  ${call}\n}`;
    expect(titlesOf(code)).toEqual(titles);
    expect(checkAllFixes(code)).toBe(titles.length);
  });

  it('return early by the name at each place, where processEvent captures as well', () => {
    const code = `const send = () => posthog.capture('was seen')\nexport function processEvent(event) {\n  send()\n  event.event = event.event.replace(' ', '_')\n  return event\n}\nexport function onEvent(event) {\n  send()\n}`;
    expect(checkAllFixes(code)).toBeGreaterThan(0);
  });

  it('return the event from processEvent', () => {
    checkFix(
      `export function processEvent(event) {\n  posthog.capture('seen');\n  return event;\n}`,
      own,
      `export function processEvent(event) {\n  if (event.event === 'seen') return event;\n  posthog.capture('seen');\n  return event;\n}`,
    );
  });

  it('leave own events out of a batch', () => {
    checkFix(
      `export async function exportEvents(events) {\n  await posthog.capture('seen')\n}`,
      own,
      `export async function exportEvents(events) {\n  events = events.filter((event) => event.event !== 'seen')\n  if (events.length === 0) return\n  await posthog.capture('seen')\n}`,
    );
  });

  it('return early for events of apps', () => {
    checkFix(
      `export const onEvent = async (event, meta) => {\n    await posthog.capture("seen")\n}`,
      library,
      `export const onEvent = async (event, meta) => {\n    if (event.properties?.$lib === "posthog-plugin-server") return\n    await posthog.capture("seen")\n}`,
    );
  });

  it('mark the event', () => {
    checkFix(
      `export function onEvent(event) {\n  posthog.capture('seen', {\n    distinct_id: event.distinct_id,\n  })\n}`,
      mark,
      `export function onEvent(event) {\n  if (event.properties?.$from_this_app) return\n  posthog.capture('seen', {\n    distinct_id: event.distinct_id,\n    $from_this_app: true,\n  })\n}`,
    );
  });

  it('mark the event without properties', () => {
    checkFix(
      `export function onEvent(event) {\n  posthog.capture('seen')\n}`,
      mark,
      `export function onEvent(event) {\n  if (event.properties?.$from_this_app) return\n  posthog.capture('seen', { $from_this_app: true })\n}`,
    );
  });

  it.each([
    [
      'posthog.capture(event.event, event.properties)',
      'posthog.capture(event.event, { ...event.properties, $from_this_app: true })',
    ],
    [
      'posthog.capture(event.event, event.properties ?? {})',
      'posthog.capture(event.event, { ...(event.properties ?? {}), $from_this_app: true })',
    ],
    [
      "posthog.api.post('/e/', { data: { api_key: 'phc_a', event: event.event, properties: event.properties } })",
      "posthog.api.post('/e/', { data: { api_key: 'phc_a', event: event.event, properties: { ...event.properties, $from_this_app: true } } })",
    ],
    [
      "posthog.api.post('/e/', { data: { api_key: 'phc_a', event: 'x', distinct_id: '1' } })",
      "posthog.api.post('/e/', { data: { api_key: 'phc_a', event: 'x', distinct_id: '1', properties: { $from_this_app: true } } })",
    ],
    [
      "fetch(`https://${config.host}/e`, { method: 'POST', body: JSON.stringify({ api_key: config.key, event: event.event, properties: { ...event.properties } }) })",
      "fetch(`https://${config.host}/e`, { method: 'POST', body: JSON.stringify({ api_key: config.key, event: event.event, properties: { ...event.properties, $from_this_app: true } }) })",
    ],
  ])('mark the event of %s', (code, marked) => {
    checkFix(
      `export async function onEvent(event, { config }) {\n  await ${code}\n}`,
      mark,
      `export async function onEvent(event, { config }) {\n  if (event.properties?.$from_this_app) return\n  await ${marked}\n}`,
    );
  });

  it('mark the event that is put together before the request', () => {
    const code = (
      properties: string,
      guard = '',
    ): string => `export async function onEvent(event, { config }) {
${guard}  const { properties } = event
  const payload = {
    token: config.key,
    event: event.event,
    ${properties},
  }
  await fetch('https://us.i.posthog.com/capture/', { method: 'POST', body: JSON.stringify(payload) })
}`;
    checkFix(
      code('properties'),
      mark,
      code(
        'properties: { ...properties, $from_this_app: true }',
        '  if (event.properties?.$from_this_app) return\n',
      ),
    );
  });

  it('give no reason that is not true', () => {
    const send =
      "fetch(config.host + '/e', { method: 'POST', body: JSON.stringify({ api_key: config.key, event: event.event, properties: event.properties }) })";
    const ignoring = (code: string): readonly string[] =>
      titlesOf(code).filter((title) => title.startsWith('Ignore'));
    // A setting decides, and may well hold the event.
    expect(
      ignoring(`export async function onEvent(event, { config }) {
  if (config.ignored.split(',').includes(event.event)) return
  await ${send}
}`),
    ).toEqual(["Ignore Because `config.ignored.split(',').includes(event.event)` Stops It"]);
    // How often a loop goes round stops nothing.
    expect(
      ignoring(`export async function onEvent(event, { config }) {
  for (let i = 0; i < parseInt(config.replication || '1'); i++) await ${send}
}`),
    ).toEqual([]);
    // Nobody knows what a variable of one server holds.
    expect(
      ignoring(`let isOff = false
export async function onEvent(event) {
  if (isOff) return
  isOff = event.properties.off
  await posthog.capture('seen')
}`),
    ).toEqual([]);
    // The host may be another one: that is for a person to say.
    expect(ignoring(`export async function onEvent(event, { config }) {\n  await ${send}\n}`)).toEqual([]);
  });

  it('take no comparison of names for a setting where a setting is part of a name', () => {
    const fixes = findingsIn(`export async function onEvent(event, { config }) {
  if (event.event === 'seat added') return
  await posthog.capture(config.prefix + 'seat added')
}`).flatMap((finding) => finding.fixes.map(({ title }) => title));
    expect(fixes.length).toBeGreaterThan(0);
    expect(fixes.filter((title) => title.startsWith('Ignore'))).toEqual([]);
  });

  it.each([
    [
      '  const { properties, ...rest } = event\n',
      '{ ...rest, properties, api_key: config.key }',
      '{ ...rest, properties: { ...properties, $from_this_app: true }, api_key: config.key }',
    ],
    [
      '',
      '{ ...event, api_key: config.key }',
      '{ ...event, api_key: config.key, properties: { ...event.properties, $from_this_app: true } }',
    ],
    [
      '',
      '{\n      token: config.key,\n      ...event,\n    }',
      '{\n      token: config.key,\n      ...event,\n      properties: { ...event.properties, $from_this_app: true },\n    }',
    ],
  ])('mark the event that a replicator spreads: %s%s', (before, body, marked) => {
    const code = (guard: string, sent: string): string =>
      `export async function onEvent(event, { config }) {\n${guard}${before}  await fetch(\`https://\${config.host}/e\`, { method: 'POST', body: JSON.stringify(${sent}) })\n}`;
    checkFix(code('', body), mark, code('  if (event.properties?.$from_this_app) return\n', marked));
  });

  it('mark before they return early for an event that a handler asks for', () => {
    const first = (code: string): readonly (string | undefined)[] =>
      findingsIn(code).map(({ fixes: [fix] }) => fix?.title);
    expect(
      first(`const routes = {
  'trial started': (event) => posthog.capture('trial ended'),
  'trial ended': (event) => posthog.capture('trial started'),
}
export async function onEvent(event) {
  const route = routes[event.event]
  if (route) await route(event)
}`),
    ).toEqual([mark, mark]);
    expect(first(`export function onEvent(event) {\n  posthog.capture('seen')\n}`)).toEqual([own]);
  });

  it('make a block around an expression that is marked', () => {
    checkFix(
      `export const onEvent = (event) => posthog.capture('seen', { from: event.uuid })`,
      mark,
      `export const onEvent = (event) => {\n  if (event.properties?.$from_this_app) return\n  return posthog.capture('seen', { from: event.uuid, $from_this_app: true })\n}`,
    );
    checkFix(
      `export const composeWebhook = (event, { config }) => ({ url: 'https://eu.i.posthog.com/e', body: JSON.stringify({ ...event, token: config.key }) });`,
      mark,
      `export const composeWebhook = (event, { config }) => {\n  if (event.properties?.$from_this_app) return null;\n  return ({ url: 'https://eu.i.posthog.com/e', body: JSON.stringify({ ...event, token: config.key, properties: { ...event.properties, $from_this_app: true } }) });\n};`,
    );
  });

  it('use what is destructured', () => {
    checkFix(
      `export function onEvent({ event: name }) {\n  posthog.capture('seen')\n}`,
      own,
      `export function onEvent({ event: name }) {\n  if (name === 'seen') return\n  posthog.capture('seen')\n}`,
    );
  });

  it('add the parameter where there is none', () => {
    checkFix(
      `export async function onEvent() {\n  posthog.capture('seen')\n}`,
      own,
      `export async function onEvent(event) {\n  if (event.event === 'seen') return\n  posthog.capture('seen')\n}`,
    );
  });

  it('make a block of an expression', () => {
    checkFix(
      `export const onEvent = (event) => posthog.capture('seen')`,
      own,
      `export const onEvent = (event) => {\n  if (event.event === 'seen') return\n  return posthog.capture('seen')\n}`,
    );
  });

  it('keep a body on one line', () => {
    checkFix(
      `export function onEvent(event) { posthog.capture('seen') }`,
      own,
      `export function onEvent(event) { if (event.event === 'seen') return; posthog.capture('seen') }`,
    );
  });

  it('guard every entry point', () => {
    checkFix(
      `const send = () => posthog.capture('seen')\nexport function processEvent(event) {\n  send()\n  return event\n}\nexport function onEvent(event) {\n  send()\n}`,
      own,
      `const send = () => posthog.capture('seen')\nexport function processEvent(event) {\n  if (event.event === 'seen') return event\n  send()\n  return event\n}\nexport function onEvent(event) {\n  if (event.event === 'seen') return\n  send()\n}`,
    );
  });

  it('keep the ends of lines', () => {
    checkFix(
      `export function onEvent(event) {\r\n  posthog.capture('seen')\r\n}`,
      own,
      `export function onEvent(event) {\r\n  if (event.event === 'seen') return\r\n  posthog.capture('seen')\r\n}`,
    );
  });

  it('quote names with quotes in them', () => {
    checkFix(
      `export function onEvent(event) {\n  posthog.capture("it's seen")\n}`,
      "Return Early for 'it's seen'",
      `export function onEvent(event) {\n  if (event.event === "it's seen") return\n  posthog.capture("it's seen")\n}`,
    );
  });

  it('are not offered where they do not end it', () => {
    checkNoFix(`export function onEvent(event) { posthog.capture(event.event) }`, own);
    checkNoFix(`export function onEvent(event) { posthog.capture('seen', event.properties) }`, library);
    checkNoFix(
      `export function onEvent(event) {\n  const payload = JSON.stringify(event)\n  return posthog.api.post('/e', { data: JSON.parse(payload) })\n}`,
      mark,
    );
  });

  it('all end the loop', () => {
    const count = [
      `export default { async onEvent(event) { await posthog.capture('seen', { a: 1 }) } }`,
      `module.exports = { processEvent: (event) => { posthog.capture('seen'); return event } }`,
      `exports.onEvent = async function (event, meta) {\n  await posthog.capture('seen', {})\n}`,
      `export const jobs = { send: async () => posthog.capture('seen') }\nexport async function onEvent(event, { jobs }) {\n  await jobs.send({}).runNow()\n}`,
      `const tracker = { send(name) { posthog.capture(name) } }\nexport function onEvent(event) {\n\ttracker.send('seen')\n}`,
      `export function composeWebhook(event) {\n  return { url: 'https://us.i.posthog.com/e', body: JSON.stringify({ token: 'x', event: 'seen' }) }\n}`,
      `export function onEvent(event) {\n  if (event.event === 'a') posthog.capture('b')\n  if (event.event === 'b') posthog.capture('a')\n}`,
    ].map(checkAllFixes);
    expect(count.every((number) => number > 0)).toBe(true);
  });
});
