import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runFiles } from '../../../../client/panel/history/runFiles.ts';
import { mostPinned, mostRuns, RunHistory } from '../../../../client/panel/history/runHistory.ts';
import { redactInput, type RunRecord } from '../../../../client/panel/history/runRecord.ts';
import type { Memory } from '../../../../client/consent.ts';
import { request, trace } from '../../../panel/support/traces.ts';
import { memory } from '../../support/memory.ts';

let folder: string;
let remembered: Memory;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'posthog-apps-history-'));
  remembered = memory();
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

function history(): RunHistory {
  return new RunHistory(remembered, runFiles(join(folder, 'runs')));
}

export function record(id: string, parts: Partial<RunRecord> = {}): RunRecord {
  return {
    version: 1,
    id,
    rootUri: 'file:///apps/one',
    appName: 'One',
    entryPoint: 'onEvent',
    host: 'local',
    startedAt: '2022-10-01T12:00:00.000Z',
    input: { event: 'signed up' },
    trace: trace(),
    ...parts,
  };
}

describe('the history of runs', () => {
  it('comes back whole after a reload', async () => {
    const run = record('a', { trace: trace({ requests: [request()] }) });
    await history().add(run);
    const later = history();
    expect(later.runs).toMatchObject([
      { id: 'a', input: 'signed up', outcome: 'completed', isPinned: false },
    ]);
    expect(await later.read('a')).toEqual(run);
    expect(await later.read('unknown')).toBeUndefined();
  });

  it('keeps the last runs and those that are pinned, and no file of the others', async () => {
    const runs = history();
    await runs.add(record('first'));
    expect(await runs.pin('first', true)).toBe(true);
    for (let index = 0; index < mostRuns + 3; index += 1) await runs.add(record(`r${index}`));
    expect(runs.runs).toHaveLength(mostRuns + 1);
    expect(runs.runs.at(-1)).toMatchObject({ id: 'first', isPinned: true });
    expect(await readdir(join(folder, 'runs'))).toHaveLength(mostRuns + 1);
    await runs.clear();
    expect(runs.runs.map(({ id }) => id)).toEqual(['first']);
    expect(await readdir(join(folder, 'runs'))).toEqual(['first.json']);
  });

  it('pins only so many', async () => {
    const runs = history();
    for (let index = 0; index <= mostPinned; index += 1) {
      await runs.add(record(`r${index}`));
      expect(await runs.pin(`r${index}`, true)).toBe(index < mostPinned);
    }
  });

  it('has a new id for each run, those of one millisecond too', () => {
    const runs = history();
    const ids = [1, 2, 3].map(() => runs.createId(1000));
    expect(new Set(ids).size).toBe(3);
    expect(runs.createId(Date.now())).not.toBe(runs.createId(0));
  });

  it('knows the run of the same entry point before one', async () => {
    const runs = history();
    await runs.add(record('old'));
    await runs.add(record('other', { entryPoint: 'processEvent' }));
    await runs.add(record('new'));
    expect(runs.before('new')?.id).toBe('old');
    expect(runs.before('old')).toBeUndefined();
  });

  it('shortens a run that is very large, and says so', async () => {
    const large = record('large', {
      trace: trace({ requests: [request({ responseBody: 'x'.repeat(5_000_000) })] }),
    });
    await history().add(large);
    const kept = await history().read('large');
    expect(kept?.trace.requests[0]?.responseBody?.length).toBeLessThan(30_000);
    expect(kept?.trace.notices?.join()).toContain('too large to be kept whole');
    const huge = record('huge', { input: { text: 'x'.repeat(5_000_000) } });
    await history().add(huge);
    expect((await readFile(join(folder, 'runs', 'huge.json'), 'utf8')).length).toBeLessThan(10_000);
  });
});

it('an input is kept without secrets and personal keys', () => {
  const input = {
    event: 'a',
    properties: { note: 'uses hunter22 and phx_abcdef123456', hunter22: ['hunter22'] },
  };
  expect(redactInput(input, ['hunter22', 'a'])).toEqual({
    event: 'a',
    properties: { note: 'uses •••••• and phx_…', hunter22: ['••••••'] },
  });
});
