/** Requests that were refused, a line each. An SDK tries again by itself, so they are bounded by the second. */
const mostLines = 10;
const windowMs = 1_000;

export class Refusals implements Disposable {
  readonly #write: (line: string) => void;
  #lines = 0;
  #more = 0;
  #window: NodeJS.Timeout | undefined;

  /** @param write takes a line without its end. */
  constructor(write: (line: string) => void) {
    this.#write = write;
  }

  /** Tells of a request, or counts it where there were many within a second. */
  add(reason: string): void {
    this.#window ??= setTimeout(() => this.#close(), windowMs);
    if (this.#lines === mostLines) {
      this.#more += 1;
      return;
    }
    this.#lines += 1;
    this.#write(reason);
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#window);
    this.#close();
  }

  #close(): void {
    const more = this.#more;
    [this.#window, this.#lines, this.#more] = [undefined, 0, 0];
    if (more > 0)
      this.#write(`${more} more ${more === 1 ? 'request was' : 'requests were'} refused within a second.`);
  }
}
