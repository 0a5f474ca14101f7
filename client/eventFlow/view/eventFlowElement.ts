/** The page of the event flow: what there is, its loops to choose from, and the picture to move in. */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { EventFlowGraph, FlowEdge } from '../../../protocol/eventFlow.ts';
import type { FlowViewMessage } from '../../../protocol/eventFlowMessages.ts';
import { conditionsText, droppedTexts, incompleteTexts } from '../../../protocol/eventFlowText.ts';
import { draw } from './drawing.ts';
import { layOut, loopsOnly, type Picture, type Point } from './layout.ts';
import { styles } from './styles.ts';
import { emptyText, loopMakers, loopText, placeOf, summary } from './words.ts';
import { type Box, boxAround, firstScale, fittingScale, type Room, scaleFor, zoomed } from './zoom.ts';

export class EventFlowElement extends LitElement {
  static override readonly styles = styles;

  #graph: EventFlowGraph | undefined;
  #laidOut: { readonly graph: EventFlowGraph; readonly room: Room; readonly picture: Picture } | undefined;
  #loopsOf: { readonly whole: EventFlowGraph; readonly part: EventFlowGraph } | undefined;
  #showsLoopsOnly = false;
  /** The loop that is chosen, by its texts: numbers change with each edit of the code. */
  #chosen: string | undefined;
  /** What somebody zoomed to; undefined until then. */
  #scale: number | undefined;
  /** The place in the picture that comes to the middle once it is drawn. */
  #goal: Point | undefined;
  /** The part that is to be seen whole, until the room for the picture is known. */
  #boxInView: Box | undefined;
  #send: (message: FlowViewMessage) => void = () => undefined;
  readonly #roomChanges = new ResizeObserver(() => this.requestUpdate());

  connect(send: (message: FlowViewMessage) => void): void {
    this.#send = send;
  }

  show(graph: EventFlowGraph): void {
    const isFirst = this.#graph === undefined;
    this.#graph = graph;
    this.#showsLoopsOnly &&= graph.loops.length > 0;
    const [loop] = graph.loops;
    // Loops are what somebody looks for first.
    if (isFirst && loop !== undefined) this.#lookAt(loop, graph);
    this.requestUpdate();
  }

  protected override firstUpdated(): void {
    this.#roomChanges.observe(this);
  }

