/**
 * Every outgoing request of an app passes here. The gate decides whether it is sent, answered by the embedded host
 * or blocked, attaches the key that belongs to the request's origin, and writes what happened.
 */
import { isUtf8 } from 'node:buffer';
import type { HostPair } from '../../platform/hosts.ts';
import { captureRoutes, isIngestionPath } from '../../platform/ingestion.ts';
import type { Profile } from '../../platform/profiles.ts';
import { cutText } from '../../protocol/cutText.ts';
import type { ConsentRequest, HostAccess } from '../../protocol/runtime.ts';
import type {
  AnsweredResponse,
  AskedCapture,
  AskedRequest,
  AskFailure,
  HandedOverCapture,
} from '../../protocol/sandbox.ts';
import type { Cause, RequestAction, RequestRecord } from '../../protocol/trace.ts';
import type { EmbeddedHost } from '../localHost/localHost.ts';
import { CaptureSender, type Exchange, handedOver, sentProperties } from './captureSender.ts';
import type { GateRecorder } from './gateRecorder.ts';
import { isRefusedEvent, leavesBodyBehind } from './eventRemarks.ts';
import { endedFirst, insecureCode, NetworkProblem } from './networkProblem.ts';
import {
  apiRequestAsPassed,
  apiRequestWithKey,
  hasOwnAuthorization,
  apiRequestWithoutKey,
  fetchRequest,
  type OutgoingRequest,
} from './outgoing.ts';
import { Redactor } from './redact.ts';
import { Refusal } from './refusal.ts';
import { type Remark, remarkOn } from './remarks.ts';
import { sentEvents } from './sentEvents.ts';
import { BodyProblem, checkedUrl, type ReceivedResponse, send } from './send.ts';
import { createUuidt } from './uuidt.ts';

export interface GateOptions {
  readonly access: HostAccess;
  readonly profile: Profile;
  readonly localHost: EmbeddedHost;
  /** Asked once per origin before the first live write; true to send. */
  readonly consent: (request: ConsentRequest) => Promise<boolean>;
  readonly requestTimeoutMs?: number;
  readonly maxResponseBytes?: number;
}

export type GateAnswer =
  /** `cutBytes` is what was read of a body that did not come whole. */
  | { readonly ok: true; readonly value: AnsweredResponse | null; readonly cutBytes?: number }
  | { readonly ok: false; readonly failure: AskFailure };

type Disposition = RequestRecord['disposition'];

/** What the trace shows of a request, without keys. */
interface ShownRequest {
  readonly outgoing: OutgoingRequest;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** What stands in the row besides the answer. */
type Problem = Remark | null;

const defaultTimeoutMs = 30_000;
const defaultMaxResponseBytes = 10 * 1024 * 1024;
/** Characters of a body: as many as an answer may have, so that only a longer request is cut. */
const mostShownCharacters = 10 * 1024 * 1024;

export class Gate {
  readonly #options: GateOptions;
  readonly #redactor: Redactor;
  readonly #consents = new Map<string, Promise<boolean>>();
  /** When the user was asked and has not answered yet, in milliseconds of performance.now(). */
  #askedAt: number | null = null;
  #askedMs = 0;
  readonly #captures: CaptureSender;
  readonly #capturesHere: boolean;

  constructor(options: GateOptions) {
    this.#options = options;
    this.#redactor = new Redactor(options.access);
    this.#capturesHere = this.isLocal && takesEvents(options.access.host.ingestion + captureRoutes.current);
    this.#captures = new CaptureSender(options.access, (...given) => this.#exchange(...given));
  }

  /** Hides the values of secret config fields from the trace. */
  hide(secrets: readonly string[]): void {
    this.#redactor.hide(secrets);
  }

  /** Takes keys and secrets out of what the trace shows. */
  get redactor(): Redactor {
    return this.#redactor;
  }

  redact(text: string): string {
    return this.#redactor.text(text);
  }

