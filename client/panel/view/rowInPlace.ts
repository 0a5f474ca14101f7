/** A row that the user points at or has the focus on, while rows of its list come, go and change their order. */
export class RowInPlace {
  readonly #box: HTMLElement;
  readonly #key: string;
  /** Where it is in the window. */
  readonly #top: number;
  /** The one of the row's buttons that has the focus. */
  readonly #focused: HTMLElement | null;

  /** The row of a list, before it is drawn anew; undefined when the user is elsewhere. */
  static find(box: HTMLElement): RowInPlace | undefined {
    const row =
      box.querySelector<HTMLElement>('[data-key]:hover') ??
      box.querySelector<HTMLElement>('[data-key]:focus-within');
    const key = row?.dataset['key'];
    return row === null || key === undefined ? undefined : new RowInPlace(box, row, key);
  }

  private constructor(box: HTMLElement, row: HTMLElement, key: string) {
    this.#box = box;
    this.#key = key;
    this.#top = topOf(row);
    this.#focused = row.querySelector<HTMLElement>('button:focus');
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
    // A row that was moved in the page has lost the focus on the way.
    if (this.#focused?.matches(':focus') === false) this.#focused.focus({ preventScroll: true });
  }

  #row(): HTMLElement | undefined {
    const rows = [...this.#box.querySelectorAll<HTMLElement>('[data-key]')];
    return rows.find(({ dataset }) => dataset['key'] === this.#key);
  }
}

function topOf(row: HTMLElement): number {
  return row.getBoundingClientRect().top;
}
