/**
 * What `exportEvents` does to an app: events that come to `onEvent` are collected, and handed over in batches; a batch
 * that fails with a RetryError comes again as a job. Reference 2.7.
 */
import type { Profile } from '../../../platform/profiles.ts';
import type { JobNote, MetricNote } from '../../../protocol/sandbox.ts';
import { note } from './asking.ts';
import { startTimer, stopTimer } from './clock.ts';
import { describeFailure } from './failure.ts';
import { parseJson, toJson } from './host.ts';
import { RetryError } from './retryError.ts';
import { addTo, filterList, listHas, mapList } from './lists.ts';

/** The job that PostHog adds to the app for batches that come again. */
export const retryJob = 'exportEventsWithRetry';

type ExportFunction = (batch: readonly unknown[]) => unknown;

interface RetryPayload {
  readonly batch: readonly unknown[];
  readonly batchId: string;
  readonly retriesPerformedSoFar: number;
}

const bytes = { usual: 1024 * 1024, least: 1, most: 100 * 1024 * 1024 };
const seconds = { usual: 10, least: 1, most: 600 };
const firstWaitMs = 3_000;
const mostRetries: Readonly<Record<Profile, number>> = { documented: 3, 'plugin-server-1.10.5': 15 };

export class ExportBuffer {
  readonly #exportEvents: ExportFunction;
  readonly #config: { readonly [key: string]: string | undefined };
  readonly #mostRetries: number;
  #batch: unknown[] = [];
  #size = 0;
  #timer: number | undefined;
  #flushes: Promise<void> = Promise.resolve();
  #batches = 0;

  /** @param exportEvents the app's function, with meta as its last argument already. */
  constructor(
    exportEvents: ExportFunction,
    config: { readonly [key: string]: string | undefined },
    profile: Profile,
  ) {
    this.#exportEvents = exportEvents;
    this.#config = config;
    this.#mostRetries = mostRetries[profile];
  }

  /** Takes an event in, unless its name is to be ignored. A full buffer is handed over, which nobody waits for. */
  add(event: unknown): void {
    if (listHas(this.#ignored(), nameOf(event))) return;
    const size = (toJson(event) ?? '').length;
    const limit = this.#setting('exportEventsBufferBytes', bytes);
    if (this.#size > 0 && this.#size + size > limit) this.#handOver();
    addTo(this.#batch, event);
    this.#size += size;
    if (this.#size > limit) this.#handOver();
    // Not begun anew by events that come later.
    else {
      this.#timer ??= startTimer(
        'exportEvents',
        this.#setting('exportEventsBufferSeconds', seconds) * 1000,
        () => this.flush(),
      );
    }
  }

  /** Hands over what is there, and waits for all batches. */
  async flush(): Promise<void> {
    this.#handOver();
    await this.#flushes;
  }

  /**
   * Hands a batch to the app.
   *
   * @throws what the app threw, unless that is a RetryError and PostHog tries again.
   */
  async deliver(batch: readonly unknown[], retries = 0, batchId = `${++this.#batches}`): Promise<void> {
    count('events_seen', retries === 0 ? batch.length : 0);
    try {
      await this.#exportEvents(batch);
      count('events_delivered_successfully', batch.length);
    } catch (thrown) {
      if (!(thrown instanceof RetryError) || retries >= this.#mostRetries) {
        count('undelivered_events', batch.length);
        count(thrown instanceof RetryError ? 'retry_errors' : 'other_errors', 1);
        throw thrown;
      }
      count('retry_errors', 1);
      note('failure', describeFailure(thrown));
      const payload: RetryPayload = { batch, batchId, retriesPerformedSoFar: retries + 1 };
      const inMs = firstWaitMs * 2 ** (retries + 1);
      note('job', { name: retryJob, payload: parseJson(toJson(payload) ?? 'null'), inMs } satisfies JobNote);
    }
  }

  /** The same for a batch that is given at once, without the events that are to be ignored. */
  async take(events: readonly unknown[]): Promise<void> {
    const ignored = this.#ignored();
    const batch = filterList(events, (event) => !listHas(ignored, nameOf(event)));
    // An empty list is what somebody asked for; one of which nothing is left never gets to the app.
    if (batch.length > 0 || events.length === 0) await this.deliver(batch);
  }

  /** Runs the job of a batch that comes again. */
  async retry(payload: unknown): Promise<void> {
    const { batch, batchId, retriesPerformedSoFar } = payload as RetryPayload;
    await this.deliver(batch, retriesPerformedSoFar, batchId);
  }

  #handOver(): void {
    stopTimer(this.#timer);
    this.#timer = undefined;
    const batch = this.#batch;
    if (batch.length === 0) return;
    this.#batch = [];
    this.#size = 0;
    // PostHog does not let a batch that failed fail the event that filled it.
    this.#flushes = this.#deliverBeside(this.#flushes, batch);
  }

  /** Begins at once. */
  async #deliverBeside(others: Promise<void>, batch: readonly unknown[]): Promise<void> {
    try {
      await this.deliver(batch);
    } catch (thrown) {
      note('failure', describeFailure(thrown));
    }
    await others;
  }

  #ignored(): readonly unknown[] {
    return mapList((this.#config['exportEventsToIgnore'] ?? '').split(','), (name) => name.trim());
  }

  #setting(key: string, { usual, least, most }: typeof bytes): number {
    const given = parseInt(this.#config[key] ?? '', 10);
    return Number.isNaN(given) ? usual : Math.min(most, Math.max(least, given));
  }
}

function nameOf(event: unknown): unknown {
  return typeof event === 'object' && event !== null && 'event' in event ? event.event : undefined;
}

/** The metrics that PostHog keeps for such apps. */
function count(name: string, value: number): void {
  if (value > 0) note('metric', { name, operation: 'increment', value } satisfies MetricNote);
}
