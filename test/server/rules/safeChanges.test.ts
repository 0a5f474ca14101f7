import { expect, it } from 'vitest';
import { safeChanges } from '../../../server/rules/safeChanges.ts';
import { defaultLevels } from '../../../server/lintSettings.ts';
import { filesOf, findingsIn } from '../check.ts';

function fixAll(source: string): string {
  let text = filesOf(source).get('/index.js') ?? '';
  for (const { newText, span } of safeChanges(findingsIn(source, defaultLevels)).toReversed()) {
    text = text.slice(0, span.start) + newText + text.slice(span.start + span.length);
  }
  return text;
}

it('applies the safe fixes of all findings at once', () => {
  const source = `import { createHash } from 'node:crypto'
export async function runEveryDay() {
  console.table([createHash])
  await posthog.capture('a', { distinctId: 'b', timestamp: Date.now() })
}
`;
  expect(fixAll(source)).toBe(`import { createHash } from 'crypto'
export async function runEveryDay() {
  console.log([createHash])
  await posthog.capture('a', { distinct_id: 'b', timestamp: new Date().toISOString() })
}
`);
});

it('leaves what has to be decided: a loop, a missing return, a request that nobody waits for', () => {
  const source = `export async function processEvent(event) {
  fetch('https://a.example')
  await posthog.capture('a')
}
`;
  expect(findingsIn(source, defaultLevels).length).toBeGreaterThan(2);
  expect(fixAll(source)).toBe(source);
});

it('applies one of two fixes at the same place', () => {
  const source = `export const setupPlugin = async () => (await posthog.api.get('https://eu.posthog.com/api/users/@me/')).email\n`;
  const once = fixAll(source);
  expect(once).not.toBe(source);
  const twice = fixAll(once);
  expect(findingsIn(twice, defaultLevels)).toEqual([]);
  expect(twice).toContain(
    "(await (await posthog.api.get('/api/users/@me/', { host: 'https://eu.posthog.com' })).json()).email",
  );
});

it.each([
  [
    'an object that is read elsewhere',
    `export const f = async () => { const p = { distinctId: 1 }; await posthog.capture('a', p); console.log(p.distinctId) }\n`,
  ],
  [
    'a response of which more is taken out',
    `export const f = async () => { const { ok, results } = await posthog.api.get('/api/x'); return ok && results }\n`,
  ],
  [
    'headers that are changed',
    `export const f = async () => { const h = new fetch.Headers({ a: 'b' }); h.set('c', 'd'); await posthog.api.get('/api/x', { headers: h }) }\n`,
  ],
  [
    'a host that is given already',
    `export const f = () => posthog.api.get('https://eu.posthog.com/api/x', { host: 'https://us.posthog.com' })\n`,
  ],
  [
    'a webhook that another function builds',
    `export async function composeWebhook(event) { return build() }\nconst build = () => Promise.resolve({})\n`,
  ],
  [
    'a meta that hides another',
    `export const jobs = { a() {} }\nexport const runEveryDay = (meta) => [1].forEach((meta) => jobs.a(meta).runNow())\n`,
  ],
])('leaves %s as it is', (_, source) => {
  expect(findingsIn(source, defaultLevels).length).toBeGreaterThan(0);
  expect(fixAll(source)).toBe(source);
});
