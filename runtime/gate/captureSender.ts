/** Sends captured events the way the ingestion takes them. Reference 1.1, 7.3, 7.4. */
import { captureRoutes } from '../../platform/ingestion.ts';
import type { HostAccess } from '../../protocol/runtime.ts';
import type { AskedCapture, HandedOverCapture } from '../../protocol/sandbox.ts';
import type { CapturedEvent, Cause, Json, JsonObject } from '../../protocol/trace.ts';
import type { GateRecorder } from './gateRecorder.ts';
import { captureRequest, type OutgoingRequest } from './outgoing.ts';
import { NetworkProblem } from './networkProblem.ts';
import { Refusal } from './refusal.ts';
import { BodyProblem, isTaken, type ReceivedResponse } from './send.ts';
import { createUuidt } from './uuidt.ts';

/** The version that captured events claim in `$lib_version` (reference 1.1). */
const serverVersion = '1.10.5';

/** What an app asked for without waiting for the answer. */
export function handedOver([event, distinctId, timestamp, properties]: HandedOverCapture): AskedCapture {
  return { via: 'capture', event, distinctId, timestamp, properties };
}

/** Those of a captured event as it is sent: the library's own, then the app's without what stands beside them. */
export function sentProperties({ distinctId, properties, takenAway = [] }: AskedCapture): JsonObject {
  const { distinct_id: _person, timestamp: _time, ...rest } = properties as JsonObject;
  const added = Object.entries({ $lib: 'posthog-plugin-server', $lib_version: serverVersion });
  return {
    ...Object.fromEntries(added.filter(([name]) => !takenAway.includes(name))),
    distinct_id: distinctId as Json,
    ...rest,
  };
}

/** Sends or answers one request, and writes its row. */
export type Exchange = (
  outgoing: OutgoingRequest,
  cause: Cause,
  recorder: GateRecorder,
  signal: AbortSignal,
  refusal: Refusal | null,
  /** The request goes out: from then on it may arrive. */
  onLeaves?: () => void,
) => Promise<ReceivedResponse>;

export class CaptureSender {
  readonly #access: HostAccess;
  readonly #exchange: Exchange;
  #route: string = captureRoutes.current;

  constructor(access: HostAccess, exchange: Exchange) {
    this.#access = access;
    this.#exchange = exchange;
  }

  /**
   * Never rejects: PostHog puts a captured event into a queue, so the app does not learn what became of it. The
   * trace does.
   */
  async capture(
    asked: AskedCapture,
    cause: Cause,
    recorder: GateRecorder,
    signal: AbortSignal,
  ): Promise<void> {
    const captured = capturedBy(asked);
    noteNoText(asked, recorder);
    const write = recorder.startCapture(cause, { ...captured, delivery: 'refused' });
    const onLeaves = (): void => write({ ...captured, delivery: 'unconfirmed' });
    write({ ...captured, delivery: await this.#deliver(asked, captured, cause, recorder, signal, onLeaves) });
  }

  async #deliver(
    asked: AskedCapture,
    captured: Captured,
    cause: Cause,
    recorder: GateRecorder,
    signal: AbortSignal,
    onLeaves: () => void,
  ): Promise<CapturedEvent['delivery']> {
    const { host, projectApiKey, mode } = this.#access;
    const isLocal = mode === 'mock' || host.kind === 'local';
    const key = isLocal ? null : projectApiKey;
    const refusal =
      !isLocal && key === null
        ? new Refusal('There is no project API key, so the event was not sent. Set the key of the project.', {
            kind: 'set-project-key',
          })
        : null;
    const event = eventOf(asked, captured);
    const post = (route: string): Promise<ReceivedResponse> =>
      this.#exchange(
        captureRequest(host.ingestion, route, key, event),
        cause,
        recorder,
        signal,
        refusal,
        onLeaves,
      );
    try {
      let response = await post(this.#route);
      if (response.status === 404 && this.#route === captureRoutes.current) {
        this.#route = captureRoutes.older;
        response = await post(this.#route);
      }
      if (!isTaken(response) || response.becameGet === true) return 'rejected';
      return isLocal ? 'local' : 'sent';
    } catch (error) {
      return withoutAnswer(error); // The row of the request says why.
    }
  }

  /** The same for an event that the embedded host takes, without a wait. */
  captureHere(
    asked: AskedCapture,
    cause: Cause,
    recorder: GateRecorder,
    exchange: (outgoing: OutgoingRequest) => ReceivedResponse,
  ): void {
    const captured = capturedBy(asked);
    noteNoText(asked, recorder);
    const finish = recorder.startCapture(cause, { ...captured, delivery: 'refused' });
    const event = eventOf(asked, captured);
    const response = exchange(
      captureRequest(this.#access.host.ingestion, captureRoutes.current, null, event),
    );
    finish({ ...captured, delivery: isTaken(response) ? 'local' : 'rejected' });
  }
}

/** A status that says no is an answer, even where its body did not come whole, and so is a redirect that leads nowhere. */
function withoutAnswer(error: unknown): 'rejected' | 'unconfirmed' | 'refused' {
  if (error instanceof BodyProblem && error.response.status >= 400) return 'rejected';
  if (!(error instanceof NetworkProblem)) return 'refused';
  if (error.unanswered === 'sent') return 'unconfirmed';
  return error.followsRedirect ? 'rejected' : 'refused';
}

/** PostHog makes a text of whatever it gets (reference 1.1.2). */
function noteNoText({ distinctId }: AskedCapture, recorder: GateRecorder): void {
  if (typeof distinctId !== 'object' || distinctId === null) return;
  const kind = Array.isArray(distinctId) ? 'a list' : 'an object';
  recorder.notice(
    `The distinct_id of a captured event is ${kind}, of which PostHog makes the text ${JSON.stringify(textOf(distinctId))}: the event belongs to a person of that name. Give the id of a person, as a text.`,
  );
}

/** As a text of the language; an app can give an object or a list of which the language makes none. */
function textOf(value: unknown): string {
  try {
    return String(value);
  } catch {
    return Array.isArray(value) ? '[object Array]' : '[object Object]';
  }
}

type Captured = Omit<CapturedEvent, 'at' | 'cause' | 'delivery'>;

function capturedBy(asked: AskedCapture): Captured {
  return {
    event: typeof asked.event === 'string' ? asked.event : JSON.stringify(asked.event),
    distinctId: textOf(asked.distinctId),
    timestamp: shownTime(asked.timestamp),
    uuid: createUuidt(),
    properties: sentProperties(asked),
  };
}

/** PostHog takes whatever stands there as the time; null is kept (reference 1.1). */
function shownTime(time: unknown): string | null {
  return time === null || typeof time === 'string' ? time : JSON.stringify(time);
}

/** As the ingestion takes it. */
function eventOf(asked: AskedCapture, { distinctId, event, properties, uuid }: Captured): object {
  return {
    // The queue takes any name and person, and the ingestion makes texts of them (reference 1.1). No name is lost there.
    event: asked.event === undefined ? null : event,
    distinct_id: distinctId,
    properties,
    timestamp: asked.timestamp as Json,
    uuid,
  };
}
