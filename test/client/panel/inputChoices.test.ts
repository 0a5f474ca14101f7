import { describe, expect, it } from 'vitest';
import { InputChoices, InputMissing, type ReadEvents } from '../../../client/panel/inputChoices.ts';
import type { OwnSample } from '../../../client/panel/ownSamples.ts';
import { memory } from '../support/memory.ts';

const root = 'file:///app';
const now = new Date('2022-10-01T12:00:00.000Z');

/** No app has own samples here but the one that a test names. */
const ownSamples = async (): Promise<readonly OwnSample[]> => [];

/** A file with two events, of which there is one only in the beginning, and a run with one. */
let inFile = 2;
const readEvents: ReadEvents = async (from) => {
  if ('run' in from) return [{ event: 'past' }];
  if (from.file.endsWith('gone.jsonl')) throw new InputMissing('gone.jsonl cannot be read.');
  return Array.from({ length: inFile }, (_, index) => ({ event: `e${index}` }));
};

function inputs(kept = memory()): InputChoices {
  return new InputChoices(kept, now, { ownSamples, readEvents });
}

describe('the input of an entry point', () => {
  it('a file that cannot be read is chosen all the same, says why, and nothing takes its place', async () => {
    let isBroken = true;
    const choices = new InputChoices(memory(), now, {
      ownSamples,
      readEvents: async () => {
        if (isBroken) throw new InputMissing('bad.jsonl: The file is no JSON.');
        return [{ event: 'one' }];
      },
    });
    await choices.chooseFile(root, 'onEvent', 'file:///app/bad.jsonl');
    expect(await choices.describe(root, 'onEvent')).toMatchObject({
      sampleId: '(list)',
      list: { label: 'Events from bad.jsonl' },
      problem: 'bad.jsonl: The file is no JSON.',
    });
    await expect(choices.given(root, 'onEvent')).rejects.toThrow(InputMissing);
    isBroken = false;
    expect((await choices.given(root, 'onEvent')).value).toEqual([{ event: 'one' }]);
    expect(await choices.describe(root, 'onEvent')).toMatchObject({
      list: { label: '1 event from bad.jsonl' },
      problem: null,
    });
  });

  it('is the first sample until the user chooses', async () => {
    const input = await inputs().describe(root, 'onEvent');
    expect(input).toMatchObject({ kind: 'event', sampleId: 'pageview', isEdited: false, problem: null });
    expect((await inputs().given(root, 'onEvent')).value).toMatchObject({
      event: '$pageview',
      distinct_id: 'ada',
    });
  });

  it('is a list where a list is taken, a payload for a job, and nothing for a schedule', async () => {
    expect((await inputs().given(root, 'exportEvents')).value).toMatchObject([{ event: '$pageview' }]);
    expect(await inputs().describe(root, 'jobs.annotate')).toMatchObject({
      kind: 'payload',
      samples: [],
      text: '{}',
    });
    expect(await inputs().describe(root, 'runEveryDay')).toBeNull();
    expect((await inputs().given(root, 'runEveryDay')).value).toBeNull();
  });

  it('is kept by app and entry point over a reload', async () => {
    const kept = memory();
    await inputs(kept).selectSample(root, 'onEvent', 'identify');
    await inputs(kept).setText(root, 'jobs.a', '{"n": 1}');
    expect((await inputs(kept).given(root, 'onEvent')).value).toMatchObject({ event: '$identify' });
    expect((await inputs(kept).given(root, 'jobs.a')).value).toEqual({ n: 1 });
    expect((await inputs(kept).given(root, 'processEvent')).value).toMatchObject({ event: '$pageview' });
    expect((await inputs(kept).given('file:///other', 'onEvent')).value).toMatchObject({
      event: '$pageview',
    });
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
    const earlier = new InputChoices(memory(), new Date('2021-01-01T00:00:00.000Z'), { ownSamples });
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

describe('what the panel shows is what every run gets', () => {
  const file = 'file:///app/spikes.jsonl';
  const list = { from: { file }, name: 'spikes.jsonl', count: 2 };

  it('a list of events stays chosen, is read anew for each run, and leads back to one event', async () => {
    const kept = memory();
    await inputs(kept).selectSample(root, 'onEvent', 'identify');
    await inputs(kept).takeList(root, 'onEvent', list);
    expect(await inputs(kept).describe(root, 'onEvent')).toMatchObject({
      sampleId: '(list)',
      baseId: 'identify',
      list: { label: '2 events from spikes.jsonl' },
      problem: null,
    });
    expect(await inputs(kept).given(root, 'onEvent')).toEqual({
      value: [{ event: 'e0' }, { event: 'e1' }],
      from: { file },
    });
    inFile = 3;
    expect((await inputs(kept).given(root, 'onEvent')).value).toHaveLength(3);
    expect((await inputs(kept).describe(root, 'onEvent'))?.list?.label).toBe('3 events from spikes.jsonl');
    await inputs(kept).selectSample(root, 'onEvent', 'identify');
    const back = await inputs(kept).describe(root, 'onEvent');
    expect(back).toMatchObject({ list: null, sampleId: 'identify' });
    expect(back?.samples).toContainEqual({ id: '(list)', label: '3 events from spikes.jsonl' });
  });

  it('a list that is gone says so when it is to run', async () => {
    const choices = inputs();
    await choices.takeList(root, 'onEvent', { ...list, from: { file: 'file:///app/gone.jsonl' } });
    await expect(choices.given(root, 'onEvent')).rejects.toThrow('gone.jsonl cannot be read.');
  });

  it('what a run was given takes the place of the own event, which stays in the list', async () => {
    const choices = inputs();
    await choices.setText(root, 'onEvent', '{"event": "mine"}');
    await choices.take(root, 'onEvent', 'Event of the run of 12:00:00', { event: 'past' });
    const taken = await choices.describe(root, 'onEvent');
    expect(taken).toMatchObject({ sampleId: '(taken)', isEdited: false });
    expect(taken?.samples.slice(0, 2)).toEqual([
      { id: '(text)', label: 'Your own event' },
      { id: '(taken)', label: 'Event of the run of 12:00:00' },
    ]);
    expect((await choices.given(root, 'onEvent')).value).toEqual({ event: 'past' });
    // Its document opens with this text, which is no edit.
    await choices.setText(root, 'onEvent', await choices.text(root, 'onEvent'));
    expect((await choices.describe(root, 'onEvent'))?.sampleId).toBe('(taken)');
    await choices.selectSample(root, 'onEvent', '(text)');
    expect((await choices.given(root, 'onEvent')).value).toEqual({ event: 'mine' });
  });

  it('an edited event is named as the own one, not as the sample it was', async () => {
    const choices = inputs();
    await choices.selectSample(root, 'onEvent', 'signup');
    await choices.setText(root, 'onEvent', '{"event": "mine"}');
    const edited = await choices.describe(root, 'onEvent');
    expect(edited?.sampleId).toBe('(text)');
    expect(edited?.samples[0]).toEqual({ id: '(text)', label: 'Your own event' });
    await choices.reset(root, 'onEvent');
    expect((await choices.describe(root, 'onEvent'))?.sampleId).toBe('signup');
  });

  it('knows whether the next run gets what a run was given, whenever that was', async () => {
    const choices = inputs();
    const { value } = await choices.given(root, 'onEvent');
    const later = { ...(value as object), timestamp: '2023-01-01T00:00:00.000Z' };
    expect(await choices.isChosen(root, 'onEvent', { id: 'r', value: later, from: null })).toBe(true);
    expect(await choices.isChosen(root, 'onEvent', { id: 'r', value: { event: 'other' }, from: null })).toBe(
      false,
    );
    expect(await choices.isChosen(root, 'onEvent', { id: 'r', value: [], from: { file } })).toBe(false);
    await choices.takeList(root, 'onEvent', list);
    expect(await choices.isChosen(root, 'onEvent', { id: 'r', value: [], from: { file } })).toBe(true);
    expect(await choices.isChosen(root, 'onEvent', { id: 'r', value, from: null })).toBe(false);
    await choices.takeList(root, 'onEvent', { ...list, from: { run: 'r' } });
    expect(await choices.isChosen(root, 'onEvent', { id: 'r', value: [], from: { file } })).toBe(true);
    expect(await choices.isChosen(root, 'onEvent', { id: 'other', value: [], from: null })).toBe(false);
    expect(await choices.isChosen(root, 'runEveryDay', { id: 'r', value: null, from: null })).toBe(true);
  });
});
