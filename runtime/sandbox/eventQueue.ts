/** The events that wait for the app, and the time after which working on them pauses. */
import { type EventsMessage, goOn, type ItemLetter, itemLetters } from '../../protocol/sandbox.ts';
import { EventContext } from './eventContext.ts';
import type { Outbox } from './outbox.ts';

/** The app's events run in turns of about this length, so that the limit on running without a pause is each event's own. */
const turnMs = 50;

export class EventQueue {
  readonly context = new EventContext();
  readonly #outbox: Outbox;
  readonly #later: EventsMessage[] = [];
  #inputs = '[]';
  #count = 0;
  #position = 0;
  /** The events one by one, where their texts were asked for. */
  #texts: readonly string[] | undefined;
  #turnStartedAt = 0;
  #eventStartedAt = 0;

  constructor(outbox: Outbox) {
    this.#outbox = outbox;
  }

  add(message: EventsMessage): void {
    this.#later.push(message);
  }

  get isEmpty(): boolean {
    return this.#position >= this.#count && this.#later.length === 0;
  }

  /** The realm is entered: a new turn. */
  beginTurn(): void {
    this.context.leave();
    this.#turnStartedAt = performance.now();
  }

  /**
   * Takes what the realm says, and gives it the next event.
   *
   * @param letter a verdict on the current event, a captured event, or '' to begin.
   * @returns the text of a list of events where the next is the first of them, {@link goOn} where the realm has it; ''
   * where there is none, the turn is over, or the current event goes on.
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
    if (this.#position >= this.#count && !this.#takeLater()) return '';
    this.#eventStartedAt = now;
    this.#outbox.beginEvent();
    this.context.beginEvent();
    this.#position += 1;
    return this.#position === 1 ? this.#inputs : goOn;
  }

  /** The current event, as the runner writes it. */
  get currentText(): string {
    this.#texts ??= (JSON.parse(this.#inputs) as readonly unknown[]).map((event) => JSON.stringify(event));
    return this.#texts[this.#position - 1] ?? '';
  }

  #takeLater(): boolean {
    const message = this.#later.shift();
    if (message === undefined) return false;
    this.#inputs = message.inputs;
    this.#count = message.count;
    this.#texts = undefined;
    this.#position = 0;
    this.#outbox.collect(message.isCareful);
    return true;
  }
}
