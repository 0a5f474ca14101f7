import { expect, it } from 'vitest';
import { stepToShow } from '../../../client/panel/stepToShow.ts';
import { loopingTrace } from '../../panel/support/hops.ts';

const looping = { id: 'looping', trace: loopingTrace() };
const quiet = { id: 'quiet', trace: { hops: [] } };

it('is the step whose events go round, where one that is done was shown', () => {
  expect(stepToShow([looping, quiet], 'quiet', false)).toBe(looping);
  expect(stepToShow([quiet, looping], 'looping', false)).toBe(looping);
});

it('is the one that was shown where none goes round, and in a run of the history', () => {
  expect(stepToShow([quiet, { ...quiet, id: 'other' }], 'quiet', false)).toBe(quiet);
  expect(stepToShow([looping, quiet], 'quiet', true)).toBe(quiet);
});

it('is none where another run is shown by now', () => {
  expect(stepToShow([looping, quiet], 'elsewhere', false)).toBeUndefined();
});
