/** The history of runs, the comparison of two, and what a run cost. */
import { css } from 'lit';

export const history = css`
  .history {
    min-width: 0;
  }
  .history:empty {
    display: none;
  }
  .past {
    gap: 4px;
  }
  .past .opener {
    gap: 7px;
    padding: 0 4px;
  }
  /* The whole row, with what can be done with the run. */
  .past:hover {
    background: var(--vscode-list-hoverBackground);
  }
  .past .opener:hover {
    background: none;
  }
  .past .outcome-icon .icon {
    width: 14px;
    height: 14px;
  }
  .past.shown {
    --shown: var(--vscode-list-inactiveSelectionForeground, var(--vscode-foreground));
    color: var(--shown);
    background: var(--vscode-list-inactiveSelectionBackground, var(--soft));
  }
  /* Dotted, as the editor marks what is chosen in its own lists: the focus has a line. */
  .past.shown .opener:not(:focus-visible) {
    outline: 1px dotted var(--vscode-contrastActiveBorder, transparent);
    outline-offset: -1px;
  }
  /* Of the row's own colour: descriptions are too pale for that background in some themes, and its texts brighter in others. */
  .past.shown :is(.muted, .tag, .pin-mark, .run-actions) {
    color: color-mix(in srgb, var(--shown) 88%, transparent);
  }
  .past.shown :is(.muted .tag, .icon-button) {
    color: inherit;
  }
  .past .time {
    min-width: 0;
    font-size: inherit;
  }
  /* A box of its own: the outcome stays below it, and so does what the mouse is on. */
  .past-runs .list-plain {
    max-height: 239px;
    overflow-y: auto;
    position: relative;
    /* One sees the runs beside the one that gets the focus. */
    scroll-padding-block: 48px;
    /* The list keeps its rows in place by itself. */
    overflow-anchor: none;
    border: 1px solid var(--line);
    border-radius: 4px;
  }
  .past-runs .rows > * {
    padding: 0;
  }
  .run-row {
    position: relative;
  }
  .run-row .opener {
    display: grid;
    grid-template-columns: 14px minmax(0, 1fr) auto;
    gap: 0 7px;
    padding: 3px 7px;
    border-radius: 0;
    line-height: 20px;
  }
  .run-row .opener:focus-visible {
    outline-offset: -1px;
  }
  .run-row .outcome-icon {
    padding-top: 3px;
  }
  .run-what {
    display: flex;
    min-width: 0;
  }
  .pin-mark {
    flex: none;
    margin-right: 4px;
    color: var(--vscode-descriptionForeground);
  }
  .run-how {
    grid-area: 2 / 2 / 3 / 4;
    display: flex;
    gap: 0 8px;
    min-width: 0;
    font-size: 0.92em;
    white-space: nowrap;
    font-variant-numeric: tabular-nums;
  }
  .run-host {
    flex: 0 1 auto;
    min-width: 0;
    font-size: inherit;
  }
  .run-how > * {
    flex: none;
  }
  .run-how > .ellipsis {
    flex: 0 1 auto;
    min-width: 6ch;
  }
  .run-how > .run-host {
    flex: 0 30 auto;
    min-width: min(100%, 9ch);
  }
  /* Beside what can be done with the run. */
  .run-row:is(:hover, :focus-within) .run-how {
    padding-right: 116px;
  }
  @media (hover: none) {
    .run-row .run-how {
      padding-right: 116px;
    }
  }
  .run-when {
    grid-area: 1 / 3;
    font-size: 0.92em;
    white-space: nowrap;
    font-variant-numeric: tabular-nums;
  }
  /* What can be done with a run, below its time, shows where the mouse or the focus is; five signs a row would be all that one sees. */
  .run-actions {
    position: absolute;
    right: 4px;
    bottom: 2px;
    display: flex;
    padding-left: 6px;
    color: var(--vscode-descriptionForeground);
  }
  @media (hover: hover) {
    .run-row:not(:hover, :focus-within) > .run-actions {
      opacity: 0;
    }
  }
  .differences {
    padding-left: 16px;
  }
  .differences li {
    list-style: disc;
    overflow-wrap: anywhere;
  }
  .section-action {
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    column-gap: 12px;
    align-items: center;
    font-size: 0.92em;
  }
  .cost {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 18px;
    margin: 8px 0 6px;
    padding-top: 7px;
    border-top: 1px solid var(--line);
  }
  .cost dt {
    font-size: 0.85em;
    color: var(--vscode-descriptionForeground);
  }
  .cost dd {
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .cost-change {
    color: var(--vscode-descriptionForeground);
    font-size: 0.85em;
  }
  .links {
    display: inline-flex;
    flex-wrap: wrap;
    gap: 0 10px;
  }
`;
