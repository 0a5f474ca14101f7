/** `fetch` with the shape of node-fetch 2. The gate sends the request, or does not. Reference 4.2. */
import type { AskedRequest } from '../../../protocol/sandbox.ts';
import { ask } from './asking.ts';
import { FetchError, fetchError } from './fetchError.ts';
import { bytesOf, Headers, Response, responseFrom } from './response.ts';
import { stackHere } from './stack.ts';
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

function contentTypeOf(body: unknown): string | null {
  if (typeof body === 'string') return 'text/plain;charset=UTF-8';
  return body instanceof URLSearchParams ? 'application/x-www-form-urlencoded;charset=UTF-8' : null;
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
