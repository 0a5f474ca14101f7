/** Texts that lose a piece with each event come to their end, however long they are. */
import { expect, it } from 'vitest';
import { loopGradesIn } from '../../check.ts';

const app = (made: string, condition: string): string =>
  `export const onEvent = (event) => { const v = event.properties?.v || ''; if (${condition}) return; posthog.capture('x', { v: ${made} }) }`;

it.each([
  ['v.substring(1)', 'v.length < 2'],
  ["v.replace(/^./, '')", 'v.length < 2'],
  ['String(v).substring(1)', '!v || !v.length'],
  ["String(v).replace(/^./, '')", 'v === v.substring(1)'],
])('%s is no certain loop behind %s', (made, condition) => {
  expect(loopGradesIn(app(made, condition))).not.toContain('loops');
});

it.each([
  ["v.replace(/^./, 'ab')", 'v.length < 2'],
  ['v.substring(1) + v[0]', 'v.length < 2'],
  ['v', 'v.length < 2'],
])('%s is one', (made, condition) => {
  expect(loopGradesIn(app(made, condition))).toEqual(['loops']);
});
