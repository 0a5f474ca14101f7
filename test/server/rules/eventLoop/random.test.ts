/**
 * The verdict against what really happens: apps made by chance are run for real, with each captured event fed back.
 * `POSTHOG_APPS_RANDOM=5000:1` checks five thousand apps from seed 1 on.
 */
import { expect, it } from 'vitest';
import { loopLevels } from '../../levels.ts';
import { checkApp } from '../../../../server/rules/checkApp.ts';
import { appOf } from '../../check.ts';
import { AppMaker, reallyLoops } from './randomApps.ts';

const [count = 300, firstSeed = 1] = (process.env['POSTHOG_APPS_RANDOM'] ?? '')
  .split(':')
  .filter(Boolean)
  .map(Number);

it(`agrees with ${count} apps that are run for real`, () => {
  const wrong: string[] = [];
  let loops = 0;
  for (let seed = firstSeed; seed < firstSeed + count; seed += 1) {
    const text = new AppMaker(seed).make();
    const real = reallyLoops(text);
    if (real) loops += 1;
    const grades = checkApp(appOf(new Map([['/index.js', text]])), loopLevels).map(({ grade }) => grade);
    const verdict = grades.includes('loops') ? 'loops' : grades.includes('may-loop') ? 'may loop' : 'ends';
    if ((verdict === 'loops') !== real)
      wrong.push(`seed ${seed}: ${verdict}, but it ${real ? 'loops' : 'ends'}`);
  }
  expect(wrong).toEqual([]);
  // Both kinds have to be there, or nothing was shown.
  expect(loops).toBeGreaterThan(count / 10);
  expect(count - loops).toBeGreaterThan(count / 10);
}, 600_000);
