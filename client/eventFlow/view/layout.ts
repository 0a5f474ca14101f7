/** Where the events and arrows of the picture are. */
import { Graph, layout } from '@dagrejs/dagre';
import type { EventFlowGraph, FlowEdge, FlowEvent } from '../../../protocol/eventFlow.ts';
import { partsOf, putTogether } from './parts.ts';
import { fittingScale, type Room, smallestUnasked } from './zoom.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface PlacedEvent extends Point {
  readonly event: FlowEvent;
  /** Its name, in lines from the top. */
  readonly lines: readonly string[];
  readonly width: number;
  readonly height: number;
}

export interface PlacedEdge {
  readonly edge: FlowEdge;
  /** App and entry point, in lines from the top. */
  readonly lines: readonly string[];
  readonly points: readonly Point[];
  /** Middle of the label. */
  readonly at: Point;
  readonly labelWidth: number;
  readonly labelHeight: number;
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
const eventPadding = 14;
const labelPadding = 3;
/** From the top of a line of text to that of the next. */
export const lineHeight = 16;
/** Room for an arrow from an event to itself: between the event and its label, and beside that. */
const loopGap = 22;
const loopSide = 16;
const longestLabel = 48;
/** Where there is little room, longer texts take several lines. */
const longestLine = 18;

function shortened(text: string): string {
  return text.length <= longestLabel ? text : `${text.slice(0, longestLabel - 1)}…`;
}

/**
 * Lays the graph out from left to right where there is room for that (pixels), else in the way that can be drawn largest.
 * Where all of them would be too small to be read, the least wide is taken: a picture is rather scrolled down than
 * sideways.
 */
export function layOut(graph: EventFlowGraph, room: Room): Picture {
  const parts = partsOf(graph);
  const ways = [
    ['LR', longestLabel],
    ['TB', longestLabel],
    ['LR', longestLine],
    ['TB', longestLine],
  ] as const;
  const pictures: Picture[] = [];
  for (const [direction, most] of ways) {
    const ofParts = parts.map((part) => layOutAlong(part.graph, direction, most));
    const picture = putTogether(graph, parts, ofParts, room.width);
    if (picture.width <= room.width && picture.height <= room.height) return picture;
    pictures.push(picture);
  }
  const [largest] = pictures.toSorted((one, other) => fittingScale(other, room) - fittingScale(one, room));
  const [narrowest] = pictures.toSorted((one, other) => one.width - other.width);
  const best = largest !== undefined && fittingScale(largest, room) >= smallestUnasked ? largest : narrowest;
  return best ?? putTogether(graph, [], [], room.width);
}

/** @param most characters of a line, unless a word is longer. */
function layOutAlong(graph: EventFlowGraph, rankdir: 'LR' | 'TB', most: number): Picture {
  const eventLines = graph.events.map(({ label }) => linesOf(label, most));
  const edgeLines = graph.edges.map((edge) => linesOf(labelOf(graph, edge), most));
  const sizes = edgeLines.map((lines) => ({
    width: widest(lines) * labelCharacterWidth + 12,
    height: lines.length * lineHeight + labelPadding,
  }));
  const drawing = new Graph({ directed: true, multigraph: true });
  drawing.setGraph({ rankdir, nodesep: 26, edgesep: 18, ranksep: 50, marginx: 16, marginy: 16 });
  drawing.setDefaultEdgeLabel(() => ({}));
  /** What each event leads to itself, in the order of its labels from the top. */
  const ownLoops = graph.events.map((_, event) =>
    graph.edges.flatMap(({ from, to }, index) => (from === event && to === event ? [index] : [])),
  );
  const eventSizes = eventLines.map((lines) => ({
    width: widest(lines) * characterWidth + 26,
    height: lines.length * lineHeight + eventPadding,
  }));
  eventSizes.forEach(({ height, width }, index) => {
    // What an event leads to itself is drawn below it, in room that its place has for it.
    const loops = (ownLoops[index] ?? []).flatMap((edge) => sizes[edge] ?? []);
    drawing.setNode(String(index), {
      width: Math.max(width, ...loops.map((loop) => loop.width + 2 * loopSide)),
      height: height + loops.reduce((sum, loop) => sum + loop.height + loopGap, 0),
    });
  });
  graph.edges.forEach((edge, index) => {
    if (edge.from === edge.to) return;
    const size = { ...sizes[index], labelpos: 'c' };
    drawing.setEdge(String(edge.from), String(edge.to), size, String(index));
  });
  layout(drawing);
  const { width = 0, height = 0 } = drawing.graph() as { width?: number; height?: number };
  const events = graph.events.map((event, index): PlacedEvent => {
    const place = drawing.node(String(index)) as { x: number; y: number; height: number };
    const { height: ownHeight, width: ownWidth } = eventSizes[index] ?? { height: 0, width: 0 };
    const y = place.y - place.height / 2 + ownHeight / 2;
    return { event, lines: eventLines[index] ?? [], x: place.x, y, width: ownWidth, height: ownHeight };
  });
  const edges = graph.edges.map((edge, index): PlacedEdge => {
    const { height: labelHeight, width: labelWidth } = sizes[index] ?? { height: 0, width: 0 };
    const label = { edge, lines: edgeLines[index] ?? [], labelWidth, labelHeight };
    const [from, to] = [events[edge.from], events[edge.to]];
    if (from !== undefined && from === to) {
      const above = (ownLoops[edge.from] ?? []).filter((other) => other < index);
      const taken = above.reduce((sum, other) => sum + (sizes[other]?.height ?? 0) + loopGap, 0);
      const at = { x: from.x, y: from.y + from.height / 2 + taken + loopGap + labelHeight / 2 };
      return { ...label, points: aroundLabel(from, at, labelWidth), at };
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
    return { ...label, points, at: { x: placed.x, y: placed.y } };
  });
  return { width, height, events, edges };
}

/** A text in lines of at most so many characters, unless a word is longer. */
function linesOf(text: string, most: number): readonly string[] {
  const lines: string[] = [];
  // A dot stays with what follows it.
  for (const word of shortened(text).split(/(?<!·) /)) {
    const line = lines.at(-1);
    if (line === undefined || line.length + 1 + word.length > most) lines.push(word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines;
}

function widest(lines: readonly string[]): number {
  return Math.max(...lines.map(({ length }) => length));
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
