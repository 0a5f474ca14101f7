/** The form of the config. */
import { css } from 'lit';

export const form = css`
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
  .markdown-list {
    padding-left: 16px;
  }
  .markdown-list li {
    list-style: disc;
  }
  .note > * + *,
  .hint > * + * {
    margin-top: 4px;
  }
  .hint,
  .note {
    font-size: 0.92em;
  }
  .list-line {
    display: flex;
    flex-wrap: wrap;
    gap: 0 10px;
    margin-top: 6px;
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
