/** Cells that know which of them were asked for: what was not asked for made no difference. */
import type { Cell } from './items.ts';

export class WatchedCells extends Map<string, Cell> {
  #asked: Set<string> | 'all' | undefined;
  #isWatched = false;

  watch(): void {
    this.#asked = new Set();
    this.#isWatched = true;
  }

  /** What comes after it does not count. */
  stopWatching(): void {
    this.#isWatched = false;
  }

  /**
   * Names of those that were asked for, also in vain; undefined where all of them were, as in a copy, and where nobody
   * came to an end with it.
   */
  get asked(): readonly string[] | undefined {
    return this.#isWatched || !(this.#asked instanceof Set) ? undefined : [...this.#asked];
  }

  override get(key: string): Cell | undefined {
    this.#ask(key);
    return super.get(key);
  }

  override has(key: string): boolean {
    this.#ask(key);
    return super.has(key);
  }

  override get size(): number {
    this.#askAll();
    return super.size;
  }

  override keys(): MapIterator<string> {
    this.#askAll();
    return super.keys();
  }

  override values(): MapIterator<Cell> {
    this.#askAll();
    return super.values();
  }

  override entries(): MapIterator<[string, Cell]> {
    this.#askAll();
    return super.entries();
  }

  override [Symbol.iterator](): MapIterator<[string, Cell]> {
    this.#askAll();
    return super[Symbol.iterator]();
  }

  override forEach(tell: (cell: Cell, key: string, cells: Map<string, Cell>) => void): void {
    this.#askAll();
    super.forEach(tell);
  }

  #ask(key: string): void {
    if (this.#isWatched && this.#asked instanceof Set) this.#asked.add(key);
  }

  #askAll(): void {
    if (this.#isWatched) this.#asked = 'all';
  }
}
