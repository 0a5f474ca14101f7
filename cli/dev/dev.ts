/** `posthog-apps dev`: a PostHog on this computer that SDKs send events to, and the way of each through the apps. */
import { basename, join, relative, resolve } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { mostFollowedEvents } from '../../protocol/runtime.ts';
import { mostMaxHops, usualMaxHops } from '../../protocol/settings.ts';
import type { JsonObject, Trace } from '../../protocol/trace.ts';
import { createApp, localAccess } from '../../runtime/index.ts';
import {
  type LocalServer,
  type LocalServerOptions,
  startLocalServer,
} from '../../runtime/localHost/httpServer.ts';
import type { Payload } from '../../runtime/localHost/ingestion.ts';
import { LocalHost } from '../../runtime/localHost/localHost.ts';
import { SandboxPool } from '../../runtime/runner/sandboxPool.ts';
import { Files } from '../../server/analysis/files.ts';
import type { App as FoundApp } from '../../server/analysis/appFolder.ts';
import { assetsBeside, nodeHost } from '../../server/host.ts';
import { isWithin } from '../../server/uris.ts';
import { type Command, type CommandIo, UsageError } from '../command.ts';
import { appsBelow, findApps } from '../lint/findApps.ts';
import { maxHopsFrom } from '../maxHops.ts';
import { plainText } from '../plainText.ts';
import { geoipDatabaseFrom, readAttachments, readConfig } from '../runFiles.ts';
import { profileFrom, timeoutFrom } from '../runOptions.ts';
import { parseOptions } from '../parseOptions.ts';
import { exportedText, goneText, loadedText, unloadedText } from './appText.ts';
import { DevApp } from './devApp.ts';
import { DevApps } from './devApps.ts';
import { EventQueue } from './eventQueue.ts';
import { clock, fateText, type Paint, painter, printed, stoppedText } from './fateText.ts';
import { Refusals } from './refusals.ts';

const defaultPort = 8765;

const usage = `posthog-apps dev [folder] [options]

  Serves a PostHog on this computer. Point an SDK at it, and each event goes through the apps of the folder (the current
  folder if you name none). One line says what became of the event; what the apps print follows below it. Apps are
  loaded again when you save them, and may come and go. Captured events come back, as in PostHog, until no more are
  captured or a limit is reached. exportEvents gets events in batches. Nothing leaves this computer.

  --port <number>         the port to listen on; 0 takes any free port. Default: ${defaultPort}
  --config <file.json>    values of the config fields. Fields that it leaves out keep their defaults of plugin.json
  --attachment <key=file> the file of a config field. May be repeated
  --profile <profile>     documented or plugin-server-1.10.5. Default: documented
  --geoip-database <file> the .mmdb file that meta.geoip looks addresses up in
  --allow-packages        lets the apps load packages, such as pg, from their own node_modules. They are less isolated
  --timeout <seconds>     how long each call may take. Default: 30
  --max-hops <number>     how often captured events may come back, 1 to ${mostMaxHops}. Default: ${usualMaxHops}

Ctrl+C ends it. The exit code is 0 then, and 2 for a port in use or other wrong use.`;

const options = {
  port: { type: 'string', default: String(defaultPort) },
  config: { type: 'string' },
  attachment: { type: 'string', multiple: true },
  profile: { type: 'string', default: 'documented' },
  'geoip-database': { type: 'string' },
  'allow-packages': { type: 'boolean', default: false },
  timeout: { type: 'string', default: '30' },
  'max-hops': { type: 'string' },
} as const;

/** How long an event may go on when the user ends it all. */
const graceMs = 500;
/** Apps may take longer than this to be unloaded. */
const hintMs = 1_000;

