/**
 * A list that draws only the rows in sight, so that ten thousand are as quick as ten. Few rows stand in the page as they
 * are; many get a box of their own to scroll in. One row at a time can be reached with Tab; the arrow keys, Home, End,
 * Page Up and Page Down go to the others.
 */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { RowHeights } from './rowHeights.ts';
import { RowInPlace } from './rowInPlace.ts';

export interface VirtualRows {
  /** Rows with another id are another list: it begins at its top. */
  readonly id: string;
  readonly label: string;
  readonly count: number;
  /** What a row is, where rows come and go: it stays in its place under the mouse, and keeps the focus. */
  readonly keyOf?: (index: number) => string;
  /** The content of a row. What can have the focus in it takes `tabIndex`; the first such thing is the row's own. */
  readonly render: (index: number, tabIndex: 0 | -1) => TemplateResult;
  /**
   * For rows that are a tree: the row itself takes the focus, and the arrow keys open, close and go up and down in it. As
   * there are buttons in the rows, screen readers get it as a grid of one column.
   */
  readonly tree?: TreeRows;
}

export interface TreeRows {
  readonly rowOf: (index: number) => TreeRow;
  readonly toggle: (index: number, isOpen: boolean) => void;
  /** What Enter does on a row that leads nowhere. */
  readonly press: (index: number) => void;
  /** Where Enter leads from a row that does not open; null for nowhere. */
  readonly goTo: (index: number) => number | null;
}

export interface TreeRow {
  /** What a screen reader says of it, without the buttons in it. */
  readonly label: string;
  /** From 1. */
  readonly level: number;
  /** The row that it belongs to; null for one of the first level. */
  readonly parent: number | null;
  /** Among the rows of the same parent, from 1. */
  readonly position: number;
  readonly size: number;
  /** Null for one that has nothing to open. */
  readonly isOpen: boolean | null;
}

/** Up to here, all rows are drawn. */
export const mostPlainRows = 100;
/** Rows beyond the edges, for a scroll that is quicker than drawing. */
const spare = 12;
const guessedHeight = 27;
const mostDrawings = 5;
const guessedBox = 600;

export class VirtualList extends LitElement {
  #rows: VirtualRows = { id: '', label: '', count: 0, render: () => html`` };
  #heights = new RowHeights(guessedHeight);
  #scrollTop = 0;
  /** Heights of what is not drawn. */
  #above = 0;
  #below = 0;
  #active = 0;
  #takesFocus = false;
  /** How often the list may be drawn once more on the way to a row: what is around it is measured as it is drawn. */
  #drawings = 0;
  #inPlace: RowInPlace | undefined;

  get rows(): VirtualRows {
    return this.#rows;
  }

  set rows(rows: VirtualRows) {
    if (rows.id !== this.#rows.id) {
      this.#heights = new RowHeights(this.#heights.usual);
      this.#scrollTop = 0;
      this.#active = 0;
      this.#box?.scrollTo(0, 0);
    } else this.#active = movedTo(rows, this.#rows, this.#active);
    this.#rows = rows;
    this.requestUpdate();
  }

  /**
   * Scrolls to a row, where the list has a box of its own, and makes it the one that Tab reaches. The page and the focus
   * stay.
   */
  reveal(key: string): void {
    const rows = [...this.querySelectorAll<HTMLElement>('[data-key]')];
    const row = rows.find(({ dataset }) => dataset['key'] === key);
    const box = this.querySelector('.list-plain');
    if (row === undefined || box === null) return;
    const { top, bottom } = box.getBoundingClientRect();
    const place = row.getBoundingClientRect();
    box.scrollTop += Math.min(0, place.top - top) + Math.max(0, place.bottom - bottom);
    if (this.matches(':focus-within')) return;
    this.#active = Number(row.dataset['index']);
    this.requestUpdate();
  }

  /** Its rows are styled like the rest of the panel. */
  protected override createRenderRoot(): this {
    return this;
  }

  protected override willUpdate(): void {
    const box = this.querySelector<HTMLElement>('.list-plain');
    this.#inPlace = this.#rows.keyOf === undefined || box === null ? undefined : RowInPlace.find(box);
  }

