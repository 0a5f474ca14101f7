/** `fetch` with the shape of node-fetch 2. The gate sends the request, or does not. Reference 4.2. */
import type { AskedRequest } from '../../../protocol/sandbox.ts';
import { ask } from './asking.ts';
import { Buffer } from './buffer.ts';
import { AbortError, FetchError, fetchError } from './fetchError.ts';
import { contentOf } from './body.ts';
import { Headers } from './headers.ts';
import { collected, handedOn } from './stream.ts';
import { Request, type RequestInit } from './request.ts';
import { Response, responseFrom } from './response.ts';
import { stackHere } from './stack.ts';
import { URL } from './url.ts';
import { joinList, listHas, mapList } from './lists.ts';

// The app may replace it; ours must go on working.
const { entries } = Object;

async function fetchResource(input: unknown, init?: RequestInit): Promise<Response> {
  const request = new Request(input, init);
  if (!/^https?:/i.test(request.url)) throw notAbsolute(request.url);
  const url = new URL(request.url);
  const login = loginOf(url);
  if (login !== null && !request.headers.has('authorization')) request.headers.set('Authorization', login);
  const stack = stackHere();
  const { stream } = contentOf(request);
  // Without a pause where there is no stream: a request is made where it is called.
  const streamed = stream === null ? null : await collected(handedOn(stream));
  try {
    const answer = ask(askedRequest(request, url.href, streamed));
    return responseFrom(
      await (request.signal === null ? answer : unlessAborted(answer, request.signal)),
      stack,
    );
  } catch (failure) {
    throw fetchError(failure, stack);
  }
}

/** @param streamed what came of its body, where that is a stream. */
function askedRequest(
  request: Request,
  url: string,
  streamed: Buffer | null,
): Extract<AskedRequest, { via: 'fetch' }> {
  const { known } = contentOf(request);
  const text = known?.text ?? null;
  return {
    via: 'fetch',
    method: request.method,
    url,
    headers: mapList(
      entries(request.headers.raw()),
      (entry) => [entry[0], joinList(entry[1], ', ')] as const,
    ),
    bodyText: text,
    bodyBase64: text === null ? ((streamed ?? known?.bytes)?.toString('base64') ?? null) : null,
    redirect: request.redirect,
    limits: {
      timeoutMs: request.timeout,
      size: request.size,
      follow: request.follow,
      isCompressed: request.compress,
    },
  };
}

/** An app has no AbortController, but may bring one. */
function unlessAborted(answer: Promise<unknown>, signal: NonNullable<Request['signal']>): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(new AbortError('The user aborted a request.'));
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort);
    void handOn(answer, resolve, reject);
  });
}

/** Awaited rather than raced: the language would ask for the iterator of a list, which the app may have taken away. */
async function handOn(
  answer: Promise<unknown>,
  resolve: (value: unknown) => void,
  reject: (reason: unknown) => void,
): Promise<void> {
  try {
    resolve(await answer);
  } catch (thrown) {
    reject(thrown);
  }
}

function notAbsolute(url: string): TypeError {
  return new TypeError(
    /^[a-z][a-z\d+.-]*:/i.test(url)
      ? 'Only HTTP(S) protocols are supported'
      : 'Only absolute URLs are supported',
  );
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

// The bundle has another thing of that name.
Object.defineProperty(fetchResource, 'name', { value: 'fetch', configurable: true });

const redirectStatuses: readonly number[] = [301, 302, 303, 307, 308];

export const fetch = Object.freeze(
  Object.assign(fetchResource, {
    Headers,
    Request,
    Response,
    FetchError,
    AbortError,
    Promise,
    isRedirect: (status: number): boolean => listHas(redirectStatuses, status),
    default: fetchResource,
  }),
);
