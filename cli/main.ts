/** `posthog-apps <command>`: thin, so that editor and command line share one engine. */
import { type Command, type CommandIo, type ExitCode, UsageError } from './command.ts';
import { personalKeyVariable, projectKeyVariable, refuseKeys } from './keyArguments.ts';
import { CrashOutput } from '../runtime/crashOutput.ts';
import { hideKeyShapes } from '../platform/keyShapes.ts';
import { similarName } from '../platform/similarName.ts';
import { version } from './version.ts';

interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  /** Only the command that runs is loaded: `run` needs no language server. */
  load(): Promise<Command>;
}

const commands: readonly CommandEntry[] = [
  {
    name: 'lint',
    summary: 'checks apps, with the same rules as the editor',
    load: async () => (await import('./lint/lint.ts')).lintCommand,
  },
  {
    name: 'flow',
    summary: 'shows which event leads to which, through all apps',
    load: async () => (await import('./flow.ts')).flowCommand,
  },
  {
    name: 'run',
    summary: 'sends an event through an app and shows what happens',
    load: async () => (await import('./run.ts')).runCommand,
  },
  {
    name: 'test',
    summary: 'runs saved scenarios and shows what came out differently',
    load: async () => (await import('./test/test.ts')).testCommand,
  },
  {
    name: 'dev',
    summary: 'serves a local PostHog, and sends the events of your SDK through apps',
    load: async () => (await import('./dev/dev.ts')).devCommand,
  },
  {
    name: 'types',
    summary: 'writes type definitions (posthog-env.d.ts)',
    load: async () => (await import('./types.ts')).typesCommand,
  },
  {
    name: 'lsp',
    summary: 'starts the language server for an editor',
    load: async () => (await import('./lsp.ts')).lspCommand,
  },
];

const helpWords = ['help', '--help', '-h'];

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
  const isHelp = name === undefined || helpWords.includes(name);
  const wanted = name === 'help' ? rest[0] : name;
  const entry = commands.find((candidate) => candidate.name === wanted);
  if (entry === undefined) {
    const isList = wanted === undefined || helpWords.includes(wanted);
    const list = commands.map(({ name, summary }) => `  ${name.padEnd(8)} ${summary}`).join('\n');
    const text = `posthog-apps <command>\n\n${list}\n\nType posthog-apps <command> --help to see its options.\n`;
    if (isList) io.write(text);
    else {
      const meant = similarName(
        wanted,
        commands.map((command) => command.name),
      );
      io.writeError(
        `There is no command ${wanted}.${meant === undefined ? '' : ` Did you mean ${meant}?`}\n\n${text}`,
      );
    }
    return isList ? 0 : 2;
  }
  const command = await entry.load();
  if (isHelp || rest.includes('--help') || rest.includes('-h')) {
    io.write(`${command.usage}\n`);
    return 0;
  }
  try {
    return await command.run(rest, io);
  } catch (error) {
    return misuse(error, io, entry.name);
  }
}

/** @throws what is no mistake of the user. */
function misuse(error: unknown, io: CommandIo, name?: string): ExitCode {
  if (!(error instanceof UsageError)) throw error;
  io.writeError(
    `${error.message}\n${name === undefined ? '' : `Type posthog-apps ${name} --help to see its options.\n`}`,
  );
  return 2;
}

process.exitCode = 2;
void start();

/** Nobody may read any more: see {@link start}. */
function drained(): Promise<void> {
  const { stdout } = process;
  if (!stdout.writableNeedDrain || stdout.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      for (const name of ['drain', 'close'] as const) stdout.off(name, done);
      resolve();
    };
    for (const name of ['drain', 'close'] as const) stdout.on(name, done);
  });
}

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
    drained,
    writeError: (text) => void process.stderr.write(hideKeyShapes(text)),
  });
}
