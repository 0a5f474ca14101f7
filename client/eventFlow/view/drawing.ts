/** The picture itself: events as pills, captures as arrows with the app that makes them; loops stand out. */
import { svg, type TemplateResult } from 'lit';
import type { EventFlowGraph, FlowEdge } from '../../../protocol/eventFlow.ts';
import {
  lineHeight,
  pathThrough,
  type Picture,
  type PlacedEdge,
  type PlacedEvent,
  type Point,
} from './layout.ts';
import { describeEdge } from './words.ts';

export interface Drawing {
  readonly graph: EventFlowGraph;
  readonly picture: Picture;
  readonly scale: number;
  /** Indexes of the arrows of the loop that is chosen; undefined when none is. */
  readonly chosen: ReadonlySet<number> | undefined;
  readonly open: (edge: FlowEdge) => void;
}

export function draw({ chosen, graph, open, picture, scale }: Drawing): TemplateResult {
  const { edges, events, height, width } = picture;
  const chosenEvents = new Set(
    graph.edges.flatMap(({ from, to }, index) => (chosen?.has(index) === true ? [from, to] : [])),
  );
  const fadedEdge = (index: number): boolean => chosen !== undefined && !chosen.has(index);
  const fadedEvent = (index: number): boolean => chosen !== undefined && !chosenEvents.has(index);
  // What loops is drawn last, on top of the rest.
  const sorted = edges
    .map((edge, index) => ({ edge, isFaded: fadedEdge(index) }))
    .toSorted((one, other) => Number(one.edge.edge.isInLoop) - Number(other.edge.edge.isInLoop));
  return svg`<svg
    width=${width * scale}
    height=${height * scale}
    viewBox="0 0 ${width} ${height}"
    role="group"
    aria-label="Event flow"
  >
    <defs>
      ${['plain', 'loop'].map(
        (kind) =>
          svg`<marker id="arrow-${kind}" class="arrow ${kind}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0,0 L8,4 L0,8 z"></path></marker>`,
      )}
    </defs>
    ${sorted.map(({ edge, isFaded }) => drawLine(edge, isFaded))}
    ${sorted.map(({ edge, isFaded }) => drawLabel(edge, isFaded, graph, open))}
    ${events.map((event, index) => drawEvent(event, fadedEvent(index)))}
  </svg>`;
}

function kindOf({ isByOrder = false, isConditional, isInLoop }: FlowEdge, isFaded: boolean): string {
  return `${isInLoop ? 'loop' : 'plain'} ${isConditional ? 'conditional' : ''} ${isByOrder ? 'ordered' : ''} ${isFaded ? 'faded' : ''}`;
}

function drawLine({ edge, points }: PlacedEdge, isFaded: boolean): TemplateResult {
  return svg`<path class="line ${kindOf(edge, isFaded)}" d=${pathThrough(points)} marker-end="url(#arrow-${edge.isInLoop ? 'loop' : 'plain'})"></path>`;
}

/** The label of an arrow, on top of all lines: one that passes by would make it hard to read. */
function drawLabel(
  { at, edge, labelHeight, labelWidth, lines }: PlacedEdge,
  isFaded: boolean,
  graph: EventFlowGraph,
  open: (edge: FlowEdge) => void,
): TemplateResult {
  const openByKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    open(edge);
  };
  const spoken = describeEdge(edge, graph);
  return svg`<g class="edge ${kindOf(edge, isFaded)}">
    <g class="label" role="button" tabindex="0" aria-label=${spoken} @click=${(): void => open(edge)} @keydown=${openByKey}>
      <title>${spoken}</title>
      <rect x=${at.x - labelWidth / 2} y=${at.y - labelHeight / 2} width=${labelWidth} height=${labelHeight} rx="3"></rect>
      ${drawText(lines, at)}
    </g>
  </g>`;
}

function drawEvent({ event, height, lines, width, x, y }: PlacedEvent, isFaded: boolean): TemplateResult {
  const kind = `${event.isInLoop ? 'loop' : ''} ${event.label.startsWith("'") ? '' : 'any'} ${isFaded ? 'faded' : ''}`;
  return svg`<g class="event ${kind}">
    <title>${event.label}</title>
    <rect x=${x - width / 2} y=${y - height / 2} width=${width} height=${height} rx="15"></rect>
    ${drawText(lines, { x, y })}
  </g>`;
}

/** Lines of text around a middle. Between two lines is a space for who reads or searches the text. */
function drawText(lines: readonly string[], { x, y }: Point): TemplateResult {
  const first = y + 4 - ((lines.length - 1) * lineHeight) / 2;
  return svg`<text text-anchor="middle">${lines.map(
    (line, index) =>
      svg`${index === 0 ? '' : ' '}<tspan x=${x} y=${first + index * lineHeight}>${line}</tspan>`,
  )}</text>`;
}
