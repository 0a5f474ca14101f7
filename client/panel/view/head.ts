/** The head of the panel: the app, what to run, the host, and Run or Stop. */
import { html, nothing, type TemplateResult } from 'lit';
import type { PanelState } from '../../../protocol/panel.ts';
import { moment, wholeLifeCycle } from '../../../protocol/runWords.ts';
import type { ViewContext } from './context.ts';
import { icon } from './icons.ts';
import { lastRun } from './lastRun.ts';
import { valueOf } from './valueOf.ts';

export function renderHead(context: ViewContext, panel: PanelState): TemplateResult {
  const { apps, entryPoints, entryPoint, app } = panel;
  const isChain = apps.length > 0;
  const name = isChain ? apps.map((one) => one.name).join(' → ') : (app?.name ?? 'No app');
  const summary = isChain
    ? 'The event goes through processEvent of each in turn, then to all that only look on, as onEvent does.'
    : panel.isLifeCycle
      ? lifeCycleSummary
      : (entryPoints.find((one) => one.name === entryPoint)?.summary ?? '');
  return html`<header class="head">
    <div class="head-line names">
      <h1>
        <button
          class="app"
          dir=${isChain ? 'ltr' : 'auto'}
          title="${name}. Click to choose another app${isChain ? ', or others' : ''}"
          aria-label="${isChain ? 'Several apps in order' : 'App'}: ${name}"
          @click=${(): void => context.send({ type: 'selectApp' })}
        >
          ${isChain ? apps.map((one, index) => html`${index === 0 ? '' : ' → '}<bdi>${one.name}</bdi>`) : name}
        </button>
      </h1>
      ${hostButton(context, panel)}
    </div>
    <div class="head-line controls">
      ${isChain ? html`<span class="grow">Several apps in order</span>` : nothing}
      ${entryPoints.length === 0 ? nothing : entryPointSelect(context, panel)} ${debugButton(context, panel)}
      ${watchButton(context, panel)} ${runButton(context, panel)}
    </div>
    ${renderSummary(panel, summary)}
    ${isRunning(panel) && !isPaused(panel) ? html`<vscode-progress-bar class="progress" aria-label="Running" indeterminate></vscode-progress-bar>` : nothing}
  </header>`;
}

/** What is run, and how long ago that was. */
function renderSummary(panel: PanelState, summary: string): TemplateResult | typeof nothing {
  if (isPaused(panel)) return html`<p class="muted summary">${pausedTitle}.</p>`;
  // While another one is on these words stay, too: without them the head may be a line lower, and all below it moves.
  const last = lastRun(panel);
  if (summary === '' && last === undefined) return nothing;
  return html`<p class="muted summary">
    ${summary}
    ${last === undefined ? nothing : html`<span class="last">Last run <posthog-time-ago .at=${last.startedAt} title=${moment(last.startedAt)}></posthog-time-ago>.</span>`}
  </p>`;
}

function isRunning({ run }: PanelState): boolean {
  return run !== null && run.trace === null;
}

function isPaused({ run }: PanelState): boolean {
  return run !== null && run.trace === null && run.isPaused === true;
}

/** It waits for the user, and not the user for it. */
const pausedTitle = 'Paused in the debugger';

const lifeCycleSummary =
  'Runs setupPlugin, the event, the schedules and teardownPlugin, one after the other, with what the app keeps between them.';

function entryPointSelect(
  context: ViewContext,
  { entryPoints, entryPoint, isLifeCycle }: PanelState,
): TemplateResult {
  const chosen = isLifeCycle ? wholeLifeCycle : entryPoint;
  return html`<vscode-single-select
    class="grow"
    label="What to run"
    .value=${chosen ?? ''}
    @change=${(event: Event): void => context.send({ type: 'selectEntryPoint', entryPoint: valueOf(event) })}
  >
    ${entryPoints.map(
      ({ name, summary }) =>
        html`<vscode-option value=${name} description=${summary} ?selected=${name === chosen}
          >${name}</vscode-option
        >`,
    )}
    ${
      entryPoints.length < 2
        ? nothing
        : html`<vscode-option value=${wholeLifeCycle} description=${lifeCycleSummary} ?selected=${isLifeCycle}
            >${wholeLifeCycle}</vscode-option
          >`
    }
  </vscode-single-select>`;
}

/** What is in the way of a run, for the buttons that cannot be pressed; null when nothing is. */
function reasonNotTo({ canRun, input, problem }: PanelState): string | null {
  return canRun ? null : (problem?.message ?? input?.problem ?? 'There is nothing to run.');
}

function debugButton(context: ViewContext, panel: PanelState): TemplateResult {
  return html`<button
    class="watch"
    aria-label="Debug"
    title="Debug: ${reasonNotTo(panel) ?? 'run with breakpoints'}"
    ?disabled=${!panel.canRun || isRunning(panel)}
    @click=${(): void => context.send({ type: 'debug' })}
  >
    ${icon('debug')}<span class="watch-label">Debug</span>
  </button>`;
}

/** A switch: pressed while the run is repeated on each save. It can be ended while something is in the way of a run. */
function watchButton(context: ViewContext, panel: PanelState): TemplateResult {
  const { canRun, isWatching } = panel;
  const reason = reasonNotTo(panel);
  const title = isWatching
    ? `Watching: runs again when a file of the app is saved${reason === null ? '.' : `, once this is mended: ${reason}`} Click to end that.`
    : `Watch: ${reason ?? 'run again when a file of the app is saved'}`;
  return html`<button
    class="watch"
    role="switch"
    aria-checked=${isWatching ? 'true' : 'false'}
    aria-label="Watch"
    title=${title}
    ?disabled=${!canRun && !isWatching}
    @click=${(): void => context.send({ type: 'watch', isWatching: !isWatching })}
  >
    ${icon('watch')}<span class="watch-label">Watch</span>
  </button>`;
}

/** One button in one place, so that nothing moves when a run begins. */
function runButton(context: ViewContext, panel: PanelState): TemplateResult {
  const { canRun } = panel;
  return isRunning(panel)
    ? html`<vscode-button
        class="run"
        secondary
        title="Stop the run (Shift+F5)"
        @click=${(): void => context.send({ type: 'stop' })}
        ><span slot="content-before" class="button-icon">${icon('stop')}</span>Stop</vscode-button
      >`
    : html`<vscode-button
        class="run"
        ?disabled=${!canRun}
        aria-disabled=${canRun ? 'false' : 'true'}
        title=${canRun ? `Run (${runKeys})` : `Run: ${reasonNotTo(panel)}`}
        @click=${(): void => context.send({ type: 'run' })}
        ><span slot="content-before" class="button-icon">${icon('play')}</span>Run</vscode-button
      >`;
}

function hostButton(context: ViewContext, { host }: PanelState): TemplateResult {
  const mode = host.mode === 'live' ? '' : ` (${host.mode})`;
  return html`<button
    class="host ${host.isLive ? 'live' : ''}"
    title="${host.label}${mode}. ${host.description} Click to choose another host."
    aria-label="Host: ${host.label}${mode}"
    @click=${(): void => context.send({ type: 'selectHost' })}
  >
    <span class="dot"></span><span class="ellipsis">${host.label}</span>${mode}
  </button>`;
}

export const runKeys = navigator.platform.startsWith('Mac') ? '⌘Enter' : 'Ctrl+Enter';
