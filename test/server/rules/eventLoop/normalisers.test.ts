/** What a normaliser has made is the same when it is normalised again; other operations go on changing it. */
import { expect, it } from 'vitest';
import { loopGradesIn } from '../../check.ts';

const app = (made: string): string =>
  `export const onEvent = (event) => { const v = event.properties?.v; const w = ${made}; if (w === v) return; posthog.capture('x', { v: w }) }`;

it.each([
  'String(v)',
  '`${v}`',
  "v + ''",
  'v.toString()',
  'String(v).trim()',
  '`${v}`.trim()',
  "(v + '').trim()",
  'String(v).trim().toLowerCase()',
  "String(v ?? '').trim().toUpperCase()",
  String.raw`String(v).replace(/\D/g, '')`,
  String.raw`String(v).replace(/\s+/g, ' ')`,
  String.raw`String(v).replace(/^https?:\/\//, '')`,
  "String(v).split('?')[0]",
  'String(v).split(/[?#]/)[0].toLowerCase()',
  "String(v).toLowerCase().split('?')[0].trim()",
  'String(v).slice(0, 20)',
  'String(v).substring(0, 20)',
  'String(v).trimEnd().slice(-20)',
  "String(v).normalize('NFC')",
  'String(v).charAt(0).toUpperCase() + String(v).slice(1)',
  'String(v).slice(0, 1).toUpperCase() + String(v).substring(1).toLowerCase()',
  'Number(v).toFixed(2)',
  'parseFloat(v).toFixed(2)',
  'Boolean(v)',
  '!!v',
])('%s changes nothing the second time', (made) => {
  expect(loopGradesIn(app(made))).toEqual(['ends']);
});

it.each([
  'encodeURIComponent(String(v))',
  'String(v).substring(1)',
  "String(v).replace('a', 'aa')",
  "String(v).split('a')[0].toUpperCase() + 'a'",
  "String(v) + '.'",
  'String(v) + String(v)',
  'Number(String(v))',
  'Number(v).toFixed(String(v).length % 3)',
  '!v',
  'String(v).slice(1) + String(v).charAt(0)',
  'String(v).charAt(0).toUpperCase() + String(v).slice(2)',
  "String(v).charAt(0) + '.' + String(v).slice(1)",
  'JSON.stringify(String(v))',
])('%s may change it again', (made) => {
  expect(loopGradesIn(app(made))).not.toEqual(['ends']);
});

it.each([
  ['Number(v)', 'String(v)'],
  ['String(v)', 'Number(v)'],
  ['!!v', 'String(v)'],
])('%s beside %s makes another type of it each time', (first, second) => {
  const code = `export const onEvent = (event) => { const v = event.properties?.v; if (${first} === v) return; posthog.capture('x', { v: ${second} }) }`;
  expect(loopGradesIn(code)).not.toEqual(['ends']);
});
