/** `posthog-apps lsp`: the language server over standard input and output, for other editors. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Command, UsageError } from './command.ts';
import { parseOptions } from './parseOptions.ts';

/** What clients of the protocol put behind the command of a server by themselves. */
const options = {
  stdio: { type: 'boolean', default: false },
  clientProcessId: { type: 'string' },
} as const;

export const lspCommand: Command = {
  usage: `posthog-apps lsp

  Starts the language server for an editor. It speaks the Language Server Protocol over standard input and output until
  the editor ends it.

  --stdio   what it does anyway; some editors add it`,
  run: async (args, io) => {
    const { positionals } = parseOptions(args, options);
    if (positionals.length > 0) {
      throw new UsageError(
        `lsp takes no paths, as in ${positionals.join(' ')}: the editor says what is open.`,
      );
    }
    // The server reads from its arguments how to speak.
    if (!args.includes('--stdio')) process.argv.push('--stdio');
    createRequire(join(io.bundles, 'cli.js'))('./server.js');
    return new Promise(() => undefined);
  },
};
