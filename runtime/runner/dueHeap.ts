/** Items by the time at which they are due, as a binary heap: adding and taking cost the logarithm of their number. */

export interface Due {
  readonly dueMs: number;
  /** Tells items apart that are due at the same time. */
  readonly order: number;
}

export function isBefore(one: Due, other: Due): boolean {
  return one.dueMs === other.dueMs ? one.order < other.order : one.dueMs < other.dueMs;
}

export class DueHeap<Item extends Due> {
  /** An item is before those at twice its place plus one and plus two. */
  readonly #items: Item[] = [];

  get length(): number {
    return this.#items.length;
  }

  get first(): Item | undefined {
    return this.#items[0];
  }

  add(item: Item): void {
    const items = this.#items;
    let place = items.length;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = items[above];
      if (parent === undefined || isBefore(parent, item)) break;
      items[place] = parent;
      place = above;
    }
    items[place] = item;
  }

  /** Takes the first one out. */
  take(): Item | undefined {
    const items = this.#items;
    const [first] = items;
    const last = items.pop();
    if (last === undefined || items.length === 0) return first;
    let place = 0;
    for (;;) {
      const left = 2 * place + 1;
      const [one, other] = [items[left], items[left + 1]];
      const isOther = one !== undefined && other !== undefined && isBefore(other, one);
      const child = isOther ? other : one;
      if (child === undefined || isBefore(last, child)) break;
      items[place] = child;
      place = isOther ? left + 1 : left;
    }
    items[place] = last;
    return first;
  }

  clear(): void {
    this.#items.length = 0;
  }
}
