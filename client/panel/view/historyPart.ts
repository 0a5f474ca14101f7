/** The runs of this workspace: what became of each, and what can be done with it. */
import { html, nothing, type TemplateResult } from 'lit';
import type { PanelComparison, PanelHistoryItem, PanelState } from '../../../protocol/panel.ts';
import { duration, moment, wholeLifeCycle } from '../../../protocol/runWords.ts';
import type { ViewContext } from './context.ts';
import { icon } from './icons.ts';
import { outcomeIcon } from './outcomePart.ts';
import { foldedSection, section } from './parts.ts';
import { describePast } from '../../../protocol/reportWords.ts';
import type { VirtualRows } from './virtualList.ts';

export function renderHistory(context: ViewContext, panel: PanelState): TemplateResult | typeof nothing {
  const { history } = panel;
  if (history.length === 0) return nothing;
  const pinned = history.filter(({ isPinned }) => isPinned);
  const ordered = [...pinned, ...history.filter(({ isPinned }) => !isPinned)];
  const list: VirtualRows = {
    id: 'history',
    label: 'Runs',
    count: ordered.length,
    keyOf: (index) => ordered[index]?.id ?? '',
    render: (index, tabIndex) => {
      const run = ordered[index];
      return run === undefined ? html`` : renderRun(context, panel, run, tabIndex);
    },
  };
  return foldedSection(context, {
    id: 'history',
    title: 'History',
    count: history.length,
    label: 'History of runs',
    line: context.isOpen('history', false)
      ? nothing
      : html`<span class="ellipsis">${summary(history, pinned.length)}</span>`,
    action: html`<button class="link" @click=${(): void => context.send({ type: 'clearHistory' })}>
      Forget runs…
    </button>`,
    body: () => html`<posthog-virtual-list class="past-runs" .rows=${list}></posthog-virtual-list>`,
  });
}

function summary(history: readonly PanelHistoryItem[], pinned: number): string {
  const [last] = history;
  const when = last === undefined ? '' : `last ${moment(last.startedAt)}`;
  return pinned === 0 ? when : `${when}, ${pinned} pinned`;
}

/** The buttons stand at the right: the one that is not always there is the first, so that the others stay in their places. */
function renderRun(
  context: ViewContext,
  { run: current, app, chain, host: next }: PanelState,
  run: PanelHistoryItem,
  tabIndex: 0 | -1,
): TemplateResult {
  const { id, entryPoint, outcome, isPinned, input, startedAt, appName, rootUri, host, totalMs } = run;
  const { title, tone } = describePast(run);
  const isOfSeveral = run.steps.length > 0;
  const isChain = isOfSeveral && entryPoint !== wholeLifeCycle;
  const isShown = current?.historyId === id || chain?.id === id;
  const isElsewhere = !isChain && rootUri !== app?.rootUri;
  // A replay uses the host that is chosen now.
  const where = host === next.label ? `on ${next.label}` : `on ${next.label}; it ran on ${host}`;
  return html`<div class="line past run-row ${tone} ${isShown ? 'shown' : ''}">
    <button
      class="opener"
      tabindex=${tabIndex}
      aria-current=${isShown ? 'true' : 'false'}
      aria-label=${runLabel(run, { title, isChain, isElsewhere })}
      title="Show this run: ${appName}, ${[entryPoint, input].filter((part) => part !== '').join(' ')} on ${host}"
      @click=${(): void => context.send({ type: 'openRun', id })}
    >
      <span class="outcome-icon">${icon(outcomeIcon(outcome, tone))}</span>
      <span class="run-what">
        ${isPinned ? html`<span class="pin-mark">${icon('pinned')}</span>` : nothing}
        <span class="ellipsis"
          >${isChain ? appName : entryPoint}${input === '' ? nothing : html` <span class="muted">${input}</span>`}${isElsewhere ? html` <span class="muted">in ${appName}</span>` : nothing}</span
        >
      </span>
      <span class="run-how muted">
        <span class="ellipsis">${title}</span>
        <span>${duration(totalMs)}</span>
        ${host === 'local' ? nothing : html`<span class="tag bad run-host"><span class="ellipsis">${host}</span></span>`}
      </span>
      <span class="run-when muted">${moment(startedAt)}</span>
    </button>
    <span class="run-actions">
      ${
        isShown || current?.historyId === null || current === null
          ? nothing
          : action(context, tabIndex, {
              name: 'Compare with the run that is shown',
              icon: 'compare',
              message: { type: 'compareRun', id },
            })
      }
      ${action(context, tabIndex, {
        name: isPinned ? 'Unpin' : 'Pin: keep this run',
        icon: isPinned ? 'pinned' : 'pin',
        message: { type: 'pinRun', id, isPinned: !isPinned },
      })}
      ${action(context, tabIndex, {
        name: `Replay with the same input ${where}`,
        icon: 'replay',
        message: { type: 'replayRun', id },
      })}
      ${action(context, tabIndex, {
        name: `Debug with the same input ${where}`,
        icon: 'debug',
        message: { type: 'debugRun', id },
      })}
      ${action(context, tabIndex, {
        name: 'Edit its input for the next run',
        icon: 'edit',
        message: { type: 'editRun', id },
      })}
    </span>
  </div>`;
}

/** What a screen reader says of a run: what stands in its row, with commas between. */
function runLabel(
  { appName, entryPoint, host, input, isPinned, startedAt, totalMs }: PanelHistoryItem,
  {
    title,
    isChain,
    isElsewhere,
  }: { readonly title: string; readonly isChain: boolean; readonly isElsewhere: boolean },
): string {
  return [
    ...(isPinned ? ['Pinned'] : []),
    isChain ? `Several apps in order: ${appName}` : entryPoint,
    ...(input === '' ? [] : [input]),
    ...(isElsewhere ? [`in ${appName}`] : []),
    title,
    duration(totalMs),
    ...(host === 'local' ? [] : [host]),
    moment(startedAt),
  ].join(', ');
}

function action(
  context: ViewContext,
  tabIndex: 0 | -1,
  options: {
    readonly name: string;
    readonly icon: Parameters<typeof icon>[0];
    readonly message: Parameters<ViewContext['send']>[0];
  },
): TemplateResult {
  return html`<button
    class="icon-button"
    tabindex=${tabIndex}
    title=${options.name}
    @click=${(): void => context.send(options.message)}
  >
    ${icon(options.icon)}
  </button>`;
}

/** What differs between the run that is shown and the one that the user chose. */
export function renderComparison(
  context: ViewContext,
  comparison: PanelComparison | null,
): TemplateResult | typeof nothing {
  if (comparison === null) return nothing;
  const { startedAt, differences } = comparison;
  const part = section({
    title: `Compared with the run of ${moment(startedAt)}`,
    action: html`<button class="link" @click=${(): void => context.send({ type: 'openComparison' })}>
        Open Diff
      </button>
      <button
        class="icon-button"
        title="Close the comparison"
        @click=${(): void => context.send({ type: 'closeComparison' })}
      >
        ${icon('cross')}
      </button>`,
    body:
      differences.length === 0
        ? html`<p>Both runs did the same.</p>`
        : html`<ul class="differences">
            ${differences.map((difference) => html`<li>${difference}</li>`)}
          </ul>`,
  });
  return html`<div class="comparison">${part}</div>`;
}
