/** `posthog-apps flow`, and what `lint` says of loops through several apps. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { flowCommand } from '../../cli/flow.ts';
import { dist } from '../../scripts/paths.ts';
import { cli, json, useWorkspaces } from './support/workspace.ts';

const workspace = useWorkspaces();

describe('flow', () => {
  const ping = `exports.onEvent = (event) => event.event === 'pong' && posthog.capture('ping')`;
  const pong = `exports.onEvent = (event) => event.event === 'ping' && posthog.capture('pong')`;
  const manifest = '{ "config": [] }';

  it('prints the loop of two apps, and ends with 1', async () => {
    const folder = await workspace({
      'ping/plugin.json': manifest,
      'ping/index.js': ping,
      'pong/plugin.json': manifest,
      'pong/index.js': pong,
    });
    const { code, stdout } = await cli(folder, 'flow');
    expect(code).toBe(1);
    expect(stdout).toContain("     → 'pong', captured by pong, onEvent (pong/index.js:1)\n");
    const json = await cli(folder, 'flow', 'ping', '--json');
    expect(json.code).toBe(0);
    expect(JSON.parse(json.stdout)).toMatchObject({
      apps: [{ name: 'ping', root: 'ping' }],
      version: 1,
      edges: [{ file: 'ping/index.js', line: 1, column: 56 }],
      loops: [],
    });
  });

  it('tells in JSON what others make of events, and what depends on the order of the apps', async () => {
    const folder = await workspace({
      'renames/plugin.json': manifest,
      'renames/index.js': `exports.processEvent = (event) => { if (event.event === 'p') event.event = 'q'; return event }`,
      'sends/plugin.json': manifest,
      'sends/index.js': `exports.processEvent = (event) => { if (event.event === 'q') posthog.capture('p'); return event }`,
    });
    const { edges } = JSON.parse((await cli(folder, 'flow', '--json')).stdout) as { edges: unknown };
    expect(edges).toMatchObject([
      { app: 1, changedBy: [], isByOrder: false },
      { app: 1, changedBy: [0], isByOrder: true, isInLoop: true },
    ]);
  });

  it('is told by lint as well, at both calls, and fails where they are meant to run together', async () => {
    const folder = await workspace({
      'ping/plugin.json': manifest,
      'ping/index.js': ping,
      'pong/plugin.json': manifest,
      'pong/index.js': pong,
    });
    const findings = [
      {
        file: 'ping/index.js',
        grade: 'loops',
        severity: 'information',
        message: expect.stringContaining('pong') as unknown,
      },
      {
        file: 'pong/index.js',
        grade: 'loops',
        severity: 'information',
        message: expect.stringContaining('ping') as unknown,
      },
    ];
    expect((await json(folder)).findings).toMatchObject(findings);
    expect((await cli(folder, 'lint')).code).toBe(0);
    expect((await cli(folder, 'lint', '--loops-between-apps', 'warning')).code).toBe(1);
    expect((await json(folder, '--loops-between-apps', 'hidden')).findings).toMatchObject([
      { grade: 'ends' },
      { grade: 'ends' },
    ]);
    expect((await json(join(folder, 'ping'))).findings).toMatchObject([{ grade: 'ends' }]);
  });

  it('tells the same as lint of a loop that the processEvent of an app without a call of posthog makes', async () => {
    const folder = await workspace({
      'renaming/plugin.json': manifest,
      'renaming/index.js': `exports.processEvent = (event) => {
        if (event.event === 'signup') event.event = 'signed up'
        return event
      }`,
      'app/plugin.json': manifest,
      'app/index.js': `exports.onEvent = (event) => event.event === 'signed up' && posthog.capture('signup')`,
    });
    expect((await cli(folder, 'flow')).code).toBe(1);
    expect((await json(folder)).findings).toMatchObject([
      { file: 'app/index.js', grade: 'loops', message: expect.stringContaining('renaming') as unknown },
    ]);
    expect((await json(join(folder, 'app'))).findings).toMatchObject([{ grade: 'ends' }]);
  });

  it('tells the same of one that a processEventBatch makes', async () => {
    const folder = await workspace({
      'renaming/plugin.json': manifest,
      'renaming/index.js': `exports.processEventBatch = (events) => {
        for (const event of events) if (event.event === 'signup') event.event = 'signed up'
        return events
      }`,
      'app/plugin.json': manifest,
      'app/index.js': `exports.onEvent = (event) => event.event === 'signed up' && posthog.capture('signup')`,
    });
    expect((await cli(folder, 'flow')).code).toBe(1);
    expect((await json(folder)).findings).toMatchObject([{ file: 'app/index.js', grade: 'loops' }]);
  });

  it('says that what more apps make of events was not looked at', async () => {
    const apps = Array.from({ length: 21 }, (_, index) => [
      [`app${index}/plugin.json`, manifest],
      [
        `app${index}/index.js`,
        index < 2 ? (index === 0 ? ping : pong) : 'exports.processEvent = (event) => event',
      ],
    ]).flat() as [string, string][];
    const folder = await workspace(Object.fromEntries(apps));
    expect((await cli(folder, 'lint')).stderr).toBe(
      'Loops between apps were looked for without what processEvent of 19 apps that send nothing makes of events: up to 20 apps are looked at together.\n',
    );
    expect((await json(folder)).findings).toMatchObject([{ grade: 'loops' }, { grade: 'loops' }]);
  });

  it('counts no apps that ask a service of their own or capture on a schedule', async () => {
    const others = [
      `exports.onEvent = (event) => fetch('https://crm.example.com/events', { method: 'POST', body: JSON.stringify(event) })`,
      `exports.runEveryHour = () => posthog.capture('alive')`,
    ];
    const apps = Array.from({ length: 25 }, (_, index) => [
      [`app${index}/plugin.json`, manifest],
      [`app${index}/index.js`, [ping, pong][index] ?? others[index % 2]],
    ]).flat() as [string, string][];
    const folder = await workspace(Object.fromEntries(apps));
    expect((await cli(folder, 'lint', '--rule', 'floating-request=off')).stderr).toBe('');
    const { findings } = await json(folder, '--ending-loops', 'hidden');
    expect(findings.filter((finding) => finding['grade'] === 'loops')).toHaveLength(2);
  });

  it('says that more than 20 apps were not looked at together', async () => {
    const apps = Array.from({ length: 21 }, (_, index) => [
      [`app${index}/plugin.json`, manifest],
      [`app${index}/index.js`, index === 0 ? ping : pong],
    ]).flat() as [string, string][];
    const folder = await workspace(Object.fromEntries(apps));
    expect((await cli(folder, 'lint')).stderr).toBe(
      'Loops between apps were not looked for: 21 apps send events, and up to 20 are looked at together.\n',
    );
    expect((await cli(folder, 'lint', '--loops-between-apps', 'hidden')).stderr).toBe('');
  });

  it('says on a terminal that it is at work, and takes that back', async () => {
    const folder = await workspace({
      'ping/plugin.json': manifest,
      'ping/index.js': ping,
      'pong/plugin.json': manifest,
      'pong/index.js': pong,
    });
    const errorsOf = async (isTerminal: boolean, ...args: readonly string[]): Promise<string> => {
      let errors = '';
      await flowCommand.run(args, {
        cwd: folder,
        env: {},
        bundles: dist,
        isTerminal,
        isColored: false,
        write: () => undefined,
        drained: () => Promise.resolve(),
        writeError: (text) => (errors += text),
      });
      return errors;
    };
    expect(await errorsOf(true)).toBe('Following the events of 2 apps\r\u001B[K');
    expect(await errorsOf(true, 'ping')).toBe('');
    expect(await errorsOf(false)).toBe('');
  });

  it('says what is wrong with a path', async () => {
    const folder = await workspace({});
    expect(await cli(folder, 'flow', 'nowhere')).toMatchObject({ code: 2 });
  });
});
