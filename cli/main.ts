/** `posthog-apps <command>`: thin, so that editor and command line share one engine. */
import { type Command, type CommandIo, type ExitCode, UsageError } from './command.ts';
import { devCommand } from './dev/dev.ts';
import { flowCommand } from './flow.ts';
import { personalKeyVariable, projectKeyVariable, refuseKeys } from './keyArguments.ts';
import { lintCommand } from './lint/lint.ts';
import { lspCommand } from './lsp.ts';
import { runCommand } from './run.ts';
import { testCommand } from './test/test.ts';
import { typesCommand } from './types.ts';
import { CrashOutput } from '../runtime/crashOutput.ts';
import { hideKeyShapes } from '../platform/keyShapes.ts';
import { version } from './version.ts';

const commands: readonly Command[] = [
  lintCommand,
  flowCommand,
  runCommand,
  testCommand,
  devCommand,
  typesCommand,
  lspCommand,
];

async function main(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const [name, ...rest] = args;
  try {
    refuseKeys(args);
  } catch (error) {
    return misuse(error, io);
  }
  if (name === '--version') {
    io.write(`${version}\n`);
    return 0;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (command === undefined) {
    const isHelp = name === undefined || name === '--help' || name === 'help';
    const list = commands.map(({ name, summary }) => `  ${name.padEnd(8)} ${summary}`).join('\n');
    const text = `posthog-apps <command>\n\n${list}\n\nposthog-apps <command> --help says more.\n`;
    if (isHelp) io.write(text);
    else io.writeError(`There is no command ${name}.\n\n${text}`);
    return isHelp ? 0 : 2;
  }
  if (rest.includes('--help')) {
    io.write(`${command.usage}\n`);
    return 0;
  }
  try {
    return await command.run(rest, io);
  } catch (error) {
    return misuse(error, io, command.usage);
  }
}

/** @throws what is no mistake of the user. */
function misuse(error: unknown, io: CommandIo, usage?: string): ExitCode {
  if (!(error instanceof UsageError)) throw error;
  io.writeError(`${error.message}\n${usage === undefined ? '' : `\n${usage}\n`}`);
  return 2;
}

process.exitCode = 2;
void start();

async function start(): Promise<void> {
  // `posthog-apps lint | head` closes the pipe before everything is written, which is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  const crash = new CrashOutput();
  crash.hide({
    projectApiKey: process.env[projectKeyVariable] ?? null,
    personalApiKeys: { '': process.env[personalKeyVariable] ?? '' },
  });
  process.on('uncaughtException', (error) => crash.end(error));
  process.exitCode = await main(process.argv.slice(2), {
    cwd: process.cwd(),
    env: process.env,
    bundles: __dirname,
    isTerminal: process.stderr.isTTY,
    isColored: process.stdout.isTTY && process.stdout.hasColors() && process.env['NO_COLOR'] === undefined,
    write: (text) => void process.stdout.write(text),
    writeError: (text) => void process.stderr.write(hideKeyShapes(text)),
  });
}
