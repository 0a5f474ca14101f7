/** Where the rows of a long list are: most are of one height, a few are higher. */
export class RowHeights {
  #usual: number;
  #isMeasured = false;
  /** Rows that are not of the usual height. */
  readonly #others = new Map<number, number>();

  /** @param guess of the usual height, until a row has been measured. */
  constructor(guess: number) {
    this.#usual = guess;
  }

  get usual(): number {
    return this.#usual;
  }

  /** @returns whether it was not known. */
  set(index: number, height: number): boolean {
    if (height === 0 || height === (this.#others.get(index) ?? this.#usual)) {
      this.#isMeasured ||= height !== 0;
      return false;
    }
    if (!this.#isMeasured) {
      this.#isMeasured = true;
      this.#usual = height;
    } else if (height === this.#usual) this.#others.delete(index);
    else this.#others.set(index, height);
    return true;
  }

  /** Distance of a row's top from the top of the list. */
  offset(index: number): number {
    let offset = index * this.#usual;
    for (const [other, height] of this.#others) if (other < index) offset += height - this.#usual;
    return offset;
  }

  /** The row at a distance from the top. */
  at(distance: number): number {
    let low = 0;
    let high = Math.ceil(distance / this.#smallest()) + 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.offset(middle) <= distance) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #smallest(): number {
    return Math.max(1, Math.min(this.#usual, ...this.#others.values()));
  }
}
