/** What the gate sends, made of what the app asked for. Reference 1.2. */
import type { HostAccess } from '../../protocol/runtime.ts';
import type { AskedRequest, FetchLimits } from '../../protocol/sandbox.ts';
import type { Profile } from '../../platform/profiles.ts';

export interface OutgoingRequest {
  readonly via: 'capture' | 'api' | 'fetch';
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer | null;
  readonly redirect: 'follow' | 'manual' | 'error';
  /** Limits that the app set itself. */
  readonly limits?: FetchLimits | undefined;
  /** A personal key of the user with the one origin it may go to; null where the app brought its own or none. */
  readonly personalKey: { readonly origin: string; readonly value: string } | null;
  /** The one origin that the user's project key may go to, which the body or the URL holds; null where none does. */
  readonly projectKeyOrigin: string | null;
}

type AskedApi = Extract<AskedRequest, { via: 'api' }>;
type AskedFetch = Extract<AskedRequest, { via: 'fetch' }>;

/** What stands for keys with the embedded host, which needs none. */
export const localKey = 'local';

/**
 * The URL of a `posthog.api` call: one slash between host and path, the query always last (reference 1.2.1).
 *
 * @param token null where no project key may go there.
 */
export function apiUrl(asked: AskedApi, access: HostAccess, token: string | null): string {
  const host = asked.host ?? access.host.api;
  // An object, as there: `token` overwrites one of the app's, and keeps its place.
  const pairs: Record<string, string> = Object.fromEntries(asked.query);
  const query = new URLSearchParams(token === null ? pairs : { ...pairs, token }).toString();
  const path = access.projectId === null ? asked.path : replaceCurrent(asked.path, access.projectId);
  if (query === '') return `${host}/${path}`;
  return `${host}/${path}${path.includes('?') ? '&' : '?'}${query}`;
}

/** The first `@current` becomes the project's id (reference 1.2.6). */
function replaceCurrent(path: string, projectId: string): string {
  return path.replace('@current', () => projectId);
}

function withoutCurrent(access: HostAccess, profile: Profile): HostAccess {
  // The server of October 2021 sent it as it stands.
  return profile === 'documented' ? access : { ...access, projectId: null };
}

/** A call to the embedded host, or one with the app's own keys, which are used as they were passed. */
export function apiRequestAsPassed(asked: AskedApi, access: HostAccess, profile: Profile): OutgoingRequest {
  const url = apiUrl(asked, withoutCurrent(access, profile), asked.projectApiKey ?? localKey);
  const headers = apiHeaders(asked, profile, asked.personalApiKey ?? localKey);
  return apiRequest(asked, url, headers, null, null);
}

/** A call with the user's keys: the personal one is added when it is sent, origin by origin. */
export function apiRequestWithKey(
  asked: AskedApi,
  access: HostAccess,
  profile: Profile,
  personalKey: { readonly origin: string; readonly value: string },
): OutgoingRequest {
  const isOwnHost = personalKey.origin === access.host.api || personalKey.origin === access.host.ingestion;
  const token = isOwnHost ? access.projectApiKey : null;
  const url = apiUrl(asked, withoutCurrent(access, profile), token);
  const headers = apiHeaders(asked, profile, null);
  const key = hasOwnAuthorization(asked) ? null : personalKey;
  return apiRequest(asked, url, headers, key, token === null ? null : personalKey.origin);
}

/** Whether the app says itself who it is: its header wins, as it did there (reference 1.2.4), and the user's key stays here. */
export function hasOwnAuthorization({ headers }: AskedApi): boolean {
  return Object.keys(headers).some((name) => name.toLowerCase() === 'authorization');
}

/** A call as it would be, were there a personal key for it: for showing it. */
export function apiRequestWithoutKey(asked: AskedApi, access: HostAccess, profile: Profile): OutgoingRequest {
  const base = asked.host ?? access.host.api;
  const origin = URL.canParse(base) ? new URL(base).origin : '';
  return apiRequestWithKey(asked, access, profile, { origin, value: '' });
}

function apiRequest(
  asked: AskedApi,
  url: string,
  headers: OutgoingRequest['headers'],
  personalKey: OutgoingRequest['personalKey'],
  projectKeyOrigin: string | null,
): OutgoingRequest {
  return {
    via: 'api',
    method: asked.method,
    url,
    headers,
    body: asked.body === null ? null : Buffer.from(asked.body),
    redirect: 'follow',
    personalKey,
    projectKeyOrigin,
  };
}

/** Content type of POST and PATCH, never of PUT; what the app gives comes last (reference 1.2.4). */
function apiHeaders(
  asked: AskedApi,
  profile: Profile,
  personalKey: string | null,
): readonly (readonly [string, string])[] {
  const isJson = profile === 'documented' && (asked.method === 'POST' || asked.method === 'PATCH');
  const own: Record<string, string> = {
    ...(personalKey === null ? {} : { authorization: `Bearer ${personalKey}` }),
    ...(asked.body === null
      ? {}
      : { 'content-type': isJson ? 'application/json' : 'text/plain;charset=UTF-8' }),
  };
  for (const [name, value] of Object.entries(asked.headers)) own[name.toLowerCase()] = value;
  return Object.entries(own);
}

function fetchBody({ bodyBase64, bodyText }: AskedFetch): Buffer | null {
  if (bodyText !== null) return Buffer.from(bodyText, 'utf8');
  return bodyBase64 === null ? null : Buffer.from(bodyBase64, 'base64');
}

export function fetchRequest(asked: AskedFetch): OutgoingRequest {
  return {
    via: 'fetch',
    method: asked.method,
    url: asked.url,
    headers: asked.headers.map(([name, value]) => [name.toLowerCase(), value] as const),
    body: fetchBody(asked),
    redirect: asked.redirect,
    limits: asked.limits,
    personalKey: null,
    projectKeyOrigin: null,
  };
}

/** One event as the ingestion takes it (reference 7.3). The personal key never goes there. */
export function captureRequest(
  origin: string,
  route: string,
  projectApiKey: string | null,
  event: object,
): OutgoingRequest {
  return {
    via: 'capture',
    method: 'POST',
    url: origin + route,
    headers: [['content-type', 'application/json']],
    body: Buffer.from(JSON.stringify({ api_key: projectApiKey ?? localKey, ...event })),
    redirect: 'follow',
    personalKey: null,
    projectKeyOrigin: projectApiKey === null ? null : origin,
  };
}
