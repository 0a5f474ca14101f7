/** Parts of a graph that have nothing to do with each other are laid out apart, and put beside and below each other. */
import type { EventFlowGraph } from '../../../protocol/eventFlow.ts';
import type { Picture, PlacedEdge, PlacedEvent, Point } from './layout.ts';

/** A part of a graph as a graph, and where its events and edges are in the whole. */
export interface Part {
  readonly graph: EventFlowGraph;
  readonly events: readonly number[];
  readonly edges: readonly number[];
}

/** The parts of a graph, those with loops first. */
export function partsOf(graph: EventFlowGraph): readonly Part[] {
  const partOf = graph.events.map((_, index) => index);
  const rootOf = (event: number): number => {
    let at = event;
    while (partOf[at] !== undefined && partOf[at] !== at) at = partOf[at] ?? at;
    return at;
  };
  for (const { from, to } of graph.edges) partOf[rootOf(to)] = rootOf(from);
  const roots = [...new Set(graph.events.map((_, index) => rootOf(index)))];
  const parts = roots.map((root): Part => {
    const events = indexesWhere(graph.events, (_event, index) => rootOf(index) === root);
    const edges = indexesWhere(graph.edges, ({ from }) => rootOf(from) === root);
    return {
      graph: {
        apps: graph.apps,
        events: events.flatMap((index) => graph.events[index] ?? []),
        edges: edges.flatMap((index) => {
          const edge = graph.edges[index];
          return edge === undefined
            ? []
            : { ...edge, from: events.indexOf(edge.from), to: events.indexOf(edge.to) };
        }),
        loops: [],
      },
      events,
      edges,
    };
  });
  return parts.toSorted((one, other) => Number(loops(other)) - Number(loops(one)));
}

function loops({ graph }: Part): boolean {
  return graph.edges.some(({ isInLoop }) => isInLoop);
}

function indexesWhere<T>(all: readonly T[], is: (one: T, index: number) => boolean): readonly number[] {
  return all.flatMap((one, index) => (is(one, index) ? [index] : []));
}

/** Between two parts, in pixels, beside the margin that each has. */
const gap = 12;

/**
 * Puts pictures of all parts into one: in rows as wide as the room, or as the widest of them.
 *
 * @param pictures of the parts, in their order.
 */
export function putTogether(
  graph: EventFlowGraph,
  parts: readonly Part[],
  pictures: readonly Picture[],
  room: number,
): Picture {
  const most = Math.max(room, ...pictures.map(({ width }) => width));
  const events: PlacedEvent[] = [];
  const edges: PlacedEdge[] = [];
  let [left, top, rowHeight, width] = [0, 0, 0, 0];
  pictures.forEach((picture, index) => {
    if (left > 0 && left + gap + picture.width > most) {
      top += rowHeight + gap;
      [left, rowHeight] = [0, 0];
    }
    const start = left === 0 ? 0 : left + gap;
    const moved = <T extends Point>(point: T): T => ({ ...point, x: point.x + start, y: point.y + top });
    const part = parts[index];
    picture.events.forEach((event, own) => {
      const place = part?.events[own];
      if (place !== undefined) events[place] = moved(event);
    });
    picture.edges.forEach((placed, own) => {
      const place = part?.edges[own];
      const edge = place === undefined ? undefined : graph.edges[place];
      if (place !== undefined && edge !== undefined)
        edges[place] = { ...placed, edge, at: moved(placed.at), points: placed.points.map(moved) };
    });
    left = start + picture.width;
    width = Math.max(width, left);
    rowHeight = Math.max(rowHeight, picture.height);
  });
  return { width, height: top + rowHeight, events, edges };
}
