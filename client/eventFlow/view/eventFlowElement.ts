/** The picture: events as pills, captures as arrows with the app that makes them; loops stand out. */
import { css, html, LitElement, nothing, svg, type TemplateResult } from 'lit';
import type { EventFlowGraph, FlowEdge } from '../../../protocol/eventFlow.ts';
import type { FlowViewMessage } from '../../../protocol/eventFlowMessages.ts';
import { layOut, pathThrough, type PlacedEdge, type PlacedEvent, shortened } from './layout.ts';

const sidePadding = 40;
const smallestScale = 0.7;

export class EventFlowElement extends LitElement {
  #graph: EventFlowGraph | undefined;
  #send: (message: FlowViewMessage) => void = () => undefined;

  connect(send: (message: FlowViewMessage) => void): void {
    this.#send = send;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('resize', () => this.requestUpdate());
  }

  show(graph: EventFlowGraph): void {
    this.#graph = graph;
    this.requestUpdate();
  }

  protected override render(): TemplateResult | typeof nothing {
    const graph = this.#graph;
    if (graph === undefined) return nothing;
    return html`<header>
        <h1>${summary(graph)}</h1>
        <button @click=${(): void => this.#send({ type: 'asText' })}>As Text</button>
      </header>
      ${graph.edges.length === 0 ? html`<p class="empty">${emptyText(graph)}</p>` : this.#picture(graph)}`;
  }

  #picture(graph: EventFlowGraph): TemplateResult {
    const room = this.clientWidth - sidePadding;
    const { edges, events, height, width } = layOut(graph, room);
    // A little smaller rather than cut off; below that, texts could not be read, and the picture scrolls.
    const scale = Math.min(1, Math.max(smallestScale, room / width));
    // What loops is drawn last, on top of the rest.
    const sorted = edges.toSorted((one, other) => Number(one.edge.isInLoop) - Number(other.edge.isInLoop));
    return html`<div class="legend">
        <span><i class="line"></i> captures</span>
        <span><i class="line conditional"></i> perhaps</span>
        <span><i class="line loop"></i> in a loop</span>
      </div>
      <div class="picture">
        <svg
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
          ${sorted.map((edge) => this.#edge(edge, graph))} ${events.map((event) => drawEvent(event))}
        </svg>
      </div>`;
  }

  #edge({ at, edge, label, labelWidth, points }: PlacedEdge, graph: EventFlowGraph): TemplateResult {
    const open = (): void => {
      const { character, line, uri } = edge;
      this.#send({ type: 'open', uri, line, character });
    };
    const openByKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      open();
    };
    const kind = `${edge.isInLoop ? 'loop' : 'plain'} ${edge.isConditional ? 'conditional' : ''}`;
    const spoken = describe(edge, graph);
    return svg`<g class="edge ${kind}">
      <path class="line" d=${pathThrough(points)} marker-end="url(#arrow-${edge.isInLoop ? 'loop' : 'plain'})"></path>
      <g class="label" role="button" tabindex="0" aria-label=${spoken} @click=${open} @keydown=${openByKey}>
        <title>${spoken}</title>
        <rect x=${at.x - labelWidth / 2} y=${at.y - 9} width=${labelWidth} height="18" rx="3"></rect>
        <text x=${at.x} y=${at.y + 4} text-anchor="middle">${label}</text>
      </g>
    </g>`;
  }

  static override readonly styles = css`
    :host {
      display: block;
      padding: 12px 18px;
      color: var(--vscode-foreground);
      font: var(--vscode-font-size) / 1.5 var(--vscode-font-family);
    }
    header {
      display: flex;
      align-items: center;
      gap: 16px;
    }
    h1 {
      flex: 1;
      margin: 0;
      font-size: 1.1em;
      font-weight: 600;
    }
    button {
      padding: 3px 10px;
      color: var(--vscode-button-secondaryForeground);
      background: var(--vscode-button-secondaryBackground);
      border: 1px solid var(--vscode-contrastBorder, transparent);
      border-radius: 2px;
      font: inherit;
      cursor: pointer;
    }
    button:hover {
      background: var(--vscode-button-secondaryHoverBackground);
    }
    :focus-visible {
      outline: 1px solid var(--vscode-focusBorder);
      outline-offset: 1px;
    }
    .legend {
      display: flex;
      flex-wrap: wrap;
      gap: 4px 18px;
      margin: 8px 0;
      color: var(--vscode-descriptionForeground);
      font-size: 0.92em;
    }
    .legend i {
      display: inline-block;
      width: 24px;
      vertical-align: middle;
      border-top: 2px solid var(--vscode-descriptionForeground);
    }
    .legend i.conditional {
      border-top-style: dashed;
    }
    .legend i.loop {
      border-color: var(--vscode-editorWarning-foreground);
    }
    .picture {
      overflow: auto;
    }
    svg {
      display: block;
      max-width: none;
    }
    .event rect {
      fill: var(--vscode-editorWidget-background);
      stroke: var(--vscode-editorWidget-border, var(--vscode-descriptionForeground));
    }
    .event.any rect {
      stroke-dasharray: 4 3;
    }
    .event.loop rect {
      stroke: var(--vscode-editorWarning-foreground);
      stroke-width: 1.5;
    }
    text {
      fill: var(--vscode-foreground);
      font-family: var(--vscode-editor-font-family, monospace);
      font-size: 12px;
    }
    .edge .line {
      fill: none;
      stroke: var(--vscode-descriptionForeground);
      stroke-width: 1.3;
    }
    .edge.conditional .line {
      stroke-dasharray: 5 4;
    }
    .edge.loop .line {
      stroke: var(--vscode-editorWarning-foreground);
      stroke-width: 1.8;
    }
    .arrow.plain path {
      fill: var(--vscode-descriptionForeground);
    }
    .arrow.loop path {
      fill: var(--vscode-editorWarning-foreground);
    }
    .label {
      cursor: pointer;
    }
    .label rect {
      fill: var(--vscode-editor-background);
    }
    .label text {
      fill: var(--vscode-textLink-foreground);
      font-family: var(--vscode-font-family);
      font-size: 11px;
    }
    .label:hover text {
      text-decoration: underline;
    }
    .empty {
      color: var(--vscode-descriptionForeground);
    }
  `;
}

