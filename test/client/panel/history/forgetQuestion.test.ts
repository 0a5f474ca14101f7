import { expect, it } from 'vitest';
import { forgetQuestion } from '../../../../client/panel/history/forgetQuestion.ts';
import { moment } from '../../../../protocol/runWords.ts';
import { pastRun } from '../../../panel/support/states.ts';

const at = moment(pastRun().startedAt);

it('says how many runs go', () => {
  expect(forgetQuestion([pastRun(), pastRun()])).toEqual({
    title: 'Forget 2 runs of this workspace?',
    detail: '',
  });
});

it('names the pinned runs, which stay', () => {
  const pinned = [
    pastRun({ isPinned: true }),
    pastRun({ isPinned: true, entryPoint: 'runEveryDay', input: '' }),
    pastRun({
      isPinned: true,
      appName: 'First visit → Signup enricher',
      steps: [
        {
          id: '1',
          appName: 'First visit',
          entryPoint: 'onEvent',
          outcome: 'completed',
          isWithErrors: false,
          isLooping: false,
          totalMs: 1,
        },
      ],
    }),
  ];
  expect(forgetQuestion([pastRun(), ...pinned])).toEqual({
    title: 'Forget 1 run of this workspace?',
    detail: [
      'The 3 pinned runs stay:',
      `• onEvent signed up in Signup enricher, ${at}`,
      `• runEveryDay in Signup enricher, ${at}`,
      `• First visit → Signup enricher signed up, ${at}`,
    ].join('\n'),
  });
});

it('names the first five of many', () => {
  const pinned = Array.from({ length: 7 }, (_, index) => pastRun({ isPinned: true, input: `${index}` }));
  const lines = forgetQuestion([pastRun(), ...pinned])?.detail.split('\n') ?? [];
  expect(lines).toHaveLength(7);
  expect(lines.at(-1)).toBe('and 2 others');
});

it('asks nothing where all runs are pinned', () => {
  expect(forgetQuestion([pastRun({ isPinned: true })])).toBeUndefined();
});
