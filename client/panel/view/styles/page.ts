/** The base: fonts, plain elements, buttons and links. Colours are the editor's own, so that every theme fits; sizes follow its font. */
import { css } from 'lit';

export const page = css`
  :host {
    display: block;
    container-type: inline-size;
    color: var(--vscode-foreground);
    background: var(--vscode-editor-background);
    font-family: var(--vscode-font-family, sans-serif);
    font-size: var(--vscode-font-size, 13px);
    line-height: 1.5;
    --line: var(--vscode-contrastBorder, var(--vscode-panel-border, rgba(128, 128, 128, 0.25)));
    --button-line: var(
      --vscode-contrastBorder,
      var(--vscode-button-secondaryBorder, var(--vscode-button-border, transparent))
    );
    --code: var(--vscode-editor-font-family, monospace);
    /* High contrast leaves these out, and the components' own fallbacks are made for dark themes. */
    --field: var(--vscode-settings-dropdownForeground, var(--vscode-foreground));
    --field-list: var(--vscode-list-hoverForeground, var(--vscode-foreground));
    --field-chosen: var(--vscode-list-activeSelectionForeground, var(--vscode-foreground));
    --field-chosen-behind: var(--vscode-list-activeSelectionBackground, transparent);
    --second-behind: var(--vscode-button-secondaryBackground, transparent);
    --soft: var(--vscode-textCodeBlock-background, rgba(128, 128, 128, 0.1));
  }
  * {
    box-sizing: border-box;
  }
  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  h1,
  h2,
  h3 {
    font-size: inherit;
    font-weight: 600;
  }
  code,
  pre,
  .method,
  .path,
  .values,
  .source {
    font-family: var(--code);
    font-size: 0.92em;
  }
  code {
    overflow-wrap: anywhere;
  }
  button {
    font: inherit;
    color: inherit;
    background: none;
    border: 0;
    padding: 0;
    cursor: pointer;
    text-align: left;
  }
  a:focus-visible,
  button:focus-visible,
  pre:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: 1px;
    border-radius: 3px;
  }
  .icon {
    width: 16px;
    height: 16px;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.4;
    stroke-linecap: round;
    stroke-linejoin: round;
    flex: none;
    display: block;
  }
  /* A name that is written from right to left turns nothing around it. */
  strong,
  .muted {
    unicode-bidi: isolate;
  }
  .muted,
  .note {
    color: var(--vscode-descriptionForeground);
  }
  .hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .grow {
    flex: 1 1 140px;
    min-width: 0;
  }
  .ellipsis {
    flex: 1 1 auto;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .row + .disclosure {
    margin-top: 3px;
  }
  .row {
    display: flex;
    align-items: center;
    gap: 6px;
    min-width: 0;
  }
  a {
    color: var(--vscode-textLink-foreground);
  }
  a:hover {
    color: var(--vscode-textLink-activeForeground);
  }
  .link {
    color: var(--vscode-textLink-foreground);
    text-decoration: underline;
    text-decoration-color: transparent;
    text-underline-offset: 2px;
    white-space: nowrap;
  }
  .link:hover {
    color: var(--vscode-textLink-activeForeground);
    text-decoration-color: currentColor;
  }
  kbd {
    font-family: inherit;
    font-size: 0.92em;
    color: var(--vscode-keybindingLabel-foreground, inherit);
    background: var(--vscode-keybindingLabel-background, rgba(128, 128, 128, 0.17));
    border: 1px solid var(--vscode-contrastBorder, var(--vscode-keybindingLabel-border, transparent));
    border-radius: 3px;
    padding: 0 4px;
    white-space: nowrap;
  }
  .button-icon {
    display: inline-flex;
    margin: 0 3px 0 -4px;
  }
  .icon-button {
    display: inline-flex;
    padding: 3px;
    border-radius: 4px;
    color: var(--vscode-icon-foreground, inherit);
  }
  .icon-button:hover {
    background: var(--vscode-toolbar-hoverBackground);
  }
  vscode-single-select {
    width: auto;
    max-width: 100%;
    --vscode-settings-dropdownForeground: var(--field);
    --vscode-list-hoverForeground: var(--field-list);
    --vscode-list-activeSelectionForeground: var(--field-chosen);
    --vscode-list-activeSelectionBackground: var(--field-chosen-behind);
  }
  vscode-textfield {
    width: 100%;
  }
  vscode-button[secondary] {
    --vscode-button-border: var(--button-line);
    --vscode-button-secondaryBackground: var(--second-behind);
  }
`;
