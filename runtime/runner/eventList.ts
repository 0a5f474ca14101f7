/**
 * A list of events on its way through an app: what is handed over next, the row of each event that is done, and what to
 * do when the sandbox dies in the middle of it.
 */
import { lifecycleExport } from '../../platform/lifecycle.ts';
import { type EventProblem, type EventRow, type EventsReport } from '../../protocol/eventsReport.ts';
import {
  type EventsMessage,
  type Failure,
  type ItemLetter,
  itemLetters as letters,
  type ItemsMessage,
  type ReturnedMessage,
  type ToSandbox,
} from '../../protocol/sandbox.ts';
import type { Json, Outcome, Trace } from '../../protocol/trace.ts';
import { whyUnwritable } from '../checkOptions.ts';
import type { FailureMore } from './failures.ts';
import { ListEnds, sharedLimit } from './listEnds.ts';
import { withAttempt } from './retries.ts';
import type { RunEnd } from './runEnd.ts';
import type { TraceBuilder } from './traceBuilder.ts';
import { judge, type Judgement, recordOf } from './verdict.ts';

/** How events are handed over; the defaults are the quickest that was measured. */
export interface Batching {
  readonly eventsPerMessage: number;
  readonly messagesInFlight: number;
}

export const usualBatching: Batching = { eventsPerMessage: 100, messagesInFlight: 8 };

/** Of verdicts that say all. */
const plainOutcomes: { readonly [letter in ItemLetter]?: Outcome } = {
  [letters.unchanged]: 'unchanged',
  [letters.changed]: 'changed',
  [letters.changedUnseen]: 'changed',
  [letters.dropped]: 'dropped',
  [letters.completed]: 'completed',
};

const mostCharactersPerMessage = 256 * 1024;

interface EventListOptions {
  readonly entryPoint: string;
  readonly inputs: readonly Json[];
  readonly trace: TraceBuilder;
  readonly isLocal: boolean;
  /** Whether events that fail with a RetryError are tried again. */
  readonly isRetried: boolean;
  readonly batching: Batching;
  /** How many events the trace holds as a whole, and as many of those that went wrong. */
  readonly mostKept: number;
  /** Called when events are done, not for each. */
  readonly onProgress: (done: number) => void;
}

/** What the list needs of the app's session. */
interface ListSession {
  readonly nowMs: number;
  send(message: ToSandbox): void;
  /** @param value JSON text of a captured event that needs no answer. */
  capture(value: string): void;
  /** Writes an error into the trace. */
  recordFailure(entryPoint: string, failure: Failure, more?: FailureMore): EventProblem;
}

export class EventList {
  readonly entryPoint: string;
  readonly rows: EventRow[] = [];
  /** Events that are to be tried again, by their place. */
  readonly retries: number[] = [];
  /** What `composeWebhook` returned. */
  readonly webhooks: { readonly index: number; readonly webhook: Json }[] = [];
  /** Ends of which it is not known which event they came of. */
  readonly ends = new ListEnds();
  readonly #options: EventListOptions;
  readonly #takesEvents: boolean;
  #done = Promise.withResolvers<void>();
  #session: ListSession | undefined;
  #sent = 0;
  #inFlight: number[] = [];
  #carefulUntil = 0;
  #hasBegun = false;
  #progressAt = performance.now();
  /** Where the sandbox that runs now began. */
  #startedAt = 0;
  #writtenAtOnce = 1;
  /** The next event cannot be written, and waits for its turn to say so. */
  #isHeldUp = false;
  #kept = { first: 0, bad: 0 };

  constructor(options: EventListOptions) {
    this.#options = options;
    this.entryPoint = options.entryPoint;
    this.#takesEvents = lifecycleExport(options.entryPoint)?.input !== 'none';
  }

  get isOpen(): boolean {
    return this.rows.length < this.#options.inputs.length;
  }

  /** Of `performance.now()`. */
  get progressAt(): number {
    return this.#progressAt;
  }

  /** Hands over what is not done yet. Settles when all is done; who waits races it against the end of the sandbox. */
  run(session: ListSession): Promise<void> {
    this.#session = session;
    this.#done = Promise.withResolvers();
    this.#sent = this.rows.length;
    this.#startedAt = this.rows.length;
    this.#inFlight = [];
    this.#hasBegun = false;
    this.#progressAt = performance.now();
    this.#options.trace.beginEvent(this.rows.length);
    if (this.isOpen) {
      const { entryPoint } = this;
      const { isLocal } = this.#options;
      const shown = this.#options.mostKept - this.#kept.first;
      session.send({ type: 'list', entryPoint, clockMs: session.nowMs, isLocal, shown });
      // The app begins with these while the others are written.
      this.#sendMore(1);
      this.#sendMore();
    }
    if (!this.isOpen) this.#done.resolve();
    return this.#done.promise;
  }

  /** Something came of the event that is worked on, so that one has surely begun. */
  noticed(): void {
    this.#hasBegun = true;
  }

