/**
 * The hosts of PostHog. A host is a pair of origins: the API answers on one, events are taken on the other.
 * Source: reference 9.1.
 */

export interface HostPair {
  /** `local` for the embedded host, else an id of {@link cloudHosts} or `custom`. */
  readonly kind: 'local' | 'us' | 'eu' | 'custom';
  /** Origin of the REST API, such as `https://us.posthog.com`. */
  readonly api: string;
  /** Origin that takes events, such as `https://us.i.posthog.com`. */
  readonly ingestion: string;
}

/** The embedded local host: nothing is sent. The name under `.invalid` can never be reached (RFC 2606). */
export const localHost: HostPair = {
  kind: 'local',
  api: 'https://local.posthog.invalid',
  ingestion: 'https://local.posthog.invalid',
};

export const cloudHosts: readonly HostPair[] = [
  { kind: 'us', api: 'https://us.posthog.com', ingestion: 'https://us.i.posthog.com' },
  { kind: 'eu', api: 'https://eu.posthog.com', ingestion: 'https://eu.i.posthog.com' },
];

const cloudAliases: Readonly<Record<string, 'us' | 'eu'>> = {
  us: 'us',
  eu: 'eu',
  'app.posthog.com': 'us',
  'us.posthog.com': 'us',
  'us.i.posthog.com': 'us',
  'eu.posthog.com': 'eu',
  'eu.i.posthog.com': 'eu',
};

/** Hosts besides PostHog's own that are a PostHog under development (reference 9.1). */
export const developmentHosts: readonly string[] = ['localhost:8000', 'localhost:8010'];

/** Host names under posthog.com that take API calls or events (reference 9.1). */
export const postHogHostNames: readonly string[] = [
  'app.posthog.com',
  'us.posthog.com',
  'eu.posthog.com',
  'us.i.posthog.com',
  'eu.i.posthog.com',
  'us-assets.i.posthog.com',
  'eu-assets.i.posthog.com',
];

/** Domains of services whose paths and bodies look like PostHog's: `/track` with a token and an event. */
export const lookAlikeDomains: readonly string[] = [
  'amplitude.com',
  'customer.io',
  'customerioapp.com',
  'google-analytics.com',
  'heapanalytics.com',
  'intercom.io',
  'iterable.com',
  'june.so',
  'klaviyo.com',
  'mixpanel.com',
  'mparticle.com',
  'rudderstack.com',
  'segment.com',
  'segment.io',
  'sendgrid.com',
];

export type HostSettingResult =
  | { readonly ok: true; readonly host: HostPair }
  | { readonly ok: false; readonly message: string };

/**
 * Reads the value of the setting `posthogApps.host`.
 *
 * @param value `local`, `us`, `eu`, or an URL such as `https://posthog.example.com`.
 * @returns the pair of origins, or a sentence that says what is wrong and what to write instead.
 */
export function parseHostSetting(value: string): HostSettingResult {
  const text = value.trim();
  if (text === '' || text === 'local') return { ok: true, host: localHost };
  const url = parseUrl(text);
  const tooMuch = url === undefined ? undefined : excessIn(url);
  if (tooMuch !== undefined) return { ok: false, message: tooMuch };
  const cloudKind = cloudAliases[text] ?? (url === undefined ? undefined : cloudAliases[url.host]);
  const cloud = cloudHosts.find((host) => host.kind === cloudKind);
  if (cloud !== undefined) return { ok: true, host: cloud };
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    return {
      ok: false,
      message: `The host "${text}" is not an address. Write local, us, eu, or an address such as https://posthog.example.com.`,
    };
  }
  return { ok: true, host: { kind: 'custom', api: url.origin, ingestion: url.origin } };
}

/** Parts of an address that would be dropped in silence, though somebody meant something by them. */
function excessIn({
  protocol,
  host,
  origin,
  username,
  password,
  pathname,
  search,
  hash,
}: URL): string | undefined {
  if (host === '' || !/^https?:$/.test(protocol)) return undefined;
  // It is not repeated: what stands there may be a key.
  if (username !== '' || password !== '') {
    return `The host has a user name or a password before ${host}, which are not sent. Write ${origin}, and keep keys out of addresses.`;
  }
  if (pathname === '/' && search === '' && hash === '') return undefined;
  const project = /^\/project\/(\d+)/.exec(pathname)?.[1];
  return `The host is an address without a path. Write ${origin}${project === undefined ? '' : `, and ${project} as the id of the project`}.`;
}

function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

/** A short name for a host in the status bar and the panel: `local`, `US cloud`, `EU cloud`, or its host name. */
export function hostLabel(host: HostPair): string {
  switch (host.kind) {
    case 'local':
      return 'local';
    case 'us':
      return 'US cloud';
    case 'eu':
      return 'EU cloud';
    case 'custom':
      return new URL(host.api).host;
  }
}
