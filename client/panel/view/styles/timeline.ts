/** The timeline: its filter, its rows, and the axis beside them. */
import { css } from 'lit';

export const timeline = css`
  posthog-virtual-list {
    display: block;
  }
  .filter {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 5px;
    margin-bottom: 6px;
  }
  .chip {
    padding: 1px 8px;
    border: 1px solid var(--line);
    border-radius: 11px;
    font-size: 0.92em;
    line-height: 18px;
    white-space: nowrap;
  }
  .chip:hover {
    background: var(--vscode-toolbar-hoverBackground);
  }
  .chip[aria-pressed='true'] {
    color: var(--vscode-inputOption-activeForeground, var(--vscode-foreground));
    background: var(--vscode-inputOption-activeBackground, transparent);
    border-color: var(--vscode-inputOption-activeBorder, var(--vscode-focusBorder));
  }
  .chip[aria-pressed='true'] .muted {
    color: inherit;
  }
  .filter-text {
    flex: 1 1 110px;
    width: auto;
    min-width: 90px;
    margin-left: auto;
    max-width: 260px;
  }
  .list-box {
    /* What its rows say to screen readers alone is cut off with them, and does not make the page longer. */
    position: relative;
    max-height: min(65vh, 640px);
    /* The page keeps more free below what comes into sight; of a box, its end is enough. */
    scroll-margin-bottom: -28px;
    overflow: auto;
    border: 1px solid var(--line);
    border-radius: 4px;
    padding: 0 6px;
  }
  .at {
    flex: none;
    min-width: 4.2em;
    text-align: right;
    color: var(--vscode-descriptionForeground);
    font-family: var(--code);
    font-size: 0.85em;
    font-variant-numeric: tabular-nums;
  }
  /* The number of an event, which is short. */
  .report-row .at {
    min-width: 2.6em;
    margin-right: 4px;
  }
  .event {
    align-items: flex-start;
    line-height: 24px;
  }
  /* The whole row, with its bar and its line of code. */
  .event:hover {
    background: var(--vscode-list-hoverBackground);
  }
  .event .opener:hover {
    background: none;
  }
  .event .opener {
    gap: 8px;
    align-items: flex-start;
  }
  .event-head,
  .event-tail {
    display: contents;
  }
  .event .opener .chevron {
    margin: 4px -4px 0 -3px;
  }
  .event-text {
    flex: 1 1 auto;
    min-width: 0;
    font-family: var(--code);
    font-size: 0.92em;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .list-plain .log .event-text {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 4;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    line-height: 19px;
    padding: 2.5px 0;
  }
  .level {
    flex: none;
    width: 14px;
    margin-right: -2px;
    padding-top: 5px;
    color: var(--tone);
  }
  .level .icon {
    width: 14px;
    height: 14px;
  }
  .list-plain .event > .source,
  .list-box .event > .source {
    min-width: 7.5em;
    text-align: right;
  }
  .report-row > .source {
    min-width: 7.5em;
    text-align: right;
  }
  .axis {
    flex: 0 0 clamp(72px, 16cqw, 180px);
    width: clamp(72px, 16cqw, 180px);
    height: 14px;
    margin-top: 5px;
    overflow: visible;
    border-left: 1px solid var(--line);
    border-right: 1px solid var(--line);
  }
  .axis rect {
    fill: var(--vscode-descriptionForeground);
  }
  .axis.good rect {
    fill: var(--vscode-charts-blue, var(--vscode-textLink-foreground));
  }
  .axis.warn rect,
  .axis.bad rect {
    fill: var(--tone);
  }
  .value-foot {
    display: flex;
    gap: 10px;
    justify-content: flex-end;
    margin-top: 2px;
    font-size: 0.92em;
  }
`;
