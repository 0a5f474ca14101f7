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
    padding-left: 4px;
  }
  .past .outcome-icon .icon {
    width: 14px;
    height: 14px;
  }
  .past.shown .opener {
    background: var(--vscode-list-inactiveSelectionBackground, var(--soft));
    outline: 1px solid var(--vscode-contrastActiveBorder, transparent);
    outline-offset: -1px;
  }
  .past .time {
    min-width: 0;
  }
  .run-actions {
    display: flex;
    flex: none;
    color: var(--vscode-descriptionForeground);
  }
  .no-action {
    width: 22px;
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
