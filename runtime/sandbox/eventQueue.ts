/** The events that wait for the app, and the time after which working on them pauses. */
import type { EventsMessage, EventVerdict } from '../../protocol/sandbox.ts';
import type { Outbox } from './outbox.ts';

/** The app's events run in turns of about this length, so that the limit on running without a pause is each event's own. */
const turnMs = 50;

export class EventQueue {
  readonly #outbox: Outbox;
  #waiting: readonly string[] = [];
  #later: EventsMessage[] = [];
  #position = 0;
  #turnStartedAt = 0;
  #eventStartedAt = 0;

  constructor(outbox: Outbox) {
    this.#outbox = outbox;
  }

  add(message: EventsMessage): void {
    this.#later.push(message);
  }

  get isEmpty(): boolean {
    return this.#position >= this.#waiting.length && this.#later.length === 0;
  }

  /** The realm is entered: a new turn. */
  beginTurn(): void {
    this.#turnStartedAt = performance.now();
  }

  /** @returns the text of the next event; '' where there is none, or the turn is over. */
  next(): string {
    const now = performance.now();
    if (now - this.#turnStartedAt > turnMs) return '';
    if (this.#position >= this.#waiting.length) {
      const message = this.#later.shift();
      if (message === undefined) return '';
      this.#waiting = message.inputs;
      this.#position = 0;
      this.#outbox.collect(message.isCareful);
    }
    this.#outbox.beginEvent(now);
    this.#eventStartedAt = performance.now();
    const text = this.#waiting[this.#position] ?? '';
    this.#position += 1;
    return text;
  }

  /** @param payload JSON text: of the result, or of the failure. */
  judge(kind: EventVerdict['kind'], payload: string): void {
    const ms = performance.now() - this.#eventStartedAt;
    switch (kind) {
      case 'unchanged':
      case 'dropped':
      case 'completed':
        this.#outbox.endEvent({ kind, ms });
        return;
      case 'changed':
      case 'odd':
        this.#outbox.endEvent({ kind, ms, result: payload });
        return;
      case 'failed':
        this.#outbox.endEvent({ kind, ms, failure: JSON.parse(payload) as never });
        return;
    }
  }
}
