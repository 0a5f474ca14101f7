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
/** Room for an arrow from an event to itself: below the event, and beside its label. */
const loopHeight = 40;
const loopSide = 16;
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
  const ownLoops = graph.events.map((_, index) => graph.edges.filter((edge) => isOwn(edge, index)));
  graph.events.forEach((event, index) => {
    // What an event leads to itself is drawn below it, in room that its place has for it.
    const loops = ownLoops[index] ?? [];
    const labels = loops.map((edge) => widthOfLabel(labelOf(graph, edge)) + 2 * loopSide);
    drawing.setNode(String(index), {
      width: Math.max(widthOf(event), ...labels),
      height: eventHeight + loops.length * loopHeight,
    });
  });
  graph.edges.forEach((edge, index) => {
    if (edge.from === edge.to) return;
    const size = { width: widthOfLabel(labelOf(graph, edge)), height: labelHeight, labelpos: 'c' };
    drawing.setEdge(String(edge.from), String(edge.to), size, String(index));
  });
  layout(drawing);
  const { width = 0, height = 0 } = drawing.graph() as { width?: number; height?: number };
  const events = graph.events.map((event, index): PlacedEvent => {
    const place = drawing.node(String(index)) as { x: number; y: number; height: number };
    const top = place.y - place.height / 2;
    return { event, x: place.x, y: top + eventHeight / 2, width: widthOf(event), height: eventHeight };
  });
  const edges = graph.edges.map((edge, index): PlacedEdge => {
    const label = labelOf(graph, edge);
    const labelWidth = widthOfLabel(label);
    const [from, to] = [events[edge.from], events[edge.to]];
    if (from !== undefined && from === to) {
      const order = ownLoops[edge.from]?.indexOf(edge) ?? 0;
      const at = { x: from.x, y: from.y + eventHeight / 2 + (order + 1) * loopHeight - labelHeight / 2 };
      return { edge, label, points: aroundLabel(from, at, labelWidth), at, labelWidth };
    }
    const placed = drawing.edge(String(edge.from), String(edge.to), String(index)) as {
      readonly points: readonly Point[];
      readonly x: number;
      readonly y: number;
    };
    const inner = placed.points.slice(1, -1);
    const points = [
      borderOf(from, inner[0]) ?? placed.points[0],
      ...inner,
      borderOf(to, inner.at(-1)) ?? placed.points.at(-1),
    ].filter((point) => point !== undefined);
    return { edge, label, points, at: { x: placed.x, y: placed.y }, labelWidth };
  });
  return { width, height, events, edges };
}

function isOwn({ from, to }: FlowEdge, event: number): boolean {
  return from === event && to === event;
}

function widthOf({ label }: FlowEvent): number {
  return shortened(label).length * characterWidth + 26;
}

function widthOfLabel(label: string): number {
  return label.length * labelCharacterWidth + 12;
}

/** Where the line from a point to the middle of an event crosses its border. */
function borderOf(event: PlacedEvent | undefined, from: Point | undefined): Point | undefined {
  if (event === undefined || from === undefined) return undefined;
  const [across, down] = [from.x - event.x, from.y - event.y];
  const outside = Math.max(Math.abs(across) / (event.width / 2), Math.abs(down) / (event.height / 2));
  return outside === 0 ? undefined : { x: event.x + across / outside, y: event.y + down / outside };
}

/** From an event through the label below it, and back. */
function aroundLabel(
  { height, width, x, y }: PlacedEvent,
  label: Point,
  labelWidth: number,
): readonly Point[] {
  const bottom = y + height / 2;
  const side = Math.max(labelWidth / 2 + loopSide - 4, width / 4);
  const foot = Math.min(width / 4, labelWidth / 2);
  return [
    { x: x - foot, y: bottom },
    { x: label.x - side, y: label.y },
    { x: label.x + side, y: label.y },
    { x: x + foot, y: bottom },
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
