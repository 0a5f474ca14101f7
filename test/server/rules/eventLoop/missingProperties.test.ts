/**
 * What most handlers of real apps do: they read a property of the event, and go on where it makes sense. A captured event
 * without the property does not, whatever the language makes of what is missing; one that carries it along does.
 */
import { describe, expect, it } from 'vitest';
import { loopGradesIn } from '../../check.ts';
import { propertyConditions } from './writtenConditions.ts';

function handler(condition: string, properties: string): string {
  return `
    export const onEvent = async (event) => {
      const x = event.properties.x
      if (!(${condition})) return
      await posthog.capture('item', ${properties})
    }`;
}

describe.each(propertyConditions)('%s', (condition) => {
  it('ends where the captured event has no such property', () => {
    expect(loopGradesIn(handler(condition, '{ price: 1 }'))).toEqual(['ends']);
  });

  it('is a loop where it takes the properties along', () => {
    const [grade, ...others] = loopGradesIn(handler(condition, 'event.properties'));
    expect(['loops', 'may-loop']).toContain(grade);
    expect(others).toEqual([]);
  });
});
