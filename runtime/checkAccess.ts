/** What a program says about the PostHog of a run: checked, with what to write instead. */
import type { HostAccess } from '../protocol/runtime.ts';
import { refuseUnknown } from './unknownNames.ts';

const names: { readonly [name in keyof HostAccess]-?: true } = {
  host: true,
  projectId: true,
  projectApiKey: true,
  personalApiKeys: true,
  personalKeyVariable: true,
  mode: true,
  network: true,
};

/** @throws TypeError with one sentence for the first mistake; no key is repeated. */
export function checkAccess(access: Partial<HostAccess> | null | undefined): void {
  if (access === undefined) return;
  const { host, mode, personalApiKeys } = access ?? {};
  const isHost = [host?.api, host?.ingestion].every((address) => typeof address === 'string');
  const isKeys = typeof personalApiKeys === 'object' && (personalApiKeys as object | null) !== null;
  if (!isHost || !isKeys || !['live', 'mock', 'block'].includes(mode ?? '')) {
    throw new TypeError(
      "access needs host: { kind: 'custom', api: 'https://…', ingestion: 'https://…' }, mode: 'live', 'mock' or 'block', and personalApiKeys: {}. Begin with { ...localAccess, … }.",
    );
  }
  refuseUnknown('access', access ?? {}, Object.keys(names));
  for (const part of ['api', 'ingestion'] as const) checkOrigin(`access.host.${part}`, host?.[part] ?? '');
  for (const [origin, key] of Object.entries<unknown>(personalApiKeys)) {
    checkOrigin('A name in access.personalApiKeys', origin);
    if (typeof key === 'string') continue;
    const why = key === undefined ? 'undefined. Is its environment variable set?' : `${kindOf(key)}.`;
    throw new TypeError(`The key for ${origin} in access.personalApiKeys is a text, not ${why}`);
  }
}

function checkOrigin(name: string, address: string): void {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
  if (url === undefined || !isWeb)
    throw new TypeError(`${name} is an address such as https://posthog.example.com, not ${address}.`);
  if (url.origin !== address)
    throw new TypeError(
      `${name} is an address without a path. Write ${url.origin}, not ${url.host}${url.pathname}.`,
    );
}

/** What a value is, in a sentence. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (Buffer.isBuffer(value)) return 'a Buffer';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
