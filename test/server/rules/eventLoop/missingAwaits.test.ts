/** Where an `await` is missing, a condition is none, or is asked too early. */
import { describe, expect, it } from 'vitest';
import { messageOf } from './messages.ts';

describe('a test of a promise says that an `await` is missing', () => {
  const app = (body: string): string =>
    `const isForeign = async ({ event }) => event !== 'b'; export async function onEvent(event, { cache }) { ${body} }`;

  it.each([
    ['before a return', "if (!cache.get('on')) return; await posthog.capture('b')", "cache.get('on')"],
    ['around the call', "if (isForeign(event)) await posthog.capture('b')", 'isForeign(event)'],
    [
      'in a variable',
      "const seen = cache.get('n'); if (seen === 1) return; await posthog.capture('b')",
      'seen',
    ],
    ['beside the call', "isForeign(event) && (await posthog.capture('b'))", 'isForeign(event)'],
  ])('%s', (_, body, tested) => {
    expect(messageOf(app(body))).toContain(
      ` \`${tested}\` stops nothing, because an \`await\` is missing: it is a promise there. Return early`,
    );
  });

  it('but not where the test decides nothing of the call', () => {
    const message = messageOf(app("if (cache.get('on')) console.log('on'); await posthog.capture('b')"));
    expect(message).not.toContain('await');
  });
});

describe('what is asked before it is set says that an `await` is missing', () => {
  const app = (before: string, condition = 'state.own'): string => `
    async function load(state, event) { const names = await Promise.resolve(['b']); state.own = names.includes(event.event) }
    async function tell(state) { await Promise.resolve(); console.log(state) }
    export async function onEvent(event, { storage }) {
      const state = {}
      const ignored = []
      ${before}
      if (${condition}) return
      await posthog.capture('b')
    }`;

  it.each([
    [
      'load(state, event)',
      '`state.own` is asked too early, because an `await` is missing for `load(state, event)`.',
    ],
    [
      "let own = false; const done = Promise.resolve('b').then((name) => { own = name === event.event }); if (own) return; await done",
      "`own` is asked too early, because an `await` is missing for `Promise.resolve('b').then(",
    ],
  ])('%s', (before, sentence) => {
    expect(messageOf(app(before))).toContain(sentence);
  });

  it('in a list that a callback fills', () => {
    const message = messageOf(
      app(
        "const own = ['b']; own.forEach(async (name) => { await Promise.resolve(); ignored.push(name) })",
        'ignored.includes(event.event)',
      ),
    );
    expect(message).toContain(
      '`ignored.includes(event.event)` is asked too early: nobody waits for what `forEach` starts. Write a loop that awaits.',
    );
  });

  it.each([
    ['what changes nothing', 'state.n = event.properties.n; tell(state)', 'Math.hypot(state.n) > 2'],
    ['what is stored', "storage.get('own').then((own) => { state.own = own })", 'state.own'],
  ])('but not for %s', (_title, before, condition) => {
    expect(messageOf(app(before, condition))).not.toContain('too early');
  });
});
