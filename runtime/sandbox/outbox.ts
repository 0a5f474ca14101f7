/**
 * What leaves the sandbox. A call's messages leave at once, so that they are there when the app hangs a moment later.
 * While a list of events is worked off they are collected, since sending costs more than a whole event.
 */
import { type FromSandbox, type ItemLetter, itemLetters } from '../../protocol/sandbox.ts';
import type { FloodGuard } from './flood.ts';

/** More than this is not kept back. */
const mostCollected = 1_000;
/** The runner works on so many verdicts while the app goes on. */
const mostVerdicts = 400;
const mostCharacters = 1024 * 1024;
/** What happened longer ago than this leaves before another event begins. */
const longestWaitMs = 10;

export class Outbox {
  readonly #send: (message: FromSandbox) => void;
  readonly #flood: FloodGuard;
  #messages: FromSandbox[] = [];
  #letters = '';
  #details = '';
  #sizes: number[] = [];
  #times: number[] = [];
  #isCollecting = false;
  #isCareful = false;
  /** Part of what the current event did has left, so the rest must leave when it ends: see {@link endEvent}. */
  #hasSplitEvent = false;
  #isInEvent = false;
  #flushedAt = 0;
  #characters = 0;

  /** @param send returns when the message has left the process. */
  constructor(send: (message: FromSandbox) => void, flood: FloodGuard) {
    this.#send = send;
    this.#flood = flood;
  }

  get isCareful(): boolean {
    return this.#isCareful;
  }

  post(message: FromSandbox): void {
    this.#flood.count(message);
    if (!this.#isCollecting) {
      this.#send(message);
      return;
    }
    this.#closeItems();
    this.#messages.push(message);
    if (this.#isCareful || this.#messages.length >= mostCollected) this.flush();
  }

  /** A captured event that needs no answer. */
  captured(detail: string): void {
    this.#flood.add(detail.length);
    this.#letters += itemLetters.captured;
    this.#detail(detail);
    if (this.#isCareful) this.flush();
  }

  /** A call follows: nothing is kept back. */
  sendAtOnce(): void {
    this.flush();
    this.#isCollecting = false;
    this.#isCareful = false;
  }

  /**
   * @param isCareful whether nothing is kept back but the verdict, which leaves when all that the event has left running is
   * done: what ends the process before is that event's.
   */
  collect(isCareful: boolean): void {
    this.#isCollecting = true;
    this.#isCareful = isCareful;
  }

  beginEvent(): void {
    this.#isInEvent = true;
    this.#hasSplitEvent = false;
  }

  /**
   * If the process dies in the next event, the runner must know what came of this one: either all of what an event did
   * has left, or nothing.
   */
  endEvent(letter: ItemLetter, detail: string, microseconds: number, now: number): void {
    this.#flood.reset();
    this.#letters += letter;
    this.#times.push(microseconds);
    this.#isInEvent = false;
    if (detail !== '') this.#detail(detail);
    if (
      this.#hasSplitEvent ||
      now - this.#flushedAt > longestWaitMs ||
      this.#times.length >= mostVerdicts ||
      this.#characters > mostCharacters
    )
      this.flush();
  }

  /** Sends what was collected as one message. */
  flush(): void {
    this.#closeItems();
    this.#flushedAt = performance.now();
    this.#characters = 0;
    const messages = this.#messages;
    if (messages.length === 0) return;
    this.#hasSplitEvent = this.#isInEvent;
    this.#messages = [];
    const [first] = messages;
    this.#send(messages.length === 1 && first !== undefined ? first : { type: 'several', messages });
  }

  #detail(text: string): void {
    this.#details += text;
    this.#sizes.push(text.length);
    this.#characters += text.length;
  }

  #closeItems(): void {
    if (this.#letters === '') return;
    this.#messages.push({
      type: 'items',
      letters: this.#letters,
      details: this.#details,
      sizes: this.#sizes,
      times: this.#times,
    });
    this.#letters = '';
    this.#details = '';
    this.#sizes = [];
    this.#times = [];
  }
}