function drawEvent({ event, height, width, x, y }: PlacedEvent): TemplateResult {
  const kind = `${event.isInLoop ? 'loop' : ''} ${event.label.startsWith("'") ? '' : 'any'}`;
  return svg`<g class="event ${kind}">
    <title>${event.label}</title>
    <rect x=${x - width / 2} y=${y - height / 2} width=${width} height=${height} rx="15"></rect>
    <text x=${x} y=${y + 4} text-anchor="middle">${shortened(event.label)}</text>
  </g>`;
}

function describe(edge: FlowEdge, { apps, events }: EventFlowGraph): string {
  const from = events[edge.from]?.label ?? '';
  const to = events[edge.to]?.label ?? '';
  const file = edge.uri.slice(edge.uri.lastIndexOf('/') + 1);
  const app = apps[edge.app]?.name ?? '';
  const perhaps = edge.isConditional ? ' perhaps' : '';
  const loop = edge.isInLoop ? ', in a loop' : '';
  return `${app}, ${edge.entryPoint}:${perhaps} captures ${to} for ${from}${loop}. Opens ${decodeURIComponent(file)}, line ${edge.line + 1}.`;
}

function summary({ apps, loops }: EventFlowGraph): string {
  const [only] = apps;
  const who = apps.length === 1 ? (only?.name ?? '') : `${apps.length} apps`;
  const found = loops.length === 0 ? 'no loop' : loops.length === 1 ? 'one loop' : `${loops.length} loops`;
  return `Event flow of ${who}: ${found}`;
}

function emptyText({ apps }: EventFlowGraph): string {
  return apps.length === 0
    ? 'There is no PostHog app in this workspace.'
    : 'No app here captures an event when one comes in.';
}
