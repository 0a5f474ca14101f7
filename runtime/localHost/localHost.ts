/**
 * The embedded PostHog: a function from request to response, in memory, with a small state of its own for each run.
 * No port is opened.
 */
import { STATUS_CODES } from 'node:http';
import { isLoopbackHost } from '../../platform/hostNames.ts';
import { isIngestionPath } from '../../platform/ingestion.ts';
import type { HostAccess } from '../../protocol/runtime.ts';
import { isRefusedEvent, notTakenText, refusedEventText, refusedText } from '../gate/eventRemarks.ts';
import { isInternalAddress } from '../gate/internalAddresses.ts';
import type { OutgoingRequest } from '../gate/outgoing.ts';
import { addressText, isAddress, mediaTypeText, type Remark } from '../gate/remarks.ts';
import type { ReceivedResponse } from '../gate/send.ts';
import { answerIngestion, keepEvent, type Payload, takeEvents } from './ingestion.ts';
import { answerRest, imitatedNames, isReadAlone } from './rest.ts';
import { createProjectState, mostEvents, type ProjectState } from './projectState.ts';
import { unpackBody } from './unpackBody.ts';

export interface LocalAnswer {
  readonly received: ReceivedResponse;
  /** What the user should know about the answer, or null. */
  readonly remark: Remark | null;
}

/** What answers the requests of a run of which nothing is sent. */
export interface EmbeddedHost {
  /** @throws NetworkProblem where the app is to see that no answer came. */
  answer(outgoing: OutgoingRequest, access: HostAccess): Promise<LocalAnswer>;
  /** The same without a wait, for a captured event at an address that takes events. */
  answerCapture(outgoing: OutgoingRequest): LocalAnswer;
  /** Takes a captured event as a request with it would, without an answer. It is read when it is needed. */
  keep(read: () => Payload): void;
}

export class LocalHost implements EmbeddedHost {
  readonly #state: ProjectState;
  readonly #unread: (() => Payload)[] = [];
  /** The same for all of a run, so it is read once. */
  #captureAddress: URL | undefined;

  constructor(projectId: number, projectName: string) {
    this.#state = createProjectState(projectId, projectName);
  }

  /**
   * The answer of PostHog to a request, whatever its host name.
   *
   * @param onEvents called with the events of the request when they were taken.
   */
  async handle(
    request: Request,
    onEvents: (events: readonly Payload[]) => void = () => undefined,
  ): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (isIngestionPath(pathname)) {
      return answerIngestion(request, (events) => {
        this.#keepAll(events);
        onEvents(events);
      });
    }
    this.#readKept();
    return answerRest(request, this.#state);
  }

  /** Takes a captured event as a request with it would, without an answer. It is read when it is needed first. */
  keep(read: () => Payload): void {
    this.#unread.push(read);
    if (this.#unread.length > 2 * mostEvents) this.#unread.splice(0, mostEvents);
  }

  #keepAll(events: readonly Payload[]): void {
    for (const event of events) this.keep(() => event);
  }

  #readKept(): void {
    for (const read of this.#unread.splice(0)) keepEvent(read(), this.#state);
  }

  /** For the gate: a request to a PostHog is answered by it, any other with an empty object. */
  async answer(outgoing: OutgoingRequest, access: HostAccess): Promise<LocalAnswer> {
    if (!URL.canParse(outgoing.url)) throw new TypeError(`${outgoing.url} is not an address.`);
    const url = new URL(outgoing.url);
    const isForeign = outgoing.via === 'fetch' && !isPostHog(url, access);
    const response = isForeign ? Response.json({}) : await this.#respond(outgoing, url);
    const received = {
      method: outgoing.method,
      status: response.status,
      statusText: response.statusText || textOf(response.status),
      url: url.href,
      redirected: false,
      headers: [...response.headers],
      body: Buffer.from(await response.arrayBuffer()),
      sentHeaders: outgoing.headers,
    };
    const remark = isForeign ? foreignRemark(url, access) : remarkOn(outgoing, received, access);
    return { received, remark };
  }

