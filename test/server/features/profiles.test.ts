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

  it('snippets of exports that its servers call', async () => {
    expect(await suggested('$0', 'plugin-server-1.10.5')).not.toContain('composeWebhook');
    session?.stop();
    expect(await suggested('$0', undefined)).toContain('composeWebhook');
  });
});
