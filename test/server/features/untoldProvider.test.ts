import { afterEach, describe, expect, it } from 'vitest';
import { type LspSession, type ServerKind, servers, startSession } from '../lspHarness.ts';

describe.each(servers)('before the client can say what a project knows, $name', (kind: ServerKind) => {
  let session: LspSession | undefined;
  afterEach(() => session?.stop());

  it('type definitions are offered at whatever of ours the editor does not know', async () => {
    const code = "export function onEvent() { throw new RetryError('x')$0 }";
    const open = (session = await startSession(
      kind,
      `//- /app/plugin.json\n{ "name": "Mine", "config": [] }\n//- /app/tsconfig.json\n{}\n//- /app/index.ts\n${code}\n`,
      { untoldProvider: 'builtIn' },
    ));
    const range = { start: { line: 0, character: 38 }, end: { line: 0, character: 48 } };
    const offered = async (name: string): Promise<boolean> => {
      const told = { range, message: `Cannot find name '${name}'.`, source: 'ts' };
      return (await open.codeActions([told])).some(({ title }) => title.startsWith('Add Type Definitions'));
    };
    for (const name of ['RetryError', 'PostHogApp', 'Buffer', 'posthog'])
      expect([name, await offered(name)]).toEqual([name, true]);
    // It has another posthog, then.
    open.setProvider('/app/index.ts', 'builtIn');
    expect(await offered('RetryError')).toBe(false);
  });
});
