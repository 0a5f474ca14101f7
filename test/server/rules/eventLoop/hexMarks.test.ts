/** Marks of random digits: one knows how many there are, and that they are hexadecimal. */
import { expect, it } from 'vitest';
import { loopGradesIn } from '../../check.ts';

const app = (asked: string, mark: string): string => `
  const { randomBytes } = require('crypto')
  export function onEvent(event) {
    const { trace } = event.properties ?? {}
    if (${asked}) return
    posthog.capture('x ' + event.event, { ...event.properties, trace: ${mark} })
  }`;

const mark = "randomBytes(8).toString('hex')";

it.each([
  'trace?.length === 16',
  '/^[0-9a-f]{16}$/.test(trace)',
  'trace?.match(/^[a-f0-9]+$/)',
  "typeof trace === 'string' && trace.length > 15",
  'trace',
])('ends: %s', (asked) => {
  expect(loopGradesIn(app(asked, mark))).toEqual(['ends']);
});

it.each([
  ['trace?.length === 8', mark],
  ['/^[0-9a-f]{15}$/.test(trace)', mark],
  ['/^[0-9]{16}$/.test(trace)', mark],
  ['/^[0-9a-f]{16}$/.test(trace)', 'randomBytes(8)'],
  ['/^[0-9a-f]{16}$/.test(trace)', "randomBytes(8).toString('base64')"],
  ['/^[0-9a-f]{16}$/.test(trace)', `${mark}.toUpperCase()`],
  ['/^[0-9a-f]{16}$/.test(trace)', `event.properties.hex ? ${mark} : 'none'`],
  ['trace === randomBytes(8).toString("hex")', mark],
  ['trace?.length === 16', `${mark}.slice(1)`],
])('does not end for sure: %s with %s', (asked, made) => {
  expect(loopGradesIn(app(asked, made))).not.toEqual(['ends']);
});
