/** The tree of captured events that were fed back. */
import { css } from 'lit';

export const hops = css`
  .following,
  .follow-end {
    display: flex;
    gap: 6px;
    margin-bottom: 4px;
  }
  /* What is over in a blink must not flash. */
  .following {
    gap: 10px;
    animation: appear 1ms 250ms both;
  }
  .follow-end .outcome-icon {
    margin-top: 2px;
  }
  .rows[role='treegrid'] > * {
    padding: 0;
  }
  .rows[role='treegrid'] > [aria-level]:not([aria-level='1']) {
    border-top: 0;
  }
  .rows[role='treegrid'] > :focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: -1px;
    border-radius: 3px;
  }
  .hop-row {
    display: flex;
    min-width: 0;
  }
  .indent {
    flex: none;
    width: 14px;
    margin-left: 4px;
    border-left: 1px solid var(--line);
  }
  /* Deep rows keep the room for their names. */
  .indent:nth-child(n + 6) {
    width: 3px;
    margin-left: 1px;
  }
  .hop {
    flex: 1;
    min-width: 0;
    padding: 3px 0;
  }
  .hop .opener {
    cursor: pointer;
  }
  /* In the place of the chevron. */
  .leaf {
    flex: none;
    width: 13px;
  }
  /* Files of different apps have the same names: the line is read whole, the name as far as there is room. */
  .source:has(> .source-app) {
    display: inline-flex;
    gap: 6px;
    min-width: 0;
    max-width: 45%;
    white-space: nowrap;
  }
  .source-app {
    overflow: hidden;
    text-overflow: ellipsis;
    font-family: var(--vscode-font-family);
  }
  .looping,
  .again {
    padding-left: 3px;
    box-shadow: inset 2px 0 0 var(--tone);
  }
  .again .line {
    min-height: 24px;
    /* Where the other rows have their button. */
    padding-right: 30px;
  }
  .again .ellipsis {
    white-space: normal;
    overflow-wrap: anywhere;
  }
  .again .icon {
    width: 14px;
    height: 14px;
  }
  .hop-more {
    padding: 0 0 3px 17px;
  }
  .hop-did {
    display: flex;
    flex-wrap: wrap;
    gap: 0 12px;
    font-size: 0.92em;
    color: var(--vscode-descriptionForeground);
  }
  .hop-step {
    overflow-wrap: anywhere;
  }
  .hop-step.wrong {
    color: var(--vscode-foreground);
  }
  .hop-step.wrong::before {
    content: '';
    display: inline-block;
    width: 7px;
    height: 7px;
    margin-right: 5px;
    border-radius: 50%;
    background: var(--tone);
  }
  .hop-error {
    font-size: 0.92em;
    overflow-wrap: anywhere;
  }
  .hop-error > .source:has(> .source-app) {
    max-width: 100%;
  }
  .hop-more .value-block {
    margin-top: 4px;
  }
`;
