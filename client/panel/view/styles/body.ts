/** Sections, rows that open, and blocks of text. */
import { css } from 'lit';

export const body = css`
  main {
    display: grid;
    gap: 18px;
    padding: 14px 16px 28px;
  }
  .side,
  .setup,
  .results,
  .details {
    display: grid;
    gap: 18px;
    align-content: start;
    min-width: 0;
  }
  .setup {
    gap: 14px;
  }
  section {
    min-width: 0;
  }
  .section-head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 7px;
    min-height: 22px;
    margin-bottom: 4px;
  }
  .section-head h2:not(.folded h2),
  .section-title {
    font-size: 0.85em;
    font-weight: 600;
    letter-spacing: 0.04em;
    text-transform: uppercase;
    color: var(--vscode-descriptionForeground);
  }
  .folded {
    flex-wrap: nowrap;
    margin-bottom: 2px;
  }
  .folded h2 {
    flex: 1;
    min-width: 0;
    font-weight: inherit;
  }
  .folded .opener {
    width: 100%;
    gap: 7px;
  }
  .folded .chevron {
    margin-right: -4px;
  }
  .line-icon .icon {
    width: 14px;
    height: 14px;
    color: var(--tone);
  }
  .count {
    min-width: 18px;
    padding: 0 5px;
    border-radius: 9px;
    font-size: 0.8em;
    line-height: 17px;
    text-align: center;
    color: var(--vscode-descriptionForeground);
    background: var(--soft);
    border: 1px solid var(--vscode-contrastBorder, transparent);
  }
  .section-action {
    margin-left: auto;
  }
  .note {
    margin-top: 6px;
    font-size: 0.92em;
  }
  .rows > * + * {
    border-top: 1px solid var(--line);
  }
  .rows > * {
    padding: 3px 0;
  }
  .line {
    display: flex;
    align-items: center;
    gap: 8px;
    min-width: 0;
  }
  .opener {
    display: flex;
    align-items: center;
    gap: 4px;
    flex: 1;
    min-width: 0;
    min-height: 24px;
    border-radius: 3px;
  }
  .opener:hover {
    background: var(--vscode-list-hoverBackground);
  }
  .line-text {
    display: flex;
    align-items: center;
    gap: 8px;
    flex: 1;
    min-width: 0;
  }
  .chevron {
    color: var(--vscode-icon-foreground, inherit);
    transition: transform 80ms;
    flex: none;
    margin-left: -3px;
  }
  .chevron.open {
    transform: rotate(90deg);
  }
  .more {
    padding: 4px 0 8px 17px;
  }
  .block {
    margin: 0;
    padding: 8px 10px;
    max-height: 320px;
    overflow: auto;
    border-radius: 4px;
    background: var(--soft);
    border: 1px solid var(--vscode-contrastBorder, transparent);
    line-height: 1.45;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    /* A shadow at its lower edge while there is more below; none where all of it fits. */
    animation: more-below linear both;
    animation-timeline: scroll(self);
  }
  @keyframes more-below {
    from,
    90% {
      box-shadow: inset 0 -14px 10px -10px var(--vscode-scrollbar-shadow, rgba(128, 128, 128, 0.6));
    }
    to {
      box-shadow: none;
    }
  }
  .json-name {
    color: var(--vscode-symbolIcon-propertyForeground, var(--vscode-foreground));
  }
  .json-text {
    color: color-mix(
      in srgb,
      var(--vscode-debugTokenExpression-string, #a31515) 85%,
      var(--vscode-foreground)
    );
  }
  .json-literal {
    color: color-mix(
      in srgb,
      var(--vscode-debugTokenExpression-number, #098658) 85%,
      var(--vscode-foreground)
    );
  }
  .source {
    flex: none;
  }
  .tag.warn,
  .tag.bad {
    color: inherit;
  }
  .tag::before {
    content: '';
    flex: none;
    width: 7px;
    height: 7px;
    border-radius: 50%;
    background: var(--tone);
  }
  .tag.quiet::before {
    display: none;
  }
  .tag {
    flex: none;
    display: inline-flex;
    align-items: center;
    gap: 5px;
    color: var(--vscode-descriptionForeground);
    font-size: 0.92em;
    white-space: nowrap;
  }
`;
