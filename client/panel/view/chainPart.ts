/** What several apps did to one event, in order; each run opens. */
import { html, nothing, type TemplateResult } from 'lit';
import type { PanelState } from '../../../protocol/panel.ts';
import { duration, outcomeInList } from '../../../protocol/runWords.ts';
import type { ViewContext } from './context.ts';
import { icon } from './icons.ts';
import { outcomeIcon } from './outcomePart.ts';
import { section } from './parts.ts';

export function renderChain(
  context: ViewContext,
  { chain, run }: PanelState,
): TemplateResult | typeof nothing {
  if (chain === null) return nothing;
  const { steps } = chain;
  return html`<div class="chain">
    ${section({
      title: chain.isLifeCycle ? 'Life of the app' : 'Apps in order',
      count: steps.length,
      body: html`<ol class="rows">
        ${steps.map((step) => {
          const { id, appName, entryPoint, outcome, totalMs } = step;
          const { title, tone } = outcomeInList(entryPoint, outcome, step);
          const isShown = run?.historyId === id;
          return html`<li>
            <div class="line past ${tone} ${isShown ? 'shown' : ''}">
              <button
                class="opener"
                aria-current=${isShown ? 'true' : 'false'}
                title="Show this run"
                @click=${(): void => context.send({ type: 'openRun', id })}
              >
                <span class="outcome-icon">${icon(outcomeIcon(outcome, tone))}</span>
                <span class="ellipsis"
                  >${chain.isLifeCycle ? entryPoint : html`${appName} <span class="muted">${entryPoint}</span>`}</span
                >
                <span>${title}</span> <span class="muted time">${duration(totalMs)}</span>
              </button>
            </div>
          </li>`;
        })}
      </ol>`,
    })}
  </div>`;
}
