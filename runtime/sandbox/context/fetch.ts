/** `fetch` with the shape of node-fetch 2. The gate sends the request, or does not. Reference 4.2. */
import type { AskedRequest } from '../../../protocol/sandbox.ts';
import { ask } from './asking.ts';
import { Buffer } from './buffer.ts';
import { FetchError, fetchError } from './fetchError.ts';
import { bytesOf, Headers, Response, responseFrom } from './response.ts';
import { stackHere } from './stack.ts';
import { PassThrough } from './stream.ts';
import { URL } from './url.ts';
import { URLSearchParams } from './urlSearchParams.ts';

interface FetchInit {
  readonly method?: string;
  readonly headers?: ConstructorParameters<typeof Headers>[0];
  readonly body?: unknown;
  readonly redirect?: 'follow' | 'manual' | 'error';
}

export class Request {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly redirect: 'follow' | 'manual' | 'error';
  readonly body: unknown;

  constructor(input: unknown, init: FetchInit = {}) {
    const base = input instanceof Request ? input : undefined;
    this.url = base?.url ?? String(input);
    this.method = String(init.method ?? base?.method ?? 'GET').toUpperCase();
    this.headers = new Headers(init.headers ?? base?.headers);
    this.redirect = init.redirect ?? base?.redirect ?? 'follow';
    this.body = init.body ?? base?.body ?? null;
    if (this.body !== null && (this.method === 'GET' || this.method === 'HEAD')) {
      throw new TypeError('Request with GET/HEAD method cannot have body');
    }
    const contentType = contentTypeOf(this.body);
    if (contentType !== null && !this.headers.has('content-type'))
      this.headers.set('Content-Type', contentType);
  }
}

async function fetchResource(input: unknown, init?: FetchInit): Promise<Response> {
  const request = new Request(input, init);
  if (!/^https?:/i.test(request.url)) throw notAbsolute(request.url);
  const url = new URL(request.url);
  const login = loginOf(url);
  if (login !== null && !request.headers.has('authorization')) request.headers.set('Authorization', login);
  const stack = stackHere();
  try {
    return responseFrom(await ask(askedRequest(request, url.href)));
  } catch (failure) {
    throw fetchError(failure, stack);
  }
}

function askedRequest(request: Request, url: string): Extract<AskedRequest, { via: 'fetch' }> {
  return {
    via: 'fetch',
    method: request.method,
    url,
    headers: Object.entries(request.headers.raw()).map(
      ([name, values]) => [name, values.join(', ')] as const,
    ),
    bodyBase64: request.body === null ? null : bytesOf(request.body).toString('base64'),
    redirect: request.redirect,
  };
}

function notAbsolute(url: string): TypeError {
  return new TypeError(
    /^[a-z][a-z\d+.-]*:/i.test(url)
      ? 'Only HTTP(S) protocols are supported'
      : 'Only absolute URLs are supported',
  );
}

/** As node-fetch 2: of bytes and streams nothing is known, and any other object is sent as its text. */
function contentTypeOf(body: unknown): string | null {
  if (body === null || ArrayBuffer.isView(body)) return null;
  if (body instanceof ArrayBuffer || body instanceof PassThrough) return null;
  return body instanceof URLSearchParams
    ? 'application/x-www-form-urlencoded;charset=UTF-8'
    : 'text/plain;charset=UTF-8';
}

/** A name and a password in the address are sent as Node does it. */
function loginOf({ password, username }: URL): string | null {
  if (username === '' && password === '') return null;
  return `Basic ${Buffer.from(`${decoded(username)}:${decoded(password)}`).toString('base64')}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // A lone % stays as it is.
  }
}

const redirectStatuses: readonly number[] = [301, 302, 303, 307, 308];

export const fetch = Object.freeze(
  Object.assign(fetchResource, {
    Headers,
    Request,
    Response,
    FetchError,
    isRedirect: (status: number): boolean => redirectStatuses.includes(status),
    default: fetchResource,
  }),
);