export const devCommand: Command = {
  usage,
  run: async (args, io) => {
    const { positionals, values } = parseOptions(args, options);
    const paint = painter(io.isColored);
    const [folder = '.', ...others] = positionals;
    if (others.length > 0) throw new UsageError(`One folder at a time, not also ${others.join(' ')}.`);
    const timeoutSeconds = timeoutFrom(values.timeout);
    const profile = profileFrom(values.profile);
    const attachments = await readAttachments(values.attachment ?? [], io);
    const geoipDatabase = await geoipDatabaseFrom(values['geoip-database'], io);
    const maxHops = maxHopsFrom(values['max-hops']);
    const config = values.config === undefined ? {} : await readConfig(values.config, io);
    const { find, found, watched } = look(folder, io);
    io.writeError(strayKeys(config, found));
    const host = new LocalHost(1, 'Local project');
    const closing = new AbortController();
    const ending = new AbortController();
    using _ = hintAfter(ending.signal, () =>
      io.write('The apps are being unloaded. Ctrl+C once more ends them at once.\n'),
    );
    await using pool = new SandboxPool(join(io.bundles, 'sandbox.js'));
    const events = new EventQueue(() => apps.ready(), {
      limits: { maxHops, maxEvents: mostFollowedEvents },
      profile,
      signal: closing.signal,
      onFate: (fate) => io.write(fateText(fate, new Date(), paint)),
      onError: (error) => io.writeError(`${error instanceof Error ? error.message : String(error)}\n`),
    });
    /** Says what an app did besides events. What it captured then comes back. */
    const tell = (text: string, { label }: DevApp, trace: Trace): void => {
      const isBack = events.sendBack(label, trace.captured);
      io.write(text + printed([{ app: label, trace }], paint) + (isBack ? '' : stoppedText(maxHops, paint)));
    };
    await using apps = new DevApps({
      folder: watched,
      find,
      enqueue: (work) => events.enqueue(work),
      onGone: ({ label }, why) => io.write(goneText(label, why)),
      onProblem: (reason) => io.writeError(`New apps are not noticed from now on: ${reason}.\n`),
      create: ({ name, root }, onManifest, hasTwin) =>
        new DevApp({
          name: plainText(name),
          root,
          folder: plainText(relative(resolve(io.cwd, folder), root) || basename(root)),
          hasTwin,
          signal: ending.signal,
          app: createApp({
            source: { root },
            pool,
            config,
            attachments,
            profile,
            ...(geoipDatabase === undefined ? {} : { geoipDatabase }),
            localHost: host,
            access: localAccess,
            timeoutSeconds,
            holdsBatches: true,
            allowPackages: () => Promise.resolve(values['allow-packages']),
          }),
          onLoaded: (app, trace, load) => tell(loadedText(app, trace, load), app, trace),
          onUnloaded: (app, trace) => tell(unloadedText(app, trace), app, trace),
          onExported: (app, trace) => tell(exportedText(app, trace, paint), app, trace),
          onUnwatched: ({ label }, { message }) =>
            io.writeError(`Not all that is saved in ${label} is noticed from now on: ${message}.\n`),
          onManifest,
        }),
    });
    const areLoaded = await serve(apps, { host, port: values.port, events }, { io, paint });
    // What apps do when they take their leave comes to nobody any more.
    closing.abort();
    // What still loads has done nothing yet that it could bring to an end.
    if (areLoaded) await Promise.race([events.idle(), pass(graceMs)]);
    ending.abort();
    await events.idle();
    return 0;
  },
};

/**
 * The apps that a path means.
 *
 * @returns `find`, which looks again, and the folder in which other apps may come; undefined for a path in one app.
 * @throws UsageError for a path without an app.
 */
function look(
  path: string,
  { bundles, cwd }: CommandIo,
): {
  readonly find: () => readonly FoundApp[];
  readonly found: readonly FoundApp[];
  readonly watched: string | undefined;
} {
  const files = (): Files => new Files(nodeHost(assetsBeside(bundles)));
  const found = findApps(files(), [path], cwd);
  const folder = resolve(cwd, path).replaceAll('\\', '/');
  if (!found.every(({ root }) => isWithin(folder, root)))
    return { find: () => found, found, watched: undefined };
  return { find: () => appsBelow(files(), folder), found, watched: folder };
}

