/** The events that wait for the app, and the time after which working on them pauses. */
import { type EventsMessage, type ItemLetter, itemLetters } from '../../protocol/sandbox.ts';
import type { Outbox } from './outbox.ts';

/** The app's events run in turns of about this length, so that the limit on running without a pause is each event's own. */
const turnMs = 50;

export class EventQueue {
  readonly #outbox: Outbox;
  readonly #later: EventsMessage[] = [];
  #waiting: readonly string[] = [];
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

  /**
   * Takes what the realm says, and gives it the next event.
   *
   * @param letter a verdict on the current event, a captured event, or '' to begin.
   * @returns the next event's text; '' where there is none, the turn is over, or the current event goes on.
   */
  step(letter: ItemLetter | '', detail: string): string {
    if (letter === itemLetters.captured) {
      this.#outbox.captured(detail);
      return '';
    }
    const now = performance.now();
    if (letter !== '')
      this.#outbox.endEvent(letter, detail, Math.round((now - this.#eventStartedAt) * 1000), now);
    const isOver = this.#outbox.isCareful ? letter !== '' : now - this.#turnStartedAt > turnMs;
    if (isOver) return '';
    if (this.#position >= this.#waiting.length && !this.#takeLater()) return '';
    this.#eventStartedAt = now;
    this.#outbox.beginEvent();
    const text = this.#waiting[this.#position] ?? '';
    this.#position += 1;
    return text;
  }

  #takeLater(): boolean {
    const message = this.#later.shift();
    if (message === undefined) return false;
    this.#waiting = message.inputs;
    this.#position = 0;
    this.#outbox.collect(message.isCareful);
    return true;
  }
}