  protected override updated(): void {
    this.#showWholeRows();
    const view = this.#view();
    if (view === null || this.#graph === undefined) return;
    const drawn = this.#laidOut?.picture;
    const picture = this.#picture(this.#shown(this.#graph));
    // What stands above took another height or width than was thought: once more, now that the room is known.
    if (picture !== drawn) this.requestUpdate();
    const goal = this.#goal;
    if (goal === undefined || picture !== drawn) return;
    const box = this.#boxInView;
    this.#boxInView = undefined;
    if (box !== undefined) {
      const current = this.#scaleOf(picture);
      const fitting = scaleFor(box, this.#room(), current);
      if (fitting !== current) {
        this.#scale = fitting;
        this.requestUpdate();
        return;
      }
    }
    this.#goal = undefined;
    this.renderRoot
      .querySelector('.loops [aria-pressed=true]')
      ?.parentElement?.scrollIntoView({ block: 'nearest' });
    const scale = this.#scaleOf(picture);
    view.scrollTo(goal.x * scale - view.clientWidth / 2, goal.y * scale - view.clientHeight / 2);
  }

  protected override render(): TemplateResult {
    const graph = this.#graph;
    if (graph === undefined)
      return html`<main><p class="empty" role="status">Following the events through all apps…</p></main>`;
    if (graph.edges.length === 0) {
      return html`<main>
        ${this.#head(graph, nothing)} ${notes(graph)}
        ${graph.cuts === undefined ? html`<p class="empty">${emptyText(graph)}</p>` : nothing}
      </main>`;
    }
    const shown = this.#shown(graph);
    const picture = this.#picture(shown);
    const scale = this.#scaleOf(picture);
    const chosen = shown.loops.find((loop) => keyOf(loop, shown) === this.#chosen);
    return html`<main>
      ${this.#head(graph, this.#zoomTools(scale, picture))} ${notes(graph)} ${this.#loops(shown)}
      <div class="legend">
        <span><i class="line"></i> captures</span>
        <span><i class="line conditional"></i> perhaps</span>
        ${
          graph.edges.some(({ isByOrder }) => isByOrder === true)
            ? html`<span><i class="line ordered"></i> depending on the order of the apps</span>`
            : nothing
        }
        <span><i class="line loop"></i> in a loop</span>
        ${graph.loops.length === 0 ? nothing : this.#onlyLoops(graph)}
      </div>
      <div
        class="picture"
        tabindex="0"
        role="region"
        aria-label="Picture"
        @keydown=${this.#zoomByKey}
        @wheel=${{ handleEvent: this.#zoomByWheel, passive: false }}
        @pointerdown=${this.#drag}
      >
        ${draw({
          graph: shown,
          picture,
          scale,
          chosen: chosen === undefined ? undefined : new Set(chosen),
          open: this.#open,
        })}
      </div>
    </main>`;
  }

  #head(graph: EventFlowGraph, tools: TemplateResult | typeof nothing): TemplateResult {
    return html`<header>
      <h1>${summary(graph)}</h1>
      <div class="actions">
        ${tools}
        <button @click=${(): void => this.#send({ type: 'asText' })}>As Text</button>
      </div>
    </header>`;
  }

  #zoomTools(scale: number, picture: Picture): TemplateResult {
    const zoomTo = (next: number) => (): void => this.#zoomTo(next);
    return html`<div class="tools" role="group" aria-label="Zoom">
      <span class="scale" aria-live="polite">${Math.round(scale * 100)}%</span>
      <button aria-label="Zoom Out" title="Zoom out (−)" @click=${zoomTo(zoomed(scale, -1))}>−</button>
      <button aria-label="Zoom In" title="Zoom in (+)" @click=${zoomTo(zoomed(scale, 1))}>+</button>
      <button title="Show all of it (0)" @click=${zoomTo(fittingScale(picture, this.#room()))}>Fit</button>
    </div>`;
  }

  #onlyLoops(graph: EventFlowGraph): TemplateResult {
    const toggle = (): void => {
      this.#showsLoopsOnly = !this.#showsLoopsOnly;
      this.#scale = undefined;
      const shown = this.#shown(graph);
      const loop = shown.loops.find((one) => keyOf(one, shown) === this.#chosen) ?? shown.loops[0];
      if (loop !== undefined) this.#lookAt(loop, shown);
      this.requestUpdate();
    };
    return html`<label
      ><input type="checkbox" .checked=${this.#showsLoopsOnly} @change=${toggle} />Loops only</label
    >`;
  }

  #loops(graph: EventFlowGraph): TemplateResult | typeof nothing {
    if (graph.loops.length === 0) return nothing;
    return html`<ol class="loops" aria-label="Loops">
      ${graph.loops.map((loop) => {
        const key = keyOf(loop, graph);
        const isChosen = key === this.#chosen;
        return html`<li>
          <button
            class="loop"
            aria-pressed=${isChosen}
            @click=${(): void => this.#choose(isChosen ? undefined : key, loop, graph)}
          >
            ↻ <span class="names">${loopText(loop, graph)}</span>
            <span class="makers">${loopMakers(loop, graph)}</span>
          </button>
          ${isChosen ? this.#steps(loop, graph) : nothing}
        </li>`;
      })}
    </ol>`;
  }

  #steps(loop: readonly number[], graph: EventFlowGraph): TemplateResult {
    const steps = loop.flatMap((index) => graph.edges[index] ?? []);
    return html`<ul class="steps">
      ${steps.map(
        (edge) =>
          html`<li>
            ${graph.apps[edge.app]?.name}, ${edge.entryPoint} captures
            ${graph.events[edge.to]?.label}${conditionsText(edge, graph)}<a
              role="link"
              tabindex="0"
              @click=${(): void => this.#open(edge)}
              @keydown=${(event: KeyboardEvent): void => {
                if (event.key === 'Enter') this.#open(edge);
              }}
              >${placeOf(edge)}</a
            >
          </li>`,
      )}
    </ul>`;
  }

  readonly #open = ({ character, line, uri }: FlowEdge): void => {
    this.#send({ type: 'open', uri, line, character });
  };

  /** Of a list that is longer than its room, as many loops are seen as fit as a whole, and one at least. */
  #showWholeRows(): void {
    const list = this.renderRoot.querySelector<HTMLElement>('.loops');
    if (list === null) return;
    list.style.maxHeight = '';
    const limit = list.clientHeight;
    if (list.scrollHeight <= limit) return;
    const { top } = list.getBoundingClientRect();
    const ends = [...list.children].map((row) => row.getBoundingClientRect().bottom - top + list.scrollTop);
    const whole = ends.filter((end) => end <= limit + 1).at(-1) ?? ends[0];
    if (whole !== undefined) list.style.maxHeight = `${Math.ceil(whole)}px`;
  }

