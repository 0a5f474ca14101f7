import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ChainRecord, mainStep, summarizeChain } from '../../../../client/panel/history/chainRecord.ts';
import { costOf } from '../../../../client/panel/history/cost.ts';
import { runFiles } from '../../../../client/panel/history/runFiles.ts';
import { mostPinned, mostRuns, RunHistory } from '../../../../client/panel/history/runHistory.ts';
import { redactInput, type RunRecord } from '../../../../client/panel/history/runRecord.ts';
import type { Memory } from '../../../../client/consent.ts';
import { loopingTrace } from '../../../panel/support/hops.ts';
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

  it('keeps a body of 5 MB whole, and says of a longer one how long it was', async () => {
    const body = 'x'.repeat(5_000_000);
    const run = record('a', { trace: trace({ requests: [request({ responseBody: body })] }) });
    await history().add(run);
    expect((await history().read('a'))?.trace.requests[0]?.responseBody === body).toBe(true);
    const requests = [
      request({ requestBody: body }),
      request({ requestBody: body }),
      request({ requestBody: body }),
    ];
    await history().add(record('b', { trace: trace({ requests }) }));
    const cut = (await history().read('b'))?.trace;
    expect(cut?.requests[0]?.requestBody?.slice(-40)).toMatch(/x… \(5000000 characters in all\)$/);
    expect(cut?.notices?.[0]).toContain('too large to be kept whole');
  });

  it('forgets large runs of before, of which it has the files', async () => {
    const runs = history();
    const large = (id: string): RunRecord =>
      record(id, { trace: trace({ requests: [request({ responseBytes: 30_000_000, responseBody: 'x' })] }) });
    const first = large('a');
    await runs.add(first);
    expect(await runs.read('a')).toBe(first);
    await runs.add(large('b'));
    expect(await runs.read('a')).not.toBe(first);
    expect(await runs.read('a')).toEqual(first);
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

  it('takes what came of a run later in its place, pinned or not', async () => {
    const runs = history();
    for (const id of ['a', 'b', 'gone']) await runs.add(record(id));
    await runs.pin('a', true);
    const followed = record('a', { trace: loopingTrace() });
    await runs.replace(followed);
    expect(runs.runs.map(({ id, isPinned, isStoppedLoop }) => [id, isPinned, isStoppedLoop])).toEqual([
      ['gone', false, false],
      ['b', false, false],
      ['a', true, true],
    ]);
    expect(await history().read('a')).toEqual(followed);
    await runs.clear();
    await runs.replace(record('gone', { trace: loopingTrace() }));
    expect(runs.runs.map(({ id }) => id)).toEqual(['a']);
  });

  it('has a new id for each run, those of one millisecond too', () => {
    const runs = history();
    const ids = [1, 2, 3].map(() => runs.createId(1000));
    expect(new Set(ids).size).toBe(3);
    expect(runs.createId(Date.now())).not.toBe(runs.createId(0));
  });

  it('keeps several apps in order as one entry, whose runs are read by their own ids', async () => {
    const steps = [record('c.0'), record('c.1', { appName: 'Two', rootUri: 'file:///apps/two' })];
    const chain: ChainRecord = {
      version: 1,
      id: 'c',
      apps: steps.map(({ rootUri, appName }) => ({ rootUri, name: appName })),
      host: 'local',
      startedAt: '2022-10-01T12:00:00.000Z',
      input: { event: 'signed up' },
      steps,
    };
    await history().addChain(chain);
    const later = history();
    expect(later.runs).toMatchObject([{ id: 'c', appName: 'One → Two', input: 'signed up' }]);
    expect(later.runs[0]?.steps.map(({ id, appName }) => [id, appName])).toEqual([
      ['c.0', 'One'],
      ['c.1', 'Two'],
    ]);
    expect(await later.read('c.1')).toEqual(steps[1]);
    expect(await later.read('c')).toBeUndefined();
    expect(await later.readChain('c.1')).toEqual(chain);
    expect(await later.readChain('c')).toEqual(chain);
    await later.clear();
    expect(await readdir(join(folder, 'runs'))).toEqual([]);
  });

  it('a chain is as its worst run, and shows that one first', () => {
    const failed = record('c.0', { trace: trace({ outcome: 'failed' }) });
    const steps = [failed, record('c.1', { trace: trace({ outcome: 'changed' }) })];
    const chain: ChainRecord = {
      version: 1,
      id: 'c',
      apps: [],
      host: 'local',
      startedAt: '',
      input: null,
      steps,
    };
    expect(summarizeChain(chain, false).outcome).toBe('failed');
    expect(mainStep(chain)).toBe(failed);
    expect(summarizeChain({ ...chain, steps: steps.slice(1) }, false).outcome).toBe('changed');
    const life = ['setupPlugin', 'onEvent', 'teardownPlugin'].map((entryPoint) =>
      record('c', { entryPoint }),
    );
    const whole = { ...chain, steps: life, lifeCycle: { eventFor: 'onEvent' } };
    expect(mainStep(whole)?.entryPoint).toBe('onEvent');
    expect(summarizeChain(whole, false).entryPoint).toBe('whole life cycle');
  });

  it('compares the cost of a run with the last of its kind: host, event, outcome, as many events, no debugger, set up', async () => {
    const report = {
      total: 500,
      counts: { changed: 500, unchanged: 0, dropped: 0, completed: 0, failed: 0, 'timed-out': 0, stopped: 0 },
      rows: [],
    };
    const setUp = { at: 0, name: 'Error', message: '', stack: '', source: null, kind: 'app' } as const;
    const notSetUp = trace({
      outcome: 'failed',
      errors: [{ ...setUp, cause: { entryPoint: 'setupPlugin', source: null } }],
    });
    const runs = history();
    await runs.add(record('old'));
    await runs.add(record('other', { entryPoint: 'processEvent' }));
    await runs.add(record('thrown', { trace: trace({ outcome: 'failed' }) }));
    await runs.add(record('real', { host: 'EU cloud' }));
    await runs.add(record('event', { input: { event: '$pageview' } }));
    await runs.add(record('debugged', { isDebugged: true }));
    await runs.add(record('list', { report, input: [] }));
    await runs.add(record('broken', { trace: notSetUp }));
    await runs.add(record('new'));
    await runs.add(record('again', { report, input: [] }));
    expect(runs.before('new')?.id).toBe('old');
    expect(runs.before('again')?.id).toBe('list');
    for (const id of ['old', 'other', 'thrown', 'real', 'event', 'debugged', 'list', 'broken', 'unknown']) {
      expect(runs.before(id)).toBeUndefined();
    }
  });

  it('shortens a run that is very large, and says so', async () => {
    const large = record('large', {
      trace: trace({ requests: [request({ responseBody: 'x'.repeat(13_000_000) })] }),
    });
    await history().add(large);
    const kept = await history().read('large');
    expect(kept?.trace.requests[0]?.responseBody?.length).toBeLessThan(30_000);
    expect(kept?.trace.notices?.join()).toContain('too large to be kept whole');
    const huge = record('huge', { input: { text: 'x'.repeat(13_000_000) } });
    await history().add(huge);
    expect((await readFile(join(folder, 'runs', 'huge.json'), 'utf8')).length).toBeLessThan(10_000);
  });
});

