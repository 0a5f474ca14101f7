import { afterEach, describe, expect, it } from 'vitest';
import { type LspSession, type ServerKind, servers, startSession } from '../lspHarness.ts';

/** What a profile declares differently (reference 0.2, 1.2.4, 6.1). */
describe.each(servers)('what the profile declares, $name', (kind: ServerKind) => {
  let session: LspSession | undefined;
  afterEach(() => {
    session?.stop();
    session = undefined;
  });

  async function suggested(code: string, profile: string | undefined): Promise<readonly string[]> {
    const app = '//- /app/plugin.json\n{ "name": "Mine", "config": [] }\n';
    session = await startSession(
      kind,
      `${app}//- /app/index.ts\n${code}\n`,
      profile === undefined ? {} : { profile },
    );
    return session.suggestions();
  }

  const older = 'plugin-server-1.10.5';
  const onEvent = 'export async function onEvent(event) {\n  event.$0\n}';

  it.each([
    [undefined, ['delete', 'get', 'patch', 'post', 'put']],
    [older, ['delete', 'get', 'post', 'put']],
  ])('the methods of posthog.api, with %s', async (profile, methods) => {
    expect(await suggested('export function onEvent() {\n  posthog.api.$0\n}', profile)).toEqual(methods);
  });

  it('keeps the explanation of a method', async () => {
    await suggested('export function onEvent() {\n  posthog.api.$0\n}', older);
    const { documentation } = (await session?.explain('get')) ?? {};
    expect(documentation).toMatchObject({ value: expect.stringContaining('Sends a GET request') });
  });

  it('the event of onEvent', async () => {
    expect(await suggested(onEvent, undefined)).not.toContain('now');
    session?.stop();
    expect(await suggested(onEvent, older)).toEqual(
      expect.arrayContaining(['event', 'now', 'offset', 'properties', 'sent_at', 'site_url', 'uuid']),
    );
  });

  it.each([
    [undefined, 'PostHogApp.ProcessedPluginEvent'],
    [older, 'PostHogApp.PluginEvent'],
  ])('the name of that event, with %s: %s', async (profile, type) => {
    for (const code of ['(ev$0ent) {\n  event', '(event) {\n  ev$0ent']) {
      await suggested(`export async function onEvent${code}\n}`, profile);
      expect(await session?.hoverText()).toContain(`event: ${type}\n`);
      session?.stop();
    }
    await suggested('$0', profile);
    expect(JSON.stringify((await session?.explain('onEvent'))?.textEdit)).toContain(`event: ${type},`);
    session?.stop();
    await suggested('export async function onEvent(ev$0ent) {}', profile);
    const [action] = (await session?.codeActions()) ?? [];
    expect(JSON.stringify(action?.edit)).toContain(`": ${type}"`);
  });

  it.each([
    [undefined, ['data', 'headers', 'host', 'personalApiKey', 'projectApiKey']],
    [older, ['data', 'host', 'personalApiKey', 'projectApiKey']],
  ])('the options of posthog.api, with %s', async (profile, options) => {
    const names = await suggested("export function onEvent() {\n  posthog.api.get('/x', { $0 })\n}", profile);
    expect(names).toEqual(options);
  });

  it('what servers look up for an event', async () => {
    expect(await suggested(onEvent, undefined)).toEqual(expect.arrayContaining(['person', 'elements']));
    session?.stop();
    const names = await suggested(onEvent, older);
    expect(names).toContain('distinct_id');
    expect(names.filter((name) => name === 'person' || name === 'elements')).toEqual([]);
  });

  it('the person that servers of 2022 looked up for an event on its way in', async () => {
    const processEvent = 'export function processEvent(event) {\n  event.$0\n  return event\n}';
    expect(await suggested(processEvent, undefined)).toContain('person');
    session?.stop();
    expect(await suggested(processEvent, older)).not.toContain('person');
  });

  it('snippets of exports that its servers call', async () => {
    expect(await suggested('$0', 'plugin-server-1.10.5')).not.toContain('composeWebhook');
    session?.stop();
    expect(await suggested('$0', undefined)).toContain('composeWebhook');
  });
});
