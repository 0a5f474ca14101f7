import { expect, test } from 'vitest';
import type { ChainRecord } from '../../../client/panel/history/chainRecord.ts';
import type { RunRecord } from '../../../client/panel/history/runRecord.ts';
import { savedParts } from '../../../client/scenarios/savedParts.ts';
import { mostRecordedEvents } from '../../../protocol/scenario.ts';
import type { Json } from '../../../protocol/trace.ts';
import { trace } from '../../panel/support/traces.ts';

function recordOf(entryPoint: string, input: Json, appName = 'Mailer'): RunRecord {
  return {
    version: 1,
    id: 'run',
    rootUri: `file:///${appName}`,
    appName,
    entryPoint,
    host: 'local',
    startedAt: '2022-10-01T12:00:00.000Z',
    input,
    trace: trace({}),
  };
}

function chainOf(steps: readonly RunRecord[], more: Partial<ChainRecord> = {}): ChainRecord {
  const startedAt = '2022-10-01T12:00:00.000Z';
  return { version: 1, id: 'run', apps: [], host: 'local', startedAt, input: null, steps, ...more };
}

test('a single call is saved without a word', () => {
  for (const record of [recordOf('onEvent', { event: 'x' }), recordOf('exportEvents', [{ event: 'x' }])]) {
    expect(savedParts({ record, chain: null })).toEqual({ records: [record], note: null });
  }
});

test('of a list it is said that each event is a step, or how many are', () => {
  const events = (length: number): Json => Array.from({ length }, () => ({ event: 'x' }));
  const noteOf = (length: number) =>
    savedParts({ record: recordOf('composeWebhook', events(length)), chain: null }).note;
  expect(noteOf(3)).toBe('3 events: the test has a step for each.');
  expect(noteOf(1200)).toBe(
    `Of 1,200 events, the first ${mostRecordedEvents} are saved, with a step for each.`,
  );
});

test('of a whole life all steps are saved', () => {
  const steps = [recordOf('setupPlugin', null), recordOf('exportEvents', [{ event: 'x' }])];
  const chain = chainOf(steps, { lifeCycle: { eventFor: 'exportEvents' } });
  expect(savedParts({ record: recordOf('exportEvents', [{ event: 'x' }]), chain })).toEqual({
    records: steps,
    note: 'The whole life cycle is saved: 2 steps.',
  });
});

test('of several apps the step that is shown is saved, and it is said which', () => {
  const record = recordOf('composeWebhook', { event: 'x' });
  const chain = chainOf([recordOf('processEvent', { event: 'x' }, 'First'), record]);
  expect(savedParts({ record, chain })).toEqual({
    records: [record],
    note: 'A test is of one app: the step that is shown is saved, composeWebhook of Mailer. Of 2 steps, the others are left out.',
  });
});
