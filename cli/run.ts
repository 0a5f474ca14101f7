/** `posthog-apps run`: an event, a list of events, or a payload, through an app; the trace as text or JSON. */
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { lifecycleExport } from '../platform/lifecycle.ts';
import { type Profile, profiles } from '../platform/profiles.ts';
import type { EventsReport } from '../protocol/eventsReport.ts';
import type { Json, Trace } from '../protocol/trace.ts';
import { createApp } from '../runtime/index.ts';
import { accessFrom } from './access.ts';
import { type Command, type CommandIo, type ExitCode, UsageError } from './command.ts';
import { readAttachments, readConfig, readJson } from './runFiles.ts';
import { sampleEvent } from './sampleEvent.ts';
import { reportText, traceText } from './traceText.ts';

const usage = `posthog-apps run <folder of the app> [options]

  --event <file.json>     the event or payload, or a list of events (as JSON, or one in each line);
                          a sample page view when absent
  --entry <name>          what to call: onEvent (default), processEvent, runEveryDay, jobs.<name>, ...
  --config <file.json>    values of the config fields; defaults come from plugin.json
  --attachment <key=file> the file of a config field, may be repeated
  --host <host>           local (default), us, eu, or an address
  --project-id <id>       what @current means
  --mode <mode>           live (default), mock or block
  --allow-writes          lets the run write to the host
  --allow-insecure-host <name>
                          a host that keys may be sent to without encryption
  --profile <profile>     documented (default) or plugin-server-1.10.5
  --doubled-awaits        evaluates parts of awaited expressions twice, as servers of 2021 did (with their profile)
  --geoip-database <file> the .mmdb file that meta.geoip answers from
  --allow-packages        lets packages of the app's own node_modules run, such as pg: with fewer walls around them
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
  attachment: { type: 'string', multiple: true },
  'doubled-awaits': { type: 'boolean', default: false },
  'geoip-database': { type: 'string' },
  'allow-packages': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

export const runCommand: Command = {
  name: 'run',
  summary: 'sends an event through an app and shows what happens',
  usage,
  async run(args, io) {
    const { values, positionals } = parse(args);
    const ran = await runApp(await appFolder(positionals, io), values, io);
    if (values.json) io.write(`${JSON.stringify(jsonOf(ran), null, 2)}\n`);
    else io.write('trace' in ran ? reportText(ran) : traceText(ran));
    return exitCodeOf('trace' in ran ? ran.trace : ran);
  },
};

type Values = ReturnType<typeof parse>['values'];

async function runApp(root: string, values: Values, io: CommandIo): Promise<Trace | EventsReport> {
  const { entry } = values;
  const takes = lifecycleExport(entry)?.input;
  const input = values.event === undefined ? fallbackInput(entry) : await readJson(values.event, io);
  const config = values.config === undefined ? {} : await readConfig(values.config, io);
  const geoipDatabase = values['geoip-database'];
  await using app = createApp({
    source: { root, unsaved: {} },
    sandboxPath: join(io.bundles, 'sandbox.js'),
    config,
    attachments: await readAttachments(values.attachment ?? [], io),
    access: accessFrom(values, io.env),
    profile: profileFrom(values.profile),
    doubledAwaits: values['doubled-awaits'],
    timeoutSeconds: timeoutFrom(values.timeout),
    consent: () => Promise.resolve(values['allow-writes']),
    allowPackages: () => Promise.resolve(values['allow-packages']),
    ...(geoipDatabase === undefined ? {} : { geoipDatabase: resolve(io.cwd, geoipDatabase) }),
  });
  const signal = interruption();
  if (takes === 'event' && Array.isArray(input)) return await app.callMany(entry, input, { signal });
  return await app.call(entry, takes === 'none' ? null : input, signal);
}

/** Ctrl+C stops the run, which shows what happened so far and leaves no process; a second one ends the program. */
function interruption(): AbortSignal {
  const aborter = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM']) process.once(name, () => aborter.abort());
  return aborter.signal;
}

/** A list of events has the object of a single run too, with what came of each event beside it. */
function jsonOf(ran: Trace | EventsReport): object {
  if (!('trace' in ran)) return ran;
  const { counts, rows, total, trace } = ran;
  return { ...trace, total, counts, rows };
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
  const isClean = !['failed', 'timed-out', 'stopped'].includes(trace.outcome) && trace.errors.length === 0;
  return isClean ? 0 : 1;
}