  async #respond({ body, headers, method }: OutgoingRequest, url: URL): Promise<Response> {
    const encoding = headers.find(([name]) => name.toLowerCase() === 'content-encoding')?.[1];
    const unpacked =
      body === null || !isIngestionPath(url.pathname) ? { bytes: body } : unpackBody(body, encoding);
    if ('problem' in unpacked) return new Response(unpacked.problem, { status: unpacked.status });
    return this.handle(
      new Request(url, {
        method,
        headers: headers.map(([name, value]) => [name, value]),
        body: unpacked.bytes === null ? null : new Uint8Array(unpacked.bytes),
      }),
    );
  }

  answerCapture({ body, headers, method, url: address }: OutgoingRequest): LocalAnswer {
    if (this.#captureAddress?.href !== address) this.#captureAddress = new URL(address);
    const url = this.#captureAddress;
    const request = { method, url, text: body?.toString('utf8') ?? '' };
    const { contentType, status, text } = takeEvents(request, (events) => this.#keepAll(events));
    const received: ReceivedResponse = {
      method,
      status,
      statusText: textOf(status),
      url: url.href,
      redirected: false,
      headers: contentType === null ? [] : [['content-type', contentType]],
      body: Buffer.from(text),
      sentHeaders: headers,
    };
    const remark =
      status < 400 ? null : { message: notTakenText('The embedded host', received), action: null };
    return { received, remark };
  }
}

/** The standard text of a status, as servers send it. */
function textOf(status: number): string {
  return STATUS_CODES[status] ?? '';
}

/** Why another service was not called, and what sends for real: a host that is not the embedded one. */
function foreignRemark(url: URL, { mode }: HostAccess): Remark {
  const what = `${url.host} was not called, and an empty object was answered:`;
  if (mode === 'mock') {
    return {
      message: `${what} nothing is sent in the mode mock. Take the mode live to send.`,
      action: { kind: 'change-mode' },
    };
  }
  const isInternal = isLoopbackHost(url.hostname) || isInternalAddress(url.hostname);
  const message = isInternal
    ? `${what} nothing is sent with the host local. PostHog itself calls no internal address. To try yours, make ${url.origin} the host: what the app captures then goes there too.`
    : `${what} nothing is sent with the host local. Take the PostHog of the app as host to send for real.`;
  return { message, action: { kind: 'select-host' } };
}

/** The embedded host answers for others, too, and knows a few endpoints; neither is the app's mistake. */
function remarkOn(outgoing: OutgoingRequest, received: ReceivedResponse, access: HostAccess): Remark | null {
  const { status } = received;
  if (status < 400) return null;
  const url = new URL(received.url);
  const { host, pathname } = url;
  if (isRefusedEvent(outgoing, received, access))
    return { message: refusedEventText('The embedded host', outgoing, received), action: null };
  if (!isConfigured(url, access) && isIngestionPath(pathname)) {
    return {
      message: `${host} was not called: the embedded PostHog answered, since a PostHog takes events at this path. Make that PostHog the host to send for real.`,
      action: access.mode === 'mock' ? { kind: 'change-mode' } : { kind: 'select-host' },
    };
  }
  const message =
    status === 400 && outgoing.via === 'api'
      ? refusedText('The embedded host', received)
      : restText(status, outgoing, pathname);
  return message === null ? null : { message, action: null };
}

function restText(status: number, { method, via }: OutgoingRequest, pathname: string): string | null {
  if (status === 415 && via === 'api') return mediaTypeText(method);
  if (status === 405) {
    const hint = isReadAlone(pathname) ? '' : ' A real PostHog may.';
    return `The embedded host does not take ${method} at ${pathname}.${hint}`;
  }
  if (status !== 404) return null;
  if (via === 'api' && isAddress(pathname)) return addressText;
  return `The embedded host has nothing at ${pathname}, or does not imitate that path. A real PostHog may answer it. Below /api/ the embedded host has ${imitatedNames.join(', ')}.`;
}

function isConfigured({ origin }: URL, { host }: HostAccess): boolean {
  return origin === host.api || origin === host.ingestion;
}

function isPostHog(url: URL, access: HostAccess): boolean {
  return (
    isConfigured(url, access) || /(?:^|\.)posthog\.com$/.test(url.hostname) || isIngestionPath(url.pathname)
  );
}
