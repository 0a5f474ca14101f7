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