  override render(): TemplateResult {
    const { count, label, keyOf, tree } = this.#rows;
    const isPlain = count <= mostPlainRows;
    const [first, end] = isPlain ? [0, count] : this.#window();
    this.#above = isPlain ? 0 : this.#heights.offset(first);
    this.#below = isPlain ? 0 : this.#heights.offset(count) - this.#heights.offset(end);
    const indexes = Array.from({ length: end - first }, (_, index) => first + index);
    const rows =
      keyOf === undefined
        ? indexes.map((index) => this.#row(index))
        : repeat(indexes, keyOf, (index) => this.#row(index, keyOf(index)));
    const list =
      tree === undefined
        ? html`<ul class="rows" role="list" aria-label=${label}>
            ${rows}
          </ul>`
        : html`<div class="rows" role="treegrid" aria-label=${label}>${rows}</div>`;
    return html`<div
      class=${isPlain ? 'list-plain' : 'list-box'}
      @scroll=${this.#scrolled}
      @keydown=${this.#pressed}
      @focusin=${this.#focused}
    >
      ${list}
    </div>`;
  }

  /** Without keys, the elements of rows that were scrolled away become those that came. */
  #row(index: number, key = ''): TemplateResult {
    const { tree } = this.#rows;
    if (tree !== undefined) return this.#treeRow(tree.rowOf(index), index, key);
    return html`<li
      data-index=${index}
      data-key=${key}
      aria-setsize=${this.#rows.count}
      aria-posinset=${index + 1}
    >
      ${this.#rows.render(index, index === this.#active ? 0 : -1)}
    </li>`;
  }

  #treeRow({ isOpen, label, level, position, size }: TreeRow, index: number, key: string): TemplateResult {
    const tabIndex = index === this.#active ? 0 : -1;
    return html`<div
      role="row"
      tabindex=${tabIndex}
      data-index=${index}
      data-key=${key}
      aria-label=${label}
      aria-level=${level}
      aria-expanded=${isOpen === null ? nothing : isOpen ? 'true' : 'false'}
      aria-setsize=${size}
      aria-posinset=${position}
    >
      <div role="gridcell">${this.#rows.render(index, tabIndex)}</div>
    </div>`;
  }

  protected override updated(): void {
    // By hand: a style attribute would need an exception in the content-security policy.
    const list = this.querySelector<HTMLElement>('.rows');
    if (list !== null) {
      list.style.paddingTop = `${this.#above}px`;
      list.style.paddingBottom = `${this.#below}px`;
    }
    const isMeasured = this.#rows.count > mostPlainRows && this.#measure();
    this.#inPlace?.restore();
    if (!this.#takesFocus) return;
    const isMoved = this.#bringIntoSight(this.#active);
    // A row that has the focus keeps it only while the same rows are drawn.
    if ((isMeasured || isMoved) && this.#drawings > 0) {
      this.#drawings -= 1;
      this.requestUpdate();
      return;
    }
    this.#takesFocus = false;
    const row = `[data-index="${this.#active}"]`;
    this.querySelector<HTMLElement>(this.#rows.tree === undefined ? `${row} [tabindex="0"]` : row)?.focus({
      preventScroll: this.#rows.count > mostPlainRows,
    });
    // The box has been scrolled to the row; the page may have to be scrolled to the box.
    this.#box?.scrollIntoView({ block: 'nearest', behavior: 'instant' });
  }

