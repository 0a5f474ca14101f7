/**
 * What leaves the sandbox. A call's messages leave at once, so that they are there when the app hangs a moment later.
 * While a list of events is worked off they are collected, since sending costs more than a whole event.
 */
import type { EventVerdict, FromSandbox } from '../../protocol/sandbox.ts';
import type { FloodGuard } from './flood.ts';

/** More than this is not kept back. */
const mostCollected = 500;
const mostCharacters = 1024 * 1024;
/** What happened longer ago than this leaves before another event begins. */
const longestWaitMs = 10;

export class Outbox {
  readonly #send: (message: FromSandbox) => void;
  readonly #flood: FloodGuard;
  #messages: FromSandbox[] = [];
  #verdicts: EventVerdict[] = [];
  #isCollecting = false;
  #isCareful = false;
  /** Part of what the current event did has left, so the rest must leave when it ends: see {@link beginEvent}. */
  #hasSplitEvent = false;
  #isInEvent = false;
  #flushedAt = 0;
  #characters = 0;

  constructor(send: (message: FromSandbox) => void, flood: FloodGuard) {
    this.#send = send;
    this.#flood = flood;
  }

  post(message: FromSandbox): void {
    this.#flood.count(message);
    if (!this.#isCollecting) {
      this.#send(message);
      return;
    }
    this.#closeVerdicts();
    this.#messages.push(message);
    if (this.#isCareful || this.#messages.length >= mostCollected) this.flush();
  }

  /** A call follows: nothing is kept back. */
  sendAtOnce(): void {
    this.flush();
    this.#isCollecting = false;
  }

  /** @param isCareful whether nothing is kept back when another event begins. */
  collect(isCareful: boolean): void {
    this.#isCollecting = true;
    this.#isCareful = isCareful;
  }

  /**
   * Another event begins. If the process dies in it, the runner must know what came of those before: either all of
   * what an event did has left, or nothing.
   */
  beginEvent(now: number): void {
    if (this.#isCareful || this.#hasSplitEvent || now - this.#flushedAt > longestWaitMs) this.flush();
    this.#hasSplitEvent = false;
    this.#isInEvent = true;
  }

  endEvent(verdict: EventVerdict): void {
    this.#flood.reset();
    this.#verdicts.push(verdict);
    this.#isInEvent = false;
    if ('result' in verdict) this.#characters += verdict.result.length;
    if (this.#verdicts.length >= mostCollected || this.#characters > mostCharacters) this.flush();
  }

  /** Sends what was collected as one message. */
  flush(): void {
    this.#closeVerdicts();
    this.#flushedAt = performance.now();
    this.#characters = 0;
    const messages = this.#messages;
    if (messages.length === 0) return;
    this.#hasSplitEvent = this.#isInEvent;
    this.#messages = [];
    const [first] = messages;
    this.#send(messages.length === 1 && first !== undefined ? first : { type: 'several', messages });
  }

  #closeVerdicts(): void {
    if (this.#verdicts.length === 0) return;
    this.#messages.push({ type: 'verdicts', verdicts: this.#verdicts });
    this.#verdicts = [];
  }
}
