/** The event that drives a loop has what the conditions on the way ask for. */
import { describe, expect, it } from 'vitest';
import { findingsIn } from '../check.ts';

/** A condition about the event, and what of the witness it needs. */
const conditions: readonly (readonly [condition: string, witness: object])[] = [
  ["event.event === 'signed up'", { event: 'signed up' }],
  ["event.event.startsWith('app: ')", { event: 'app: something' }],
  ["event.event.startsWith('$') && event.event.endsWith('_y')", { event: '$something_y' }],
  ["event.event.endsWith('_done') && !event.event.includes('some')", { event: 'a thing_done' }],
  ["!event.event.startsWith('signed') && event.event !== 'order placed'", { event: 'page opened' }],
  [
    "event.properties.path.startsWith('/a') && event.properties.path.endsWith('.pdf')",
    { properties: { path: '/asomething.pdf' } },
  ],
  ['event.properties.email', { properties: { email: 'yes' } }],
  ["typeof event.properties.email === 'string'", { properties: { email: 'something' } }],
  ['event.properties.amount > 100', { properties: { amount: 101 } }],
  ['Number(event.properties.amount) >= 100', { properties: { amount: 100 } }],
  ['!(event.properties.age < 18)', { properties: { age: 18 } }],
  ["event.properties.tags?.includes('vip')", { properties: { tags: 'vipsomething' } }],
  ["event.properties.path.endsWith('.pdf')", { properties: { path: 'something.pdf' } }],
  ["event.properties.$set?.plan === 'free'", { properties: { $set: { plan: 'free' } } }],
  ["event.properties.$lib !== 'posthog-plugin-server'", { properties: { $lib: 'web' } }],
  [
    "new URL(event.properties.$current_url).pathname.startsWith('/app')",
    { properties: { $current_url: 'https://example.com/app' } },
  ],
  ['event.properties.$current_url', { properties: { $current_url: 'https://example.com/' } }],
  ['event.properties.secret === config.secret', { properties: { secret: 'what the setting says' } }],
];

describe('the witness of a loop', () => {
  it('is one of its events where the name is asked for in another form', () => {
    const [found] = findingsIn(`export async function onEvent(event) {
  if (!event.event.toLowerCase().startsWith('level')) return
  await posthog.capture('LEVEL reached')
}`);
    expect(found?.witness?.['event']).toBe('LEVEL reached');
  });

  it('is one of its events where a table decides which function is called', () => {
    const found = findingsIn(`const handlers = new Map([['$identify', greet], ['seen', repeat]])
async function greet(event) { await posthog.capture('greeted') }
async function repeat(event) { await posthog.capture('seen') }
export async function onEvent(event) {
  await handlers.get(event.event)?.(event)
}`);
    expect(found.map(({ grade, witness }) => [grade, witness?.['event']])).toEqual([
      ['ends', undefined],
      ['loops', 'seen'],
    ]);
  });

  for (const [condition, witness] of conditions) {
    it(`is an event with ${condition}`, () => {
      const [found] = findingsIn(`export async function onEvent(event, { config }) {
  if (${condition}) await posthog.capture(event.event, event.properties)
}`);
      expect(found?.grade).not.toBe('ends');
      expect(found?.witness).toMatchObject(witness);
    });
  }
});
