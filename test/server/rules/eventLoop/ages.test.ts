/** How old an event is: one that was captured comes back at once. */
import { describe, expect, it } from 'vitest';
import { findingsIn } from '../../check.ts';

const gradesOf = (body: string): readonly (string | null)[] =>
  findingsIn(`export async function onEvent(event) { ${body} }`).map(({ grade }) => grade);

const day = '24 * 3600 * 1000';

describe('what asks for an event of today loops', () => {
  it.each([
    `if (Date.now() - new Date(event.timestamp).getTime() > ${day}) return; posthog.capture('b')`,
    `const age = Date.now() - new Date(event.timestamp || event.now).getTime(); if (age > ${day}) return; posthog.capture('b')`,
    `if (new Date() - new Date(event.timestamp) < ${day}) posthog.capture('b')`,
    `if (${day} < Date.now() - Date.parse(event.timestamp)) return; posthog.capture('b', { at: Date.now() })`,
    `if (Math.floor((Date.now() - new Date(event.timestamp).valueOf()) / 86400000) >= 1) return; posthog.capture('b')`,
    `if (Date.now() - new Date(event.timestamp) > ${day}) return; posthog.capture('b', { ...event.properties })`,
  ])('%s', (body) => {
    expect(gradesOf(body)).toEqual(['loops']);
  });

  it('with an event that has no time of its own', () => {
    const [found] = findingsIn(
      `export function onEvent(event) { if (Date.now() - new Date(event.timestamp) > ${day}) return; posthog.capture('b') }`,
    );
    expect(Object.keys(found?.witness ?? {})).toEqual(['event', 'distinct_id', 'properties']);
  });
});

it('a loop that begins with an event of today has an event with a time', () => {
  const [found] = findingsIn(
    `export function onEvent(event) { if (Date.now() - new Date(event.timestamp) < ${day}) posthog.capture('b') }`,
  );
  expect(found?.witness).toMatchObject({ timestamp: '2099-01-01T00:00:00.000Z' });
});

describe('what asks for an old event ends', () => {
  it.each([
    `if (Date.now() - new Date(event.timestamp).getTime() < ${day}) return; posthog.capture('late')`,
    `const hours = (Date.now() - new Date(event.timestamp)) / 3600000; if (hours > 48) posthog.capture('late')`,
    `if (Math.round((Date.now() - Date.parse(event.timestamp)) / 1000) > 3600) posthog.capture('late')`,
  ])('%s', (body) => {
    expect(gradesOf(body)).toEqual(['ends']);
  });
});

describe('nothing is known', () => {
  it.each([
    ['of seconds', "if (Date.now() - new Date(event.timestamp) < 500) return; posthog.capture('b')"],
    [
      'of an event that is given another time',
      `if (Date.now() - new Date(event.timestamp) < ${day}) return; posthog.capture('b', { timestamp: '2020-01-01' })`,
    ],
    [
      'of a time that is carried along',
      `const at = event.properties.at ?? event.timestamp; if (!(Date.now() - new Date(at) < ${day})) return; posthog.capture('b', { at })`,
    ],
    [
      'of how many days have begun',
      `if (Math.ceil((Date.now() - new Date(event.timestamp)) / 86400000) >= 1) return; posthog.capture('b')`,
    ],
    ['of the hour', "if (new Date(event.timestamp).getHours() > 5) return; posthog.capture('b')"],
  ])('%s', (_title, body) => {
    expect(gradesOf(body)).toEqual(['may-loop']);
  });

  it('of a time that an earlier event left', () => {
    const findings = findingsIn(`let last = 0
export function onEvent(event) {
  if (Date.now() - last < ${day}) return
  last = new Date(event.timestamp).getTime()
  posthog.capture('b')
}`);
    expect(findings.map(({ grade }) => grade)).toEqual(['may-loop']);
  });
});

describe('a captured event comes after', () => {
  const cutoff = `new Date(Date.now() - ${day})`;
  const beginning = "new Date('2020-01-01')";

  it.each([
    `if (new Date(event.timestamp) < ${beginning}) return; posthog.capture('b')`,
    `if (${beginning} <= new Date(event.timestamp)) posthog.capture('b')`,
    `if (Date.parse(event.timestamp) < Date.parse('2020-01-01T00:00:00Z')) return; posthog.capture('b')`,
    `if (new Date(event.timestamp) < ${cutoff}) return; posthog.capture('b')`,
    `const since = Date.now() - ${day}; if (new Date(event.timestamp).getTime() > since) posthog.capture('b')`,
  ])('a date that has passed, which stops nothing: %s', (body) => {
    expect(gradesOf(body)).toEqual(['loops']);
  });

  it.each([
    `if (new Date(event.timestamp) > ${beginning}) return; posthog.capture('b')`,
    `if (${beginning} > new Date(event.timestamp)) posthog.capture('b')`,
    `if (new Date(event.timestamp) < ${cutoff}) posthog.capture('b')`,
  ])('a date that has passed, which ends it: %s', (body) => {
    expect(gradesOf(body)).toEqual(['ends']);
  });

  it.each([
    ['one to come', "if (new Date(event.timestamp) > new Date('2099-01-01')) return; posthog.capture('b')"],
    [
      'one that is no second ago',
      `if (new Date(event.timestamp) < new Date(Date.now() - 500)) return; posthog.capture('b')`,
    ],
    [
      'one, unless it has a time of its own',
      `if (new Date(event.timestamp) > ${beginning}) return; posthog.capture('b', { timestamp: '2019-01-01' })`,
    ],
  ])('or before %s', (_title, body) => {
    expect(gradesOf(body)).toEqual(['may-loop']);
  });
});
