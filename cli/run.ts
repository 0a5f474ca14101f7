/** `posthog-apps run`: an event, a list of events, or a payload, through an app; the trace as text or JSON. */
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { jobsExport, lifecycleExport } from '../platform/lifecycle.ts';
import type { EventsReport } from '../protocol/eventsReport.ts';
import type { Profile } from '../platform/profiles.ts';
import { sampleInput } from '../platform/sampleEvents.ts';
import { mostMaxHops, usualMaxHops } from '../protocol/settings.ts';
import { isAllSent } from '../protocol/runWords.ts';
import type { Json, Trace } from '../protocol/trace.ts';
import { UnwritableInput } from '../runtime/checkOptions.ts';
import { createApp } from '../runtime/index.ts';
import { accessFrom } from './access.ts';
import { type Command, type CommandIo, type ExitCode, UsageError } from './command.ts';
import { checkEvents } from './eventInput.ts';
import { followRun } from './followRun.ts';
import { maxHopsFrom } from './maxHops.ts';
import { plainText } from './plainText.ts';
import { mostItemsFrom, profileFrom, timeoutFrom } from './runOptions.ts';
import { geoipDatabaseFrom, readAttachments, readConfig, readJson } from './runFiles.ts';
import { reportText, traceText } from './traceText.ts';
import { parseOptions } from './parseOptions.ts';
import { writeJson } from './writeJson.ts';

const usage = `posthog-apps run [folder of the app] [options]

  Sends an event through an app and shows what happens. Without a folder, it runs the app of the current folder.

  --event <file.json>     the event or payload, or a list of events (JSON, or one event in each line).
                          Default: a sample page view
  --entry <name>          what to call: onEvent, processEvent, runEveryDay, jobs.<name>, ...
                          Default: onEvent, else processEvent, else the only export
  --config <file.json>    values of the config fields. Fields that it leaves out keep their defaults of plugin.json
  --attachment <key=file> the file of a config field. May be repeated
  --host <host>           local, us, eu, or an address. Default: local
  --project-id <id>       the project that @current means
  --mode <mode>           live, mock or block. Default: live
  --allow-writes          lets the app write to the host, and to other servers
  --allow-insecure-host <name>
                          a host that may get keys without encryption (http://). May be repeated
  --profile <profile>     documented or plugin-server-1.10.5. Default: documented
  --doubled-awaits        evaluates parts of awaited expressions twice, as servers of 2021 did. Only with
                          --profile plugin-server-1.10.5
  --geoip-database <file> the .mmdb file that meta.geoip looks addresses up in
  --allow-packages        lets the app load packages, such as pg, from its own node_modules. They are less isolated
  --timeout <seconds>     how long each call may take. Default: 30
  --follow                sends captured events back through the app, as PostHog does, until no more are captured or
                          a limit is reached. With a real host, everything that the app sends is sent each time
  --max-hops <number>     how often captured events may come back, 1 to ${mostMaxHops}. Default: ${usualMaxHops}
  --max-items <number>    how many items of each kind the trace of a list of events holds, such as requests.
                          Default: 200, and with --json 100000
  --json                  prints the whole trace as one JSON object

Keys come from the environment: POSTHOG_PROJECT_API_KEY and POSTHOG_PERSONAL_API_KEY. They are sent only to the host.

Exit codes: 0 all went well; 1 the app failed, was stopped, something it sends did not
arrive (or no answer says so), or the host refused your key; 2 wrong use.`;

