/** The panel before there is a run to show. */
import { html, nothing, type TemplateResult } from 'lit';
import type { PanelHistoryItem, PanelState } from '../../../protocol/panel.ts';
import { duration, moment } from '../../../protocol/runWords.ts';
import type { ViewContext } from './context.ts';
import { runKeys } from './head.ts';
import { lastRun } from './lastRun.ts';
import { describePast } from '../../../protocol/reportWords.ts';

export function renderFirstRun(isPaused: boolean): TemplateResult {
  return html`<section class="outcome quiet" aria-label="Outcome">
    <div class="outcome-line"><h2>${isPaused ? 'Paused' : 'Running…'}</h2></div>
    <p class="muted">
      ${isPaused ? 'Step or continue in the debugger. No time limit counts meanwhile.' : 'The app runs in a process of its own.'}
    </p>
  </section>`;
}

export function renderEmpty(context: ViewContext, panel: PanelState): TemplateResult | typeof nothing {
  const { canRun, entryPoint, host } = panel;
  if (!canRun || entryPoint === null) return nothing;
  const last = lastRun(panel);
  return html`<section class="empty" aria-label="Nothing run yet">
    <h2>${last === undefined ? 'Nothing has run yet' : 'Ready to run'}</h2>
    <p>
      Run ${whatRuns(panel, entryPoint)}, and shows here what came of it: what the app captured, requested and
      logged.
    </p>
    <p class="muted">${host.description} Press <kbd>${runKeys}</kbd> to run.</p>
    ${last === undefined ? nothing : renderLast(context, last)}
  </section>`;
}

function whatRuns({ apps, entryPoints, input, isLifeCycle }: PanelState, entryPoint: string): string {
  if (apps.length > 0) return `sends the ${input?.kind ?? 'event'} through the apps in order`;
  if (isLifeCycle) return `takes the app through its life${input === null ? '' : `, with the ${input.kind}`}`;
  const isSetUp = entryPoint !== 'setupPlugin' && entryPoints.some(({ name }) => name === 'setupPlugin');
  const called = isSetUp ? `setupPlugin and ${entryPoint}` : entryPoint;
  return input === null ? `calls ${called}` : `sends the ${input.kind} through ${called}`;
}

function renderLast(context: ViewContext, run: PanelHistoryItem): TemplateResult {
  const { id, entryPoint, input, startedAt, totalMs } = run;
  const what = input === '' ? entryPoint : `${entryPoint} ${input}`;
  return html`<p class="last-run">
    <span>Last run: ${what}, ${describePast(run).title}, ${duration(totalMs)}, ${moment(startedAt)}</span>
    <button
      class="link"
      title="Show this run, and take what it was given as the input"
      @click=${(): void => context.send({ type: 'openRun', id })}
    >
      Show It
    </button>
  </p>`;
}
