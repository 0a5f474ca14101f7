import { describe, expect, it } from 'vitest';
import { InputChoices } from '../../../client/panel/inputChoices.ts';
import type { OwnSample } from '../../../client/panel/ownSamples.ts';
import { memory } from '../support/memory.ts';

const root = 'file:///app';
const now = new Date('2022-10-01T12:00:00.000Z');

/** No app has own samples here but the one that a test names. */
const ownSamples = async (): Promise<readonly OwnSample[]> => [];

function inputs(kept = memory()): InputChoices {
  return new InputChoices(kept, ownSamples, now);
}

describe('the input of an entry point', () => {
  it('is the first sample until the user chooses', async () => {
    const input = await inputs().describe(root, 'onEvent');
    expect(input).toMatchObject({ kind: 'event', sampleId: 'pageview', isEdited: false, problem: null });
    expect(await inputs().value(root, 'onEvent')).toMatchObject({ event: '$pageview', distinct_id: 'ada' });
  });

  it('is a list where a list is taken, a payload for a job, and nothing for a schedule', async () => {
    expect(await inputs().value(root, 'exportEvents')).toMatchObject([{ event: '$pageview' }]);
    expect(await inputs().describe(root, 'jobs.annotate')).toMatchObject({
      kind: 'payload',
      samples: [],
      text: '{}',
    });
    expect(await inputs().describe(root, 'runEveryDay')).toBeNull();
    expect(await inputs().value(root, 'runEveryDay')).toBeNull();
  });

  it('is kept by app and entry point over a reload', async () => {
    const kept = memory();
    await inputs(kept).selectSample(root, 'onEvent', 'identify');
    await inputs(kept).setText(root, 'jobs.a', '{"n": 1}');
    expect(await inputs(kept).value(root, 'onEvent')).toMatchObject({ event: '$identify' });
    expect(await inputs(kept).value(root, 'jobs.a')).toEqual({ n: 1 });
    expect(await inputs(kept).value(root, 'processEvent')).toMatchObject({ event: '$pageview' });
    expect(await inputs(kept).value('file:///other', 'onEvent')).toMatchObject({ event: '$pageview' });
  });

  it('is edited when it differs from the sample, and goes back to it', async () => {
    const choices = inputs();
    await choices.setText(root, 'onEvent', '{"event": "mine"}');
    expect(await choices.describe(root, 'onEvent')).toMatchObject({
      isEdited: true,
      text: '{"event": "mine"}',
    });
    await choices.reset(root, 'onEvent');
    expect((await choices.describe(root, 'onEvent'))?.isEdited).toBe(false);
  });

  it('is not edited by a document that was opened at another time', async () => {
    const earlier = new InputChoices(memory(), ownSamples, new Date('2021-01-01T00:00:00.000Z'));
    const text = (await earlier.describe(root, 'onEvent'))?.text ?? '';
    const choices = inputs();
    await choices.setText(root, 'onEvent', text);
    expect((await choices.describe(root, 'onEvent'))?.isEdited).toBe(false);
  });

  it.each([
    ['onEvent', '{"event": }', 'in line 1, column 11, a value is missing'],
    ['onEvent', '[]', 'An event is a JSON object'],
    ['onEvent', '"x"', 'An event is a JSON object'],
    ['exportEvents', '{}', 'put [ ] around'],
  ])('for %s cannot be %s, and says so', async (entryPoint, text, problem) => {
    const choices = inputs();
    await choices.setText(root, entryPoint, text);
    expect((await choices.describe(root, entryPoint))?.problem).toContain(problem);
  });
});
