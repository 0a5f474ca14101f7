/** URL paths on which PostHog takes events. Source: reference 7.1 and 7.5. */
import { developmentHosts, lookAlikeDomains, postHogHostNames } from './hosts.ts';

/** Paths that take an event, without leading and trailing slash. */
export const ingestionPaths: readonly string[] = [
  'e',
  'capture',
  'batch',
  'track',
  'engage',
  's',
  'report',
  'i/v0/e',
  'i/v0/ai',
  'i/v0/ai/batch',
  'i/v0/ai/otel',
  'i/v1/analytics/events',
  'i/v1/general/events',
  'i/v1/general/analytics/events',
];

const ingestionPathSet: ReadonlySet<string> = new Set(ingestionPaths);

/** The path of one event in today's PostHog, and the older one for hosts that do not know it (reference 7.1). */
export const captureRoutes = { current: '/i/v0/e/', older: '/e/' } as const;

/**
 * Brings a path into the form of {@link ingestionPaths}: without query, fragment, and one slash at each end.
 * PostHog itself accepts both forms (reference 7.1), so `/capture/?ip=1` and `capture` are the same path.
 */
export function normalizePath(path: string): string {
  const bare = path.replace(/[?#].*$/s, '');
  return bare.replace(/^\//, '').replace(/\/$/, '');
}

/** Whether a request to that path of a PostHog host takes an event. Case matters, as it does for PostHog. */
export function isIngestionPath(path: string): boolean {
  return ingestionPathSet.has(normalizePath(path));
}

/** What PostHog calls each event that comes to a path, whatever the request calls it (reference 7.1); undefined for most. */
export function nameOfEventsAt(path: string): string | undefined {
  return normalizePath(path) === 'engage' || ingestionSuffix(normalizePath(path)) === 'engage'
    ? '$identify'
    : undefined;
}

/** Stands in an address for a piece that is not known. */
export const unknownPiece = '\uFFFC';

/** What is known of a request that may send an event to PostHog. */
export interface RequestEvidence {
  /** The address, with {@link unknownPiece} for what is not known. */
  readonly url: string;
  /** In capitals; undefined when it is not known. */
  readonly method: string | undefined;
  /** Whether the body names a project (`api_key`, `token`); undefined when the body is not known. */
  readonly hasToken: boolean | undefined;
  /** Whether the body has an event or a batch of events; undefined when the body is not known. */
  readonly hasEvent: boolean | undefined;
}

/** Ingestion paths that hardly any other service has. Other names need more evidence on hosts that are not PostHog's. */
const distinctivePaths: ReadonlySet<string> = new Set([
  'e',
  ...ingestionPaths.filter((path) => path.includes('/')),
]);

/**
 * Whether a request of the app may send an event to PostHog (reference 7.5): to one of its hosts, to a host that a
 * setting names, or to any host when the body is one of PostHog's.
 */
export function mayIngest({ url, method, hasToken, hasEvent }: RequestEvidence): boolean {
  if (method !== undefined && method !== 'POST' && method !== 'GET') return false;
  if (method === 'GET' && !/[?&]data=/.test(url)) return false;
  const { host, path } = splitAddress(url);
  const matched = ingestionPathSet.has(path) ? path : undefined;
  switch (kindOfHost(host)) {
    case 'posthog':
      return matched !== undefined;
    case 'unknown': {
      const suffix = matched ?? ingestionSuffix(path);
      if (suffix === undefined) {
        const isUnknown = path.includes(unknownPiece) || url === unknownPiece;
        return isUnknown && hasToken === true && hasEvent === true;
      }
      if (hasToken === true) return hasEvent !== false;
      if (distinctivePaths.has(suffix)) return hasEvent !== false;
      if (matched === undefined) return false;
      return suffix === 'capture' ? hasEvent !== false : hasToken === undefined;
    }
    case 'other':
      return ingestionSuffix(`/${path}`) !== undefined && hasToken === true && hasEvent === true;
    case 'none':
      return false;
  }
}

/** The last part of a path behind a proxy, such as `e` of `ingest/e`. */
function ingestionSuffix(path: string): string | undefined {
  return ingestionPaths.findLast((candidate) => path.endsWith(`/${candidate}`));
}

function splitAddress(url: string): { readonly host: string; readonly path: string } {
  const match = /^(?:https?:)?(?:\/\/)?([^/?#]*)([^?#]*)/is.exec(url);
  const rest = match?.[2] ?? '';
  // An unknown piece at the end may be a query.
  const path =
    rest.length > 1 && rest.endsWith(unknownPiece) && !rest.endsWith(`/${unknownPiece}`)
      ? rest.slice(0, -1)
      : rest;
  return { host: (match?.[1] ?? '').toLowerCase(), path: normalizePath(path) };
}

function kindOfHost(host: string): 'posthog' | 'unknown' | 'other' | 'none' {
  const bare = host.replace(/^[^@]*@/, '');
  if (bare === '') return 'none';
  const withoutPort = bare.replace(/:\d+$/, '');
  if (postHogHostNames.includes(withoutPort) || developmentHosts.includes(bare)) return 'posthog';
  if (lookAlikeDomains.some((domain) => `.${withoutPort}`.endsWith(`.${domain}`))) return 'none';
  // A name that only begins as PostHog's, such as `posthog.com.evil.example`.
  if (/(?:^|\.)posthog\.com\./.test(withoutPort)) return 'none';
  if (!withoutPort.includes(unknownPiece)) return 'other';
  if (withoutPort.endsWith('.posthog.com')) return 'posthog';
  return /\.[a-z]{2,}$/.test(withoutPort) ? 'other' : 'unknown';
}
