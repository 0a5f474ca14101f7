/** Events that are sent by a request, and requests that only look like it (reference 7.5). */
import { describe, expect, it } from 'vitest';
import { check, findingsIn, loopGradesIn } from '../../check.ts';

type Cases = Readonly<Record<string, string>>;

const sink = /(?:posthog\.api\.\w+|fetch|http|axios(?:\.\w+)?|client\.\w+)(?=\()/;

function marked(text: string, expectation: string): string {
  return text
    .split('\n')
    .map((line) => {
      const found = line.startsWith('  ') ? sink.exec(line) : null;
      if (found === null) return line;
      return `${line}\n//${' '.repeat(found.index - 2)}${'^'.repeat(found[0].length)} ${expectation}`;
    })
    .join('\n');
}

function program(code: string): string {
  const [before, body] = code.includes('\n---\n') ? code.split('\n---\n') : ['', code];
  return `${before ?? ''}\nexport async function onEvent(event, { config, global }) {\n${body ?? ''}\n}`;
}

const ownEvent = `{ method: 'POST', body: JSON.stringify({ api_key: config.key, event: 'seen', distinct_id: 'x' }) }`;

const api: Cases = {
  'a literal path': `
  await posthog.api.post('/capture/', { data: { event: 'seen' } })`,
  'without slashes': `
  await posthog.api.post('capture', { data: { event: 'seen' } })`,
  'with a query': `
  await posthog.api.post('/e/?ip=0', { data: { event: 'seen' } })`,
  'the new path': `
  await posthog.api.post('/i/v0/e/', { data: { event: 'seen' } })`,
  'a batch': `
  await posthog.api.post('/batch', { data: { batch: [{ event: 'seen' }] } })`,
  'a constant': `
const PATH = '/capture'
---
  await posthog.api.post(PATH, { data: { event: 'seen' } })`,
  'a template': `
const name = 'capture'
---
  await posthog.api.post(\`/\${name}/\`, { data: { event: 'seen' } })`,
  concatenation: `
const base = '/i/v0'
---
  await posthog.api.post(base + '/e', { data: { event: 'seen' } })`,
  'an array that is joined': `
  await posthog.api.post(['i', 'v0', 'e'].join('/'), { data: { event: 'seen' } })`,
  'an alias': `
const { post } = posthog.api
---
  const client = { post }
  await client.post('/capture', { data: { event: 'seen' } })`,
  'GET with data': `
  await posthog.api.get('/e/', { data: { data: JSON.stringify({ event: 'seen' }) } })`,
};

describe('words for what is not certain', () => {
  it('an API call to a host of its own may be about another project', () => {
    const [finding] = findingsIn(
      `export async function onEvent(event) {\n  await posthog.api.post('/e/', { host: 'https://eu.posthog.com', data: { api_key: 'phc_other', event: 'copy' } })\n}`,
    );
    expect(finding?.grade).toBe('may-loop');
    expect(finding?.message).toContain(
      "The event 'copy' captured here, if in this project, comes back to onEvent",
    );
  });

  it('a test of $lib is told when the incoming $lib is passed on', () => {
    const [finding] = findingsIn(
      `export async function onEvent(event) {\n  if (event.properties?.$lib === 'posthog-plugin-server') return\n  await posthog.capture(event.event + ' copy', event.properties)\n}`,
    );
    expect(finding?.grade).toBe('loops');
    expect(finding?.message).toContain('$lib among them');
    expect(finding?.message).toContain("Return early for names that end with ' copy'.");
  });
});

const apiSilent: Cases = {
  'a read': `
  await posthog.api.get('/api/projects/@current/events/')`,
  annotations: `
  await posthog.api.post('/api/projects/@current/annotations/', { data: { content: 'x' } })`,
  'the list of events, which takes none': `
  await posthog.api.post('/api/event/', { data: { event: 'seen' } })`,
  decide: `
  await posthog.api.post('/decide/?v=3', { data: {} })`,
  flags: `
  await posthog.api.post('/flags/?v=2', { data: {} })`,
  'a path that only begins so': `
  await posthog.api.post('/captures/', { data: {} })`,
  'a path that only ends so': `
  await posthog.api.post('/api/projects/1/capture', { data: {} })`,
  'another case': `
  await posthog.api.post('/Capture', { data: {} })`,
  'GET without data': `
  await posthog.api.get('/e/')`,
  PUT: `
  await posthog.api.put('/capture/', { data: { event: 'seen' } })`,
  DELETE: `
  await posthog.api.delete('/capture/')`,
  'a path that nobody knows': `
  await posthog.api.post(config.path, { data: {} })`,
};

const requests: Cases = {
  'fetch to the cloud': `
  await fetch('https://app.posthog.com/capture/', ${ownEvent})`,
  'fetch to the EU': `
  await fetch('https://eu.i.posthog.com/i/v0/e/', ${ownEvent})`,
  'fetch to a region': `
  await fetch(\`https://\${config.region}.i.posthog.com/batch\`, ${ownEvent})`,
  'fetch to a development server': `
  await fetch('http://localhost:8000/e', ${ownEvent})`,
  'fetch to a host of the settings': `
  await fetch(\`https://\${config.host}/e\`, { method: 'POST', body: JSON.stringify(event) })`,
  'fetch to a host of the settings, concatenated': `
  await fetch(config.host + '/batch/', { method: 'POST', body: JSON.stringify({ api_key: config.key, batch: [event] }) })`,
  'fetch with an address that setup made': `
import { makeUrl } from './url'
---
  const url = new URL('/capture', config.host)
  await fetch(url, ${ownEvent})`,
  'fetch through a proxy': `
  await fetch('https://example.com/ingest/e/', ${ownEvent})`,
  'fetch with an address in a variable': `
  const url = \`\${config.host}/capture\`
  const options = ${ownEvent}
  await fetch(url, options)`,
  'node-fetch under any name': `
import http from 'node-fetch'
---
  await http('https://us.i.posthog.com/e/', ${ownEvent})`,
  'node-fetch by require': `
const http = require('node-fetch')
---
  await http('https://us.i.posthog.com/e/', ${ownEvent})`,
  'axios.post': `
import axios from 'axios'
---
  await axios.post('https://us.i.posthog.com/capture', { api_key: config.key, event: 'seen' })`,
  'axios with an object': `
import axios from 'axios'
---
  await axios({ method: 'post', url: config.host + '/capture', data: { api_key: config.key, event: 'seen' } })`,
  'an instance of axios': `
import axios from 'axios'
const client = axios.create({ baseURL: 'https://us.i.posthog.com' })
---
  await client.post('/capture', { api_key: config.key, event: 'seen' })`,
  'posthog-node': `
import { PostHog } from 'posthog-node'
const client = new PostHog('phc_x')
---
  client.capture({ distinctId: 'x', event: 'seen' })`,
};

const requestsSilent: Cases = {
  'another service': `
  await fetch('https://api.example.com/v1/track', { method: 'POST', body: JSON.stringify({ event: 'seen' }) })`,
  'the batch of another service': `
  await fetch('https://api.example.com/batch', { method: 'POST', body: JSON.stringify({ batch: [] }) })`,
  'a name that only begins as PostHog': `
  await fetch('https://app.posthog.com.evil.example/capture', { method: 'POST', body: JSON.stringify({ event: 'seen' }) })`,
  'a name that only begins as PostHog, with all that PostHog takes': `
  await fetch('https://posthog.com.evil.example/capture', { method: 'POST', body: JSON.stringify({ api_key: 'phc_x', event: 'seen' }) })`,
  'another service that is asked the same way': `
  await fetch('https://api.mixpanel.com/track', { method: 'POST', body: JSON.stringify([{ event: event.event, properties: { token: config.token } }]) })`,
  'another service in a region of the settings': `
  await fetch(\`https://api.\${config.region}.amplitude.com/batch\`, { method: 'POST', body: JSON.stringify({ api_key: config.token, events: [event], event: 'x' }) })`,
  'a name that only ends as PostHog': `
  await fetch('https://notposthog.com/capture', { method: 'POST', body: JSON.stringify({ event: 'seen' }) })`,
  decide: `
  await fetch('https://app.posthog.com/decide?v=3', { method: 'POST', body: JSON.stringify({ api_key: config.key }) })`,
  'the REST API': `
  await fetch('https://app.posthog.com/api/projects/1/persons/', { method: 'POST', body: '{}' })`,
  'a read': `
  await fetch('https://app.posthog.com/api/event/')`,
  'a webhook of the settings': `
  await fetch(config.webhook, { method: 'POST', body: JSON.stringify(event) })`,
  'a GET without data': `
  await fetch('https://us.i.posthog.com/e/')`,
  DELETE: `
  await fetch('https://us.i.posthog.com/e/', { method: 'DELETE' })`,
  'track of a service in the settings': `
  await fetch(\`\${config.host}/track\`, { method: 'POST', body: JSON.stringify({ userId: 1, event: 'seen' }) })`,
  'batch of a service in the settings': `
  await fetch(\`\${config.host}/batch\`, { method: 'POST', body: JSON.stringify({ batch: [{ userId: 1 }] }) })`,
  'another site behind a setting': `
  await fetch(\`https://\${config.workspace}.example.com/e\`, { method: 'POST', body: JSON.stringify({ value: 1 }) })`,
  'users/track': `
  await fetch(\`https://\${config.host}/users/track\`, { method: 'POST', body: JSON.stringify({ events: [event] }) })`,
  'a local function called fetch': `
const fetch = async () => {}
---
  await fetch('https://app.posthog.com/capture/', ${ownEvent})`,
};

describe('posthog.api sends an event with', () => {
  for (const [title, code] of Object.entries(api)) {
    it(title, () => void check(marked(program(code), "warning loops: The event 'seen'")));
  }
});

describe('posthog.api sends no event with', () => {
  for (const [title, code] of Object.entries(apiSilent))
    it(title, () => expect(check(program(code))).toEqual([]));
});

describe('a request sends an event:', () => {
  for (const [title, code] of Object.entries(requests)) {
    it(title, () => void check(marked(program(code), 'warning may-loop: if to this project')));
  }
});

describe('a request sends no event:', () => {
  for (const [title, code] of Object.entries(requestsSilent))
    it(title, () => expect(check(program(code))).toEqual([]));
});

describe('changes of a person', () => {
  it('capture an event on some servers', () => {
    check(`
export async function onEvent(event) {
  await posthog.api.post(\`/api/projects/@current/persons/\${event.distinct_id}/update_property\`, { data: { key: 'a', value: 1 } })
//      ^^^^^^^^^^^^^^^^ information loops: '$set'
}`);
  });

  it('capture none on the server of 2021', () => {
    const code = `
export async function onEvent(event) {
  await posthog.api.patch('/api/projects/@current/persons/1/', { data: { properties: {} } })
  await posthog.api.post('/api/projects/@current/persons/1/update_property', { data: { key: 'a', value: 1 } })
}`;
    expect(loopGradesIn(code)).toEqual(['loops', 'loops']);
    expect(check(code, { profile: 'plugin-server-1.10.5', 'api-newer': 'off' })).toEqual([]);
  });

  it('end behind a guard', () => {
    check(`
export async function onEvent(event) {
  if (event.event === '$set') return
  await posthog.api.patch('/api/projects/@current/persons/1/', { data: { properties: {} } })
//      ^^^^^^^^^^^^^^^^^ information ends: '$set'
}`);
  });
});

describe('a webhook', () => {
  it('may be an event for PostHog', () => {
    check(`
export function composeWebhook(event) {
  return {
    url: 'https://us.i.posthog.com/i/v0/e/',
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning may-loop: this webhook
    body: JSON.stringify({ api_key: 'phc_x', event: 'copy', distinct_id: event.distinct_id }),
  }
}`);
  });

  it('ends behind a guard', () => {
    check(`
export function composeWebhook(event) {
  if (event.event !== '$pageview') return null
  return { url: 'https://us.i.posthog.com/i/v0/e/', body: JSON.stringify({ api_key: 'phc_x', event: 'copy' }) }
//         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ information ends: 'copy'
}`);
  });

  it('goes elsewhere', () => {
    expect(
      check(`
export function composeWebhook(event) {
  return { url: 'https://example.com/hook', body: JSON.stringify(event) }
}`),
    ).toEqual([]);
  });
});

describe('what posthog-node sends', () => {
  const client = `import { PostHog } from 'posthog-node'
const client = new PostHog('phc_x')
`;

  it('names the library, which is a guard', () => {
    const code = `export function onEvent(event) { if (event.properties?.$lib === 'posthog-node') return; client.capture({ distinctId: 'a', event: event.event, properties: { url: 1 } }) }`;
    expect(loopGradesIn(client + code)).toEqual(['ends']);
  });

  it('is not what the app captures itself', () => {
    const code = `export function onEvent(event) { if (event.properties?.$lib === 'posthog-plugin-server') return; client.capture({ distinctId: 'a', event: event.event, properties: event.properties }) }`;
    expect(loopGradesIn(client + code)).toEqual(['may-loop']);
  });
});

describe('a key that is written in the code may be that of another project', () => {
  const app = (body: string): string =>
    `const KEY = 'phc_1'; export async function onEvent(event, { config }) { ${body} }`;

  it.each([
    [
      'posthog.api.post',
      `await posthog.api.post('/capture/', { data: { api_key: 'phc_1', event: 'x', distinct_id: 'd' } })`,
    ],
    [
      'posthog.api.post, with a constant',
      `await posthog.api.post('/batch', { data: { token: KEY, batch: [{ event: 'x', distinct_id: 'd' }] } })`,
    ],
    [
      'fetch',
      `await fetch('https://app.posthog.com/capture/', { method: 'POST', body: JSON.stringify({ api_key: KEY, event: 'x' }) })`,
    ],
  ])('%s', (_, body) => {
    const [finding] = findingsIn(app(body));
    expect(finding?.grade).toBe('may-loop');
    expect(finding?.message).toMatch(/, if (?:in|to) this project, comes back to onEvent/);
  });

  it.each([
    [
      'of a setting',
      `await posthog.api.post('/capture/', { data: { api_key: config.key, event: 'x', distinct_id: 'd' } })`,
    ],
    [
      'that the server adds',
      `await posthog.api.get('/e/', { data: { data: JSON.stringify({ event: 'x' }) } })`,
    ],
  ])('not one %s', (_, body) => {
    expect(loopGradesIn(app(body))).toEqual(['loops']);
  });
});

describe('what is sent to /engage/ is called $identify', () => {
  const app = (guard: string, path: string, data: string): string =>
    `export async function onEvent(event, { config }) { if (${guard}) return; await posthog.api.post('${path}', { data: { api_key: config.key, distinct_id: 'd', ${data} } }) }`;

  it.each([
    ['its guard', `event.event === '$identify'`, '/engage/', `event: 'x'`, 'ends'],
    ['its guard, with a query', `event.event === '$identify'`, 'engage?ip=1', `$set: { a: 1 }`, 'ends'],
    ['a guard for what the request calls it', `event.event === 'x'`, '/engage/', `event: 'x'`, 'loops'],
    ['what asks for it', `event.event !== '$identify'`, '/engage', `event: 'x'`, 'loops'],
    ['the same at another path', `event.event === '$identify'`, '/e/', `event: 'x'`, 'loops'],
  ])('%s', (_, guard, path, data, grade) => {
    expect(loopGradesIn(app(guard, path, data))).toEqual([grade]);
  });
});

describe('a captured event without a person', () => {
  it('belongs to the one that the server of the profile takes', () => {
    const app = (person: string): string => `
//- /plugin.json
{"name": "Activity", "config": []}
//- /index.js
export async function onEvent(event) {
  if (event.distinct_id === '${person}') return
  await posthog.capture('activity')
//      ^^^^^^^^^^^^^^^ information ends: event.distinct_id === '${person}'
}`;
    check(app('App Server'), { endingLoops: 'information' });
    check(app('Activity'), { endingLoops: 'information', profile: 'plugin-server-1.10.5' });
  });
});