  /** Never rejects: what goes wrong is the app's answer and a row of the trace. */
  async perform(
    asked: AskedRequest,
    cause: Cause,
    recorder: GateRecorder,
    signal: AbortSignal,
  ): Promise<GateAnswer> {
    try {
      if (asked.via === 'capture') {
        if (this.captureHere(asked, cause, recorder)) return { ok: true, value: null };
        await this.#captures.capture(asked, cause, recorder, signal);
        return { ok: true, value: null };
      }
      const request = asked.via === 'fetch' ? fetchRequest(asked) : this.#apiRequest(asked);
      const outgoing = request instanceof Refusal ? apiShape(asked, this.#options) : request;
      const refusal = request instanceof Refusal ? request : null;
      return await this.#performFor(outgoing, cause, recorder, signal, refusal);
    } catch (error) {
      // Only an app that found a way around its helpers can ask for what is no request.
      return { ok: false, failure: this.#failureForApp(error, '') };
    }
  }

  /**
   * A captured event that the embedded host takes, without a wait.
   *
   * @returns whether that is so, and it is done.
   */
  captureHere(asked: AskedCapture, cause: Cause, recorder: GateRecorder): boolean {
    if (!this.#capturesHere) return false;
    this.#captures.captureHere(asked, cause, recorder, (outgoing) => {
      const startedAt = performance.now();
      const { received, remark } = this.#options.localHost.answerCapture(outgoing);
      const ms = performance.now() - startedAt;
      const row = this.#record(this.#shown(outgoing), 'local', received, remark, ms);
      recorder.startRequest(cause, row);
      return received;
    });
    return true;
  }

  async #performFor(...given: Parameters<Exchange>): Promise<GateAnswer> {
    const [outgoing, cause, recorder] = given;
    try {
      const response = await this.#exchange(...given);
      for (const event of sentEvents(outgoing, response, this.#options.access, this.isLocal))
        recorder.startCapture(cause, event)(event);
      return { ok: true, value: this.#forApp(response, outgoing) };
    } catch (error) {
      if (error instanceof BodyProblem) {
        const bodyFailure = this.#failureForApp(error, '');
        const value = { ...this.#forApp(error.response, outgoing), bodyFailure };
        return { ok: true, value, cutBytes: error.bytes };
      }
      return { ok: false, failure: this.#failureForApp(error, this.#redactor.text(outgoing.url)) };
    }
  }

  /**
   * A captured event that the embedded host takes and nobody shows.
   *
   * @param value JSON text of a {@link HandedOverCapture}, which is read when the events are asked for.
   */
  keepCapture(value: string): void {
    this.#options.localHost.keep(() => {
      const request = handedOver(JSON.parse(value) as HandedOverCapture);
      return {
        ...request,
        distinct_id: request.distinctId,
        properties: sentProperties(request),
        uuid: createUuidt(),
      };
    });
  }

  /** What the requests of the app go to, where they name no other. */
  get host(): HostPair {
    return this.#options.access.host;
  }

  /** Whether the embedded host answers, so that nothing is sent. */
  get isLocal(): boolean {
    const { mode, host } = this.#options.access;
    return mode === 'mock' || (mode === 'live' && host.kind === 'local');
  }

  /** The request with the key that belongs to its origin, or why there is none. */
  #apiRequest(asked: Extract<AskedRequest, { via: 'api' }>): OutgoingRequest | Refusal {
    const { access, profile } = this.#options;
    if (this.isLocal || asked.personalApiKey !== null || access.mode === 'block') {
      return apiRequestAsPassed(asked, access, profile);
    }
    const base = asked.host ?? access.host.api;
    if (!URL.canParse(base))
      return new Refusal(`The host "${base}" is not an address. Begin it with https://.`);
    const { origin, host } = new URL(base);
    const value = Object.hasOwn(access.personalApiKeys, origin) ? access.personalApiKeys[origin] : undefined;
    // A header that the app gives wins, as it did there, so that no key is needed.
    if (value === undefined && !hasOwnAuthorization(asked)) {
      return new Refusal(
        `There is no personal API key for ${host}, so the call was not sent. Keys of other hosts never go there.`,
        {
          kind: 'set-personal-key',
          origin,
          ...(origin === access.host.api ? {} : { isOtherHost: true }),
        },
      );
    }
    const request = apiRequestWithKey(asked, access, profile, { origin, value: value ?? '' });
    // The address as a whole must still mean the host whose key goes along.
    return URL.canParse(request.url) && new URL(request.url).origin === origin
      ? request
      : new Refusal(`The host "${base}" is not an address. Begin it with https://.`);
  }

  /** Decides, sends or answers, and writes the row. */
  async #exchange(
    outgoing: OutgoingRequest,
    cause: Cause,
    recorder: GateRecorder,
    signal: AbortSignal,
    refusal: Refusal | null,
    onLeaves?: () => void,
  ): Promise<ReceivedResponse> {
    const shown = this.#shown(outgoing);
    const unfinished = this.#record(shown, this.isLocal ? 'local' : 'sent', null, problemOf(endedFirst), 0);
    const finish = recorder.startRequest(cause, unfinished);
    let startedAt = performance.now();
    const row = (
      disposition: Disposition,
      response: ReceivedResponse | null,
      problem: Problem,
      unanswered?: RequestRecord['unanswered'],
    ): void => {
      const record = this.#record(shown, disposition, response, problem, performance.now() - startedAt);
      finish(unanswered === undefined ? record : { ...record, unanswered });
    };
    let disposition: Disposition = 'blocked';
    try {
      if (this.#options.access.mode === 'block') throw blockedByMode();
      if (refusal !== null) throw refusal;
      if (this.isLocal) {
        disposition = 'local';
        const response = await this.#options.localHost.answer(outgoing, this.#options.access);
        row(disposition, response.received, response.remark);
        return response.received;
      }
      const bounds = { trustedOrigins: this.#trustedOrigins(), network: this.#options.access.network };
      // Nobody is asked about what is refused in any case.
      checkedUrl(outgoing, bounds);
      await this.#askConsent(outgoing);
      // The time that the user took to answer is not the request's.
      startedAt = performance.now();
      disposition = 'sent';
      const response = await send(outgoing, {
        ...bounds,
        timeoutMs: this.#options.requestTimeoutMs ?? defaultTimeoutMs,
        maxResponseBytes: this.#options.maxResponseBytes ?? defaultMaxResponseBytes,
        signal,
        redactor: this.#redactor,
        allowHop: (hop) => this.#askConsent(hop),
        onLeaves: () => {
          finish({ ...unfinished, unanswered: 'sent', error: whetherArrived(endedFirst, outgoing) });
          onLeaves?.();
        },
      });
      row(disposition, response, remarkOn(outgoing, response, this.#options.access));
      return response;
    } catch (error) {
      const response = error instanceof BodyProblem ? error.response : null;
      const unanswered = error instanceof NetworkProblem ? error.unanswered : undefined;
      // A status that says no is an answer, even without its body.
      const mayHaveArrived = response === null || response.status < 400;
      row(disposition, response, problemOf(error, mayHaveArrived ? outgoing : undefined), unanswered);
      throw error;
    }
  }

  #trustedOrigins(): ReadonlySet<string> {
    const { host, personalApiKeys } = this.#options.access;
    return new Set([host.api, host.ingestion, ...Object.keys(personalApiKeys)]);
  }

  /** Milliseconds that the user took to answer questions so far; they are not the app's. */
  get userMs(): number {
    return this.#askedMs + (this.#askedAt === null ? 0 : performance.now() - this.#askedAt);
  }

  /** Waits for an answer of the user; the time does not count as the app's. */
  async timed(answer: Promise<boolean>): Promise<boolean> {
    this.#askedAt ??= performance.now();
    try {
      return await answer;
    } finally {
      this.#askedMs = this.userMs;
      this.#askedAt = null;
    }
  }

  /** The first live write to an origin asks; reading does not. */
  async #askConsent(outgoing: OutgoingRequest): Promise<void> {
    const url = URL.canParse(outgoing.url) ? new URL(outgoing.url) : null;
    if (url === null || !isWrite(outgoing, url)) return;
    const { access, consent } = this.#options;
    const answer =
      this.#consents.get(url.origin) ??
      this.timed(
        consent({
          origin: url.origin,
          projectId: access.projectId,
          what: this.#redactor.text(whatOf(outgoing, url)),
        }),
      );
    this.#consents.set(url.origin, answer);
    // A no holds as long as a yes: three writes are not three questions.
    if (!(await answer)) {
      throw new Refusal(`You have not allowed writing to ${url.host}, so this was not sent.`, {
        kind: 'allow-sending',
      });
    }
  }

  /** What the app sees: no key of the user, even where a server repeats it. */
  #forApp(response: ReceivedResponse, { redirect }: OutgoingRequest): AnsweredResponse {
    const { status, statusText, redirected } = response;
    const own = (text: string): string => this.#redactor.ownKeys(text);
    const body = this.#redactor.ownKeysInBytes(response.body);
    const isText = isUtf8(body);
    return {
      status,
      statusText: own(statusText),
      redirected,
      url: own(response.url),
      headers: response.headers
        // node-fetch 2 gives the whole address to those who follow it themselves.
        .map(([name, value]) =>
          name === 'location' && redirect === 'manual' && URL.canParse(value, response.url)
            ? ([name, own(new URL(value, response.url).href)] as const)
            : ([own(name), own(value)] as const),
        ),
      bodyText: isText ? body.toString('utf8') : null,
      bodyBase64: isText ? null : body.toString('base64'),
    };
  }

  /** An error as node-fetch 2 words it, which apps and their logs show. */
  #failureForApp(error: unknown, url: string): AskFailure {
    const message = this.#redactor.ownKeys(error instanceof Error ? error.message : String(error));
    if (error instanceof Refusal) return { name: 'Error', message, type: 'refused', code: null };
    const { code = 'ENETWORK', ofFetch } = error instanceof NetworkProblem ? error : {};
    const type = ofFetch?.type ?? 'system';
    const text = ofFetch === undefined ? message : this.#redactor.text(ofFetch.text);
    const isWhole = type !== 'system' || error instanceof BodyProblem;
    return {
      name: 'FetchError',
      message: isWhole ? text : `request to ${url} failed, reason: ${text}`,
      type,
      code: type === 'system' ? code : null,
    };
  }

  /** Taken apart once: the row is written when the request begins, and again when it has ended. */
  #shown(outgoing: OutgoingRequest): ShownRequest {
    return {
      outgoing,
      url: this.#redactor.text(outgoing.url),
      headers: this.#shownHeaders(outgoing.headers),
      body: outgoing.body === null ? null : this.#redactor.text(shownText(outgoing.body)),
    };
  }