describe('the cost of a run', () => {
  it('counts the requests that the timeline shows, those of captured events too', () => {
    const requests = [request({ via: 'capture', requestBody: 'four', responseBytes: 5 }), request()];
    const alone = costOf(trace({ requests: [request()] }));
    expect(costOf(trace({ requests }))).toEqual({ ...alone, requests: 2, bytes: alone.bytes + 9 });
  });

  it('knows nothing of a call that was ended', () => {
    const { timing } = trace();
    const ended = { outcome: 'stopped', timing: { ...timing, callMs: 0 } } as const;
    expect(costOf(trace(ended)).callMs).toBeNull();
    expect(costOf(trace({ timing: ended.timing })).callMs).toBe(0);
  });

  it('has the time until a limit ended the run, and no more', () => {
    const usage = { cpuMs: 3, memoryBytes: 1_000_000 };
    const { timing } = trace();
    expect(costOf(trace({ outcome: 'failed', isEnded: true, usage, timing }))).toMatchObject({
      callMs: timing.callMs,
      cpuMs: null,
      memoryBytes: null,
      isEnded: true,
    });
  });

  it('tells of no call where the app did not load', () => {
    expect(costOf(trace({ outcome: 'failed', timing: { ...trace().timing, callMs: 0 } })).callMs).toBeNull();
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
