/** `posthog-apps run`: an event, or a payload, through an app; the trace as text or JSON. */
import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { lifecycleExport } from '../platform/lifecycle.ts';
import { type Profile, profiles } from '../platform/profiles.ts';
import type { Json, Trace } from '../protocol/trace.ts';
import { createApp } from '../runtime/index.ts';
import { accessFrom } from './access.ts';
import { type Command, type CommandIo, type ExitCode, UsageError } from './command.ts';
import { sampleEvent } from './sampleEvent.ts';
import { traceText } from './traceText.ts';

const usage = `posthog-apps run <folder of the app> [options]

  --event <file.json>     the event or payload; a sample page view when absent
  --entry <name>          what to call: onEvent (default), processEvent, runEveryDay, jobs.<name>, ...
  --config <file.json>    values of the config fields; defaults come from plugin.json
  --host <host>           local (default), us, eu, or an address
  --project-id <id>       what @current means
  --mode <mode>           live (default), mock or block
  --allow-writes          lets the run write to the host
  --allow-insecure-host <name>
                          a host that keys may be sent to without encryption
  --profile <profile>     documented (default) or plugin-server-1.10.5
  --timeout <seconds>     30 when absent
  --json                  the whole trace as one JSON object

Keys are read from the environment: POSTHOG_PROJECT_API_KEY and POSTHOG_PERSONAL_API_KEY. They go to the host alone.`;

const options = {
  event: { type: 'string' },
  entry: { type: 'string', default: 'onEvent' },
  config: { type: 'string' },
  host: { type: 'string', default: 'local' },
  'project-id': { type: 'string' },
  mode: { type: 'string', default: 'live' },
  'allow-insecure-host': { type: 'string', multiple: true },
  'allow-writes': { type: 'boolean', default: false },
  profile: { type: 'string', default: 'documented' },
  timeout: { type: 'string', default: '30' },
  json: { type: 'boolean', default: false },
} as const;

export const runCommand: Command = {
  name: 'run',
  summary: 'sends an event through an app and shows what happens',
  usage,
  async run(args, io) {
    const { values, positionals } = parse(args);
    const trace = await runOnce(await appFolder(positionals, io), values, io);
    io.write(values.json ? `${JSON.stringify(trace, null, 2)}\n` : traceText(trace));
    return exitCodeOf(trace);
  },
};

type Values = ReturnType<typeof parse>['values'];

async function runOnce(root: string, values: Values, io: CommandIo): Promise<Trace> {
  const needsInput = lifecycleExport(values.entry)?.input !== 'none';
  const input = values.event === undefined ? fallbackInput(values.entry) : await readJson(values.event, io);
  const config = values.config === undefined ? {} : await readConfig(values.config, io);
  await using app = createApp({
    source: { root, unsaved: {} },
    sandboxPath: join(io.bundles, 'sandbox.js'),
    config,
    access: accessFrom(values, io.env),
    profile: profileFrom(values.profile),
    timeoutSeconds: timeoutFrom(values.timeout),
    consent: () => Promise.resolve(values['allow-writes']),
  });
  return await app.call(values.entry, needsInput ? input : null);
}

// The type of the result follows from the options above.
// oxlint-disable-next-line typescript/explicit-function-return-type
function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

async function appFolder(positionals: readonly string[], io: CommandIo): Promise<string> {
  const [folder = '.', ...others] = positionals;
  if (others.length > 0) throw new UsageError(`One folder at a time, not also ${others.join(' ')}.`);
  const root = resolve(io.cwd, folder);
  const isFolder = await stat(root).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) throw new UsageError(`There is no folder ${folder}.`);
  return root;
}

/** A job without a payload gets none; whatever takes an event gets the sample. */
function fallbackInput(entry: string): Json {
  return lifecycleExport(entry) === undefined ? null : sampleEvent;
}

async function readJson(path: string, io: CommandIo): Promise<Json> {
  let text: string;
  try {
    text = await readFile(resolve(io.cwd, path), 'utf8');
  } catch {
    throw new UsageError(`The file ${path} cannot be read.`);
  }
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw new UsageError(`${path} is not valid JSON: ${error instanceof Error ? error.message : ''}`);
  }
}

async function readConfig(path: string, io: CommandIo): Promise<Record<string, string>> {
  const value = await readJson(path, io);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UsageError(`${path} must hold an object: config key to value.`);
  }
  // Values are always texts, as PostHog saves them (reference 3.1).
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [
      key,
      typeof entry === 'string' ? entry : JSON.stringify(entry),
    ]),
  );
}

function profileFrom(value: string): Profile {
  const profile = profiles.find((candidate) => candidate === value);
  if (profile === undefined)
    throw new UsageError(`There is no profile ${value}. Take ${profiles.join(' or ')}.`);
  return profile;
}

function timeoutFrom(value: string): number {
  const seconds = Number(value);
  if (!(seconds > 0)) throw new UsageError(`--timeout takes a number of seconds, not ${value}.`);
  return seconds;
}

function exitCodeOf(trace: Trace): ExitCode {
  const isBad = trace.outcome === 'failed' || trace.outcome === 'timed-out' || trace.errors.length > 0;
  return isBad ? 1 : 0;
}
