/** The looks of the event flow, in the colours of the editor's theme. */
import { css } from 'lit';

export const styles = css`
  :host {
    display: flex;
    box-sizing: border-box;
    flex-direction: column;
    height: 100vh;
    min-height: 320px;
    padding: 12px 18px;
    color: var(--vscode-foreground);
    background: var(--vscode-editor-background);
    font: var(--vscode-font-size) / 1.5 var(--vscode-font-family);
  }
  main {
    display: flex;
    flex: 1;
    flex-direction: column;
    min-height: 0;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 16px;
  }
  .actions {
    display: flex;
    align-items: center;
    gap: 4px 12px;
  }
  .tools {
    display: flex;
    align-items: center;
    gap: 4px;
  }
  .tools .scale {
    min-width: 4ch;
    color: var(--vscode-descriptionForeground);
    text-align: right;
    font-variant-numeric: tabular-nums;
  }
  h1 {
    flex: 1 1 180px;
    margin: 0;
    font-size: 1.1em;
    font-weight: 600;
  }
  button {
    padding: 3px 10px;
    color: var(--vscode-button-secondaryForeground);
    background: var(--vscode-button-secondaryBackground);
    border: 1px solid var(--vscode-contrastBorder, transparent);
    border-radius: 2px;
    font: inherit;
    cursor: pointer;
  }
  button:hover {
    background: var(--vscode-button-secondaryHoverBackground);
  }
  :focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: 1px;
  }
  .legend {
    display: flex;
    align-items: center;
    flex-wrap: wrap;
    gap: 4px 18px;
    margin: 8px 0;
    color: var(--vscode-descriptionForeground);
    font-size: 0.92em;
  }
  .legend label {
    display: flex;
    align-items: center;
    gap: 6px;
    margin-left: auto;
    cursor: pointer;
  }
  .legend input {
    margin: 0;
    accent-color: var(--vscode-button-background);
  }
  .legend i {
    display: inline-block;
    width: 24px;
    vertical-align: middle;
    border-top: 2px solid var(--vscode-descriptionForeground);
  }
  .legend i.conditional {
    border-top-style: dashed;
  }
  .legend i.ordered {
    border-top-style: dotted;
  }
  .legend i.loop {
    border-color: var(--vscode-editorWarning-foreground);
  }
  .picture {
    flex: 1;
    min-height: 200px;
    overflow: auto;
    border: 1px solid var(--vscode-panel-border, var(--vscode-contrastBorder, transparent));
    border-radius: 3px;
    cursor: grab;
  }
  .picture.dragged {
    cursor: grabbing;
  }
  svg {
    display: block;
    max-width: none;
    margin: 0 auto;
  }
  .faded {
    opacity: 0.22;
  }
  ol,
  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .loops {
    max-height: 30vh;
    margin-top: 8px;
    overflow: auto;
  }
  .loops .loop {
    display: block;
    width: 100%;
    padding: 3px 8px;
    color: inherit;
    background: none;
    border-color: transparent;
    text-align: left;
  }
  .loops .loop:hover {
    background: var(--vscode-list-hoverBackground);
  }
  .loops .loop[aria-pressed='true'] {
    color: var(--vscode-list-activeSelectionForeground);
    background: var(--vscode-list-activeSelectionBackground);
    border-color: var(--vscode-contrastActiveBorder, transparent);
  }
  .loops .names {
    font-family: var(--vscode-editor-font-family, monospace);
    overflow-wrap: anywhere;
  }
  .loops .makers {
    margin-left: 8px;
    opacity: 0.8;
  }
  .steps {
    padding: 2px 0 4px 22px;
    color: var(--vscode-descriptionForeground);
  }
  .steps a {
    margin-left: 6px;
    color: var(--vscode-textLink-foreground);
    cursor: pointer;
    text-decoration: underline;
  }
  .event rect {
    fill: var(--vscode-editorWidget-background);
    stroke: var(--vscode-editorWidget-border, var(--vscode-descriptionForeground));
  }
  .event.any rect {
    stroke-dasharray: 4 3;
  }
  .event.loop rect {
    stroke: var(--vscode-editorWarning-foreground);
    stroke-width: 1.5;
  }
  text {
    fill: var(--vscode-foreground);
    font-family: var(--vscode-editor-font-family, monospace);
    font-size: 13px;
  }
  path.line {
    fill: none;
    stroke: var(--vscode-descriptionForeground);
    stroke-width: 1.3;
  }
  path.line.conditional {
    stroke-dasharray: 5 4;
  }
  path.line.ordered {
    stroke-dasharray: 0.1 4;
    stroke-linecap: round;
  }
  path.line.conditional.ordered {
    stroke-dasharray: 5 4 0.1 4;
  }
  path.line.loop {
    stroke: var(--vscode-editorWarning-foreground);
    stroke-width: 1.8;
  }
  .arrow.plain path {
    fill: var(--vscode-descriptionForeground);
  }
  .arrow.loop path {
    fill: var(--vscode-editorWarning-foreground);
  }
  .label {
    cursor: pointer;
  }
  .label rect {
    fill: var(--vscode-editor-background);
  }
  .label text {
    fill: var(--vscode-textLink-foreground);
    font-family: var(--vscode-font-family);
    font-size: 12px;
  }
  .label:hover text {
    text-decoration: underline;
  }
  .note {
    margin: 6px 0 0;
    padding-left: 8px;
    border-left: 3px solid var(--vscode-editorWarning-foreground);
  }
  .empty {
    color: var(--vscode-descriptionForeground);
  }
  /* Beside code there is little room: most of it is for the picture. */
  @media (max-width: 460px) {
    :host {
      padding: 8px;
    }
    .loops {
      max-height: 22vh;
      margin-top: 4px;
    }
    .loops .makers {
      display: block;
      margin-left: 18px;
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .legend {
      gap: 2px 12px;
      margin: 4px 0;
    }
  }
`;
