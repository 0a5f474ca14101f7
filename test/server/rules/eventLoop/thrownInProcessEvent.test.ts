/** Where processEvent throws, the event goes on as it was, with what was written into it until then (reference 2.4). */
import { expect, it } from 'vitest';
import { findingsIn, loopGradesIn } from '../../check.ts';

const app = (processEvent: string, properties = '{ a: e.properties.a }'): string =>
  `export async function processEvent(event, { config }) { ${processEvent} }
   export function onEvent(e) { if (e.properties.mark) return; posthog.capture('s', ${properties}) }`;

it.each([
  [
    'before it marks',
    "if (event.properties.a) throw new Error('a'); event.properties.mark = 1; return event",
  ],
  ['before it drops', "if (event.properties.a) throw new Error('a'); return null"],
  ['as a promise', "if (event.properties.a) await Promise.reject(new Error('a')); return null"],
  ['for a setting', "if (!config.key) throw new Error('no key'); return event"],
])('loops where it throws %s', (_, code) => {
  expect(loopGradesIn(app(code))).toEqual(['loops']);
});

it.each([
  ['after it marks', "event.properties.mark = 1; if (event.properties.a) throw new Error('a'); return event"],
  ['into its own catch', "try { if (event.properties.a) throw new Error('a') } catch {} return null"],
])('ends where it throws %s', (_, code) => {
  expect(loopGradesIn(app(code))).toEqual(['ends']);
});

it('ends where it does not throw for what is captured', () => {
  const code = "if (event.properties.a) throw new Error('a'); event.properties.mark = 1; return event";
  expect(loopGradesIn(app(code, '{}'))).toEqual(['ends']);
});

it.each([
  ['if (config.drop) return null; return event', 'Whether processEvent drops it depends on a setting.'],
  [
    'if (config.names.includes(event.event)) return null; return event',
    "It ends only where a setting names 's', so that processEvent drops it.",
  ],
  ["return require('some-lib')(event)", 'Whether it ends depends on whether processEvent drops it.'],
])('what it may drop is told so: %s', (code, told) => {
  expect(findingsIn(app(code, '{}'))[0]?.message).toContain(told);
});
