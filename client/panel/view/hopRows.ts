/** The rows of captured events that were fed back: the tree with what is folded left out, in the order of reading. */
import { hopTree, type HopNode, type HopRepeat } from '../../../protocol/hopTree.ts';
import type { Hop, Trace } from '../../../protocol/trace.ts';

interface RowPlace {
  /** What it is, in every drawing. */
  readonly key: string;
  /** 0 for what the run itself captured. */
  readonly depth: number;
  /** The row above that it belongs to. */
  readonly parent: number | null;
  /** Among the rows of the same parent, from 1. */
  readonly position: number;
  readonly size: number;
}

export interface EventRow extends RowPlace {
  readonly kind: 'event';
  /** Place in what the run captured; null for what was captured later. */
  readonly captured: number | null;
  /** Place in the hops; null for one that was not fed back. */
  readonly hop: number | null;
  readonly isLooping: boolean;
  /** Whether what was captured for it is shown; null where nothing was. */
  readonly isOpen: boolean | null;
}

/** Where a branch leads back to a row above. */
export interface AgainRow extends RowPlace {
  readonly kind: 'again';
  readonly repeat: HopRepeat;
}

export type HopRow = EventRow | AgainRow;

/** About so many rows are shown from the beginning. */
const mostAtFirst = 300;

const trees = new WeakMap<readonly Hop[], ReadonlyMap<number, HopNode>>();

/** @param isOpen whether a row is open, by its key. */
export function hopRows(
  { captured, hops }: Pick<Trace, 'captured' | 'hops'>,
  isOpen: (key: string, byDefault: boolean) => boolean,
): readonly HopRow[] {
  const tree = trees.get(hops) ?? hopTree(hops);
  trees.set(hops, tree);
  const deepest = deepestAtFirst(tree, captured.length);
  const rows: HopRow[] = [];
  const add = (node: HopNode | undefined, start: number | null, place: Omit<RowPlace, 'key'>): void => {
    const key = node === undefined ? `captured:${start}` : `hop:${node.hop}`;
    const size = node === undefined ? 0 : node.again.length + node.children.length;
    const row: EventRow = {
      ...place,
      key,
      kind: 'event',
      captured: start,
      hop: node?.hop ?? null,
      isLooping: node?.isLooping ?? false,
      isOpen: size === 0 ? null : isOpen(key, place.depth < deepest),
    };
    const parent = rows.push(row) - 1;
    if (node === undefined || row.isOpen !== true) return;
    const depth = place.depth + 1;
    for (const [index, repeat] of node.again.entries()) {
      const again = { key: `again:${node.hop}:${repeat.of}`, depth, parent, position: index + 1, size };
      rows.push({ ...again, kind: 'again', repeat });
    }
    for (const [index, child] of node.children.entries()) {
      add(child, null, { depth, parent, position: node.again.length + index + 1, size });
    }
  };
  for (const [index] of captured.entries()) {
    add(tree.get(index), index, { depth: 0, parent: null, position: index + 1, size: captured.length });
  }
  return rows;
}

/** Down to which depth rows are open at first: the first level, and more as long as that are few enough to look through. */
function deepestAtFirst(tree: ReadonlyMap<number, HopNode>, roots: number): number {
  let rows = roots;
  let level: readonly HopNode[] = [...tree.values()];
  for (let depth = 0; ; depth++) {
    rows += level.reduce((sum, { again, children }) => sum + again.length + children.length, 0);
    level = level.flatMap(({ children }) => children);
    if (rows > mostAtFirst) return Math.max(1, depth);
    if (level.length === 0) return depth + 1;
  }
}