/** The values are for all apps, so what one of them lacks is no slip; what none of them has is one. */
function strayKeys(config: { readonly [key: string]: string }, apps: readonly FoundApp[]): string {
  const known = new Set(apps.flatMap(({ manifest }) => manifest.manifest.config.map(({ key }) => key)));
  const stray = Object.keys(config).filter((key) => !known.has(key));
  if (stray.length === 0) return '';
  const list = known.size === 0 ? 'They have none' : `They have ${[...known].join(', ')}`;
  return `No app has the config field ${stray.join(' or ')}. ${list}.\n`;
}

/** @param tell what is to be done where the apps are not gone a moment after the signal. */
function hintAfter(signal: AbortSignal, tell: () => void): Disposable {
  let timer: NodeJS.Timeout | undefined;
  signal.addEventListener('abort', () => (timer = setTimeout(tell, hintMs)));
  return { [Symbol.dispose]: () => clearTimeout(timer) };
}

/** Until the user ends it. @returns whether the apps were loaded by then. */
async function serve(
  apps: DevApps,
  { events, host, port }: { readonly port: string; readonly host: LocalHost; readonly events: EventQueue },
  { io, paint }: { readonly io: CommandIo; readonly paint: Paint },
): Promise<boolean> {
  const ended = endSignal().then(() => false);
  using refusals = new Refusals((line) =>
    io.writeError(`${paint('dim', clock(new Date()))} ${paint('yellow', plainText(line))}\n`),
  );
  // What comes before the apps are there waits for them.
  const loaded = Promise.withResolvers<void>();
  events.enqueue(() => loaded.promise);
  await using server = await listen(port, {
    host,
    onRefused: (reason) => refusals.add(reason),
    onEvents: (payloads) => {
      for (const payload of payloads) events.send(incoming(payload, server.address));
    },
  });
  const areLoaded = await Promise.race([apps.load().then(() => true), ended]);
  if (!areLoaded) {
    loaded.resolve();
    return false;
  }
  io.write(`\nPostHog listens on ${server.address}\n`);
  io.write('Point an SDK at it, with any project key. Ctrl+C ends it.\n\n');
  loaded.resolve();
  await ended;
  io.write('\n');
  return true;
}

/** @throws UsageError for a port that cannot be had. */
async function listen(given: string, rest: Omit<LocalServerOptions, 'port'>): Promise<LocalServer> {
  const port = Number(given);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new UsageError(`--port takes a number from 0 to 65535, not ${given}.`);
  }
  try {
    return await startLocalServer({ ...rest, port });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') {
      throw new UsageError(
        `The port ${port} is in use. Choose another one with --port, or 0 for any that is free.`,
      );
    }
    if (code === 'EACCES')
      throw new UsageError(`The port ${port} is not allowed. Choose one above 1023 with --port.`);
    throw error;
  }
}

/** As the server hands a client's event to apps (reference 6.1): all that was sent, and what it adds. */
function incoming(payload: Payload, address: string): JsonObject {
  const {
    api_key: _key,
    token: _token,
    $token: _other,
    batch: _batch,
    ...sent
  } = payload as { readonly [key: string]: never };
  const properties = (payload.properties ?? {}) as JsonObject;
  const person = payload.distinct_id ?? properties['distinct_id'] ?? '';
  const now = new Date().toISOString();
  return {
    ...(sent as JsonObject),
    distinct_id: typeof person === 'string' ? person : JSON.stringify(person),
    ip: '127.0.0.1',
    site_url: address,
    team_id: 1,
    now,
    uuid: typeof payload.uuid === 'string' ? payload.uuid : crypto.randomUUID(),
    properties,
  };
}

/** Resolves on Ctrl+C, and when the process is asked to end. */
function endSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}
