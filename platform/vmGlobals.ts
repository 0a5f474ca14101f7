/**
 * The globals that an app finds, and those it misses, in the VM in which PostHog runs it. Source: reference 4.2
 * and, for `console`, 4.7.
 */
import type { Profile } from './profiles.ts';

/**
 * `service` is made by PostHog for apps, `language` belongs to JavaScript, `alias` is another name of the global
 * object, `module` carries exports, `internal` is part of PostHog's wrapping and not for apps.
 */
export type PresentGlobalKind = 'service' | 'language' | 'alias' | 'module' | 'internal';

export interface PresentGlobal {
  readonly name: string;
  readonly kind: PresentGlobalKind;
  /** What is peculiar about it; null for what is as everywhere. */
  readonly note: string | null;
}

const services: readonly PresentGlobal[] = [
  service(
    'console',
    'Has debug, log, info, warn and error only; each call writes a line to the logs of the app.',
  ),
  service('posthog', 'Captures events and calls the API of PostHog.'),
  service('fetch', 'The function of node-fetch 2: the body of a response is a Node stream.'),
  service('RetryError', 'Thrown where PostHog repeats a call, it asks for another try.'),
  service('URL', null),
  service('google', 'Google clients of old servers: google.cloud.bigquery and google.cloud.pubsub.'),
  service('Buffer', 'Of Node. A Buffer that PostHog hands over is no instanceof Uint8Array.'),
  service('VMError', 'Of the library that PostHog isolates apps with.'),
];

function service(name: string, note: string | null): PresentGlobal {
  return { name, kind: 'service', note };
}

const languageGlobals: readonly string[] = `
  AggregateError Array ArrayBuffer Atomics BigInt BigInt64Array BigUint64Array Boolean DataView Date Error EvalError
  FinalizationRegistry Float32Array Float64Array Function Infinity Int16Array Int32Array Int8Array Intl JSON Map Math
  NaN Number Object Promise Proxy RangeError ReferenceError Reflect RegExp Set SharedArrayBuffer String Symbol
  SyntaxError TypeError URIError Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakRef WeakSet
  WebAssembly decodeURI decodeURIComponent encodeURI encodeURIComponent escape eval globalThis isFinite isNaN
  parseFloat parseInt undefined unescape`
  .trim()
  .split(/\s+/);

/** Every global that an app finds. */
export const presentGlobals: readonly PresentGlobal[] = [
  ...services,
  ...named('language', languageGlobals),
  ...named('alias', ['global', 'GLOBAL', 'root']),
  ...named('module', ['module', 'exports']),
  ...named('internal', ['__asyncGuard', '__pluginHostImports', '__pluginHostMeta']),
];

function named(kind: PresentGlobalKind, names: readonly string[]): readonly PresentGlobal[] {
  return names.map((name) => ({ name, kind, note: null }));
}

/** Names of the globals under a profile; `google` belongs to the old server alone. */
export function globalNamesOf(profile: Profile): readonly string[] {
  const names = presentGlobals.map(({ name }) => name);
  return profile === 'documented' ? names.filter((name) => name !== 'google') : names;
}

/** What an absent global is elsewhere, which says why it is missing here. */
export type AbsentGlobalKind = 'timer' | 'node' | 'web' | 'browser';

export interface AbsentGlobal {
  readonly name: string;
  readonly kind: AbsentGlobalKind;
  /** What to do in place of it: one or two sentences. */
  readonly instead: string;
}

/** Why a global of each kind is missing. */
export const absenceReasons: Readonly<Record<AbsentGlobalKind, string>> = {
  timer: 'PostHog has no timers for apps.',
  node: 'An app sees nothing of the Node process that it runs in.',
  web: 'PostHog runs apps with the language alone, without this part of Node and browsers.',
  browser: 'An app runs on a server, without a page.',
};

const job = "Use a job: meta.jobs.name(payload).runIn(5, 'seconds').";
const noTimer = 'Without timers there is nothing to clear.';
const fileField = 'Use an attachment field in plugin.json.';
const keptData = 'Keep data in meta.storage or meta.cache.';
const noAbort = 'A request cannot be cancelled; PostHog gives up waiting after 30 seconds.';
const noStream = "Use a text or a Buffer, or import { PassThrough } from 'stream'.";
const noPage = 'Read what the page sent from event.properties.';

/**
 * Globals that people expect and an app does not find: using one is a ReferenceError. Reference 4.2 names most;
 * the others follow from the same rule, as a VM of its own has the language alone.
 */
