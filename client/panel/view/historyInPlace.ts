/**
 * Holds the list of runs where it is while the mouse is on one of them, or the keyboard's focus: another run may have a longer form above the list
 * and a shorter outcome below it, and the next click must meet the row that it was meant for.
 */
import { RowInPlace } from './rowInPlace.ts';

export class HistoryInPlace {
  #row: RowInPlace | undefined;
  /** What is left free above the list, in the place of what stood there. */
  #gap = 0;

  /** Before the panel is drawn. */
  remember(root: ParentNode): void {
    const list = partOf(root, '.history .list-plain');
    if (list === null) return;
    const isUsed = list.matches(':hover') || list.querySelector(':focus-visible') !== null;
    if (isUsed && !isUnderMouse(root, '.results')) this.#row ??= RowInPlace.find(list);
  }

  /** After it was drawn, with its lists. */
  restore(root: ParentNode): void {
    const history = partOf(root, '.history');
    const panel = partOf(root, '.panel');
    if (history === null || panel === null) return;
    const row = this.#row;
    this.#row = undefined;
    if (row === undefined) {
      // What the mouse is on must not move up, either.
      if (isUnderMouse(root, '.results')) return;
      this.#leaveFree(history, 0);
      lower(root);
      panel.style.minHeight = '';
      return;
    }
    this.#leaveFree(history, this.#gap - Math.max(0, row.distance));
    if (row.distance > 0) raise(root, row.distance);
    // A short page does not scroll so far.
    const end = window.scrollY + row.distance + window.innerHeight;
    if (row.distance > 0) panel.style.minHeight = `${end}px`;
    window.scrollBy({ top: row.distance, behavior: 'instant' });
    // Nor does any above its beginning.
    this.#leaveFree(history, this.#gap - Math.min(0, row.distance));
  }

  /** The mouse has left the list: what was left free for it is a hole now. What is below moves up, unless it is on that. */
  letGo(root: ParentNode): void {
    const history = partOf(root, '.history');
    const isElsewhere = !isUnderMouse(root, '.history .list-plain') && !isUnderMouse(root, '.results');
    if (history === null || !isElsewhere) return;
    this.#leaveFree(history, 0);
    lower(root);
  }

  /** The page need not be longer than it is scrolled. */
  scrolled(root: ParentNode): void {
    const panel = partOf(root, '.panel');
    if (panel === null || panel.style.minHeight === '') return;
    const needed = window.scrollY + window.innerHeight;
    if (needed < Number.parseFloat(panel.style.minHeight)) panel.style.minHeight = `${needed}px`;
  }

  #leaveFree(history: HTMLElement, wanted: number): void {
    const gap = Math.max(0, wanted);
    if (gap === this.#gap) return;
    this.#gap = gap;
    // By hand: a style attribute would need an exception in the content-security policy.
    history.style.marginTop = gap === 0 ? '' : `${gap}px`;
  }
}

/** A column that stays in sight beside a longer one does not move when the page is scrolled. */
function raise(root: ParentNode, distance: number): void {
  const side = partOf(root, '.side');
  const main = partOf(root, 'main');
  if (side === null || main === null || getComputedStyle(side).position !== 'sticky') return;
  const { top } = side.getBoundingClientRect();
  const room = top - main.getBoundingClientRect().top - Number.parseFloat(getComputedStyle(main).paddingTop);
  if (room > 1) side.style.top = `${top - Math.min(distance, room)}px`;
}

/** Where its style has it. */
function lower(root: ParentNode): void {
  const side = partOf(root, '.side');
  if (side !== null) side.style.top = '';
}

function partOf(root: ParentNode, selector: string): HTMLElement | null {
  return root.querySelector<HTMLElement>(selector);
}

function isUnderMouse(root: ParentNode, selector: string): boolean {
  return partOf(root, selector)?.matches(':hover') === true;
}
