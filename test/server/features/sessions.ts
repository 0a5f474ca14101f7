import { afterEach } from 'vitest';
import { type LspSession, type ServerKind, type SessionOptions, startSession } from '../lspHarness.ts';

/** Starts the sessions of the tests of a `describe`; each ends when the next one starts, or with its test. */
export function sessionsOf(
  kind: ServerKind,
): (text: string, options?: SessionOptions) => Promise<LspSession> {
  let session: LspSession | undefined;
  afterEach(() => {
    session?.stop();
    session = undefined;
  });
  return async (text, options = {}) => {
    // The folder of one that goes on would stay in the window.
    session?.stop();
    session = await startSession(kind, text, options);
    return session;
  };
}
