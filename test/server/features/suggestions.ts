import { afterEach, expect } from 'vitest';
import type { TypeProvider } from '../../../protocol/lsp.ts';
import { type LspSession, type ServerKind, type SessionOptions, startSession } from '../lspHarness.ts';

export const manifest = '//- /app/plugin.json\n{ "name": "Mine", "config": [] }\n';

/** One session after the other, of the tests of a `describe`. */
export interface Suggestions {
  /** The one that was started last. */
  readonly session: LspSession;
  start(text: string, options?: SessionOptions): Promise<LspSession>;
  /** What is suggested in the body of a handler; nothing is suggested twice. */
  suggested(code: string, provider?: TypeProvider, file?: string): Promise<readonly string[]>;
}

export function suggestionsOf(kind: ServerKind): Suggestions {
  let session: LspSession | undefined;
  const stop = (): void => {
    session?.stop();
    session = undefined;
  };
  afterEach(stop);
  const start: Suggestions['start'] = async (text, options) => {
    stop();
    session = await startSession(kind, text, options);
    return session;
  };
  return {
    get session() {
      return session ?? expect.fail('No session was started.');
    },
    start,
    async suggested(code, provider = 'server', file = 'index.js') {
      const text = `export async function onEvent(event, meta) {\n  ${code}\n}\n`;
      const started = await start(`${manifest}//- /app/${file}\n${text}`, { provider });
      const names = await started.suggestions();
      expect(names).toEqual([...new Set(names)]);
      return names;
    },
  };
}
