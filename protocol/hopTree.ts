/**
 * Captured events that came back, as a tree: under each event what was captured for it. What repeats is drawn once: where
 * the same app captures the same event in the same place as for an event above, the branch ends and says how often.
 */
import type { Hop, HopCause, Trace } from './trace.ts';

/** An event that came back. */
export interface HopNode {
  /** Its place in the list of hops. */
  readonly hop: number;
  readonly children: readonly HopNode[];
  /** Where the branch leads back to an event above, or to this one. */
  readonly again: readonly HopRepeat[];
  /** Whether it is part of a chain that repeats. */
  readonly isLooping: boolean;
}

export interface HopRepeat {
  /** Place of the first event that repeats one above. */
  readonly hop: number;
  /** Place of the one above. */
  readonly of: number;
  /** Places of all events that are not drawn in its place, the first too. */
  readonly all: readonly number[];
}

/** @returns the events that the run itself captured, by their place in `captured`. */
export function hopTree(hops: readonly Hop[]): ReadonlyMap<number, HopNode> {
  const roots = new Map<number, GrowingNode>();
  /** Where each event is drawn: in its own place, or in that of the one that it repeats. */
  const drawn: GrowingNode[] = [];
  for (const [index, hop] of hops.entries()) {
    const parent = hop.cause.hop === undefined ? undefined : drawn[hop.cause.hop];
    if (parent === undefined) {
      const root = new GrowingNode(index, keyOf(hop), null);
      roots.set(hop.cause.captured ?? index, root);
      drawn.push(root);
    } else drawn.push(parent.add(index, keyOf(hop), parent.hop === hop.cause.hop));
  }
  return roots;
}

/** Whether an app captured something in the same place as for an event that led to it, under whatever name. */
export function isRepeating(hops: readonly Hop[]): boolean {
  return hops.some((hop) => {
    const place = placeOf(hop);
    for (let above = parentOf(hops, hop); above !== undefined; above = parentOf(hops, above)) {
      if (placeOf(above) === place) return true;
    }
    return false;
  });
}

/**
 * The hops of one run, where those of several were followed together.
 *
 * @param placeOf where an event from which it started stands in what the run captured; undefined for one of another run.
 */
export function hopsOfRun(
  hops: readonly Hop[],
  placeOf: (start: number) => number | undefined,
): readonly Hop[] {
  const places = new Map<number, number>();
  const kept: Hop[] = [];
  for (const [index, hop] of hops.entries()) {
    const { captured, hop: of, ...cause } = hop.cause;
    const parent = of === undefined ? undefined : places.get(of);
    const start = captured === undefined ? undefined : placeOf(captured);
    if (parent === undefined && start === undefined) continue;
    places.set(index, kept.length);
    kept.push({
      ...hop,
      cause: { ...cause, ...(parent === undefined ? { captured: start } : { hop: parent }) } as HopCause,
    });
  }
  return kept;
}

/** How far events came back. */
export function lastHop({ hops }: Pick<Trace, 'hops'>): number {
  return hops.reduce((most, { hop }) => Math.max(most, hop), 0);
}

function parentOf(hops: readonly Hop[], { cause }: Hop): Hop | undefined {
  return cause.hop === undefined ? undefined : hops[cause.hop];
}

function placeOf({ cause: { app, entryPoint, source } }: Hop): string {
  return JSON.stringify([app, entryPoint, source?.file, source?.line, source?.column]);
}

function keyOf(hop: Hop): string {
  return `${placeOf(hop)} ${hop.event}`;
}

class GrowingNode implements HopNode {
  readonly hop: number;
  readonly children: GrowingNode[] = [];
  readonly #key: string;
  readonly #parent: GrowingNode | null;
  readonly #again = new Map<GrowingNode, HopRepeat>();
  #isLooping = false;

  constructor(hop: number, key: string, parent: GrowingNode | null) {
    this.hop = hop;
    this.#key = key;
    this.#parent = parent;
  }

  get again(): readonly HopRepeat[] {
    return [...this.#again.values()];
  }

  get isLooping(): boolean {
    return this.#isLooping;
  }

  /**
   * @param isOwn whether it was captured for the very event that is drawn here, and not for one that repeats it.
   * @returns where it is drawn.
   */
  add(hop: number, key: string, isOwn: boolean): GrowingNode {
    const above = this.#above(key);
    if (above !== undefined) {
      const { hop: first = hop, all = [] } = this.#again.get(above) ?? {};
      this.#again.set(above, { hop: first, of: above.hop, all: [...all, hop] });
      this.#markUpTo(above);
      return above;
    }
    const same = isOwn ? undefined : this.children.find((child) => child.#key === key);
    if (same !== undefined) return same;
    const child = new GrowingNode(hop, key, this);
    this.children.push(child);
    return child;
  }

  #above(key: string): GrowingNode | undefined {
    if (this.#key === key) return this;
    return this.#parent === null ? undefined : this.#parent.#above(key);
  }

  #markUpTo(above: GrowingNode): void {
    this.#isLooping = true;
    if (this !== above && this.#parent !== null) this.#parent.#markUpTo(above);
  }
}