export const absentGlobals: readonly AbsentGlobal[] = [
  absent('timer', 'setTimeout', job),
  absent('timer', 'setInterval', 'Export runEveryMinute, or let a job enqueue itself again.'),
  absent('timer', 'setImmediate', 'Use await Promise.resolve().'),
  absent('timer', 'queueMicrotask', 'Use Promise.resolve().then(callback).'),
  absent('timer', 'clearTimeout', noTimer),
  absent('timer', 'clearInterval', noTimer),
  absent('timer', 'clearImmediate', noTimer),
  absent('node', 'process', 'Declare a field in plugin.json and read meta.config.'),
  absent('node', 'require', "Only require('name') with a package that PostHog provides works."),
  absent('node', '__dirname', fileField),
  absent('node', '__filename', fileField),
  absent(
    'web',
    'URLSearchParams',
    "Use new URL(address).searchParams, or import { URLSearchParams } from 'url'.",
  ),
  absent('web', 'TextEncoder', "Use Buffer.from(text, 'utf8')."),
  absent('web', 'TextDecoder', "Use Buffer.from(bytes).toString('utf8')."),
  absent('web', 'AbortController', noAbort),
  absent('web', 'AbortSignal', noAbort),
  absent('web', 'structuredClone', 'Use JSON.parse(JSON.stringify(value)).'),
  absent('web', 'atob', "Use Buffer.from(text, 'base64').toString('latin1')."),
  absent('web', 'btoa', "Use Buffer.from(text, 'latin1').toString('base64')."),
  absent('web', 'performance', 'Use Date.now().'),
  absent('web', 'crypto', "Import it: import crypto from 'crypto'."),
  absent('web', 'Event', 'Call functions of your own.'),
  absent('web', 'EventTarget', 'Call functions of your own.'),
  absent('web', 'Headers', 'Use a plain object, or fetch.Headers.'),
  absent('web', 'Request', 'Give fetch an address and options, or use fetch.Request.'),
  absent('web', 'Response', 'Use fetch.Response.'),
  absent('web', 'CustomEvent', 'Call functions of your own.'),
  absent('web', 'MessageChannel', 'Call functions of your own.'),
  absent('web', 'BroadcastChannel', 'Threads share meta.cache and meta.storage.'),
  absent('web', 'ReadableStream', noStream),
  absent('web', 'WritableStream', noStream),
  absent('web', 'TransformStream', noStream),
  absent('web', 'CompressionStream', "Use gzipSync of 'zlib'."),
  absent('web', 'DecompressionStream', "Use gunzipSync of 'zlib'."),
  absent('web', 'DOMException', 'Use Error.'),
  absent('web', 'FormData', "Send JSON, or a text made with URLSearchParams from 'url'."),
  absent('web', 'Blob', 'Use Buffer.'),
  absent('web', 'File', 'Use Buffer, or an attachment field in plugin.json.'),
  absent('web', 'WebSocket', 'Use fetch.'),
  absent('web', 'EventSource', 'Use fetch.'),
  absent('browser', 'FileReader', 'Use Buffer.'),
  absent('browser', 'Worker', job),
  absent('browser', 'XMLHttpRequest', 'Use fetch.'),
  absent('browser', 'window', 'Use globalThis.'),
  absent('browser', 'self', 'Use globalThis.'),
  absent('browser', 'document', noPage),
  absent('browser', 'location', 'Read event.properties.$current_url.'),
  absent('browser', 'navigator', 'Read event.properties.$raw_user_agent.'),
  absent('browser', 'localStorage', keptData),
  absent('browser', 'sessionStorage', keptData),
  absent('browser', 'indexedDB', keptData),
  absent('browser', 'alert', 'Use console.log.'),
  absent('browser', 'requestAnimationFrame', job),
];

function absent(kind: AbsentGlobalKind, name: string, instead: string): AbsentGlobal {
  return { name, kind, instead };
}

const absentByName: ReadonlyMap<string, AbsentGlobal> = new Map(
  absentGlobals.map((entry) => [entry.name, entry]),
);

/** The absent global of that name, or undefined for a name that is present or not known. */
export function absentGlobal(name: string): AbsentGlobal | undefined {
  return absentByName.get(name);
}

/** Two or three sentences for a use of an absent global: that it is missing, why, and what to do. */
export function absentGlobalMessage({ name, kind, instead }: AbsentGlobal): string {
  return `${name} does not exist in a PostHog app. ${absenceReasons[kind]} ${instead}`;
}

/** The methods of `console` (reference 4.7). */
export const consoleMethods: readonly string[] = ['debug', 'log', 'info', 'warn', 'error'];

const consoleInstead: ReadonlyMap<string, string> = new Map([
  ['table', 'Use console.log(rows); an array is written as JSON.'],
  ['dir', 'Use console.log(value); a plain object is written as JSON.'],
  ['time', 'Take the difference of two Date.now().'],
  ['timeEnd', 'Take the difference of two Date.now().'],
  ['timeLog', 'Take the difference of two Date.now().'],
  ['trace', 'Use console.log(new Error().stack).'],
  ['assert', 'Use if and console.error.'],
  ['count', 'Count in meta.cache.incr(key).'],
]);

/** What to do in place of a method that `console` lacks, or undefined for one it has. */
export function absentConsoleMethod(name: string): string | undefined {
  if (consoleMethods.includes(name)) return undefined;
  return consoleInstead.get(name) ?? 'Use debug, log, info, warn or error.';
}
