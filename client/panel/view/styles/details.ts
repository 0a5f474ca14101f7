/** Changes of the event, requests and errors. */
import { css } from 'lit';

export const details = css`
  /* Names have the room that the longest of them needs, up to a half. */
  .changes {
    display: grid;
    grid-template-columns: 14px fit-content(50%) minmax(0, 1fr);
    column-gap: 8px;
    border-radius: 4px;
    overflow: hidden;
    border: 1px solid var(--line);
  }
  .change {
    display: grid;
    grid-column: 1 / -1;
    grid-template-columns: subgrid;
    row-gap: 2px;
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
  .fate {
    margin: 2px 0 6px;
  }
  .whole-url {
    display: flex;
    gap: 10px;
    align-items: baseline;
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
  .error-cause {
    margin: 4px 0 0 12px;
  }
  .error-cause .error-text {
    font-weight: normal;
  }
  .frames {
    margin: 2px 0 2px 12px;
    color: var(--vscode-descriptionForeground);
  }
`;
