/** `posthog-apps lsp`: the language server over standard input and output, for other editors. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Command } from './command.ts';

export const lspCommand: Command = {
  usage: `posthog-apps lsp

  Speaks the Language Server Protocol over standard input and output, until the editor ends it.`,
  run: async (_, io) => {
    // The server reads from its arguments how to speak.
    process.argv.push('--stdio');
    createRequire(join(io.bundles, 'cli.js'))('./server.js');
    return new Promise(() => undefined);
  },
};
