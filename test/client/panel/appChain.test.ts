import { describe, expect, it } from 'vitest';
import { isOfChain, NothingCalled, runChain } from '../../../client/panel/appChain.ts';
import { chainStep } from '../../../client/panel/history/chainRecord.ts';
import type { RunRecord } from '../../../client/panel/history/runRecord.ts';
import type { Profile } from '../../../platform/profiles.ts';
import type { AppInfo } from '../../../protocol/lsp.ts';
import type { Json, Trace } from '../../../protocol/trace.ts';
import { changedEvent, trace } from '../../panel/support/traces.ts';

const now = new Date('2022-10-01T12:00:00.000Z');

function app(name: string, ...entryPoints: readonly string[]): AppInfo {
  const place = { uri: 'file:///a/index.js', line: 0, character: 0 };
  return {
    rootUri: `file:///${name}`,
    name,
    entryUri: null,
    entryPoints: entryPoints.map((entryPoint) => ({ name: entryPoint, ...place })),
  };
}

const apps = [app('a', 'processEvent', 'onEvent'), app('b', 'processEvent'), app('c', 'onEvent')];

/** Plays the runs: what each app makes of its event. */
async function play(
  results: Readonly<Record<string, Partial<Trace>>>,
  profile: Profile = 'documented',
  played: readonly AppInfo[] = apps,
  event = 'x',
) {
  const calls: (readonly [name: string, input: Json])[] = [];
  const records = await runChain(
    played,
    { event, properties: { n: 0 } },
    async ({ name, rootUri }, entryPoint, input) => {
      calls.push([`${name}.${entryPoint}`, input]);
      const outcome = entryPoint === 'onEvent' ? 'completed' : 'unchanged';
      const record: RunRecord = {
        version: 1,
        id: String(calls.length),
        rootUri,
        appName: name,
        entryPoint,
        host: 'local',
        startedAt: now.toISOString(),
        input,
        trace: trace({ outcome, ...results[`${name}.${entryPoint}`] }),
      };
      return record;
    },
    profile,
    now,
  );
  return { calls, records };
}

function changed(n: number): Partial<Trace> {
  return { outcome: 'changed', events: [{ ...changedEvent, after: { event: 'x', properties: { n } } }] };
}

describe('several apps in order', () => {
  it('hand the event on: processEvent of each, then onEvent of each with what is left', async () => {
    const { calls, records } = await play({ 'a.processEvent': changed(1), 'b.processEvent': changed(2) });
    expect(calls.map(([name]) => name)).toEqual([
      'a.processEvent',
      'b.processEvent',
      'a.onEvent',
      'c.onEvent',
    ]);
    const numbers = calls.map(([, input]) => (input as { properties: { n: number } }).properties.n);
    expect(numbers).toEqual([0, 1, 2, 2]);
    expect(calls[3]?.[1]).toMatchObject({ event: 'x', team_id: 1 });
    expect(records.map((record) => chainStep(record).outcome)).toEqual([
      'changed',
      'changed',
      'completed',
      'completed',
    ]);
  });

  it('hand the event to apps that export events or compose webhooks alone, as the server does', async () => {
    const others = [
      app('e', 'exportEvents'),
      app('f', 'exportEvents', 'onEvent'),
      app('w', 'composeWebhook'),
    ];
    const names = async (profile: Profile) =>
      (await play({}, profile, [...apps, ...others])).calls.map(([name]) => name).slice(4);
    expect(await names('documented')).toEqual(['e.exportEvents', 'f.onEvent', 'w.composeWebhook']);
    expect(await names('plugin-server-1.10.5')).toEqual(['e.exportEvents', 'f.onEvent']);
    expect([...others, app('j', 'jobs')].map(isOfChain)).toEqual([true, true, true, false]);
  });

  it('hand a recording to onSnapshot alone', async () => {
    const { calls } = await play({}, 'documented', [...apps, app('s', 'onSnapshot')], '$snapshot');
    expect(calls.map(([name]) => name)).toEqual(['s.onSnapshot']);
    expect(JSON.stringify(calls)).not.toContain('$plugins');
  });

  it('may have apps for recordings alone, and tell why nothing ran', async () => {
    const recorder = app('s', 'onSnapshot');
    expect(isOfChain(recorder)).toBe(true);
    expect((await play({}, 'documented', [recorder])).calls).toEqual([]);
    expect(new NothingCalled({ event: 'x' }, 'None of these apps').message).toContain(
      'onSnapshot for $snapshot events alone',
    );
    expect((await play({}, 'documented', apps, '$snapshot')).calls).toEqual([]);
    expect(new NothingCalled({ event: '$snapshot' }, 'None of these apps').message).toContain(
      'handles $snapshot events: PostHog hands them to onSnapshot alone',
    );
  });

  it('end where the event is dropped', async () => {
    const { calls } = await play({ 'a.processEvent': { outcome: 'dropped' } });
    expect(calls.map(([name]) => name)).toEqual(['a.processEvent']);
  });

  it('end where the user stops a run, which is kept', async () => {
    const { calls, records } = await play({ 'a.onEvent': { outcome: 'stopped' } });
    expect(calls.at(-1)?.[0]).toBe('a.onEvent');
    expect(records.at(-1)?.trace.outcome).toBe('stopped');
  });

  it('go on after an error with the event as the app left it, or as it was where it was ended', async () => {
    const failed = { ...changed(1), outcome: 'failed' } as const;
    const events = failed.events?.map((event) => ({ ...event, outcome: 'failed' as const })) ?? [];
    const { calls } = await play({ 'a.processEvent': { ...failed, events }, 'b.processEvent': changed(2) });
    expect(calls[1]).toEqual(['b.processEvent', { event: 'x', properties: { n: 1 } }]);
    expect(calls).toHaveLength(4);
    const ended = await play({ 'a.processEvent': { outcome: 'timed-out', events: [] } });
    expect(ended.calls[1]).toEqual(['b.processEvent', { event: 'x', properties: { n: 0 } }]);
  });

  it('see what became of the event in the others, unless one returned a copy', async () => {
    const results = {
      'a.processEvent': changed(1),
      'b.processEvent': { outcome: 'failed', events: [] },
    } as const;
    const { calls } = await play(results);
    expect(calls.at(-1)?.[1]).toMatchObject({
      properties: { n: 1, $plugins_succeeded: ['a (1)'], $plugins_failed: ['b (2)'] },
    });
    const old = await play(results, 'plugin-server-1.10.5');
    expect(old.calls.at(-1)?.[1]).toEqual({
      event: 'x',
      properties: {
        n: 1,
        $plugins_succeeded: ['a (1)'],
        $plugins_failed: ['b (2)'],
        $plugins_deferred: ['a (1)', 'c (3)'],
      },
    });
    const events = changed(1).events?.map((event) => ({ ...event, isOtherObject: true as const })) ?? [];
    const copied = await play({ 'a.processEvent': { ...changed(1), events } });
    expect(copied.calls.at(-1)?.[1]).toMatchObject({ properties: { n: 1 } });
    expect(JSON.stringify(copied.calls.at(-1))).not.toContain('$plugins');
  });
});