  take(items: ItemsMessage): void {
    const { details, sizes, times } = items;
    if (times.length > 0) {
      // The app is at the next ones while these are looked at.
      this.#arrived(times.length);
      this.#sendMore();
    }
    let taken = 0;
    let start = 0;
    let done = 0;
    const detail = (): string => {
      const end = start + (sizes[taken++] ?? 0);
      const text = details.slice(start, end);
      start = end;
      return text;
    };
    for (const letter of items.letters as Iterable<ItemLetter>) {
      this.#hasBegun = letter === letters.captured;
      if (this.#hasBegun) {
        this.#session?.capture(detail());
        continue;
      }
      const ms = (times[done++] ?? 0) / 1000;
      const outcome = plainOutcomes[letter];
      if (outcome === undefined) {
        const value: unknown = JSON.parse(detail());
        if (letter === letters.failed) this.#fail(ms, value as Failure);
        else this.#judge(ms, ...(value as [Json, Pick<ReturnedMessage, 'kind'>]));
      } else this.#settle(outcome, ms, letter === letters.changed ? detail() : '');
    }
    if (done === 0) return;
    if (this.#isHeldUp) this.#sendMore();
    this.#progressAt = performance.now();
    this.#options.onProgress(this.rows.length);
    if (!this.isOpen) this.#done.resolve();
  }

  /**
   * The sandbox is gone. Where it is not sure which event it died of, those that may be it are handed over once more, to
   * a new sandbox and one by one: nothing of theirs had left the old one.
   *
   * @param record notes the end in the trace, while that is at the event.
   * @returns whether an event was found that the end is to blame on; it has its row then.
   */
  ended(end: RunEnd, record: () => void): boolean {
    const index = this.rows.length;
    const before = index - this.#startedAt;
    const isCareful = index < this.#carefulUntil;
    const isAlone = isCareful || this.#sent - index <= 1;
    // What it kept of the events before may have taken the memory.
    const mayHaveGrown = end.isOfMemory && before > 0;
    // Of what is done the verdicts are there, and the next event is at work and waits.
    const isSure = this.#hasBegun || end.wasIdle || (isAlone && !mayHaveGrown);
    if (!isSure) {
      const to = isCareful ? index + 1 : this.#sent;
      this.ends.add({ from: index, to, record, ...(mayHaveGrown ? { grewOver: before } : {}) });
      this.#carefulUntil = Math.max(this.#carefulUntil, this.#sent);
      return false;
    }
    this.ends.blame(index);
    if (mayHaveGrown) this.#options.trace.notice(sharedLimit(index, before));
    const { message, source } = end;
    const ms = Math.round(performance.now() - this.#progressAt);
    record();
    this.#add(end.outcome, ms, { message, source });
    this.#keep(this.rows.length - 1, { outcome: end.outcome, after: null, failure: null });
    return true;
  }

  get inputs(): readonly Json[] {
    return this.#options.inputs;
  }

  /**
   * The event was tried again, or what it led to was.
   *
   * @param problem that of the first try when absent.
   */
  replace(index: number, outcome: Outcome, problem?: EventProblem): void {
    const row = this.rows[index];
    if (row === undefined) return;
    this.rows[index] = { ...row, outcome, problem: outcome === 'failed' ? (problem ?? row.problem) : null };
  }

  /** The rows, with what did not arrive: that is known when all is over, since an app need not wait for it. */
  rowsWithLosses(): readonly EventRow[] {
    const { lost } = this.#options.trace;
    if (lost.size === 0) return this.rows;
    return this.rows.map((row) => {
      const notArrived = lost.get(row.index);
      if (notArrived === undefined) return row;
      const { unconfirmed, ...sums } = notArrived;
      return { ...row, notArrived: unconfirmed === 0 ? sums : notArrived };
    });
  }

  /** What was sent for the event after its call, such as its webhook. */
  addRequests(index: number, count: number): void {
    const row = this.rows[index];
    if (row !== undefined) this.rows[index] = { ...row, requests: row.requests + count };
  }

  #sendMore(inFlight = this.#options.batching.messagesInFlight): void {
    const { batching, inputs } = this.#options;
    const messages: ToSandbox[] = [];
    while (this.#inFlight.length < inFlight && this.#sent < inputs.length) {
      const isCareful = this.#sent < this.#carefulUntil;
      const end = Math.min(
        this.#sent + batching.eventsPerMessage,
        isCareful ? this.#carefulUntil : inputs.length,
      );
      const message = this.#written(end, isCareful);
      if (message.count === 0) {
        this.#isHeldUp = this.rows.length < this.#sent;
        if (this.#isHeldUp) break;
        this.#refuse();
        continue;
      }
      this.#sent += message.count;
      this.#inFlight.push(message.count);
      messages.push(message);
    }
    const [first] = messages;
    if (first === undefined) return;
    this.#session?.send(messages.length === 1 ? first : { type: 'several', messages });
  }

  /** The next event cannot be handed over, which costs no other its row. */
  #refuse(): void {
    const index = this.#sent;
    this.#sent += 1;
    const message = `Event ${index + 1} of the list cannot be written as JSON: ${reasonOf(this.inputs[index])}.`;
    this.#options.trace.error(this.entryPoint, { name: 'TypeError', message, stack: '' }, null, 'app');
    this.#add('failed', 0, { message, source: null });
  }

  /** The events from the next to `end`, or fewer where they are large; none where the next cannot be written. */
  #written(end: number, isCareful: boolean): EventsMessage {
    const { inputs } = this.#options;
    const parts: string[] = [];
    let count = 0;
    let characters = 0;
    while (this.#sent + count < end && characters < mostCharactersPerMessage) {
      const start = this.#sent + count;
      const some = inputs.slice(start, Math.min(end, start + this.#writtenAtOnce));
      const text = textOf(some);
      if (text === undefined) {
        if (some.length === 1) break;
        this.#writtenAtOnce = 1;
        continue;
      }
      // Few at once where they are large, so that a message does not become much larger than it may be.
      const fitting = Math.floor((some.length * mostCharactersPerMessage) / text.length);
      this.#writtenAtOnce = Math.max(1, Math.min(2 * some.length, fitting));
      parts.push(text.slice(1, -1));
      count += some.length;
      characters += text.length;
    }
    return { type: 'events', inputs: `[${parts.join(',')}]`, count, isCareful };
  }

  /** Verdicts on so many events, of the messages that were sent first. */
  #arrived(done: number): void {
    for (let [first] = this.#inFlight; first !== undefined; [first] = this.#inFlight) {
      if (first > done) {
        this.#inFlight[0] = first - done;
        return;
      }
      this.#inFlight.shift();
      done -= first;
    }
  }

  /** @param detail what the event became as JSON text, where it is another; few events are asked for it. */
  #settle(outcome: Outcome, ms: number, detail: string): void {
    this.#add(outcome, ms, null);
    if (this.#kept.first >= this.#options.mostKept) return;
    const index = this.rows.length - 1;
    const same = outcome === 'unchanged' ? (this.inputs[index] ?? null) : null;
    const after = detail === '' ? same : (JSON.parse(detail) as Json);
    this.#keep(index, { outcome, after, failure: null });
  }

  #judge(ms: number, value: Json, kind: Pick<ReturnedMessage, 'kind'>): void {
    const index = this.rows.length;
    const judgement = judge(
      this.entryPoint,
      this.inputs[index] ?? null,
      { failure: null, isFalsy: false, ...kind },
      value,
    );
    const problem =
      judgement.failure === null ? null : this.#session?.recordFailure(this.entryPoint, judgement.failure);
    if (this.entryPoint === 'composeWebhook') this.webhooks.push({ index, webhook: value });
    this.#add(judgement.outcome, ms, problem ?? null);
    this.#keep(index, judgement);
  }

