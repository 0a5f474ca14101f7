/** Sends one request over the network, hop by hop: each redirect is looked at anew before it is followed. */
import type { Dispatcher } from 'undici';
import { isLoopbackHost, mayBeOpen } from '../../platform/hostNames.ts';
import type { NetworkSettings } from '../../protocol/runtime.ts';
import { CallTimeout } from './callTimeout.ts';
import { decompress, tooLarge } from './decompress.ts';
import { dispatcherFor } from './dispatchers.ts';
import { internalHostProblem, isInternalAddress } from './internalAddresses.ts';
import {
  describeNetworkError,
  endedFirst,
  type FetchProblem,
  insecureCode,
  NetworkProblem,
} from './networkProblem.ts';
import type { OutgoingRequest } from './outgoing.ts';
import { bypassOf, hasLogin, isSocks, proxyFor } from './proxies.ts';
import type { Redactor } from './redact.ts';

export interface SendOptions {
  /** Origins that may be internal: those of the configured host. */
  readonly trustedOrigins: ReadonlySet<string>;
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
  readonly signal: AbortSignal;
  /** Knows the keys, so that no redirect carries one elsewhere. */
  readonly redactor: Redactor;
  readonly network?: NetworkSettings | undefined;
  /** A connection was made, and the request goes out: from then on it may arrive. */
  readonly onLeaves?: () => void;
  /** Asked before a redirect to another origin is followed; rejects to stop there. */
  readonly allowHop?: (next: OutgoingRequest) => Promise<void>;
}

export interface ReceivedResponse {
  /** Of the request that was answered: a redirect may have changed it. */
  readonly method: string;
  readonly status: number;
  readonly statusText: string;
  readonly url: string;
  readonly redirected: boolean;
  /** Whether a redirect made a GET of a POST on the way, so that its body was left behind; else absent. */
  readonly becameGet?: true;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
  /** What the last request carried, keys and all: redact it before it goes anywhere. */
  readonly sentHeaders: readonly (readonly [string, string])[];
}

/** The answer began, and its body did not come whole. */
export class BodyProblem extends NetworkProblem {
  /** Without the body. */
  readonly response: ReceivedResponse;
  /** What was read of the body. */
  readonly bytes: number;

  constructor(problem: NetworkProblem, response: ReceivedResponse, bytes: number) {
    super(problem.message, problem.code, ofBody(problem, response.url));
    this.unanswered = problem.unanswered;
    this.response = response;
    this.bytes = bytes;
  }
}

/** As node-fetch 2 words it to who reads the body. */
function ofBody({ message, ofFetch }: NetworkProblem, url: string): FetchProblem {
  if (ofFetch?.type === 'body-timeout') return ofFetch;
  if (ofFetch?.type === 'max-size')
    return { type: 'max-size', text: ofFetch.text.replace('content size', `content size at ${url}`) };
  const reason = ofFetch?.text === 'socket hang up' ? 'aborted' : (ofFetch?.text ?? message);
  return { type: 'system', text: `Invalid response body while trying to fetch ${url}: ${reason}` };
}

/** A page where data was expected: most often a login page, or not a PostHog at all. */
export function isWebPage({ headers }: ReceivedResponse): boolean {
  return headers.some(([name, value]) => name === 'content-type' && value.includes('text/html'));
}

/** Whether PostHog took what was sent. */
export function isTaken(response: ReceivedResponse): boolean {
  return response.status >= 200 && response.status <= 299 && !isWebPage(response);
}

/** What node-fetch 2 calls itself: `fetch` and `posthog.api` are its (reference 1.2.4). */
const userAgentOfApps = 'node-fetch/1.0 (+https://github.com/bitinn/node-fetch)';
const mostRedirects = 20;
const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** @throws NetworkProblem with a sentence for the user. */
export async function send(first: OutgoingRequest, options: SendOptions): Promise<ReceivedResponse> {
  let current = first;
  let becameGet = false;
  let wasAnswered = false;
  const most = Math.min(first.limits?.follow ?? mostRedirects, mostRedirects);
  try {
    for (let hops = 0; ; hops += 1) {
      const response = await sendOnce(current, options, hops > 0).catch((error: unknown) => {
        throw hops > 0 ? redirectedProblem(error, first, current) : error;
      });
      wasAnswered = true;
      const next = nextHop(current, response, options.redactor);
      if (next === null) return becameGet ? { ...response, becameGet } : response;
      if (hops >= most) throw redirectsTooOften(first, most, response.url);
      if (new URL(next.url).origin !== new URL(response.url).origin) await options.allowHop?.(next);
      // 303 says that the body was taken, and where to read what came of it.
      if (next.method !== current.method && response.status !== 303) becameGet = true;
      current = next;
    }
  } catch (error) {
    if (wasAnswered && error instanceof NetworkProblem) {
      error.followsRedirect = true;
      // It is the redirect alone that was not reached.
      if (error.unanswered === 'not-reached') error.unanswered = undefined;
    }
    throw error;
  }
}

