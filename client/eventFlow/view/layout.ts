/** Where the events and arrows of the picture are. */
import { Graph, layout } from '@dagrejs/dagre';
import type { EventFlowGraph, FlowEdge, FlowEvent } from '../../../protocol/eventFlow.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface PlacedEvent extends Point {
  readonly event: FlowEvent;
  readonly width: number;
  readonly height: number;
}

export interface PlacedEdge {
  readonly edge: FlowEdge;
  /** App and entry point. */
  readonly label: string;
  readonly points: readonly Point[];
  /** Middle of the label. */
  readonly at: Point;
  readonly labelWidth: number;
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly events: readonly PlacedEvent[];
  readonly edges: readonly PlacedEdge[];
}

/** Width of a character of the picture's font, and heights, in pixels. */
const characterWidth = 7.9;
const labelCharacterWidth = 7.1;
const eventHeight = 30;
const labelHeight = 18;
const longestLabel = 48;

export function shortened(text: string): string {
  return text.length <= longestLabel ? text : `${text.slice(0, longestLabel - 1)}…`;
}

/**
 * Lays the graph out from left to right where that is not wider than `room` (pixels), else in the direction that is less
 * wide: a picture is rather scrolled down than sideways.
 */
export function layOut(graph: EventFlowGraph, room: number): Picture {
  const across = layOutAlong(graph, 'LR');
  if (across.width <= room) return across;
  const down = layOutAlong(graph, 'TB');
  return down.width < across.width ? down : across;
}

function layOutAlong(graph: EventFlowGraph, rankdir: 'LR' | 'TB'): Picture {
  const drawing = new Graph({ directed: true, multigraph: true });
  drawing.setGraph({ rankdir, nodesep: 26, edgesep: 18, ranksep: 50, marginx: 16, marginy: 16 });
  drawing.setDefaultEdgeLabel(() => ({}));
  graph.events.forEach((event, index) => {
    const width = shortened(event.label).length * characterWidth + 26;
    drawing.setNode(String(index), { width, height: eventHeight });
  });
  graph.edges.forEach((edge, index) => {
    const label = labelOf(graph, edge);
    const size = { width: label.length * labelCharacterWidth + 12, height: labelHeight, labelpos: 'c' };
    drawing.setEdge(String(edge.from), String(edge.to), size, String(index));
  });
  layout(drawing);
  const { width = 0, height = 0 } = drawing.graph() as { width?: number; height?: number };
  return {
    width,
    height,
    events: graph.events.map((event, index) => {
      const node = drawing.node(String(index)) as PlacedEvent;
      return { event, x: node.x, y: node.y, width: node.width, height: node.height };
    }),
    edges: graph.edges.map((edge, index) => {
      const placed = drawing.edge(String(edge.from), String(edge.to), String(index)) as {
        readonly points: readonly Point[];
        readonly x: number;
        readonly y: number;
        readonly width: number;
      };
      const label = labelOf(graph, edge);
      const node = drawing.node(String(edge.from)) as PlacedEvent;
      return {
        edge,
        label,
        points: edge.from === edge.to ? aroundLabel(node, placed) : placed.points,
        at: { x: placed.x, y: placed.y },
        labelWidth: placed.width,
      };
    }),
  };
}

/** From an event through the label, which lies below or beside it, and back: the layout leaves the room, not the way. */
function aroundLabel(event: PlacedEvent, label: Point & { readonly width: number }): readonly Point[] {
  const { height, width, x, y } = event;
  const isBelow = Math.abs(label.y - y) > Math.abs(label.x - x) - width / 2;
  if (!isBelow) {
    const right = x + width / 2;
    const bend = label.x - (label.x - label.width / 2 - right) / 2;
    return [
      { x: right - 12, y: y - height / 2 },
      { x: bend, y: label.y - height / 2 - 4 },
      { x: label.x + label.width / 2 + 8, y: label.y },
      { x: bend, y: label.y + height / 2 + 4 },
      { x: right - 12, y: y + height / 2 },
    ];
  }
  const side = Math.max(label.width / 2 + 10, width / 4);
  return [
    { x: x - width / 4, y: y + height / 2 },
    { x: label.x - side, y: label.y },
    { x: label.x + side, y: label.y },
    { x: x + width / 4, y: y + height / 2 },
  ];
}

function labelOf({ apps }: EventFlowGraph, { app, entryPoint }: FlowEdge): string {
  const name = apps.length === 1 ? '' : `${apps[app]?.name ?? ''} · `;
  return shortened(`${name}${entryPoint}`);
}

/** A smooth line through all of the points (a Catmull-Rom spline as cubic curves), as an SVG path. */
export function pathThrough(points: readonly Point[]): string {
  const [first] = points;
  if (first === undefined) return '';
  let path = `M${at(first)}`;
  points.slice(1).forEach((end, index) => {
    const start = points[index] ?? end;
    const before = points[index - 1] ?? start;
    const after = points[index + 2] ?? end;
    path += ` C${at(towards(start, before, end))} ${at(towards(end, after, start))} ${at(end)}`;
  });
  return path;
}

/** The control point of a point, away from one of its neighbours and towards the other. */
function towards(point: Point, from: Point, to: Point): Point {
  return { x: point.x + (to.x - from.x) / 6, y: point.y + (to.y - from.y) / 6 };
}

/** What of a graph is in loops. */
export function loopsOnly(graph: EventFlowGraph): EventFlowGraph {
  const kept = graph.edges.filter(({ isInLoop }) => isInLoop);
  const events = [...new Set(kept.flatMap(({ from, to }) => [from, to]))].toSorted((a, b) => a - b);
  const indexOf = new Map(events.map((event, index) => [event, index]));
  const edgeIndexes = new Map<number, number>();
  graph.edges.forEach((edge, index) => {
    if (edge.isInLoop) edgeIndexes.set(index, edgeIndexes.size);
  });
  return {
    ...graph,
    events: events.flatMap((index) => graph.events[index] ?? []),
    edges: kept.map((edge) => ({
      ...edge,
      from: indexOf.get(edge.from) ?? 0,
      to: indexOf.get(edge.to) ?? 0,
    })),
    loops: graph.loops.map((loop) => loop.map((edge) => edgeIndexes.get(edge) ?? 0)),
  };
}

function at({ x, y }: Point): string {
  return `${x.toFixed(1)},${y.toFixed(1)}`;
}