  /** Marks a loop in the picture, and shows it whole. */
  #choose(key: string | undefined, loop: readonly number[], graph: EventFlowGraph): void {
    this.#chosen = key;
    if (key !== undefined) this.#lookAt(loop, graph);
    this.requestUpdate();
  }

  /** Brings a loop to the middle, as small as it takes to see it whole. */
  #lookAt(loop: readonly number[], graph: EventFlowGraph): void {
    const picture = this.#picture(graph);
    const edges = loop.flatMap((index) => graph.edges[index] ?? []);
    const box = boxAround(
      edges.flatMap(({ from }) => picture.events[from] ?? []),
      picture.edges.filter(({ edge }) => edges.includes(edge)),
    );
    if (box === undefined) return;
    this.#boxInView = box;
    this.#goal = box;
  }

  #shown(graph: EventFlowGraph): EventFlowGraph {
    if (!this.#showsLoopsOnly) return graph;
    if (this.#loopsOf?.whole !== graph) this.#loopsOf = { whole: graph, part: loopsOnly(graph) };
    return this.#loopsOf.part;
  }

  /** Laid out anew only when the graph or the room is another. */
  #picture(graph: EventFlowGraph): Picture {
    const room = this.#room();
    const known = this.#laidOut;
    const isSame =
      known?.graph === graph && known.room.width === room.width && known.room.height === room.height;
    const laidOut = isSame ? known : { graph, room, picture: layOut(graph, room) };
    this.#laidOut = laidOut;
    return laidOut.picture;
  }

  #scaleOf(picture: Picture): number {
    return this.#scale ?? firstScale(picture, this.#room());
  }

  #view(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>('.picture');
  }

  #room(): Room {
    const border = 2;
    const view = this.#view();
    // Before the first drawing there is only the page to go by: its padding, and about what stands above.
    return view === null
      ? { width: this.clientWidth - 38, height: window.innerHeight - 160 }
      : { width: view.offsetWidth - border, height: view.offsetHeight - border };
  }

  /** @param around a place in the view that stays where it is; its middle when there is none. */
  #zoomTo(scale: number, around?: Point): void {
    const view = this.#view();
    const graph = this.#graph;
    if (view === null || graph === undefined) return;
    const old = this.#scaleOf(this.#picture(this.#shown(graph)));
    const { x, y } = around ?? { x: view.clientWidth / 2, y: view.clientHeight / 2 };
    this.#scale = scale;
    this.#goal = {
      x: (view.scrollLeft + x) / old + (view.clientWidth / 2 - x) / scale,
      y: (view.scrollTop + y) / old + (view.clientHeight / 2 - y) / scale,
    };
    this.requestUpdate();
  }

  readonly #zoomByKey = (event: KeyboardEvent): void => {
    const graph = this.#graph;
    if (graph === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const picture = this.#picture(this.#shown(graph));
    const scale = this.#scaleOf(picture);
    if (event.key === '+' || event.key === '=') this.#zoomTo(zoomed(scale, 1));
    else if (event.key === '-') this.#zoomTo(zoomed(scale, -1));
    else if (event.key === '0') this.#zoomTo(fittingScale(picture, this.#room()));
  };

  readonly #zoomByWheel = (event: WheelEvent): void => {
    const view = this.#view();
    const graph = this.#graph;
    // A pinch of a touchpad comes as a turn of the wheel with Ctrl.
    if (view === null || graph === undefined || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    const box = view.getBoundingClientRect();
    const scale = this.#scaleOf(this.#picture(this.#shown(graph)));
    const around = { x: event.clientX - box.left, y: event.clientY - box.top };
    this.#zoomTo(zoomed(scale, event.deltaY < 0 ? 1 : -1), around);
  };

  /** Moves the picture with the mouse. */
  readonly #drag = (down: PointerEvent): void => {
    const view = this.#view();
    const isOnLabel = down.target instanceof Element && down.target.closest('.label') !== null;
    if (view === null || down.button !== 0 || down.pointerType !== 'mouse' || isOnLabel) return;
    const [left, top] = [view.scrollLeft, view.scrollTop];
    const move = ({ clientX, clientY }: PointerEvent): void => {
      view.scrollTo(left + down.clientX - clientX, top + down.clientY - clientY);
    };
    const end = (): void => {
      view.classList.remove('dragged');
      view.removeEventListener('pointermove', move);
    };
    // On the scrollbars the browser moves.
    if (down.offsetX > view.clientWidth && down.target === view) return;
    view.classList.add('dragged');
    view.setPointerCapture(down.pointerId);
    view.addEventListener('pointermove', move);
    view.addEventListener('lostpointercapture', end, { once: true });
  };
}

/** What keeps events from going on, and why something may be missing: silence would be a promise. */
function notes(graph: EventFlowGraph): readonly TemplateResult[] {
  return [...droppedTexts(graph), ...incompleteTexts(graph)].map(
    (text) => html`<p class="note" role="note">${text}</p>`,
  );
}

/** Several loops may go through the same events, in different apps. */
function keyOf(loop: readonly number[], graph: EventFlowGraph): string {
  return `${loopText(loop, graph)} ${loopMakers(loop, graph)}`;
}
