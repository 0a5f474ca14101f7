import { describe, expect, it } from 'vitest';
import { type Diagnostic, FileChangeType } from 'vscode-languageserver-protocol';
import { findEntryPoints } from '../../../server/analysis/entryPoints.ts';
import { checkApp } from '../../../server/rules/checkApp.ts';
import { type ServerKind, servers, startSession } from '../lspHarness.ts';
import { sessionsOf } from './sessions.ts';

const manifest = '//- /app/plugin.json\n{ "name": "Mine", "config": [] }\n';
const looping =
  "export async function onEvent(event) {\n  await send()\n}\nasync function send() {\n  await posthog.capture('again')\n}\n";
const quiet = 'export async function onEvent(event) {}\n';

const some = (found: readonly Diagnostic[]): boolean => found.length > 0;
const none = (found: readonly Diagnostic[]): boolean => found.length === 0;

describe.each(servers)('diagnostics, $name', (kind: ServerKind) => {
  const start = sessionsOf(kind);

  it('reports a finding with its rule, its page and the chain of calls in order', async () => {
    const open = await start(`${manifest}//- /app/index.js\n$0${looping}`);
    const [found] = await open.diagnostics('/app/index.js', some);
    expect(found).toMatchObject({ code: 'posthog-apps/event-loop', source: 'PostHog Apps', severity: 2 });
    expect(found?.codeDescription?.href).toMatch(/^file:\/\/.*\/docs\/rules\/event-loop\.md$/);
    expect(found?.range.start).toMatchObject({ line: 4 });
    const steps = found?.relatedInformation?.map(({ message }) => message) ?? [];
    expect(steps.length).toBeGreaterThan(1);
    expect(steps[0]).toMatch(/^1\. onEvent/);
    const chain = steps.slice(0, -1);
    expect(chain.map((step) => Number.parseInt(step, 10))).toEqual(chain.map((_, index) => index + 1));
    expect(steps.at(-1)).toMatch(/^Begins with \{"event":/);
  });

  describe('several apps', () => {
    const appOf = (name: string, from: string, to: string): string =>
      `//- /${name}/plugin.json\n{ "name": "${name}", "config": [] }\n//- /${name}/index.js\n` +
      `export function onEvent(event) {\n  if (event.event === '${from}') posthog.capture('${to}')\n}\n`;
    const isLoop = (found: readonly Diagnostic[]): boolean =>
      found.some(({ message }) => typeof message === 'string' && message.includes('without end'));

    it('lead an event back to each other, which is told in both, with the way and the names', async () => {
      const open = await start(`${appOf('Ping', 'a', 'b')}${appOf('Pong', 'b', 'a')}`);
      const [ping] = await open.diagnostics('/Ping/index.js', isLoop);
      const [pong] = await open.diagnostics('/Pong/index.js', isLoop);
      expect(ping).toMatchObject({ severity: 3, code: 'posthog-apps/event-loop' });
      expect(ping?.message).toContain("'b' → 'a' (Pong) → 'b'");
      expect(pong?.message).toContain("'a' → 'b' (Ping) → 'a'");
    });

    it('no longer do so when one of them is mended', async () => {
      const open = await start(`${appOf('Ping', 'a', 'b')}${appOf('Pong', 'b', 'a')}`);
      await open.diagnostics('/Ping/index.js', isLoop);
      open.open('/Pong/index.js', 'export function onEvent(event) {}\n');
      expect(await open.diagnostics('/Ping/index.js', (found) => !isLoop(found))).toMatchObject([
        { message: expect.stringContaining('ends there') as unknown },
      ]);
    });

    it('are told as the user wants it', async () => {
      const text = `${appOf('Ping', 'a', 'b')}${appOf('Pong', 'b', 'a')}`;
      const open = await start(text, { lint: { loopsBetweenApps: 'warning', endingLoops: 'hidden' } });
      expect(await open.diagnostics('/Ping/index.js', isLoop)).toMatchObject([{ severity: 2 }]);
    });

    it('that come to an end say so', async () => {
      const open = await start(
        `${appOf('Ping', 'a', 'b')}${appOf('Pong', 'b', 'c')}${appOf('One', 'x', 'y')}${appOf('Two', 'y', 'x')}`,
      );
      await open.diagnostics('/One/index.js', isLoop);
      const found = await open.diagnostics('/Ping/index.js', some);
      expect(found).toMatchObject([{ message: expect.stringContaining('ends there') as unknown }]);
    });
  });

  it.each([
    [
      'index.ts',
      'export default {\n  async processEvent(event, meta) {\n    return meta.config.word\n  },\n}\n',
      'a text',
    ],
    [
      'index.ts',
      'export const processEvent = (event, meta) =>\n\n  meta.cache.incr(event.event)\n',
      'a number',
    ],
    ['index.js', 'module.exports = {\n  processEvent: async (event) =>\n    [event],\n}\n', 'a list'],
    ['index.js', 'exports.processEvent = function (event) {\n\n  return event.event\n}\n', 'a text'],
    ['index.js', 'exports.processEventBatch = (events) =>\n\n  events.length\n', 'a number'],
  ])('reports what %s returns wrongly: %s', async (file, code, what) => {
    const config = '{ "config": [{ "key": "word", "type": "string" }], "main": "' + file + '" }';
    const open = await start(`//- /app/plugin.json\n${config}\n//- /app/${file}\n$0${code}`);
    const found = await open.diagnostics(`/app/${file}`, some);
    const wrong = found.filter(({ code: rule }) => rule === 'posthog-apps/missing-return');
    expect(
      wrong.map(({ message, range }) => [JSON.stringify(message).includes(what), range.start.line]),
    ).toEqual([[true, 2]]);
  });

  it('leaves results alone that may be right', async () => {
    const code = `export function processEvent(event, meta) {
  if (event.event === 'a') return { ...event }
  if (event.event === 'b') return meta.global.kept
  if (event.event === 'c') return JSON.parse(JSON.stringify(event))
  return event.event === 'd' ? Object.assign({}, event) : event.ip && event
}
export const processEventBatch = async (events) => events.filter(({ event }) => event !== 'a')
export const onEvent = (event) => event.event
`;
    const open = await start(
      `${manifest}//- /app/index.js\n$0${code}${looping.replace('onEvent', 'runEveryDay')}`,
    );
    const found = await open.diagnostics('/app/index.js', () => true);
    expect(found.filter(({ code: rule }) => rule === 'posthog-apps/missing-return')).toEqual([]);
  });

  it('reports apps of which no file is open', async () => {
    const open = await start(`${manifest}//- /app/index.js\n${looping}`);
    expect(await open.diagnostics('/app/index.js', some)).toHaveLength(1);
  });

  it('follows the text, saved or not', async () => {
    const open = await start(`${manifest}//- /app/index.js\n$0${looping}`);
    await open.diagnostics('/app/index.js', some);
    open.change('/app/index.js', quiet);
    await open.diagnostics('/app/index.js', none);
    open.change('/app/index.js', looping);
    await open.diagnostics('/app/index.js', some);
  });

  it('follows the disk', async () => {
    const open = await start(`${manifest}//- /app/index.js\n${quiet}`);
    await open.apps();
    open.write('/app/index.js', looping);
    await open.diagnostics('/app/index.js', some);
    open.delete('/app');
    await open.diagnostics('/app/index.js', none);
  });

  it.each(['/app/main.js', '/app/src/main.js'])(
    'miss an open file that is deleted on the disk: %s',
    async (path) => {
      const named = `{ "config": [], "main": "${path.slice('/app/'.length)}" }`;
      const beside = '//- /app/other.js\nexport const a = 1\n//- /app/src/index.ts\n\n';
      const open = await start(`//- /app/plugin.json\n${named}\n${beside}//- ${path}\n$0${looping}`);
      await open.diagnostics(path, some);
      await open.diagnostics('/app/plugin.json', none);
      open.delete(path);
      const [missing] = await open.diagnostics('/app/plugin.json', some);
      expect(missing?.message).toContain('There is no file');
      await open.diagnostics(path, none);
      open.change(path, `${looping}\n`);
      open.write(path, looping, FileChangeType.Created);
      await open.diagnostics('/app/plugin.json', none);
      await open.diagnostics(path, some);
    },
  );

  it('do not miss an open file that nobody has saved yet', async () => {
    const open = await start(`//- /app/plugin.json\n{ "config": [], "main": "main.js" }$0\n`);
    await open.diagnostics('/app/plugin.json', some);
    open.open('/app/main.js', quiet);
    await open.diagnostics('/app/plugin.json', none);
  });

  it.each([
    ['index.js', '', 'most = 2', true],
    ['index.js', '// @ts-check\n', 'most = 2', false],
    ['index.ts', '', 'most = 2', false],
    ['index.ts', '', 'most! = 2', false],
    ['index.ts', '', '(most as any) = 2', true],
    ['index.ts', '', '(<any>most)++', true],
  ])(
    'tell of a constant that gets another value where the editor does not: %s %j %s',
    async (name, head, assignment, isTold) => {
      const code = `${head}const most = 1\nexport const onEvent = () => { ${assignment} }\nexport const setupPlugin = () => setTimeout(onEvent, 1)\n`;
      const open = await start(`${manifest}//- /app/${name}\n$0${code}`);
      const found = await open.diagnostics(`/app/${name}`, some);
      expect(found.some(({ message }) => JSON.stringify(message).includes('most is a constant'))).toBe(
        isTold,
      );
    },
  );

  it('takes CRLF and a byte order mark as they are', async () => {
    const text = `\uFEFF${looping.replaceAll('\n', '\r\n')}`;
    const open = await start(`${manifest}//- /app/index.js\n${text}`);
    const [found] = await open.diagnostics('/app/index.js', some);
    expect(found?.range.start.line).toBe(4);
  });

  it('uses the level that the user set', async () => {
    const open = await start(`${manifest}//- /app/index.js\n$0${looping}`, {
      lint: { 'event-loop': 'error' },
    });
    const [found] = await open.diagnostics('/app/index.js', some);
    expect(found?.severity).toBe(1);
  });

  it('offers the fixes of a finding, which end it', async () => {
    const open = await start(`${manifest}//- /app/index.js\n${looping.replace('posthog.', 'post$0hog.')}`);
    await open.diagnostics('/app/index.js', some);
    const [fix] = await open.codeActions();
    expect(fix).toMatchObject({ kind: 'quickfix', isPreferred: true });
    expect(fix?.edit?.changes?.[open.uri('/app/index.js')]?.length).toBeGreaterThan(0);
  });

  it('offers a loop over the list of a handler that has its types from us', async () => {
    const code =
      'export async function exportEvents(event, { config }) {\n  console.log(event.proper$0ties, config)\n}\n';
    const open = await start(`${manifest}//- /app/index.js\n${code}`, { provider: 'builtIn' });
    expect((await open.codeActions()).map(({ title }) => title)).toContain('Go through the Events');
  });

  it('offers to run and debug with the event that loops', async () => {
    const open = await start(`${manifest}//- /app/index.js\n${looping.replace('posthog.', 'post$0hog.')}`);
    await open.diagnostics('/app/index.js', some);
    const commands = (await open.codeActions()).flatMap(({ title, command }) =>
      command === undefined ? [] : [[title, command.command, command.arguments]],
    );
    const input = { event: 'signed up', distinct_id: 'ada@example.com' };
    const args = [open.uri('/app'), 'onEvent', input];
    expect(commands).toMatchObject([
      ['Run with an Event That Loops', 'posthogApps.runApp', args],
      [
        'Debug with an Event That Loops',
        'posthogApps.debugApp',
        [...args, { uri: open.uri('/app/index.js'), line: 4, character: 8 }],
      ],
    ]);
  });

  it('offers a comment with a reason for what may be right, and none for a loop that is certain', async () => {
    const titleOf = async (code: string): Promise<readonly unknown[]> => {
      const open = await start(`${manifest}//- /app/index.js\n${code}`);
      await open.diagnostics('/app/index.js', some);
      const actions = await open.codeActions();
      return actions
        .filter(({ title }) => title === 'Ignore with a Reason…')
        .map(({ command }) => command?.arguments?.[0] as unknown);
    };
    expect(await titleOf(`export const runEveryDay = () => console.ta$0ble([])\n`)).toMatchObject([
      { line: 0, rule: 'console-method' },
    ]);
    expect(await titleOf(looping.replace('posthog.', 'post$0hog.'))).toEqual([]);
  });

  it('mends what is safe to mend on request, as on saving', async () => {
    const open = await start(
      `${manifest}//- /app/index.js\n$0export const runEveryDay = () => console.table([])\n`,
    );
    await open.diagnostics('/app/index.js', some);
    const kind = 'source.fixAll.posthogApps';
    for (const only of ['source.fixAll', kind]) {
      const [action, ...others] = await open.codeActions([], [only]);
      expect(others).toEqual([]);
      expect(action).toMatchObject({ kind, title: 'Fix All PostHog Apps Problems' });
      expect(action?.edit?.changes?.[open.uri('/app/index.js')]).toMatchObject([{ newText: 'log' }]);
    }
    expect(await open.codeActions([], ['source.organizeImports'])).toEqual([]);
  });

  it.each([
    ['a file of a site app', '/app/site.ts'],
    ['a file beside the app', '/app/tools.js'],
    ['a file outside of apps', '/other/index.js'],
  ])('says nothing in %s', async (_, path) => {
    const code =
      "setTimeout(() => console.table(process.env)); import 'axios'\nexport function processEvent() {}\n";
    const open = await start(`${manifest}//- /app/index.js\n${looping}//- ${path}\n$0${code}`);
    // When the app itself was checked, what there is to say has been said.
    await open.diagnostics('/app/index.js', some);
    expect(open.reported(path)).toEqual([]);
  });

  describe('of a broken manifest', () => {
    const broken = '//- /app/plugin.json\n{\n  "name": "Mine",\n  "config": [],$0\n}\n//- /app/index.js\n';

    it('names the place and what to do, and mends it', async () => {
      const open = await start(`${broken}${quiet}`);
      const [found] = await open.diagnostics('/app/plugin.json', some);
      expect(found).toMatchObject({
        message: 'A comma follows the last entry, so PostHog cannot load this app. Remove the comma.',
        severity: 1,
        range: { start: { line: 2, character: 14 }, end: { line: 2, character: 15 } },
      });
      const [fix] = await open.codeActions();
      expect(fix?.title).toBe('Remove the Comma');
      open.change('/app/plugin.json', '{\n  "name": "Mine",\n  "config": []\n}\n');
      await open.diagnostics('/app/plugin.json', none);
    });

    it('is mended where another reports the mistake, too', async () => {
      const text = '{\n  "name": "Mine"\n  $0"config": []\n}\n';
      const open = await start(`//- /app/plugin.json\n${text}//- /app/index.js\n${quiet}`);
      await open.diagnostics('/app/plugin.json', some);
      expect(await open.codeActions()).toEqual([]);
      const range = { start: { line: 2, character: 2 }, end: { line: 2, character: 10 } };
      const told = { range, message: 'Expected comma', source: 'json', code: 514 };
      const [fix] = await open.codeActions([told]);
      expect(fix).toMatchObject({ title: 'Insert the Comma', diagnostics: [{ message: 'Expected comma' }] });
    });

    it('leaves the code checked', async () => {
      const open = await start(`${broken}${looping}`);
      expect(await open.diagnostics('/app/index.js', some)).toHaveLength(1);
    });
  });
});

describe('diagnostics when the analysis fails', () => {
  it('logs it once, and goes on', async () => {
    let isBroken = true;
    const session = await startSession(
      servers[0] ?? expect.fail(),
      `${manifest}//- /app/index.js\nexport function onEvent(event) { posthog.$0 }\n`,
      {
        analysis: {
          checkApp: (app, levels) => {
            if (isBroken) throw new Error('A rule broke.');
            return checkApp(app, levels);
          },
          findEntryPoints,
        },
      },
    );
    await session.until(() => session.log.length > 0);
    expect(session.log[0]).toContain('A rule broke.');
    expect(await session.codeActions()).toEqual([]);
    expect(await session.suggestions()).toEqual(['api', 'capture']);
    session.open('/app/plugin.json', '{ "config": [], }');
    await session.diagnostics('/app/plugin.json', some);
    isBroken = false;
    session.change('/app/index.js', looping);
    await session.diagnostics('/app/index.js', some);
    expect(session.log.filter((line) => line.includes('while checking'))).toHaveLength(1);
    session.stop();
  });
});
