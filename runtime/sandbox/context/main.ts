/**
 * Runs inside the app's own realm, before any of its code. Node's side gives it three functions and afterwards
 * calls nothing here but `pump`, which takes messages as text.
 */
import { metricsExport } from '../../../platform/lifecycle.ts';
import { defaultProfile } from '../../../platform/profiles.ts';
import type {
  CodePlace,
  FromSandbox,
  LoadMessage,
  ReturnedMessage,
  ToSandbox,
} from '../../../protocol/sandbox.ts';
import { collect, exportCandidates, findExport, NoExports } from './appExports.ts';
import { setHandOver, settle } from './asking.ts';
import { callables, callExport, callTimer, type LoadedApp } from './call.ts';
import { beginList, workOff } from './events.ts';
import { ExportBuffer } from './exportBuffer.ts';
import { closeWays } from './closeWays.ts';
import { exportRemarks as remarksOn } from './exportRemarks.ts';
import { describeFailure } from './failure.ts';
import { installGlobals } from './globals.ts';
import { connectHost, parseJson, runEntry, send, toOwnJson } from './host.ts';
import { keptFrom } from './kept.ts';
import { joined } from './lists.ts';
import { createMeta } from './meta.ts';
import { createMetrics, UnknownMetric } from './metrics.ts';
import { AppModules } from './modules.ts';
import { placeOfEntry, placeOfPattern, placesOf } from './places.ts';
import { keysOf } from './ownMap.ts';
import { generatorsOf } from './resultKind.ts';
import { hideOwnFrames } from './stack.ts';

let loaded: LoadedApp = {
  candidates: [],
  meta: {},
  profile: defaultProfile,
  teamId: 1,
  kept: keptFrom(undefined),
  exportBuffer: undefined,
};

function post(message: FromSandbox): void {
  send('post', toOwnJson(message));
}

function load(app: LoadMessage): void {
  try {
    const modules = new AppModules(app);
    const kept = keptFrom(app.kept);
    const meta = createMeta(app, kept);
    installGlobals(app, modules.importsOf(app.entry), meta);
    runEntry();
    const candidates = exportCandidates();
    meta['metrics'] = createMetrics(collect(candidates, metricsExport));
    const { profile, teamId } = app;
    const exportBuffer = exportBufferOf(app, candidates, meta);
    loaded = { candidates, meta, profile, teamId, kept, exportBuffer };
    const found = callables(candidates);
    const places = placesOf(found, joined([app.entry], app.files));
    const generators = generatorsOf(found);
    const exportRemarks = found.size === 0 ? [] : remarksOn(candidates);
    post({ type: 'loaded', exports: keysOf(found), places, generators, exportRemarks, failure: null });
  } catch (thrown) {
    const place = placeOfProblem(thrown, app);
    const failure = { ...describeFailure(thrown), ...(place === undefined ? {} : { place }) };
    post({ type: 'loaded', exports: [], places: {}, failure });
  }
}

/** What of the code our own complaint is about. Never throws: the app may have thrown a proxy. */
function placeOfProblem(thrown: unknown, { entry, files }: LoadMessage): CodePlace | undefined {
  if (!isOurs(thrown)) return undefined;
  if (thrown instanceof NoExports) return placeOfPattern(entry, /\b(?:module\.)?exports\s*=\s*/);
  return (
    placeOfEntry(joined([entry], files), thrown.metric[0], thrown.metric[1]) ??
    placeOfPattern(entry, /\bmetrics\s*[=:]\s*(?!void 0)/)
  );
}

function isOurs(thrown: unknown): thrown is NoExports | UnknownMetric {
  try {
    return thrown instanceof NoExports || thrown instanceof UnknownMetric;
  } catch {
    return false;
  }
}

function exportBufferOf(
  { profile }: LoadMessage,
  candidates: LoadedApp['candidates'],
  meta: object,
): ExportBuffer | undefined {
  const found = findExport(candidates, 'exportEvents');
  if (typeof found !== 'function') return undefined;
  const exportEvents = found as (batch: readonly unknown[], meta: object) => unknown;
  const { config } = meta as { readonly config: { readonly [key: string]: string } };
  return new ExportBuffer((batch) => exportEvents(batch, meta), config, profile);
}

/** Awaited rather than chained with `then`, which the app may have replaced. */
async function answerWith(answer: Promise<ReturnedMessage>): Promise<void> {
  post(await answer);
}

function handle(message: ToSandbox): void {
  switch (message.type) {
    case 'load':
      load(message);
      return;
    case 'call':
      setHandOver(false);
      void answerWith(callExport(loaded, message));
      return;
    case 'list':
      setHandOver(message.isLocal);
      beginList(loaded, message);
      return;
    case 'events':
      return; // Taken one by one: see workOff.
    case 'timer':
      setHandOver(false);
      void answerWith(callTimer(message));
      return;
    case 'answer':
      settle(message.id, message.ok, message.value);
      return;
    case 'ping':
    case 'several':
      return; // Answered, or taken apart, outside of the realm.
  }
}

/**
 * Takes the messages that wait, one by one.
 *
 * @param hasEvents whether there may be events of a list, too, and it is time for them.
 */
function pump(hasEvents: boolean): void {
  for (let text = send('next', ''); text !== ''; text = send('next', ''))
    handle(parseJson(text) as ToSandbox);
  if (hasEvents) void workOff();
}

/** Node hands over what the app left rejected and unhandled. */
function report(thrown: unknown): void {
  const value = toOwnJson(describeFailure(thrown));
  send('note', toOwnJson({ kind: 'error', value, stack: '' }));
}

/** Imports are resolved when the app is compiled; code that is made at run time has none. */
function importError(): Error {
  return new TypeError('import() does not work in code that is made at run time.');
}

closeWays();
hideOwnFrames();
Object.defineProperty(globalThis, '__pluginHostInstall', {
  configurable: true,
  value: (...host: Parameters<typeof connectHost>): object => {
    connectHost(...host);
    return { report, importError, pump };
  },
});
