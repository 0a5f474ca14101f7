/** Promises that nobody awaits: an event that goes out has an object without properties in their place. */
import { describe, expect, it } from 'vitest';
import { loopGradesIn } from '../../check.ts';

const app = (body: string, before = ''): string => `${before}
  export async function onEvent(event, { cache }) { const p = event.properties; ${body} }`;
const marked = (asked: string, mark: string): string =>
  app(`if (${asked}) return; posthog.capture('x', { mark: ${mark} })`);

const promises: readonly string[] = [
  'Promise.resolve(0)',
  'new Promise((resolve) => resolve(0))',
  '(async () => false)()',
  `fetch('https://a.example')`,
  `fetch('https://a.example').then(() => false)`,
  `fetch('https://a.example').catch(() => false)`,
  `fetch('https://a.example').finally(() => {})`,
  `Promise.all([1])`,
  `cache.get('a', false)`,
];

describe.each(promises)('%s', (promise) => {
  it.each(['p.mark', `'mark' in p`, `typeof p.mark === 'object'`])('ends behind %s', (asked) => {
    expect(loopGradesIn(marked(asked, promise))).toEqual(['ends']);
  });

  it.each(['p.mark === true', `p.mark === 'app'`, 'p.mark?.done', `typeof p.mark === 'string'`])(
    'comes back behind %s',
    (asked) => {
      expect(loopGradesIn(marked(asked, promise))).toEqual([expect.stringMatching(/^(?:loops|may-loop)$/)]);
    },
  );
});

const others: Readonly<Record<string, readonly string[]>> = {
  ends: [
    app(`if (p.m?.done) return; posthog.capture('x', { m: { done: Promise.resolve(false) } })`),
    app(`if (p.m?.[0]) return; posthog.capture('x', { m: [Promise.resolve(false)] })`),
    app(`if (p.mark) return; posthog.capture('x', { mark: await Promise.resolve(true) })`),
    app(
      `const key = await keyOf('x'); if (event.event !== key) posthog.capture('x')`,
      `const keyOf = (k) => new Promise((r) => r(k))`,
    ),
    app(`for await (const name of [Promise.resolve('x')]) if (event.event !== name) posthog.capture('x')`),
    `export const processEvent = (event) => Promise.resolve(event.event === 'x' ? null : event);
     export const onEvent = () => posthog.capture('x')`,
  ],
  loops: [
    app(`if (p.mark) return; posthog.capture('x', { mark: await Promise.resolve(false) })`),
    app(`if (p.mark) return; posthog.capture('x', { ...Promise.resolve({ mark: true }) })`),
    app(`const isOff = Promise.resolve(false); if (isOff) posthog.capture('x')`),
  ],
};

describe.each(Object.entries(others))('promises: %s', (grade, apps) => {
  it.each(apps)('%s', (code) => {
    expect(loopGradesIn(code)).toEqual([grade]);
  });
});