  #fail(ms: number, failure: Failure): void {
    const index = this.rows.length;
    const isTriedAgain = failure.isRetry && this.#options.isRetried;
    if (isTriedAgain) this.retries.push(index);
    const problem = this.#session?.recordFailure(
      this.entryPoint,
      isTriedAgain ? withAttempt(failure, 1) : failure,
      {
        isTriedAgain,
      },
    );
    this.#add('failed', ms, problem ?? null);
    this.#keep(index, { outcome: 'failed', after: null, failure });
  }

  #add(outcome: Outcome, ms: number, problem: EventProblem | null): void {
    const { trace } = this.#options;
    const { captured, requests, logs } = trace.counts;
    this.rows.push({ index: this.rows.length, outcome, ms, captured, requests, logs, problem });
    // What comes after the last is of no event.
    trace.beginEvent(this.isOpen ? this.rows.length : undefined);
  }

  /** The first events, and as many of those that went wrong, are in the trace as a whole. */
  #keep(index: number, judgement: Judgement): void {
    if (!this.#takesEvents) return;
    const isBad = judgement.outcome === 'failed' || judgement.outcome === 'timed-out';
    const { mostKept } = this.#options;
    if (this.#kept.first < mostKept) this.#kept.first += 1;
    else if (isBad && this.#kept.bad < mostKept) this.#kept.bad += 1;
    else return;
    const record = recordOf(this.entryPoint, this.inputs[index] ?? null, judgement);
    if (record === undefined) return;
    this.#options.trace.event({ entryPoint: this.entryPoint, source: null, event: index }, record);
  }
}

/** @returns undefined where one of the events cannot be written, such as one with a BigInt. */
function textOf(events: readonly Json[]): string | undefined {
  try {
    return JSON.stringify(events);
  } catch {
    return undefined;
  }
}

/** Why {@link textOf} has no text of it. */
function reasonOf(event: Json | undefined): string {
  try {
    JSON.stringify(event);
  } catch (error) {
    return whyUnwritable(error);
  }
  return '';
}

/** The list with its trace. */
export function reportOf(list: EventList, total: number, trace: Trace): EventsReport {
  const counts: Record<Outcome, number> = {
    changed: 0,
    unchanged: 0,
    dropped: 0,
    completed: 0,
    failed: 0,
    'timed-out': 0,
    stopped: 0,
  };
  for (const { outcome } of list.rows) counts[outcome] += 1;
  return { version: 1, entryPoint: list.entryPoint, total, counts, rows: list.rowsWithLosses(), trace };
}
