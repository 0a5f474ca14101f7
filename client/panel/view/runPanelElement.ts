/** The whole panel as one element: it draws the state of the store and sends what the user does. */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { PanelState, ViewMessage } from '../../../protocol/panel.ts';
import { renderCaptured } from './capturedPart.ts';
import { renderConfig } from './configPart.ts';
import { renderChain } from './chainPart.ts';
import type { ViewContext } from './context.ts';
import { renderHead, runKeys } from './head.ts';
import { renderComparison, renderHistory } from './historyPart.ts';
import { renderInput } from './inputPart.ts';
import { renderEvents, renderOutcome, renderProblem, renderResult } from './outcomePart.ts';
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

  /** Gives the element what it draws; it draws again whenever the store changes. */
  connect(store: Store, send: (message: ViewMessage) => void): void {
    this.#store = store;
    this.#send = (message) => {
      this.#inSight.asked(message);
      send(message);
    };
    store.subscribe(() => this.requestUpdate());
    this.requestUpdate();
  }

  protected override updated(): void {
    const store = this.#store;
    if (store === undefined) return;
    this.#inSight.drawn(store.state, this.renderRoot);
    if (store.state.toReveal !== 'history') return;
    const list = this.renderRoot.querySelector('.history posthog-virtual-list');
    if (!(list instanceof VirtualList)) return;
    void this.#focusFirst(list, store);
  }

  async #focusFirst(list: VirtualList, store: Store): Promise<void> {
    await list.updateComplete;
    list.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    store.dispatch({ type: 'revealed' });
  }

  override render(): TemplateResult | typeof nothing {
    const store = this.#store;
    const panel = store?.state.panel ?? null;
    if (store === undefined || panel === null) return nothing;
    const { state } = store;
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
        <div class="setup">
          ${panel.input === null ? nothing : renderInput(context, panel.input)}
          ${renderConfig(context, panel.config)}
        </div>
        <div class="history">${renderHistory(context, panel)}</div>
        <div class="results">
          ${panel.problem === null ? nothing : renderProblem(context, panel.problem)}
          ${renderResults(context, panel)}
        </div>
      </main>
      <div class="hidden" role="status" aria-live="polite">${state.announcement}</div>
    </div>`;
  }
}

function renderResults(context: ViewContext, panel: PanelState): TemplateResult | typeof nothing {
  const { shown } = context.state;
  const isRunning = panel.run !== null && panel.run.trace === null;
  if (shown === null || shown.trace === null) return isRunning ? renderFirstRun() : renderEmpty(panel);
  const { trace } = shown;
  // With a problem in the way there is no newer run: what stands here is of before.
  const freshness = isRunning ? 'giving way' : panel.problem === null ? 'now' : 'before';
  return html`${renderChain(context, panel)} ${renderOutcome(context, shown, trace, freshness)}
    ${renderComparison(context, panel.comparison)}
    <div class="details">
      ${shown.report === null ? renderEvents(context, trace) : renderReport(context, shown)}
      ${renderResult(context, trace)} ${renderCaptured(context, trace.captured)}
      ${renderTimeline(context, trace)}
    </div>`;
}

function renderFirstRun(): TemplateResult {
  return html`<section class="outcome quiet" aria-label="Outcome">
    <div class="outcome-line"><h2>Running…</h2></div>
    <p class="muted">The app runs in a process of its own.</p>
  </section>`;
}

function renderEmpty({ entryPoint, canRun, input, host }: PanelState): TemplateResult | typeof nothing {
  if (!canRun || entryPoint === null) return nothing;
  const what = input === null ? 'setupPlugin and' : `the ${input.kind} through setupPlugin and`;
  return html`<section class="empty" aria-label="Nothing run yet">
    <h2>Nothing has run yet</h2>
    <p>
      Run sends ${what} ${entryPoint === 'setupPlugin' ? 'shows' : `${entryPoint}, and shows`} here what
      became of it, what the app captured, requested and logged.
    </p>
    <p class="muted">${host.description} Press <kbd>${runKeys}</kbd> to run.</p>
  </section>`;
}
