/** What a program says when it creates an app, which may be written in JavaScript: checked, with what to write instead. */
import { profiles } from '../platform/profiles.ts';
import type { HostAccess } from '../protocol/runtime.ts';
import type { Json } from '../protocol/trace.ts';
import type { AttachmentContent } from '../protocol/sandbox.ts';
import type { CreateAppOptions } from './index.ts';

const sources = "{ root: '/path/to/app' } or { files: { 'plugin.json': '{}', 'index.js': '…' } }";

/** A week; timers of Node end at 24 days. */
export const mostTimeoutSeconds = 604_800;

/** @throws TypeError with one sentence for the first mistake. */
export function checkOptions(options: Partial<CreateAppOptions> | undefined): void {
  const { access, attachments = {}, config, profile, source, timeoutSeconds } = options ?? {};
  const isObject = typeof source === 'object' && (source as object | null) !== null;
  const isSource =
    isObject && ('files' in source ? typeof source.files === 'object' : typeof source.root === 'string');
  if (!isSource) throw new TypeError(`createApp needs a source: ${sources}.`);
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
  if (
    config !== undefined &&
    (typeof config !== 'object' || (config as object | null) === null || Array.isArray(config))
  )
    throw new TypeError(
      "config is an object with the values of the fields by key, such as { greeting: 'Hello' }.",
    );
  for (const name of ['consent', 'allowPackages', 'attachDebugger'] as const) {
    const given: unknown = options?.[name];
    if (given === undefined || typeof given === 'function') continue;
    throw new TypeError(
      `${name} is a function that gives a promise, such as async () => true, not ${typeof given}.`,
    );
  }
  checkAccess(access);
  for (const [key, file] of Object.entries<Partial<AttachmentContent> | null>(attachments)) {
    const parts = [file?.contentType, file?.fileName, file?.base64];
    if (parts.every((part) => typeof part === 'string')) continue;
    throw new TypeError(`The attachment ${key} needs contentType, fileName and base64, which are texts.`);
  }
}

function checkAccess(access: Partial<HostAccess> | null | undefined): void {
  if (access === undefined) return;
  const { host, mode, personalApiKeys } = access ?? {};
  const isHost = [host?.api, host?.ingestion].every((address) => typeof address === 'string');
  const isKeys = typeof personalApiKeys === 'object' && (personalApiKeys as object | null) !== null;
  if (isHost && isKeys && ['live', 'mock', 'block'].includes(mode ?? '')) return;
  throw new TypeError(
    "access needs host: { kind: 'custom', api: 'https://…', ingestion: 'https://…' }, mode: 'live', 'mock' or 'block', and personalApiKeys: {}. Begin with { ...localAccess, … }.",
  );
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
