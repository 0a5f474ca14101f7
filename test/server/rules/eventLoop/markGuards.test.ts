/** The ways in which handlers ask for marks that they have put on an event before, alone and beside what else it has. */
import { describe, expect, it } from 'vitest';
import { loopGradesIn } from '../../check.ts';
import { conditionHelpers, markConditions } from './writtenConditions.ts';

const marks = `{
  processed: true,
  source: 'app',
  tags: ['done'],
  depth: 1,
  meta: { by: 'app' },
  list: [{ id: 'app' }],
  note: 'via app',
}`;

function handler(condition: string, properties: string): string {
  return `${conditionHelpers}
    export const onEvent = async (event, meta) => {
      const p = event.properties
      if (!(${condition})) return
      await posthog.capture('lead scored', ${properties})
    }`;
}

describe.each(markConditions)('%s', (condition) => {
  it('ends where the captured event has the marks alone', () => {
    expect(loopGradesIn(handler(condition, marks))).toEqual(['ends']);
  });

  it('ends where it has them beside the properties of the incoming one', () => {
    expect(loopGradesIn(handler(condition, `{ ...event.properties, ...${marks} }`))).toEqual(['ends']);
  });

  it('is a loop where it has none of them', () => {
    const [grade, ...others] = loopGradesIn(handler(condition, 'event.properties'));
    expect(['loops', 'may-loop']).toContain(grade);
    expect(others).toEqual([]);
  });
});

describe('a mark that processEvent puts on an event comes to onEvent', () => {
  const app = (mark: string, guard: string): string => `
    export function processEvent(event) { ${mark}; return event }
    export function onEvent(event) { if (${guard}) return; posthog.capture('seen', { own: true }) }`;

  it.each([
    ['event.properties.mark = 1', 'event.properties.mark'],
    ['event.$set = { mark: 1 }', 'event.$set?.mark'],
    ['delete event.properties.other', 'event.properties.own'],
    [`Reflect.deleteProperty(event.properties, 'other')`, 'event.properties.own'],
  ])('%s', (mark, guard) => {
    expect(loopGradesIn(app(mark, guard))).toEqual(['ends']);
  });

  // Of what stands beside the properties it gets what PostHog knows (reference 6.2).
  it.each([
    ['event.mark = 1', 'event.mark'],
    ['event = { ...event, seen: { mark: 1 } }', 'event.seen'],
    ['delete event.properties.own', 'event.properties.own'],
    [`Reflect.deleteProperty(event.properties, 'own')`, 'event.properties.own'],
  ])('but not with %s', (mark, guard) => {
    expect(loopGradesIn(app(mark, guard))).toEqual(['loops']);
  });
});
