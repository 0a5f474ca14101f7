/** A row that the user points at or has the focus on, while rows of its list come, go and change their order. */
export class RowInPlace {
  readonly #box: HTMLElement;
  readonly #key: string;
  /** Where it is in the window. */
  readonly #top: number;
  readonly #isUnderMouse: boolean;
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
    this.#isUnderMouse = row.matches(':hover');
    this.#focused = buttonsOf(row).findIndex((button) => button.matches(':focus'));
  }

  /**
   * Brings the row back to where it was, as far as the list scrolls, with the focus that it had. For the mouse, which
   * stays where it is, the page scrolls too.
   */
  restore(): void {
    const rows = [...this.#box.querySelectorAll<HTMLElement>('li[data-key]')];
    const row = rows.find(({ dataset }) => dataset['key'] === this.#key);
    if (row === undefined) return;
    this.#box.scrollTop += topOf(row) - this.#top;
    if (this.#isUnderMouse) window.scrollBy({ top: topOf(row) - this.#top, behavior: 'instant' });
    const button = buttonsOf(row)[this.#focused];
    // A row that was moved in the page has lost the focus on the way.
    if (button?.matches(':focus') === false) button.focus({ preventScroll: true });
  }
}

function topOf(row: HTMLElement): number {
  return row.getBoundingClientRect().top;
}

function buttonsOf(row: HTMLElement): readonly HTMLElement[] {
  return [...row.querySelectorAll('button')];
}