const options = {
  event: { type: 'string', multiple: true },
  entry: { type: 'string', multiple: true },
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
  follow: { type: 'boolean', default: false },
  'max-hops': { type: 'string' },
  'max-items': { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

export const runCommand: Command = {
  usage,
  async run(args, io) {
    const { values: given, positionals } = parseOptions(args, options);
    const values = {
      ...given,
      entry: onlyOne(given.entry, '--entry takes one export. Run again for the other.'),
      event: onlyOne(
        given.event,
        '--event takes one file. Several events are a list in one file: they are run one by one.',
      ),
    };
    if (!values.follow && values['max-hops'] !== undefined) {
      throw new UsageError(
        '--max-hops says how often captured events come back. They do with --follow: add it.',
      );
    }
    const { entry, list, trace } = await runApp(await appFolder(positionals, io), values, io);
    // A list of events has the object of a single run too, with what came of each event beside it.
    if (values.json) await writeJson({ ...trace, ...(list === undefined ? {} : sumsOf(list.report)) }, io);
    else {
      const text =
        list === undefined ? traceText(trace, entry) : reportText({ ...list.report, trace }, list.events);
      io.write(plainText(text));
    }
    return exitCodeOf(trace);
  },
};

type Values = Omit<ReturnType<typeof parseOptions<typeof options>>['values'], 'entry' | 'event'> & {
  readonly entry: string | undefined;
  readonly event: string | undefined;
};

/** @throws UsageError with the message, where there are several. */
function onlyOne(values: readonly string[] | undefined, message: string): string | undefined {
  if (values !== undefined && values.length > 1) throw new UsageError(message);
  return values?.[0];
}

interface Ran {
  readonly trace: Trace;
  /** What was called; absent where the app did not come so far. */
  readonly entry?: string;
  /** For a list of events. */
  readonly list?: { readonly report: EventsReport; readonly events: readonly Json[] };
}

async function runApp(root: string, values: Values, io: CommandIo): Promise<Ran> {
  if (values.entry === '') throw new UsageError('--entry takes the name of an export.');
  for (const name of ['event', 'config'] as const)
    if (values[name] === '') throw new UsageError(`--${name} takes the name of a file, and it is empty.`);
  const given = values.event === undefined ? undefined : await readJson(values.event, io);
  const config = values.config === undefined ? {} : await readConfig(values.config, io);
  const geoipDatabase = await geoipDatabaseFrom(values['geoip-database'], io);
  const maxHops = maxHopsFrom(values['max-hops']);
  const mostItems = mostItemsFrom(values['max-items'], values.json);
  const access = accessFrom(values, io.env);
  const profile = profileFrom(values.profile);
  const teamId = Number(access.projectId ?? 1) || 1;
  await using app = createApp({
    source: { root, unsaved: {} },
    sandboxPath: join(io.bundles, 'sandbox.js'),
    config,
    attachments: await readAttachments(values.attachment ?? [], io),
    access,
    profile,
    doubledAwaits: values['doubled-awaits'],
    timeoutSeconds: timeoutFrom(values.timeout),
    consent: () => Promise.resolve(values['allow-writes']),
    allowPackages: () => Promise.resolve(values['allow-packages']),
    ...(geoipDatabase === undefined ? {} : { geoipDatabase }),
  });
  const signal = interruption();
  const followed = async (trace: Trace): Promise<Trace> =>
    values.follow ? followRun(app, trace, { maxHops, profile, root, teamId }, signal) : trace;
  let entry = values.entry;
  if (entry === undefined) {
    const { exports, trace } = await app.begin(signal);
    if (trace.outcome !== 'completed') return { trace };
    entry = usualEntry(exports);
  }
  const takes = lifecycleExport(entry)?.input;
  const input = given === undefined ? fallbackInput(entry, profile) : given;
  if (values.event !== undefined && (takes === 'event' || takes === 'events'))
    checkEvents(values.event, input, entry === 'onAction');
  // Of the old form each event of a list is a batch of its own, as the server calls it.
  if ((takes === 'event' || entry === 'processEventBatch') && Array.isArray(input)) {
    const events = input as readonly Json[];
    const report = await app.callMany(entry, events, { signal, mostItems });
    refuseUnknownEntry(report.trace, values.entry, app.publicJobs);
    return { entry, trace: await followed(report.trace), list: { report, events } };
  }
  const called = await app.call(entry, takes === 'none' ? null : input, signal).catch((error: unknown) => {
    if (error instanceof UnwritableInput && values.event !== undefined)
      throw new UsageError(`${values.event} is no event for an app. ${error.message}`);
    throw error;
  });
  refuseUnknownEntry(called, values.entry, app.publicJobs);
  const trace = await followed(called);
  const notices = [
    ...(values.entry !== undefined || entry === 'onEvent'
      ? []
      : [`No --entry was given, so ${entry} was called.`]),
    ...(access.mode === 'mock' && access.host.kind !== 'local'
      ? ['Nothing was sent: in the mode mock the embedded PostHog answers.']
      : []),
    ...(values['doubled-awaits'] && profile !== 'plugin-server-1.10.5'
      ? ['--doubled-awaits has no effect without --profile plugin-server-1.10.5.']
      : []),
  ];
  const all = [...notices, ...(trace.notices ?? [])];
  return { entry, trace: notices.length === 0 ? trace : { ...trace, notices: all } };
}

/** What is called where nobody says so. */
function usualEntry(exports: readonly string[]): string {
  const usual = ['onEvent', 'processEvent'].find((name) => exports.includes(name));
  if (usual !== undefined) return usual;
  const others = exports.filter((name) => !['setupPlugin', 'teardownPlugin', 'getSettings'].includes(name));
  if (others.length > 1) {
    throw new UsageError(
      `The app has neither onEvent nor processEvent. Say with --entry what to call: ${others.join(', ')}.`,
    );
  }
  return others[0] ?? 'onEvent';
}

/**
 * A job of `publicJobs` that the code lacks fails in PostHog, too, and so does an app that exports nothing; any other name
 * that is not there is a slip.
 *
 * @throws UsageError where the app has no export of the name that was given.
 */
function refuseUnknownEntry(
  { errors }: Trace,
  entry: string | undefined,
  publicJobs: readonly string[],
): void {
  if (entry === undefined || publicJobs.some((name) => entry === `${jobsExport}.${name}`)) return;
  const unknown = errors.find(
    ({ kind, message }) =>
      kind === 'setup' && message.startsWith(`The app has no export ${entry}. It exports`),
  );
  if (unknown !== undefined) throw new UsageError(`${unknown.message} Say with --entry what to call.`);
}

/** Ctrl+C stops the run, which shows what happened so far and leaves no process; a second one ends the program. */
function interruption(): AbortSignal {
  const aborter = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM']) process.once(name, () => aborter.abort());
  return aborter.signal;
}

function sumsOf({ counts, rows, total }: EventsReport): Pick<EventsReport, 'total' | 'counts' | 'rows'> {
  return { total, counts, rows };
}

async function appFolder(positionals: readonly string[], io: CommandIo): Promise<string> {
  const [folder = '.', ...others] = positionals;
  if (others.length > 0) throw new UsageError(`One folder at a time, not also ${others.join(' ')}.`);
  const root = resolve(io.cwd, folder);
  const found = await stat(root).catch(() => undefined);
  if (found === undefined) throw new UsageError(`There is no folder ${folder}.`);
  if (!found.isDirectory())
    throw new UsageError(`${folder} is a file. Name the folder of the app, which has its plugin.json.`);
  if (!(await exists(join(root, 'plugin.json')))) {
    const what = positionals.length === 0 ? 'The current folder' : `The folder ${folder}`;
    throw new UsageError(
      `${what} is no PostHog app: there is no plugin.json in it. Name the folder of an app.`,
    );
  }
  return root;
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** A job without a payload gets none; whatever takes an event gets the first sample, in the shape that it has there. */
function fallbackInput(entry: string, profile: Profile): Json {
  if (lifecycleExport(entry) === undefined) return null;
  // The server of 2021 gives what only looks on the same event as processEvent (reference 6.1).
  const shape = profile === 'plugin-server-1.10.5' && entry === 'onEvent' ? 'processEvent' : entry;
  // A list would be one of several events.
  const [event] = [sampleInput(shape, 'pageview', sampleTime) as Json | undefined].flat();
  return event ?? null;
}

/** That of the documentation's servers. */
const sampleTime = new Date('2022-10-01T12:00:00.000Z');

/** What PostHog tries again, and what goes well then, went well; what did not arrive did not. */
function exitCodeOf(trace: Trace): ExitCode {
  const { errors, following, hops, outcome } = trace;
  const areTriedAgain = errors.every(({ isTriedAgain }) => isTriedAgain === true);
  const isClean = !['failed', 'timed-out', 'stopped'].includes(outcome) && areTriedAgain;
  const isAtRest = following === undefined || following.end === 'rests';
  return isClean &&
    isAtRest &&
    isAllSent(trace) &&
    hops.every(({ steps }) =>
      steps.every((step) => step.errors.every(({ isTriedAgain }) => isTriedAgain === true)),
    )
    ? 0
    : 1;
}
