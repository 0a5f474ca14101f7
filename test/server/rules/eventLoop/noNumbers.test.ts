/** Numbers that are read out of a property: NaN becomes null in JSON, of which it is NaN again. */
import { describe, expect, it } from 'vitest';
import { loopGradesIn } from '../../check.ts';

const app = (made: string, condition: string): string =>
  `export const onEvent = (event) => { const v = event.properties?.v; const n = ${made}; if (${condition}) return; posthog.capture('x', { v: n }) }`;

const read = ['parseInt(v, 10)', 'parseFloat(v)', 'Number.parseInt(v)', 'Math.round(parseFloat(v))'];

describe.each(read)('%s', (made) => {
  it.each(['n === v', 'v === undefined || n === v', 'v === n'])(
    'never comes to rest by %s alone',
    (condition) => {
      expect(loopGradesIn(app(made, condition))).toEqual(['loops']);
    },
  );

  it.each([
    'isNaN(n) || n === v',
    'Number.isNaN(n) || n === v',
    '!Number.isFinite(n) || n === v',
    '!Number.isInteger(n) || n === v',
    '!(n > 0) || n === v',
    '!n || n === v',
    'v == null || n === v',
    'v === null || n === v',
  ])('comes to rest by %s', (condition) => {
    expect(loopGradesIn(app(made, condition))).toEqual(['ends']);
  });
});

it.each(['Number(v)', '+v'])('%s comes to rest', (made) => {
  expect(loopGradesIn(app(made, 'n === v'))).toEqual(['ends']);
});
