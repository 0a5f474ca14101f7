/** How the panel looks. Colours are the editor's own, so that every theme fits; sizes follow its font. */
import { css } from 'lit';

/** For the page around the element; a style element would need an exception in the content-security policy. */
export const pageStyles = new CSSStyleSheet();
pageStyles.replaceSync(
  'body { padding: 0; margin: 0; min-height: 100vh; background: var(--vscode-editor-background); }',
);

/** Themes choose these colours for icons and lines; as texts they would be too pale in some. */
const tones = css`
  .good {
    --tone: var(--vscode-testing-iconPassed, var(--vscode-charts-green, #388a34));
  }
  .quiet {
    --tone: var(--vscode-descriptionForeground);
  }
  .warn {
    --tone: var(--vscode-editorWarning-foreground, #bf8803);
  }
  .bad {
    --tone: var(--vscode-errorForeground, #e51400);
  }
`;

const page = css`
  :host {
    display: block;
    container-type: inline-size;
    color: var(--vscode-foreground);
    background: var(--vscode-editor-background);
    font-family: var(--vscode-font-family, sans-serif);
    font-size: var(--vscode-font-size, 13px);
    line-height: 1.5;
    --line: var(--vscode-contrastBorder, var(--vscode-panel-border, rgba(128, 128, 128, 0.25)));
    --code: var(--vscode-editor-font-family, monospace);
    /* High contrast leaves these out, and the components' own fallbacks are made for dark themes. */
    --field: var(--vscode-settings-dropdownForeground, var(--vscode-foreground));
    --field-list: var(--vscode-list-hoverForeground, var(--vscode-foreground));
    --field-chosen: var(--vscode-list-activeSelectionForeground, var(--vscode-foreground));
    --field-chosen-behind: var(--vscode-list-activeSelectionBackground, transparent);
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
  .log-text,
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
    --vscode-button-border: var(--vscode-contrastBorder, transparent);
  }
`;

