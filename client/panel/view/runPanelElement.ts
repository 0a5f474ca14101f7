/** The whole panel as one element: it draws the state of the store and sends what the user does. */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { PanelState, ViewMessage } from '../../../protocol/panel.ts';
import { renderCaptured } from './capturedPart.ts';
import { renderConfig } from './configPart.ts';
import { renderChain } from './chainPart.ts';
import type { ViewContext } from './context.ts';
import { renderHead } from './head.ts';
import { HistoryInPlace } from './historyInPlace.ts';
import { renderComparison, renderHistory } from './historyPart.ts';
import { renderInput } from './inputPart.ts';
import { renderEvents, renderOutcome, renderProblem, renderResult } from './outcomePart.ts';
import { renderEmpty, renderFirstRun } from './emptyPart.ts';
import { keepFocus } from './keptFocus.ts';
import { completeLists } from './lists.ts';
import { renderReport } from './reportPart.ts';
import { OutcomeInSight } from './outcomeInSight.ts';
import type { Store } from './store.ts';
import { styles } from './styles.ts';
import { renderTimeline } from './timelinePart.ts';
import { VirtualList } from './virtualList.ts';

export class RunPanelElement extends LitElement {
  static override readonly styles = styles;

  #store: Store | undefined;
  #send: (message: ViewMessage) => void = () => undefined;
  readonly #inSight = new OutcomeInSight();
  readonly #inPlace = new HistoryInPlace();
  /** The run that the list of runs has shown as the one that is looked at. */
  #revealed = '';
  #isSettling = false;

  /** Gives the element what it draws; it draws again whenever the store changes. */
  connect(store: Store, send: (message: ViewMessage) => void): void {
    this.#store = store;
    this.#send = (message) => {
      this.#inSight.asked(message);
      send(message);
    };
    const { renderRoot } = this;
    completeLists(renderRoot);
    if (renderRoot instanceof ShadowRoot) keepFocus(renderRoot);
    store.subscribe(() => this.requestUpdate());
    this.requestUpdate();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('scroll', this.#scrolled, { passive: true });
    this.#resized.observe(this);
    this.addEventListener('pointermove', this.#pointed);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('scroll', this.#scrolled);
    this.#resized.disconnect();
    this.removeEventListener('pointermove', this.#pointed);
  }

  readonly #resized = new ResizeObserver(() => this.#measure());
  /** What stays in sight stays below the head. By hand: a style attribute would need an exception in the policy. */
  #measure(): void {
    for (const part of ['head', 'side']) {
      const height = this.renderRoot.querySelector<HTMLElement>(`.${part}`)?.offsetHeight ?? 0;
      this.style.setProperty(`--${part}-height`, `${height}px`);
    }
    // What gets the focus comes into sight below the head, with what stands next to it.
    const head = this.style.getPropertyValue('--head-height');
    document.documentElement.style.scrollPadding = `calc(${head} + 8px) 0 36px`;
  }

  readonly #scrolled = (): void => this.#inPlace.scrolled(this.renderRoot);
  readonly #pointed = (): void => this.#inPlace.letGo(this.renderRoot);

  protected override willUpdate(): void {
    if (this.hasUpdated) this.#inPlace.remember(this.renderRoot);
  }

  protected override updated(): void {
    const store = this.#store;
    if (store === undefined) return;
    const list = this.#runs();
    if (store.state.toReveal === 'history' && list !== null) void this.#focusFirst(list, store);
    if (this.#isSettling) return;
    this.#isSettling = true;
    // Lists and fields draw after the panel, and still before anybody sees it.
    requestAnimationFrame(() => this.#settle(store));
  }

  #settle(store: Store): void {
    this.#isSettling = false;
    const { panel, shown } = store.state;
    this.#measure();
    this.#inPlace.restore(this.renderRoot);
    this.#inSight.drawn(store.state, this.renderRoot);
    const list = this.#runs();
    const id = list === null ? '' : (panel?.chain?.id ?? shown?.historyId ?? '');
    if (id !== this.#revealed && list?.matches(':hover') === false) list.reveal(id);
    this.#revealed = id;
  }

  #runs(): VirtualList | null {
    const list = this.renderRoot.querySelector('.history posthog-virtual-list');
    return list instanceof VirtualList ? list : null;
  }

  async #focusFirst(list: VirtualList, store: Store): Promise<void> {
    await list.updateComplete;
    list.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    store.dispatch({ type: 'revealed' });
  }

  override render(): TemplateResult | typeof nothing {
    const store = this.#store;
    if (store === undefined) return nothing;
    const { state } = store;
    // There before anything is told: what a live region has from its beginning is not read out.
    return html`${this.#renderPanel(store)}
      <div class="hidden" role="status" aria-live="polite">${state.announcement}</div>`;
  }

  #renderPanel(store: Store): TemplateResult | typeof nothing {
    const { state } = store;
    const { panel } = state;
    if (panel === null) return nothing;
    const context: ViewContext = {
      state,
      send: this.#send,
      filter: (filter) => store.dispatch({ type: 'filtered', filter }),
      isOpen: (id, byDefault) => state.toggled[id] ?? byDefault,
      toggle: (id, isOpen) => store.dispatch({ type: 'toggled', id, isOpen }),
    };
    return html`<div class="panel">
      ${renderHead(context, panel)}
      <main>
        <div class="side">
          <div class="setup">
            ${panel.input === null ? nothing : renderInput(context, panel.input)}
            ${renderConfig(context, panel.config)}
          </div>
          <div class="history">${renderHistory(context, panel)}</div>
        </div>
        <div class="results">
          ${panel.problem === null ? nothing : renderProblem(context, panel.problem)}
          ${renderResults(context, panel)}
        </div>
      </main>
    </div>`;
  }
}

function renderResults(context: ViewContext, panel: PanelState): TemplateResult | typeof nothing {
  const { shown } = context.state;
  const isRunning = panel.run !== null && panel.run.trace === null;
  if (shown === null || shown.trace === null) {
    return isRunning ? renderFirstRun(panel.run?.isPaused === true) : renderEmpty(context, panel);
  }
  const { trace } = shown;
  // With a problem in the way there is no newer run: what stands here is of before.
  const isInTheWay = panel.problem !== null && panel.problem.isRemark !== true;
  const freshness = isRunning ? 'giving way' : isInTheWay ? 'before' : 'now';
  return html`${renderChain(context, panel)} ${renderOutcome(context, shown, trace, freshness)}
    ${renderComparison(context, panel.comparison)}
    <div class="details">
      ${shown.report === null ? renderEvents(context, trace) : renderReport(context, shown)}
      ${renderResult(context, trace)} ${renderCaptured(context, trace)} ${renderTimeline(context, trace)}
    </div>`;
}
