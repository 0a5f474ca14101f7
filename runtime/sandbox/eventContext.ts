/**
 * Which event of a list a promise is of. Node tells of a rejection that nobody handles when many other events may be done;
 * its asynchronous context is that of the code that rejected it.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { EventRange } from '../../protocol/sandbox.ts';

interface Mark {
  readonly list: number;
  readonly first: number;
  /** How many events may share it. */
  readonly size: number;
}

/** A context of its own costs a fifth of the quickest events: of a long list, this many begin with one. */
const exactEvents = 1_000;
/** The later ones share theirs. */
const eventsPerMark = 32;

/** Older ones hook into each promise, which costs more than a promise. */
const hasCheapContexts = Number(process.versions.node.split('.')[0]) >= 24;

export class EventContext {
  readonly #storage = hasCheapContexts ? new AsyncLocalStorage<Mark>() : undefined;
  /** Settled by {@link isProbe}: not every version of Node gives the context to who is told of rejections. */
  #tells = false;
  readonly #probe = new Error('probe');
  #list = 0;
  #isInList = false;
  #count = 0;
  /** The place of the next event that needs a mark. */
  #nextMark = 0;
  /** An app that left one rejection unhandled may do so again. */
  #isExact = false;

  /** Rejects something, which {@link isProbe} is to be asked about. */
  probe(): void {
    this.#storage?.run({ list: 0, first: 0, size: 1 }, () => void Promise.reject(this.#probe));
  }

  /** Whether that is what was rejected. */
  isProbe(reason: unknown): boolean {
    if (reason !== this.#probe) return false;
    this.#tells = this.#storage?.getStore()?.list === 0;
    return true;
  }

  beginList(): void {
    this.#list += 1;
    this.#isInList = true;
    this.#count = 0;
    this.#nextMark = 0;
    this.#isExact = false;
  }

  /** What follows is of no event. */
  endList(): void {
    this.#isInList = false;
  }

  /** The code that runs from here on is in no context of ours. */
  leave(): void {
    this.#nextMark = this.#count;
  }

  /** The code that runs from here on is of the next event. */
  beginEvent(): void {
    const first = this.#count;
    this.#count += 1;
    if (first >= this.#nextMark) this.#setMark(first);
  }

  #setMark(first: number): void {
    const size = first < exactEvents || this.#isExact ? 1 : eventsPerMark;
    this.#nextMark = first + size;
    if (this.#tells) this.#storage?.enterWith({ list: this.#list, first, size });
  }

  /** The events of which a rejection that is told now may be, by their place since the list began; undefined for none. */
  eventsOfRejection(): EventRange | undefined {
    this.#isExact = true;
    this.#nextMark = this.#count;
    const mark = this.#storage?.getStore();
    if (this.#tells) {
      if (mark === undefined || mark.list !== this.#list) return undefined;
      return { first: mark.first, last: Math.min(mark.first + mark.size, this.#count) - 1 };
    }
    return !this.#isInList || this.#count === 0 ? undefined : { first: 0, last: this.#count - 1 };
  }
}
