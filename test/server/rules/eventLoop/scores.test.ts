/** A table of numbers or switches by the name of the event, of which other names have nothing. */
import { describe, expect, it } from 'vitest';
import { loopGradesIn } from '../../check.ts';

const tables: readonly string[] = [
  'const TABLE = { signup: 1, buy: 2 }',
  "const TABLE = Object.freeze({ signup: true, buy: 'yes' })",
  `const TABLE = { signup: 1, ${Array.from({ length: 80 }, (_, index) => `n${index}: 1`).join(', ')} }`,
];

const conditions: readonly string[] = [
  '!(TABLE[event.event] || 0)',
  '!(TABLE[event.event] ?? false)',
  '(TABLE[event.event] || 0) === 0',
  '(TABLE[event.event] ?? null) === null',
];

const cases = tables.flatMap((table) => conditions.map((condition) => [condition, table] as const));

function app(table: string, condition: string, name: string): string {
  return `${table}
export const onEvent = (event) => {
  if (${condition}) return
  posthog.capture(${name}, { ...event.properties })
}`;
}

describe('a table by the name of the event', () => {
  it.each(cases)('ends with %s where the captured name is not in it: %s', (condition, table) => {
    expect(loopGradesIn(app(table, condition, "'scored'"))).toEqual(['ends']);
    expect(loopGradesIn(app(table, condition, "'scored ' + event.event"))).toEqual(['ends']);
  });

  it.each(cases)('is no guard with %s where the captured name is in it: %s', (condition, table) => {
    expect(loopGradesIn(app(table, condition, "'signup'"))).toEqual(['loops']);
  });

  it('is no guard where other names have something', () => {
    expect(loopGradesIn(app(tables[0] ?? '', '!(TABLE[event.event] || 1)', "'scored'"))).toEqual(['loops']);
  });
});