  #shownHeaders(list: ReceivedResponse['headers']): Record<string, string> {
    const clean = (text: string): string => this.#redactor.text(text);
    return Object.fromEntries(list.map(([name, value]) => [clean(name), clean(value)]));
  }

  #record(
    { outgoing, url, headers, body }: ShownRequest,
    disposition: Disposition,
    response: ReceivedResponse | null,
    problem: Problem,
    durationMs: number,
  ): Omit<RequestRecord, 'at' | 'cause'> {
    const clean = (text: string): string => this.#redactor.text(text);
    const sentHeaders = response?.sentHeaders ?? outgoing.headers;
    return {
      via: outgoing.via,
      method: outgoing.method,
      url,
      disposition,
      status: response?.status ?? null,
      durationMs: Math.round(durationMs * 10) / 10,
      requestHeaders: sentHeaders === outgoing.headers ? headers : this.#shownHeaders(sentHeaders),
      requestBody: body,
      responseHeaders: response === null ? {} : this.#shownHeaders(response.headers),
      responseBody: response === null ? null : clean(shownText(response.body)),
      responseBytes: response?.body.length ?? 0,
      ...(outgoing.personalKey === null ? {} : { usesPersonalKey: true }),
      ...(response !== null && isRefusedEvent(outgoing, response, this.#options.access)
        ? { losesEvent: true }
        : {}),
      ...(response !== null && leavesBodyBehind(outgoing, response, this.#options.access)
        ? { becameGet: true }
        : {}),
      error: problem === null ? null : clean(problem.message),
      action: problem?.action ?? null,
    };
  }
}

function takesEvents(address: string): boolean {
  return URL.canParse(address) && isIngestionPath(new URL(address).pathname);
}

/** @param outgoing what was asked, where it may have arrived. */
function problemOf(error: unknown, outgoing?: OutgoingRequest): Problem {
  if (error === null) return null;
  const action = actionOf(error);
  if (typeof error === 'string') return { message: error, action };
  const message = error instanceof Error ? error.message : 'The request failed.';
  const isSent = error instanceof NetworkProblem && error.unanswered === 'sent';
  return { message: isSent && outgoing !== undefined ? whetherArrived(message, outgoing) : message, action };
}

/** What asks for something and no more is asked again without harm; it matters of what writes. */
function whetherArrived(sentence: string, { method, via }: OutgoingRequest): string {
  if (method === 'GET' || method === 'HEAD') return sentence;
  const what = via === 'capture' ? 'event' : 'request';
  return `${sentence} The ${what} was sent, and may have arrived.`;
}

function actionOf(error: unknown): RequestAction | null {
  if (error instanceof Refusal) return error.action;
  const isInsecure = error instanceof NetworkProblem && error.code === insecureCode;
  return isInsecure ? { kind: 'allow-insecure-host' } : null;
}

/** The row of a request that is not sent. */
function apiShape(asked: AskedRequest, { access, profile }: GateOptions): OutgoingRequest {
  return asked.via === 'api'
    ? apiRequestWithoutKey(asked, access, profile)
    : fetchRequest(asked as Extract<AskedRequest, { via: 'fetch' }>);
}

function blockedByMode(): Refusal {
  return new Refusal('Requests are blocked in this run, so nothing was sent. Choose the mode mock or live.', {
    kind: 'change-mode',
  });
}

function isWrite(outgoing: OutgoingRequest, url: URL): boolean {
  return (outgoing.method !== 'GET' && outgoing.method !== 'HEAD') || isIngestionPath(url.pathname);
}

function whatOf(outgoing: OutgoingRequest, url: URL): string {
  if (outgoing.via === 'capture' && outgoing.body !== null) {
    const { event } = JSON.parse(outgoing.body.toString('utf8')) as { readonly event: unknown };
    return `capture of ${JSON.stringify(event)}`;
  }
  return `${outgoing.method} ${url.pathname}`;
}

/** A body as the trace gets it. */
export function shownText(bytes: Buffer): string {
  return cutText(bytes.toString('utf8'), mostShownCharacters);
}
