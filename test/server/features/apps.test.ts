import { afterEach, describe, expect, it } from 'vitest';
import { FileChangeType } from 'vscode-languageserver-protocol';
import { runAppCommand } from '../../../protocol/lsp.ts';
import {
  type LspSession,
  overStdio,
  type ServerKind,
  servers,
  type SessionOptions,
  startSession,
} from '../lspHarness.ts';

const code = `export function setupPlugin(meta) {}

export async function onEvent(event, meta) {}

export const jobs = {
  send: async (payload, meta) => {},
}
`;
const one = `//- /one/plugin.json\n{ "name": "First", "config": [] }\n//- /one/index.js\n${code}`;
const two =
  '//- /deep/two/plugin.json\n{}\n//- /deep/two/index.ts\nexport const processEvent = (event) => event\n';

describe.each([...servers, overStdio])('apps, $name', (kind: ServerKind) => {
  let session: LspSession | undefined;
  afterEach(() => {
    session?.stop();
    session = undefined;
  });

  async function start(text: string, options: SessionOptions = {}): Promise<LspSession> {
    session = await startSession(kind, text, options);
    return session;
  }

  it('lists the apps of the workspace with what can be run', async () => {
    const open = await start(`${one}${two}`);
    const [second, first] = await open.apps();
    expect(first).toMatchObject({
      name: 'First',
      rootUri: open.uri('/one'),
      entryUri: open.uri('/one/index.js'),
    });
    expect(first?.entryPoints.map(({ name, line }) => [name, line])).toEqual([
      ['setupPlugin', 0],
      ['onEvent', 2],
      ['jobs.send', 5],
    ]);
    expect(first?.reads).toEqual({ events: [], properties: [] });
    expect(second).toMatchObject({ name: 'two', entryPoints: [{ name: 'processEvent', line: 0 }] });
  });

  it('says what an app looks for in its events, and not what it sets or captures', async () => {
    const open = await start(`//- /one/plugin.json
{ "name": "One", "config": [] }
//- /one/index.js
export function processEvent(event) {
  if (event.event === 'signed up' || event.event !== '$pageview') return event
  const { email, plan: chosen, ...rest } = event.properties
  if (event.properties.$current_url && event.properties['seats'] > 2) event.properties.large = true
  delete event.properties.secret
  posthog.capture('done', { reason: rest })
  return event
}
`);
    const [app] = await open.apps();
    expect(app?.reads).toEqual({
      events: ['signed up', '$pageview'],
      properties: ['email', 'plan', '$current_url', 'seats'],
    });
  });

  it('tells when an app comes, changes its name or its entry points, and goes', async () => {
    const open = await start(one);
    expect(await open.apps()).toHaveLength(1);
    const names = async (): Promise<readonly string[]> => (await open.apps()).map(({ name }) => name);
    async function changed(act: () => void): Promise<void> {
      const before = open.appsChanged;
      act();
      await open.until(() => open.appsChanged > before);
    }
    await changed(() => {
      open.write('/two/index.js', code, FileChangeType.Created);
      open.write('/two/plugin.json', '{ "name": "Second", "config": [] }', FileChangeType.Created);
    });
    expect(await names()).toEqual(['First', 'Second']);
    await changed(() => open.open('/one/plugin.json', '{ "name": "Renamed", "config": [] }'));
    expect(await names()).toEqual(['Renamed', 'Second']);
    await changed(() => open.write('/two/index.js', 'export function onEvent() {}'));
    expect((await open.apps())[1]?.entryPoints).toHaveLength(1);
    const lenses = open.lensesRefreshed;
    await changed(() => open.delete('/two'));
    await open.until(() => open.lensesRefreshed > lenses);
    expect(await names()).toEqual(['Renamed']);
  });

  it('offers Run, Debug and Watch above each entry point', async () => {
    const open = await start(one.replace('onEvent', 'on$0Event'));
    const lenses = await open.codeLenses('/one/index.js');
    expect(
      lenses.map(({ command, range }) => [range.start.line, command?.title, command?.arguments?.[1]]),
    ).toEqual([
      [0, 'Run', 'setupPlugin'],
      [0, 'Debug', 'setupPlugin'],
      [0, 'Watch', 'setupPlugin'],
      [2, 'Run', 'onEvent'],
      [2, 'Debug', 'onEvent'],
      [2, 'Watch', 'onEvent'],
      [5, 'Run', 'jobs.send'],
      [5, 'Debug', 'jobs.send'],
      [5, 'Watch', 'jobs.send'],
    ]);
    expect(lenses[0]?.command).toMatchObject({
      command: runAppCommand,
      arguments: [open.uri('/one'), 'setupPlugin'],
    });
  });

  it('serves a file without a workspace', async () => {
    const open = await start(one.replace('onEvent(event, meta) {', 'onEvent(event, meta) { posthog.$0'), {
      folders: [],
    });
    expect(await open.suggestions()).toEqual(['api', 'capture']);
    expect(await open.apps()).toHaveLength(1);
  });

  it('has nothing to say about files of no app', async () => {
    const open = await start(
      `//- /web/page.js\nposthog.$0\n//- /panel/plugin.json\n{ "id": "x", "type": "panel" }\n//- /panel/index.js\n${code}`,
    );
    expect(await open.suggestions()).toEqual([]);
    expect(await open.codeLenses('/web/page.js')).toEqual([]);
    expect(await open.apps()).toEqual([]);
  });
});
