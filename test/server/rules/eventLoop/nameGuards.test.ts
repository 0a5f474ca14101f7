/** The ways in which handlers ask for the name of an event: what they capture themselves does not pass, or does. */
import { describe, expect, it } from 'vitest';
import { loopGradesIn } from '../../check.ts';
import { nameConditions } from './writtenConditions.ts';

function handler(condition: string, name: string): string {
  return `
    export const onEvent = async (event) => {
      const n = event.event
      if (!(${condition})) return
      await posthog.capture(${name}, { score: 1 })
    }`;
}

describe.each(nameConditions)('%s', (condition) => {
  it('ends where the captured event has a name that does not pass', () => {
    expect(loopGradesIn(handler(condition, "'lead scored'"))).toEqual(['ends']);
  });

  it('is a loop where it has the same name', () => {
    const [grade, ...others] = loopGradesIn(handler(condition, 'n'));
    expect(['loops', 'may-loop']).toContain(grade);
    expect(others).toEqual([]);
  });
});

/** `match` and `search` make a pattern of a text. */
describe.each(["n.search('copy') === -1", "n.search('copy') < 0", "!n.match('copy')"])('%s', (condition) => {
  it('ends where the text stands in the name that is captured', () => {
    expect(loopGradesIn(handler(condition, "'copy of ' + n"))).toEqual(['ends']);
  });

  it('loops where it does not', () => {
    expect(loopGradesIn(handler(condition, "'again ' + n"))).toEqual(['loops']);
  });
});
