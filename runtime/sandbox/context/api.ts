/** `posthog.api`: what the app asked for, in the order of reference 1.2.1. The gate makes the request of it. */
import type { Profile } from '../../../platform/profiles.ts';
import type { AskedRequest } from '../../../protocol/sandbox.ts';
import { ask } from './asking.ts';
import { fetchError } from './fetchError.ts';
import { toJson } from './host.ts';
import { readOnly } from './readOnly.ts';
import { responseFrom, type Response } from './response.ts';
import { stackHere } from './stack.ts';
import { forEntries, mapList } from './lists.ts';

// The app may replace them; ours must go on working.
const { create, entries } = Object;

type Asked = Extract<AskedRequest, { via: 'api' }>;
type Method = Asked['method'];

interface ApiOptions {
  readonly data?: Record<string, unknown>;
  readonly host?: unknown;
  readonly projectApiKey?: unknown;
  readonly personalApiKey?: unknown;
  readonly headers?: Record<string, unknown>;
}

type ApiCall = (path: string, options?: ApiOptions) => Promise<Response>;

export function createApi(profile: Profile): Readonly<Record<string, ApiCall>> {
  const call =
    (method: Method): ApiCall =>
    async (path, options) =>
      perform(askedRequest(profile, method, path, options ?? {}));
  const methods = { get: call('GET'), post: call('POST'), put: call('PUT'), delete: call('DELETE') };
  // PATCH came in September 2022 (reference 0.3).
  return readOnly(profile === 'documented' ? { ...methods, patch: call('PATCH') } : methods);
}

function askedRequest(profile: Profile, method: Method, path: string, options: ApiOptions): Asked {
  const projectApiKey = options.projectApiKey ? String(options.projectApiKey) : null;
  const personalApiKey = options.personalApiKey ? String(options.personalApiKey) : null;
  if ((projectApiKey === null) !== (personalApiKey === null)) {
    throw new Error('You must specify a personalApiKey if you specify a projectApiKey and vice-versa!');
  }
  const host = options.host === undefined || options.host === null ? null : String(options.host);
  return {
    via: 'api',
    method,
    path: path.replace(/^\//, ''),
    host: host === null ? null : host.replace(/\/$/, ''),
    query: sendsDataInUrl(profile, method) ? queryOf(options.data) : [],
    body: method === 'GET' || method === 'DELETE' ? null : toJson(options.data || {}),
    headers: profile === 'documented' ? plainHeaders(options.headers) : {},
    projectApiKey,
    personalApiKey,
  };
}

/** The documentation sends the data of DELETE in the URL, the server dropped it (reference 1.2.3). */
function sendsDataInUrl(profile: Profile, method: Method): boolean {
  return method === 'GET' || (method === 'DELETE' && profile === 'documented');
}

function queryOf(data: Record<string, unknown> | undefined): readonly (readonly [string, string])[] {
  return data ? mapList(entries(data), (entry) => [entry[0], String(entry[1])] as const) : [];
}

/** Spread, as the server did: a Headers object has nothing to spread and adds nothing (reference 1.2.4). */
function plainHeaders(headers: Record<string, unknown> | undefined): Record<string, string> {
  const plain = create(null) as Record<string, string>;
  forEntries({ ...headers }, (name, value) => {
    plain[name] = String(value);
  });
  return plain;
}

async function perform(request: Asked): Promise<Response> {
  const stack = stackHere();
  try {
    return responseFrom(await ask(request), stack);
  } catch (failure) {
    throw fetchError(failure, stack);
  }
}
