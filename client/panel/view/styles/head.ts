/** The head: app, entry point, host, and the buttons that run. */
import { css } from 'lit';

export const head = css`
  .progress {
    position: absolute;
    inset: auto 0 -1px 0;
    /* A run that is over in a blink must not flash. */
    animation: appear 1ms 250ms both;
  }
  @keyframes appear {
    from {
      visibility: hidden;
    }
  }
  .head {
    position: sticky;
    top: 0;
    z-index: 3;
    padding: 12px 16px 10px;
    background: var(--vscode-editor-background);
    border-bottom: 1px solid var(--line);
  }
  .head-line {
    display: flex;
    align-items: center;
    gap: 8px;
    min-width: 0;
  }
  /* A host that finds no room beside the app's name stands below it. */
  .names {
    flex-wrap: wrap;
    row-gap: 4px;
  }
  .controls {
    margin-top: 8px;
  }
  .head h1 {
    flex: 1 1 min(100%, 11em);
    min-width: 0;
    font-size: 1.1em;
  }
  .app {
    max-width: 100%;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    display: block;
  }
  .app:hover {
    color: var(--vscode-textLink-foreground);
  }
  .run {
    flex: none;
    min-width: 84px;
  }
  .last {
    white-space: nowrap;
  }
  .summary {
    margin-top: 6px;
    font-size: 0.92em;
  }
  .host {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-width: 0;
    max-width: 100%;
    padding: 1px 9px;
    border: 1px solid var(--line);
    border-radius: 11px;
    color: var(--vscode-descriptionForeground);
    font-size: 0.92em;
    white-space: nowrap;
  }
  .watch {
    display: inline-flex;
    align-items: center;
    gap: 5px;
    padding: 3px 8px;
    border: 1px solid var(--button-line);
    border-radius: 3px;
    color: var(--vscode-button-secondaryForeground, var(--vscode-foreground));
    background: var(--vscode-button-secondaryBackground, transparent);
    white-space: nowrap;
    flex: none;
  }
  .watch:disabled {
    opacity: 0.4;
    border-style: dashed;
    cursor: default;
  }
  .watch:hover:not(:disabled) {
    background: var(--vscode-button-secondaryHoverBackground, var(--vscode-toolbar-hoverBackground));
  }
  .watch[aria-checked='true'] {
    color: var(--vscode-inputOption-activeForeground, var(--vscode-foreground));
    background: var(--vscode-inputOption-activeBackground, transparent);
    /* The border that themes give this is fainter in some than that of a button. */
    border-color: var(--vscode-focusBorder);
  }
  .host:not(.live):hover {
    background: var(--vscode-toolbar-hoverBackground);
  }
  .dot {
    width: 7px;
    height: 7px;
    border-radius: 50%;
    background: var(--vscode-descriptionForeground);
    flex: none;
  }
  .host.live {
    color: var(--vscode-statusBarItem-errorForeground, #ffffff);
    background: var(--vscode-statusBarItem-errorBackground, #c72e0f);
    border-color: var(--vscode-contrastBorder, transparent);
    font-weight: 600;
  }
  .host.live .dot {
    background: currentColor;
  }
`;
