/** What a program says when it creates an app, which may be written in JavaScript: checked, with what to write instead. */
import { profiles } from '../platform/profiles.ts';
import type { Json } from '../protocol/trace.ts';
import type { AttachmentContent } from '../protocol/sandbox.ts';
import { checkAccess, kindOf } from './checkAccess.ts';
import type { CreateAppOptions } from './index.ts';
import { refuseUnknown } from './unknownNames.ts';

const sources = "{ root: '/path/to/app' } or { files: { 'plugin.json': '{}', 'index.js': '…' } }";

/** A week; timers of Node end at 24 days. */
export const mostTimeoutSeconds = 604_800;

/** Those that a program has come first; see {@link CreateAppOptions}. */
const names: { readonly [name in keyof CreateAppOptions]-?: 'program' | 'own' } = {
  source: 'program',
  config: 'program',
  attachments: 'program',
  access: 'program',
  profile: 'program',
  doubledAwaits: 'program',
  timeoutSeconds: 'program',
  geoipDatabase: 'program',
  consent: 'program',
  allowPackages: 'program',
  attachDebugger: 'program',
  pool: 'program',
  sandboxPath: 'own',
  replay: 'own',
  localHost: 'own',
  holdsBatches: 'own',
};
const allNames = Object.keys(names);
const programNames = Object.entries(names).flatMap(([name, of]) => (of === 'program' ? [name] : []));

/** @throws TypeError with one sentence for the first mistake. */
export function checkOptions(options: Partial<CreateAppOptions> | undefined): void {
  const { access, attachments, config, doubledAwaits, geoipDatabase, profile, timeoutSeconds } =
    options ?? {};
  checkSource(options?.source);
  const unknown = Object.keys(options ?? {}).filter((name) => !allNames.includes(name));
  for (const name of unknown) refuseUnknown('createApp', { [name]: true }, programNames);
  if (profile !== undefined && !profiles.includes(profile)) {
    throw new TypeError(`There is no profile ${profile as string}. Take ${profiles.join(' or ')}.`);
  }
  const isTime =
    typeof timeoutSeconds === 'number' && timeoutSeconds > 0 && timeoutSeconds <= mostTimeoutSeconds;
  if (timeoutSeconds !== undefined && !isTime) {
    throw new TypeError(
      `timeoutSeconds is a number of seconds, not ${String(timeoutSeconds)}. The most is ${mostTimeoutSeconds}.`,
    );
  }
  if (config !== undefined && !isRecord(config))
    throw new TypeError(
      "config is an object with the values of the fields by key, such as { greeting: 'Hello' }.",
    );
  if (doubledAwaits !== undefined && typeof doubledAwaits !== 'boolean')
    throw new TypeError(`doubledAwaits is true or false, not ${kindOf(doubledAwaits)}.`);
  if (geoipDatabase !== undefined && (typeof geoipDatabase !== 'string' || geoipDatabase === ''))
    throw new TypeError(
      `geoipDatabase is the path of an .mmdb file, such as '/path/to/GeoLite2-City.mmdb', not ${geoipDatabase === '' ? 'an empty text' : kindOf(geoipDatabase)}. Leave it out for none.`,
    );
  for (const name of ['consent', 'allowPackages', 'attachDebugger'] as const) {
    const given: unknown = options?.[name];
    if (given === undefined || typeof given === 'function') continue;
    throw new TypeError(
      `${name} is a function that gives a promise, such as async () => true, not ${typeof given}.`,
    );
  }
  checkAccess(access);
  if (attachments !== undefined && !isRecord(attachments))
    throw new TypeError(
      `attachments is an object with the files of the fields by key, not ${kindOf(attachments)}.`,
    );
  for (const [key, file] of Object.entries<Partial<AttachmentContent> | null>(attachments ?? {})) {
    const parts = [file?.contentType, file?.fileName, file?.base64];
    if (parts.every((part) => typeof part === 'string')) continue;
    throw new TypeError(`The attachment ${key} needs contentType, fileName and base64, which are texts.`);
  }
}

function checkSource(source: unknown): void {
  const { files, root } = isRecord(source) ? source : {};
  if (!isRecord(files) && typeof root !== 'string')
    throw new TypeError(`createApp needs a source: ${sources}.`);
  if (files === undefined) return;
  if (root !== undefined)
    throw new TypeError(`The source of an app is a folder or texts, not both: ${sources}.`);
  for (const [path, text] of Object.entries(files as object)) {
    if (typeof text === 'string') continue;
    throw new TypeError(
      `The file ${path} of the source is a text, not ${kindOf(text)}. Give what is in it, such as await readFile(path, 'utf8').`,
    );
  }
}

/** @param isPool tells of a pool. @throws TypeError for what is none. */
export function checkPool(pool: unknown, isPool: boolean): void {
  if (pool === undefined || isPool) return;
  throw new TypeError(`pool is a SandboxPool, which new SandboxPool() makes, not ${kindOf(pool)}.`);
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What an app is called with, and its JSON text; null for nothing. */
export interface GivenInput {
  readonly value: Json;
  readonly text: string | null;
}

/** What works on an event level by level has room for these: JSON itself for about twice as many. */
const mostLevels = 2_000;

function isDeeper(value: Json | undefined, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values<Json>(value).some((inner) => isDeeper(inner, levels - 1));
}

/** Of an input that JSON cannot hold. */
export class UnwritableInput extends TypeError {}

/** @returns the first line of what JSON says, since the others draw the way round a circle, and its depth in plain words. */
export function whyUnwritable(error: unknown): string {
  if (error instanceof RangeError) return 'it is nested too deeply, in thousands of levels';
  const [reason = ''] = String(error instanceof Error ? error.message : error).split('\n');
  return reason;
}

/**
 * @param input what a program gives an app.
 * @throws UnwritableInput for what JSON cannot hold.
 */
export function checkedInput(input: Json | undefined): GivenInput {
  let text: string | undefined;
  try {
    text = JSON.stringify(input);
    if (isDeeper(input, mostLevels)) throw new RangeError('Too many levels.');
  } catch (error) {
    throw new UnwritableInput(`The input cannot be written as JSON: ${whyUnwritable(error)}.`, {
      cause: error,
    });
  }
  // A function is nothing there, as what was left out is.
  return text === undefined || input === undefined || input === null
    ? { value: null, text: null }
    : { value: input, text };
}

/** @throws TypeError for what cannot be the name of an export. */
export function checkName(entryPoint: unknown): void {
  if (typeof entryPoint === 'string' && entryPoint !== '') return;
  throw new TypeError(
    `The name of what is called is a text, such as 'onEvent' or 'jobs.later', not ${entryPoint === '' ? 'an empty one' : typeof entryPoint}.`,
  );
}

/** Values are always texts, as PostHog saves them (reference 3.1). */
export function textValues(config: { readonly [key: string]: unknown }): { readonly [key: string]: string } {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key, typeof value === 'string' ? value : asText(value)]),
  );
}

function asText(value: unknown): string {
  return JSON.stringify(value) ?? '';
}