function redirectsTooOften(first: OutgoingRequest, most: number, url: string): NetworkProblem {
  const { host } = new URL(first.url);
  return new NetworkProblem(
    most === mostRedirects
      ? `${host} redirects in a circle. Check the address.`
      : `${host} redirects more often than the call allows (follow: ${most}).`,
    undefined,
    { type: 'max-redirect', text: `maximum redirect reached at: ${url}` },
  );
}

/** That an address is internal says little to somebody who never asked for it. */
function redirectedProblem(error: unknown, first: OutgoingRequest, hop: OutgoingRequest): unknown {
  if (!(error instanceof NetworkProblem) || error.code !== 'EINTERNAL') return error;
  const [from, to] = [first, hop].map(({ url }) => new URL(url).host);
  return new NetworkProblem(
    `${from} redirects to ${to}, an internal address, which is not called for apps. Often that is a login page: the address needs one that apps can reach.`,
    error.code,
    error.ofFetch,
  );
}

async function sendOnce(
  outgoing: OutgoingRequest,
  options: SendOptions,
  redirected: boolean,
): Promise<ReceivedResponse> {
  const { network = {}, timeoutMs } = options;
  const { limits } = outgoing;
  const limit = Math.min(options.maxResponseBytes, limits?.size || Infinity);
  const url = checkedUrl(outgoing, options);
  const headers = headersFor(outgoing, url);
  const proxy = proxyFor(url, network, process.env);
  const timeout = new CallTimeout(limits?.timeoutMs ?? 0, url);
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(timeoutMs), timeout.signal]);
  const { host } = url;
  let hasLeft = false;
  const onLeaves = (): void => {
    hasLeft = true;
    options.onLeaves?.();
  };
  const problemOf = (error: unknown, hasBegun = false): NetworkProblem => {
    const problem = whyNot(error, hasBegun);
    problem.unanswered = hasLeft ? 'sent' : 'not-reached';
    return problem;
  };
  const whyNot = (error: unknown, hasBegun: boolean): NetworkProblem => {
    if (options.signal.aborted) return new NetworkProblem(whyEnded(options.signal));
    const attempt = {
      host,
      proxy:
        proxy === null
          ? undefined
          : { host: proxy.host, hasLogin: hasLogin(proxy, network), isSocks: isSocks(proxy) },
      bypass: bypassOf(url, network, process.env),
      timeoutMs,
      hasBegun,
    };
    return timeout.problem() ?? describeNetworkError(error, attempt);
  };
  try {
    const { request } = await import('undici');
    const asking = request(url, {
      method: outgoing.method,
      headers: Object.fromEntries(headers),
      body: outgoing.body,
      dispatcher: noticing(
        await dispatcherFor(proxy, options.trustedOrigins.has(url.origin), network),
        onLeaves,
      ),
      signal,
    });
    const answer = await Promise.race([asking, rejectedBy(signal)]);
    const received = flattenHeaders(answer.headers);
    const response = {
      method: outgoing.method,
      status: answer.statusCode,
      statusText: answer.statusText,
      url: url.href,
      redirected,
      headers: received,
      sentHeaders: headers,
    };
    timeout.restart();
    let bytes = 0;
    try {
      const body = await readBody(answer.body, limit, host, (size) => (bytes = size));
      return {
        ...response,
        body: decompress(body, received, { limit, host, mustBeKnown: holdsKey(outgoing) }),
      };
    } catch (error) {
      throw new BodyProblem(problemOf(error, true), { ...response, body: Buffer.alloc(0) }, bytes);
    }
  } catch (error) {
    throw error instanceof BodyProblem ? error : problemOf(error);
  } finally {
    timeout.clear();
  }
}

/** A webhook has a time of its own, after which the run goes on. */
function whyEnded({ reason }: AbortSignal): string {
  const isTimeOver = reason instanceof Error && reason.name === 'TimeoutError';
  return isTimeOver ? 'No answer came within the time for which PostHog waits.' : endedFirst;
}

/** undici begins a request when it has a connection for it. */
function noticing(dispatcher: Dispatcher, onLeaves: () => void): Dispatcher {
  return dispatcher.compose((dispatch) => (options, handler) => {
    const begin = handler.onRequestStart?.bind(handler);
    // Of this request alone, whose other functions are undici's own.
    handler.onRequestStart = (controller, context) => {
      begin?.(controller, context);
      if (!controller.aborted) onLeaves();
    };
    return dispatch(options, handler);
  });
}

/** undici heeds a signal only once it is connected, and what is on the way may never answer; then it sends nothing. */
function rejectedBy(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const end = (): void => reject(signal.reason as Error);
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}

/**
 * The address of a request that may be made.
 *
 * @throws NetworkProblem for one that may not: another protocol, an internal address, a key without encryption.
 */