const head = css`
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
  .controls {
    margin-top: 8px;
  }
  .head h1 {
    flex: 1;
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
  .summary {
    margin-top: 6px;
    font-size: 0.92em;
  }
  .host {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    max-width: 60%;
    padding: 1px 9px;
    border: 1px solid var(--line);
    border-radius: 11px;
    color: var(--vscode-descriptionForeground);
    font-size: 0.92em;
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .watch {
    display: inline-flex;
    align-items: center;
    gap: 5px;
    padding: 3px 8px;
    border: 1px solid var(--line);
    border-radius: 3px;
    color: var(--vscode-descriptionForeground);
    white-space: nowrap;
    flex: none;
  }
  .watch:disabled {
    opacity: 0.5;
    cursor: default;
  }
  .watch:hover:not(:disabled) {
    background: var(--vscode-toolbar-hoverBackground);
  }
  .watch[aria-checked='true'] {
    color: var(--vscode-inputOption-activeForeground, var(--vscode-foreground));
    background: var(--vscode-inputOption-activeBackground, transparent);
    border-color: var(--vscode-inputOption-activeBorder, var(--vscode-focusBorder));
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

const body = css`
  main {
    display: grid;
    gap: 18px;
    padding: 14px 16px 28px;
  }
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
    align-items: center;
    gap: 7px;
    min-height: 22px;
    margin-bottom: 4px;
  }
  .section-head h2 {
    font-size: 0.85em;
    letter-spacing: 0.04em;
    text-transform: uppercase;
    color: var(--vscode-descriptionForeground);
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
  .rows > li + li {
    border-top: 1px solid var(--line);
  }
  .rows > li {
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
  }
  .json-name {
    color: var(--vscode-symbolIcon-propertyForeground, var(--vscode-foreground));
  }
  .json-text {
    color: var(--vscode-debugTokenExpression-string, #a31515);
  }
  .json-literal {
    color: var(--vscode-debugTokenExpression-number, #098658);
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

const form = css`
  .form {
    display: grid;
    gap: 12px;
  }
  .field {
    display: grid;
    gap: 3px;
    min-width: 0;
  }
  .field-head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 8px;
    min-height: 22px;
  }
  .field-label {
    font-weight: 600;
  }
  .field-head .icon-button {
    margin-left: auto;
  }
  .value {
    padding: 3px 6px;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    border-radius: 2px;
    background: var(--soft);
    border: 1px solid var(--vscode-contrastBorder, transparent);
    font-family: var(--code);
    font-size: 0.92em;
  }
  .hint,
  .note {
    font-size: 0.92em;
  }
  .field-problem {
    display: flex;
    gap: 5px;
    font-size: 0.92em;
  }
  .field-problem .icon {
    width: 14px;
    height: 14px;
    margin-top: 2px;
    color: var(--vscode-errorForeground);
  }
`;

const outcome = css`
  .outcome,
  .problem,
  .empty {
    padding: 10px 12px;
    border: 1px solid var(--line);
    border-radius: 6px;
  }
  .outcome {
    min-height: 92px;
    background: color-mix(in srgb, var(--tone) 6%, transparent);
    border-color: var(--vscode-contrastBorder, color-mix(in srgb, var(--tone) 35%, transparent));
  }
  .outcome-line {
    display: flex;
    align-items: center;
    gap: 8px;
  }
  .outcome-icon {
    color: var(--tone);
    flex: none;
  }
  .outcome h2 {
    font-size: 1.15em;
  }
  .outcome-time {
    margin-left: auto;
    font-variant-numeric: tabular-nums;
  }
  .outcome p {
    margin-top: 2px;
  }
  .when {
    display: flex;
    flex-wrap: wrap;
    gap: 0 10px;
    font-size: 0.92em;
  }
  .notice {
    display: flex;
    gap: 6px;
    padding-top: 6px;
    margin-top: 8px;
    border-top: 1px solid var(--line);
  }
  .notice .icon {
    margin-top: 2px;
    color: var(--vscode-descriptionForeground);
  }
  /* A run that is over in a blink must not flash. */
  .outcome.running,
  .stale {
    opacity: 0.55;
    transition: opacity 120ms 200ms;
  }
  .problem {
    display: flex;
    gap: 8px;
    --tone: var(--vscode-editorWarning-foreground, #bf8803);
    border-color: var(--vscode-contrastBorder, color-mix(in srgb, var(--tone) 45%, transparent));
    background: color-mix(in srgb, var(--tone) 7%, transparent);
  }
  .problem vscode-button {
    margin-top: 8px;
  }
  .problem .outcome-icon {
    margin-top: 2px;
  }
  .empty h2 {
    margin-bottom: 4px;
  }
  .empty .muted {
    margin-top: 6px;
  }
`;

const details = css`
  .changes {
    border-radius: 4px;
    overflow: hidden;
    border: 1px solid var(--line);
  }
  .change {
    display: grid;
    grid-template-columns: 14px minmax(90px, 2fr) 3fr;
    gap: 2px 8px;
    padding: 3px 8px;
    line-height: 1.6;
  }
  .change.added {
    background: color-mix(
      in srgb,
      var(--vscode-diffEditor-insertedLineBackground, #9bb95533) 70%,
      transparent
    );
  }
  .change.removed {
    background: color-mix(
      in srgb,
      var(--vscode-diffEditor-removedLineBackground, #ff000033) 55%,
      transparent
    );
  }
  .change + .change {
    border-top: 1px solid var(--line);
  }
  .sign {
    font-family: var(--code);
    font-weight: 700;
    color: var(--vscode-descriptionForeground);
  }
  .path,
  .values {
    overflow-wrap: anywhere;
  }
  del {
    color: var(--vscode-descriptionForeground);
  }
  .change.removed del {
    text-decoration: none;
  }
  ins {
    text-decoration: none;
  }
  .method {
    flex: none;
    color: var(--vscode-descriptionForeground);
  }
  .time {
    flex: none;
    min-width: 48px;
    text-align: right;
    font-variant-numeric: tabular-nums;
    font-size: 0.92em;
  }
  .trouble {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 10px;
    margin: 2px 0 6px 17px;
    padding-left: 8px;
    border-left: 2px solid var(--tone);
  }
  .whole-url {
    margin: 0 0 8px;
    overflow-wrap: anywhere;
  }
  .message + .message {
    margin-top: 12px;
  }
  .message-head {
    display: flex;
    gap: 8px;
    align-items: baseline;
    margin-bottom: 2px;
  }
  .headers {
    margin-bottom: 6px;
    font-family: var(--code);
    font-size: 0.88em;
  }
  .headers div {
    display: flex;
    gap: 8px;
  }
  .headers dt {
    flex: none;
    color: var(--vscode-descriptionForeground);
  }
  .headers dd {
    overflow-wrap: anywhere;
    min-width: 0;
  }
  .log {
    display: flex;
    gap: 8px;
    align-items: baseline;
  }
  .log-text {
    flex: 1;
    min-width: 0;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .level {
    flex: none;
    width: 14px;
    align-self: flex-start;
    padding-top: 2px;
  }
  .level .icon {
    width: 14px;
    height: 14px;
  }
  .log.error .level {
    color: var(--vscode-errorForeground);
  }
  .log.warn .level {
    color: var(--vscode-editorWarning-foreground);
  }
  .log.info .level {
    color: var(--vscode-descriptionForeground);
  }
  .errors {
    display: grid;
    gap: 8px;
    margin: 8px 0;
  }
  .error-head {
    display: flex;
    gap: 10px;
    align-items: baseline;
  }
  .error-text {
    flex: 1;
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .error-text {
    font-weight: 600;
  }
  .frames {
    margin: 2px 0 2px 12px;
    color: var(--vscode-descriptionForeground);
  }
`;

const layouts = css`
  @container (max-width: 420px) {
    .watch {
      padding: 3px 5px;
    }
    .watch-label {
      display: none;
    }
    .head {
      padding: 10px 12px 8px;
    }
    main {
      padding: 12px 12px 24px;
    }
    .change {
      grid-template-columns: 14px 1fr;
    }
    .values {
      grid-column: 2;
    }
    .time {
      display: none;
    }
    .line:has(> .source),
    .log:has(> .source) {
      flex-wrap: wrap;
      row-gap: 0;
    }
    .line:has(> .source) > .opener {
      flex-basis: 100%;
    }
    .log > .log-text {
      flex-basis: 60%;
    }
    .log > .source {
      flex-basis: 100%;
      margin-left: 22px;
    }
    .log > .method ~ .source {
      margin-left: 0;
    }
    .disclosure > .line > .source {
      margin: -2px 0 2px 17px;
    }
    .error-head {
      flex-wrap: wrap;
      gap: 0;
    }
    .error-text {
      flex-basis: 100%;
    }
    .outcome .frames {
      margin-left: 0;
    }
  }
  @container (min-width: 860px) {
    main {
      grid-template-columns: minmax(280px, 2fr) minmax(0, 5fr);
      gap: 28px;
    }
    .controls {
      max-width: 520px;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      transition: none !important;
    }
  }
`;

export const styles = [page, tones, head, body, form, outcome, details, layouts];
