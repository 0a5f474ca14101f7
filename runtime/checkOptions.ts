/** What a program says when it creates an app, which may be written in JavaScript: checked, with what to write instead. */
import { profiles } from '../platform/profiles.ts';
import type { CreateAppOptions } from './index.ts';

const sources =
  "{ root: '/path/to/app', unsaved: {} } or { files: { 'plugin.json': '{}', 'index.js': '…' } }";

/** @throws TypeError with one sentence for the first mistake. */
export function checkOptions(options: Partial<CreateAppOptions> | undefined): void {
  const { profile, source, timeoutSeconds } = options ?? {};
  const isObject = typeof source === 'object' && (source as object | null) !== null;
  const isSource =
    isObject && ('files' in source ? typeof source.files === 'object' : typeof source.root === 'string');
  if (!isSource) throw new TypeError(`createApp needs a source: ${sources}.`);
  if (profile !== undefined && !profiles.includes(profile)) {
    throw new TypeError(`There is no profile ${profile as string}. Take ${profiles.join(' or ')}.`);
  }
  if (timeoutSeconds !== undefined && !(timeoutSeconds > 0)) {
    throw new TypeError(`timeoutSeconds is a number of seconds, not ${String(timeoutSeconds)}.`);
  }
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
