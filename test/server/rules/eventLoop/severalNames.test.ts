/** One call that sends events of several names: the one that goes round is told, and the advice ends all of them. */
import { describe, expect, it } from 'vitest';
import { findingsIn } from '../../check.ts';

function onlyFinding(code: string) {
  const [only, ...others] = findingsIn(code);
  expect(others).toEqual([]);
  if (only === undefined) throw new Error('Nothing is found.');
  return only;
}

const table = (next: string): string => `const NEXT = ${next}
export async function onEvent(event) {
  const next = NEXT[event.event]
  if (next) await posthog.capture(next)
}`;

describe('a call that sends several names', () => {
  it('is told with the one that is captured again', () => {
    const { message } = onlyFinding(table("{ a: 'b', b: 'c', c: 'c' }"));
    expect(message).toBe(
      "The event 'c' captured here comes back to onEvent and is captured again, without end. `next` does not stop it, because its name is 'c'. Return early when the event is 'c'.",
    );
  });

  it('is told with the one that is captured again where another only leads to it', () => {
    const { message } = onlyFinding(`const rules = [
  { when: (e) => e.event === 'trial started', then: 'trial planned' },
  { when: (e) => /^trial /.test(e.event), then: 'trial activity' },
]
export async function onEvent(event) {
  for (const { when, then } of rules) if (when(event)) await posthog.capture(then)
}`);
    expect(message).toMatch(/^The event 'trial activity' captured here comes back .* without end\./u);
    expect(message).toMatch(/Return early when the event is 'trial activity'\.$/u);
  });

  it('is not ended by an early return for one of several that go round', () => {
    const { fixes, message } = onlyFinding(table("{ a: 'a', b: 'b' }"));
    expect(message).toContain('Mark what you send with a property');
    expect(fixes.map(({ title }) => title)).toEqual([
      'Mark the Event with $from_this_app, and Return Early for It',
      'Return Early for Events Captured by Apps',
    ]);
  });

  it('is ended by an early return for one of a single loop', () => {
    const { message } = onlyFinding(table("{ a: 'b', b: 'a' }"));
    expect(message).toMatch(/Return early when the event is '[ab]'\.$/u);
  });

  it('ends with the name that a condition stops', () => {
    const { grade, message } = onlyFinding(table("{ a: 'b', b: 'c' }"));
    expect(grade).toBe('ends');
    expect(message).toBe(
      "The event 'c' captured here comes back to onEvent, and ends there: `next` stops it, because its name is 'c'.",
    );
  });

  it('ends with the name that is asked for', () => {
    const { grade, message } = onlyFinding(`export async function onEvent(event) {
  if (event.event === 'user seen') return
  await posthog.capture(event.properties?.vip ? 'vip seen' : 'user seen')
}`);
    expect(grade).toBe('ends');
    expect(message).toBe(
      "The event 'user seen' captured here comes back to onEvent, and ends there: `event.event === 'user seen'` stops it.",
    );
  });
});

it('the chain of calls is the one on which the event comes again', () => {
  const { chain, message } = onlyFinding(`const handlers = {
  $pageview: () => track('page'),
  $identify: () => {},
  default: () => track('other'),
}
async function track() {
  await posthog.capture('activity')
}
export const onEvent = (event) => (handlers[event.event] || handlers.default)(event)`);
  expect(message).toContain(' It gets here through default → track.');
  expect(chain.map(({ function: name }) => name)).toEqual(['onEvent', 'default', 'track', 'posthog.capture']);
});

it('a function that is called for other events is no condition, and what it leads to is told', () => {
  const findings = findingsIn(`const listeners = {
  'signed up': [() => posthog.capture('activation started')],
  '*': [(event) => event.event.startsWith('$') || posthog.capture('custom event seen')],
}
export const onEvent = async (event) => {
  for (const fn of [...(listeners[event.event] ?? []), ...listeners['*']]) await fn(event)
}`);
  const ending = findings.find(({ grade }) => grade === 'ends');
  expect(ending?.message).toBe(
    "The event 'activation started' captured here comes back to onEvent, and is not captured here again: `fn(event)` calls something else for it. It leads to 'custom event seen', which goes on without end.",
  );
});

it('of two calls each is told with the event that comes straight back to it', () => {
  const findings = findingsIn(`export async function onEvent(event) {
  await posthog.capture('seen')
  await posthog.capture('counted')
}`);
  expect(findings.map(({ message }) => message)).toEqual(
    ['seen', 'counted'].map(
      (name) =>
        `The event '${name}' captured here comes back to onEvent and is captured again, without end. Return early when the event is '${name}'.`,
    ),
  );
});
