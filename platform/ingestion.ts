/** URL paths on which PostHog takes events. Source: reference 7.1 and 7.5. */

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
