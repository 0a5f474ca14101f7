/**
 * The verdict against what really happens, for conditions as people write them, in combination. Many first events are
 * tried, and not all there are: an app that was seen to loop does, and one that was not may do so all the same, so that
 * what is called a loop without having been seen to be one is counted and not forbidden.
 * `POSTHOG_APPS_CONDITIONS=5000:1` checks five thousand apps from seed 1 on.
 */
import { expect, it } from 'vitest';
import { findingsIn } from '../../check.ts';
import { loopingEventOf, makeConditionApp, witnessesOf } from './conditionApps.ts';

const [count = 200, firstSeed = 1] = (process.env['POSTHOG_APPS_CONDITIONS'] ?? '')
  .split(':')
  .filter(Boolean)
  .map(Number);

it(`misses no loop of ${count} apps that are run for real`, async () => {
  const missed: string[] = [];
  const unseen: string[] = [];
  let loops = 0;
  for (let seed = firstSeed; seed < firstSeed + count; seed += 1) {
    const text = makeConditionApp(seed);
    const findings = findingsIn(text);
    const grades = findings.map(({ grade }) => grade);
    const event = await loopingEventOf(text, witnessesOf(findings));
    if (event !== undefined) loops += 1;
    if (event !== undefined && !grades.some((grade) => grade === 'loops' || grade === 'may-loop')) {
      missed.push(`seed ${seed}: it loops from ${JSON.stringify(event)}`);
    }
    if (event === undefined && grades.includes('loops')) unseen.push(`seed ${seed}`);
  }
  expect(missed).toEqual([]);
  expect(unseen.length).toBeLessThanOrEqual((count - loops) / 10);
  // Both kinds have to be there, or nothing was shown.
  expect(loops).toBeGreaterThan(count / 5);
  expect(count - loops).toBeGreaterThan(count / 5);
}, 600_000);
