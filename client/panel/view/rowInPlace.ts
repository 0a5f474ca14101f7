/** A row that the user points at or has the focus on, while rows of its list come, go and change their order. */
export class RowInPlace {
  readonly #box: HTMLElement;
  readonly #key: string;
  /** Where it is in the window. */
  readonly #top: number;
  /** Which of the row's buttons has the focus; -1 for none. */
  readonly #focused: number;

  /** The row of a list, before it is drawn anew; undefined when the user is elsewhere. */
  static find(box: HTMLElement): RowInPlace | undefined {
    const row =
      box.querySelector<HTMLElement>('li:hover') ?? box.querySelector<HTMLElement>('li:focus-within');
    const key = row?.dataset['key'];
    return row === null || key === undefined ? undefined : new RowInPlace(box, row, key);
  }

  private constructor(box: HTMLElement, row: HTMLElement, key: string) {
    this.#box = box;
    this.#key = key;
    this.#top = topOf(row);
    this.#focused = buttonsOf(row).findIndex((button) => button.matches(':focus'));
  }

  /** How far below its old place it is now; 0 when it is gone. */
  get distance(): number {
    const row = this.#row();
    return row === undefined ? 0 : topOf(row) - this.#top;
  }

  /** Brings the row back to where it was, as far as the list scrolls, with the focus that it had. */
  restore(): void {
    const row = this.#row();
    if (row === undefined) return;
    this.#box.scrollTop += this.distance;
    const button = buttonsOf(row)[this.#focused];
    // A row that was moved in the page has lost the focus on the way.
    if (button?.matches(':focus') === false) button.focus({ preventScroll: true });
  }

  #row(): HTMLElement | undefined {
    const rows = [...this.#box.querySelectorAll<HTMLElement>('li[data-key]')];
    return rows.find(({ dataset }) => dataset['key'] === this.#key);
  }
}

function topOf(row: HTMLElement): number {
  return row.getBoundingClientRect().top;
}

function buttonsOf(row: HTMLElement): readonly HTMLElement[] {
  return [...row.querySelectorAll('button')];
}