  get #box(): HTMLElement | null {
    return this.querySelector('.list-box');
  }

  /** The first row to draw, and the one after the last. */
  #window(): readonly [number, number] {
    const height = this.#box?.clientHeight ?? guessedBox;
    const first = this.#heights.at(this.#scrollTop) - spare;
    const end = this.#heights.at(this.#scrollTop + height) + spare;
    return [Math.max(0, first), Math.min(this.#rows.count, end + 1)];
  }

  /**
   * Rows that are open are higher than the others; it shows once they are drawn.
   *
   * @returns whether they are drawn once more, as something was not known.
   */
  #measure(): boolean {
    let isChanged = false;
    for (const row of this.querySelectorAll<HTMLElement>('[data-index]')) {
      isChanged = this.#heights.set(Number(row.dataset['index']), row.offsetHeight) || isChanged;
    }
    if (isChanged) this.requestUpdate();
    return isChanged;
  }

  readonly #scrolled = (event: Event): void => {
    if (!(event.currentTarget instanceof HTMLElement)) return;
    this.#scrollTop = event.currentTarget.scrollTop;
    this.requestUpdate();
  };

  readonly #focused = (event: Event): void => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-index]') : null;
    const index = Number(row?.dataset['index'] ?? this.#active);
    if (index === this.#active) return;
    this.#active = index;
    this.requestUpdate();
  };

  readonly #pressed = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (this.#rows.tree !== undefined && this.#pressedInTree(event, this.#rows.tree)) return;
    const page = Math.max(1, Math.floor((this.#box?.clientHeight ?? guessedBox) / this.#heights.usual) - 1);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: this.#active + 1,
      ArrowUp: this.#active - 1,
      PageDown: this.#active + page,
      PageUp: this.#active - page,
      Home: 0,
      End: this.#rows.count - 1,
    };
    const wanted = steps[event.key];
    // Inside of an open row the keys scroll its text.
    const isInText = event.target instanceof Element && event.target.closest('pre') !== null;
    if (wanted === undefined || isInText) return;
    event.preventDefault();
    this.#goTo(wanted);
  };

  #goTo(index: number): void {
    this.#active = Math.min(this.#rows.count - 1, Math.max(0, index));
    this.#takesFocus = true;
    this.#drawings = mostDrawings;
    this.#bringIntoSight(this.#active);
    this.requestUpdate();
  }

  /** @returns whether the key did something: on a row itself, and not on a button in it. */
  #pressedInTree(event: KeyboardEvent, tree: TreeRows): boolean {
    if (!(event.target instanceof HTMLElement) || event.target.role !== 'row') return false;
    const index = this.#active;
    const { isOpen, parent } = tree.rowOf(index);
    const { key } = event;
    if (key === 'Enter' || key === ' ') {
      const other = tree.goTo(index);
      if (other !== null) this.#goTo(other);
      else tree.press(index);
    } else if (key === 'ArrowRight') {
      if (isOpen === false) tree.toggle(index, true);
      else if (index + 1 < this.#rows.count && tree.rowOf(index + 1).parent === index) this.#goTo(index + 1);
    } else if (key === 'ArrowLeft') {
      if (isOpen === true) tree.toggle(index, false);
      else if (parent !== null) this.#goTo(parent);
    } else return false;
    event.preventDefault();
    return true;
  }

  /**
   * With the rows beside it, where there is room for them: so one sees where the next key leads.
   *
   * @returns whether the box was scrolled.
   */
  #bringIntoSight(index: number): boolean {
    const box = this.#box;
    if (box === null) return false;
    const before = box.scrollTop;
    const span = (beside: number): readonly [number, number] => [
      this.#heights.offset(Math.max(0, index - beside)),
      this.#heights.offset(Math.min(this.#rows.count, index + 1 + beside)),
    ];
    const [first, end] = span(1);
    const [top, bottom] = end - first <= box.clientHeight ? [first, end] : span(0);
    if (top < box.scrollTop) box.scrollTop = top;
    else if (bottom > box.scrollTop + box.clientHeight) box.scrollTop = bottom - box.clientHeight;
    this.#scrollTop = box.scrollTop;
    return box.scrollTop !== before;
  }
}

/** Where a row is in the rows that take the place of others; the same place where nobody knows. */
function movedTo(rows: VirtualRows, before: VirtualRows, index: number): number {
  const { count, keyOf } = rows;
  if (keyOf === undefined || before.keyOf === undefined || index >= before.count) return index;
  const key = before.keyOf(index);
  const found = Array.from({ length: count }, (_, place) => place).find((place) => keyOf(place) === key);
  return found ?? Math.min(index, Math.max(0, count - 1));
}