export function checkedUrl(
  outgoing: OutgoingRequest,
  options: Pick<SendOptions, 'trustedOrigins' | 'network'>,
): URL {
  if (!URL.canParse(outgoing.url)) throw new NetworkProblem(`${outgoing.url} is not an address.`);
  const url = new URL(outgoing.url);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new NetworkProblem(`Only http and https can be called, not ${url.protocol.slice(0, -1)}.`);
  }
  const isTrusted = options.trustedOrigins.has(url.origin);
  if (!isTrusted && (isInternalAddress(url.hostname) || isLoopbackHost(url.hostname))) {
    throw internalHostProblem(url.hostname);
  }
  const { personalKey, projectKeyOrigin } = outgoing;
  if (projectKeyOrigin !== null && projectKeyOrigin !== url.origin) {
    throw new NetworkProblem(`Your project API key does not go to ${url.host}, so the request was not sent.`);
  }
  const wouldShowKey = personalKey?.origin === url.origin || projectKeyOrigin !== null;
  if (wouldShowKey && url.protocol === 'http:' && !mayBeOpen(url, options.network?.insecureHosts ?? [])) {
    throw new NetworkProblem(
      `${url.host} is asked without encryption, so your key was not sent. Use https, or allow the host to be asked like this.`,
      insecureCode,
    );
  }
  return url;
}

/** Whether a key of the user goes along, in a header, the address or the body. */
function holdsKey({ personalKey, projectKeyOrigin }: OutgoingRequest): boolean {
  return personalKey !== null || projectKeyOrigin !== null;
}

/** The personal key goes to its own origin alone, looked at for each hop. */
function headersFor(outgoing: OutgoingRequest, url: URL): readonly (readonly [string, string])[] {
  const base: readonly (readonly [string, string])[] = [
    ['accept', '*/*'],
    ...(outgoing.limits?.isCompressed === false ? [] : [['accept-encoding', 'gzip,deflate'] as const]),
    ['user-agent', outgoing.via === 'capture' ? 'posthog-apps' : userAgentOfApps],
  ];
  const merged = new Map([...base, ...outgoing.headers]);
  if (outgoing.personalKey?.origin === url.origin) {
    merged.set('authorization', `Bearer ${outgoing.personalKey.value}`);
  }
  // An answer in parts would show a key in parts, if the host repeated it.
  if (holdsKey(outgoing)) for (const name of ['range', 'if-range']) merged.delete(name);
  for (const name of ['host', 'connection', 'content-length', 'transfer-encoding']) merged.delete(name);
  return [...merged];
}

/** The request that a redirect asks for, or null for an answer that is one. */
function nextHop(
  outgoing: OutgoingRequest,
  response: ReceivedResponse,
  redactor: Redactor,
): OutgoingRequest | null {
  const location = response.headers.find(([name]) => name === 'location')?.[1];
  if (!redirectStatuses.has(response.status) || outgoing.redirect === 'manual') return null;
  const from = new URL(response.url);
  if (outgoing.redirect === 'error')
    throw new NetworkProblem(`${from.host} redirects, which the call forbids.`, undefined, {
      type: 'no-redirect',
      text: `uri requested responds with a redirect, redirect mode is set to error: ${from.href}`,
    });
  if (location === undefined) return null;
  if (!URL.canParse(location, from.href))
    throw new NetworkProblem(`${from.host} redirects to no address: ${location}`, undefined, {
      type: 'invalid-redirect',
      text: `uri requested responds with an invalid redirect URL: ${location}`,
    });
  const to = new URL(location, from.href);
  const isOtherOrigin = to.origin !== from.origin;
  if (to.protocol !== 'https:' && to.protocol !== 'http:') {
    throw new NetworkProblem(`${from.host} redirects to ${to.href}, and only http and https can be called.`);
  }
  if (isOtherOrigin && outgoing.projectKeyOrigin !== null && outgoing.via === 'capture') {
    throw new NetworkProblem(
      `${from.host} redirects to ${to.host}. Your key belongs to ${from.host}, so the event was not sent on.`,
    );
  }
  if (isOtherOrigin && redactor.holdsOwnKey(location)) {
    throw new NetworkProblem(
      `${from.host} redirects to ${to.host} with your key in the address, so that was not followed. Often that is a login page: the address needs one that apps can reach.`,
    );
  }
  const becomesGet =
    response.status === 303 ||
    ((response.status === 301 || response.status === 302) && outgoing.method === 'POST');
  const dropped = new Set([
    ...(becomesGet ? ['content-type', 'content-length'] : []),
    ...(isOtherOrigin ? ['authorization', 'cookie', 'proxy-authorization', 'www-authenticate'] : []),
  ]);
  return {
    ...outgoing,
    url: to.href,
    method: becomesGet ? 'GET' : outgoing.method,
    body: becomesGet ? null : outgoing.body,
    headers: outgoing.headers.filter(([name]) => !dropped.has(name)),
    // Once it left its origin, a key does not come back: a redirect back could carry an attacker's path.
    personalKey: isOtherOrigin ? null : outgoing.personalKey,
    projectKeyOrigin: isOtherOrigin ? null : outgoing.projectKeyOrigin,
  };
}

async function readBody(
  body: AsyncIterable<Buffer>,
  limit: number,
  host: string,
  onRead: (size: number) => void,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    onRead(size);
    if (size > limit) throw tooLarge(host, limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function flattenHeaders(headers: Dispatcher.ResponseData['headers']): readonly (readonly [string, string])[] {
  return Object.entries(headers).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value ?? '']).map((text) => [name, text] as const),
  );
}
