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
const characterWidth = 7.3;
const labelCharacterWidth = 6.6;
const eventHeight = 30;
const labelHeight = 18;
const longestLabel = 48;

export function shortened(text: string): string {
  return text.length <= longestLabel ? text : `${text.slice(0, longestLabel - 1)}…`;
}

/** Lays the graph out from left to right where that is not wider than `room` (pixels), else from top to bottom. */
export function layOut(graph: EventFlowGraph, room: number): Picture {
  const wide = layOutAlong(graph, 'LR');
  return wide.width <= room ? wide : layOutAlong(graph, 'TB');
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
      return {
        edge,
        label,
        points: placed.points,
        at: { x: placed.x, y: placed.y },
        labelWidth: placed.width,
      };
    }),
  };
}

function labelOf({ apps }: EventFlowGraph, { app, entryPoint }: FlowEdge): string {
  const name = apps.length === 1 ? '' : `${apps[app]?.name ?? ''} · `;
  return shortened(`${name}${entryPoint}`);
}

/** A smooth line through the points, as an SVG path. */
export function pathThrough(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  let path = `M${at(first)}`;
  for (let index = 0; index < rest.length - 1; index += 1) {
    const [control, next] = [rest[index], rest[index + 1]];
    if (control === undefined || next === undefined) break;
    const isLast = index === rest.length - 2;
    const end = isLast ? next : { x: (control.x + next.x) / 2, y: (control.y + next.y) / 2 };
    path += ` Q${at(control)} ${at(end)}`;
  }
  const [only] = rest;
  return rest.length === 1 && only !== undefined ? `${path} L${at(only)}` : path;
}

function at({ x, y }: Point): string {
  return `${x.toFixed(1)},${y.toFixed(1)}`;
}
