/** Conditions on numbers that are counted, and on values that are one of several. */
import { describe, it } from 'vitest';
import { check } from '../../check.ts';

describe('a number of hops', () => {
  const counting = (most: number): string => `export async function onEvent(event) {
  const hops = (event.properties?.hops ?? 0) + 1
  if (hops > ${most}) return
  await posthog.capture('hopped', { hops })
//      ^^^^^^^^^^^^^^^ information ends: hops > ${most}
}`;

  it('ends, also where another call of the app goes on for ever', () => {
    check(`${counting(5)}
export async function processEvent(event) {
  if (event.event !== 'hopped') await posthog.capture('deeper')
//                                    ^^^^^^^^^^^^^^^ warning loops: 'deeper'
  return event
}`);
  });
});

describe('a value with several alternatives', () => {
  const code = (classify: string, test: string): string => `
${classify}
export async function onEvent(event) {
  if (event.event === 'trial started' || event.event === 'plan upgraded') return
  const kind = classify(event)
  ${test}
  await posthog.capture(kind, { ...event.properties, distinct_id: event.distinct_id })
//      ^^^^^^^^^^^^^^^ information ends: stops it
}`;

  it.each([
    [
      'a switch',
      `function classify({ properties }) {
  switch (properties?.plan_change) {
    case 'trial': return 'trial started'
    case 'up': return 'plan upgraded'
    default: return null
  }
}`,
    ],
    [
      'tests one after the other',
      `function classify(event) {
  if (event.properties?.plan_change === 'trial') return 'trial started'
  if (event.properties?.plan_change === 'up') return 'plan upgraded'
}`,
    ],
    [
      'a variable',
      `function classify(event) {
  let kind = null
  if (event.properties?.plan_change === 'trial') kind = 'trial started'
  else if (event.properties?.plan_change === 'up') kind = 'plan upgraded'
  return kind
}`,
    ],
  ])('is not the empty one behind a test of it, from %s', (_, classify) => {
    check(code(classify, 'if (!kind) return'));
    check(code(classify, 'if (kind === null || kind === undefined) return'));
  });
});
