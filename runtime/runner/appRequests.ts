/** What an app's process asks for: requests, events to be captured, and places of addresses. */
import type { HostPair } from '../../platform/hosts.ts';
import type {
  AskedPlace,
  AskedRequest,
  AskMessage,
  HandedOverCapture,
  ToSandbox,
} from '../../protocol/sandbox.ts';
import type { Cause, SourceLocation } from '../../protocol/trace.ts';
import { handedOver } from '../gate/captureSender.ts';
import type { Gate, GateAnswer } from '../gate/gate.ts';
import type { NotedRun } from './appNotes.ts';
import type { Failures } from './failures.ts';
import { secondsText } from './secondsText.ts';
import { mostRequests, mostTrafficMb, requestFlood, trafficFlood } from './floods.ts';
import type { GeoIpDatabase } from './geoIpDatabase.ts';

interface RequestedRun extends NotedRun {
  readonly failures: Failures;
  readonly gate: Gate;
  readonly geoIp: GeoIpDatabase | undefined;
  /** Aborted when the run is stopped. */
  readonly signal: AbortSignal;
  send(message: ToSandbox): void;
  /** A request is through. */
  onFinished(): void;
}

/** A request that runs. */
export interface OpenRequest {
  /** What it is, in words. */
  readonly name: () => string;
  readonly source: SourceLocation | null;
  /** The run does not wait for it any more. */
  isLeft: boolean;
}

export class AppRequests {
  readonly open = new Map<number, OpenRequest>();
  readonly #run: RequestedRun;
  #allAnswered = Promise.withResolvers<void>();
  #answers = 0;
  #pending = 0;
  #lastCapture = 0;

  constructor(run: RequestedRun) {
    this.#run = run;
  }

  /** How many requests were answered. */
  get answers(): number {
    return this.#answers;
  }

  /** How many run that the run waits for. */
  get pending(): number {
    return this.#pending;
  }

  /** Resolves when none runs any more that the run waits for. */
  async allAnswered(): Promise<void> {
    while (this.#pending > 0) await this.#allAnswered.promise;
  }

  /**
   * Waits no longer for those that run now; they go on.
   *
   * @returns what they are.
   */
  leave(): readonly OpenRequest[] {
    const left = [...this.open.values()].filter(({ isLeft }) => !isLeft);
    for (const request of left) request.isLeft = true;
    this.#pending = 0;
    return left;
  }

  /** Rejects for what is no message of ours. */
  async ask(message: AskMessage): Promise<void> {
    const { entryPoint, failures, geoIp, isOver, trace } = this.#run;
    if (isOver) return;
    const cause = failures.causeOf(entryPoint, message.stack);
    if (trace.requestCount >= mostRequests) {
      this.#run.stop(requestFlood(cause.source));
      return;
    }
    const asked = JSON.parse(message.request) as AskedRequest | AskedPlace;
    if (asked.via === 'geoip') {
      const place = geoIp?.locate(asked.ip) ?? null;
      this.#answer(message.id, true, JSON.stringify(place));
      return;
    }
    const answer = await this.#perform(message.id, asked, cause);
    const value = JSON.stringify(answer.ok ? answer.value : answer.failure);
    const cut = answer.ok ? (answer.cutBytes ?? 0) : 0;
    const traffic = this.#run.trace.addTraffic(message.request.length + value.length + cut);
    if (traffic > mostTrafficMb * 2 ** 20) {
      this.#run.stop(trafficFlood(cause.source));
      return;
    }
    this.#answer(message.id, answer.ok, value);
    this.#finished(message.id);
  }

  /**
   * A captured event that nobody waits for: its request is written like any other while the trace has room.
   *
   * @param value JSON text of a {@link HandedOverCapture}.
   */
  capture(value: string): void {
    const { entryPoint, failures, gate, isOver, trace } = this.#run;
    if (isOver) return;
    if (trace.hasAllCaptures) {
      trace.countCapture();
      gate.keepCapture(value);
      return;
    }
    const captured = JSON.parse(value) as HandedOverCapture;
    const [, , , , stack = ''] = captured;
    const request = handedOver(captured);
    const cause = failures.causeOf(entryPoint, stack);
    if (gate.captureHere(request, cause, trace)) return;
    // The app numbers its own requests from 1.
    this.#lastCapture -= 1;
    const id = this.#lastCapture;
    void this.#perform(id, request, cause).then(() => this.#finished(id));
  }

  #answer(id: number, ok: boolean, value: string): void {
    this.#answers += 1;
    this.#run.send({ type: 'answer', id, ok, value });
  }

  /** @param id stands for the request until it is {@link #finished}. */
  #perform(id: number, asked: AskedRequest, cause: Cause): Promise<GateAnswer> {
    const { gate, signal, trace } = this.#run;
    const name = (): string => gate.redact(nameOf(asked, gate.host));
    this.open.set(id, { name, source: cause.source, isLeft: false });
    this.#pending += 1;
    return gate.perform(asked, cause, trace, signal);
  }

  #finished(id: number): void {
    if (this.open.get(id)?.isLeft === false) this.#pending -= 1;
    this.open.delete(id);
    this.#run.onFinished();
    if (this.#pending === 0) {
      this.#allAnswered.resolve();
      this.#allAnswered = Promise.withResolvers();
    }
  }
}

/** A request in words, with where it goes. */
function nameOf(asked: AskedRequest, host: HostPair): string {
  switch (asked.via) {
    case 'capture':
      return `the capture of ${JSON.stringify(asked.event)} at ${new URL(host.ingestion).host}`;
    case 'api':
      return `${asked.method} ${(asked.host ?? host.api).replace(/\/$/, '')}/${asked.path}`;
    case 'fetch':
      return `${asked.method} ${asked.url}`;
  }
}

/** Further ones are counted. */
const mostNamed = 3;

/** What is told of requests that an export does not await, when they take longer than a call may. */
export function stillUnderWay(entryPoint: string, seconds: number, requests: readonly OpenRequest[]): string {
  const counts = new Map<string, number>();
  for (const { name, source } of requests) {
    const text = `${name()}${source === null ? '' : ` (${source.file}:${source.line})`}`;
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const named = [...counts].slice(0, mostNamed);
  const more = requests.length - named.reduce((sum, [, count]) => sum + count, 0);
  const list = [
    ...named.map(([text, count]) => (count === 1 ? text : `${text}, ${count} times`)),
    ...(more === 0 ? [] : [`${more} more`]),
  ].join('; ');
  const it = requests.length === 1 ? 'it' : 'them';
  return `${entryPoint} had ended, and ${secondsText(seconds)} later this was still under way: ${list}. ${entryPoint} does not await ${it}, so PostHog does not wait for ${it} either.`;
}
