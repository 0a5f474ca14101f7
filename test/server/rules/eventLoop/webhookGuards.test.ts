/** What composeWebhook returns nothing for is not sent: the condition is a guard, as in other handlers. */
import { expect, it } from 'vitest';
import { findingsIn } from '../../check.ts';

const webhook = (properties: string): string =>
  `{ url: 'https://eu.i.posthog.com/capture', body: JSON.stringify({ api_key: 'phc_1', event: 'mirror', properties: ${properties} }) }`;

it.each([
  ['a name', "if (event.event === 'mirror') return null", "`event.event === 'mirror'` stops it"],
  ['a mark', 'if (event.properties?.replicated) return null', '`event.properties?.replicated` stops it'],
  ['nothing', 'if (event.properties?.replicated) return', '`event.properties?.replicated` stops it'],
  [
    'a second condition',
    "if (event.event === 'a') return null; if (event.properties?.replicated) return null",
    '`event.properties?.replicated` stops it',
  ],
])('a return for %s', (_title, condition, reason) => {
  const code = `export function composeWebhook(event) { ${condition}\n return ${webhook('{ ...event.properties, replicated: 1 }')} }`;
  expect(findingsIn(code)).toMatchObject([
    { grade: 'ends', message: expect.stringMatching(/ends there: /u) as unknown },
  ]);
  expect(findingsIn(code)[0]?.message).toContain(`ends there: ${reason}`);
});

it.each([
  ["event.event === 'mirror' ? null : ", "`event.event === 'mirror'`"],
  ["event.event !== 'mirror' && ", "`event.event !== 'mirror'`"],
])('an expression: %s', (before, quoted) => {
  const [found] = findingsIn(`export const composeWebhook = (event) => ${before}(${webhook('{}')})`);
  expect(found?.grade).toBe('ends');
  expect(found?.message).toContain(`ends there: ${quoted} stops it`);
});

it('a condition that lets it pass is none', () => {
  const code = `export function composeWebhook(event) { if (event.event === 'other') return null\n return ${webhook('{}')} }`;
  expect(findingsIn(code)).toMatchObject([{ grade: 'may-loop' }]);
});

it.each([
  ['a function', (code: string) => `export function composeWebhook(event) { return ${code} }`],
  ['a member', (code: string) => `module.exports = { composeWebhook: (event) => (${code}) }`],
  [
    'a member of another object',
    (code: string) =>
      `const hooks = { send: (event) => (${code}) }; export const composeWebhook = hooks.send`,
  ],
])('names the place of the entry point before that of the webhook: %s', (_title, appOf) => {
  const [found] = findingsIn(appOf(webhook('{}')));
  const places = found?.chain.map(({ span }) => span.start);
  expect(found?.chain.map((step) => step.function)).toEqual(['composeWebhook', 'the webhook']);
  expect(new Set(places).size).toBe(2);
});
