/** Collects what happens in a run, in order, each item with its time and what led to it. */
import type {
  CapturedEvent,
  Cause,
  EventRecord,
  JobRecord,
  Json,
  LogRecord,
  MetricRecord,
  Outcome,
  RequestRecord,
  RunError,
  SourceLocation,
  StoreOperation,
  Trace,
} from '../../protocol/trace.ts';
import type { GateRecorder } from '../gate/gateRecorder.ts';
import type { Redactor } from '../gate/redact.ts';

type WithoutStamp<T> = Omit<T, 'at' | 'cause'>;

export class TraceBuilder implements GateRecorder {
  readonly #startedAt = new Date();
  readonly #start = performance.now();
  readonly #redactor: Redactor;
  readonly #events: EventRecord[] = [];
  readonly #captured: CapturedEvent[] = [];
  readonly #requests: RequestRecord[] = [];
  readonly #logs: LogRecord[] = [];
  readonly #storage: StoreOperation[] = [];
  readonly #cache: StoreOperation[] = [];
  readonly #jobs: JobRecord[] = [];
  readonly #metrics: MetricRecord[] = [];
  readonly #errors: RunError[] = [];
  readonly #notices: string[] = [];
  readonly #times = { loadMs: 0, setupMs: 0, callMs: 0 };

  /** @param redactor takes keys and secrets out of what the app wrote. */
  constructor(redactor: Redactor) {
    this.#redactor = redactor;
  }

  get logCount(): number {
    return this.#logs.length;
  }

  get requestCount(): number {
    return this.#requests.length;
  }

  get lastLog(): LogRecord | undefined {
    return this.#logs.at(-1);
  }

  startRequest(
    cause: Cause,
    unfinished: WithoutStamp<RequestRecord>,
  ): (record: WithoutStamp<RequestRecord>) => void {
    return reserve(this.#requests, this.#stamp(cause), unfinished);
  }

  startCapture(
    cause: Cause,
    unfinished: WithoutStamp<CapturedEvent>,
  ): (record: WithoutStamp<CapturedEvent>) => void {
    return reserve(this.#captured, this.#stamp(cause), unfinished);
  }

  log(cause: Cause, level: LogRecord['level'], message: string): void {
    this.#logs.push({ ...this.#stamp(cause), level, message: this.#redactor.text(message) });
  }

  store(kind: 'storage' | 'cache', cause: Cause, operation: WithoutStamp<StoreOperation>): void {
    const list = kind === 'storage' ? this.#storage : this.#cache;
    list.push({ ...this.#stamp(cause), ...operation });
  }

  job(cause: Cause, job: WithoutStamp<JobRecord>): void {
    this.#jobs.push({ ...this.#stamp(cause), ...job });
  }

  metric(cause: Cause, metric: WithoutStamp<MetricRecord>): void {
    this.#metrics.push({ ...this.#stamp(cause), ...metric });
  }

  event(cause: Cause, record: WithoutStamp<EventRecord>): void {
    this.#events.push({ ...this.#stamp(cause), ...record });
  }

  error(
    entryPoint: string,
    error: { readonly name: string; readonly message: string; readonly stack: string },
    source: SourceLocation | null,
    kind: RunError['kind'],
  ): void {
    this.#errors.push({
      ...this.#stamp({ entryPoint, source }),
      name: this.#redactor.text(error.name),
      message: this.#redactor.text(error.message),
      stack: this.#redactor.text(error.stack),
      source,
      kind,
    });
  }

  notice(text: string): void {
    if (!this.#notices.includes(text)) this.#notices.push(text);
  }

  /** Adds the time that passed since `since` (of `performance.now()`). */
  spent(phase: 'loadMs' | 'setupMs' | 'callMs', since: number): void {
    this.#times[phase] = rounded(this.#times[phase] + performance.now() - since);
  }

  finish(outcome: Outcome, result: Json): Trace {
    return {
      version: 1,
      outcome,
      ...this.#redactor.data({
        result,
        events: [...this.#events],
        captured: [...this.#captured],
        storage: [...this.#storage],
        cache: [...this.#cache],
        jobs: [...this.#jobs],
        metrics: [...this.#metrics],
        notices: [...this.#notices],
      }),
      requests: [...this.#requests],
      logs: [...this.#logs],
      errors: [...this.#errors],
      hops: [],
      timing: { startedAt: this.#startedAt.toISOString(), totalMs: this.#now(), ...this.#times },
    };
  }

  #stamp(cause: Cause): { readonly at: number; readonly cause: Cause } {
    return { at: this.#now(), cause };
  }

  #now(): number {
    return rounded(performance.now() - this.#start);
  }
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100;
}

/** Keeps a place in the list, so that rows stand in the order in which things began. */
function reserve<T extends { readonly at: number; readonly cause: Cause }>(
  list: T[],
  stamp: Pick<T, 'at' | 'cause'>,
  unfinished: WithoutStamp<T>,
): (record: WithoutStamp<T>) => void {
  const index = list.push({ ...stamp, ...unfinished } as T) - 1;
  return (record) => {
    list[index] = { ...stamp, ...record } as T;
  };
}
