/** What became of the run, problems, and the empty panel. */
import { css } from 'lit';

export const outcome = css`
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
  /* While another run is on, as in the debugger. One that is over in a blink must not flash. */
  .stale,
  .stale ~ * {
    animation: fade 150ms 250ms both;
  }
  .stale .tag {
    animation: appear 1ms 250ms both;
  }
  @keyframes fade {
    to {
      filter: grayscale(1);
      border-color: var(--line);
      background: transparent;
    }
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
    flex: none;
    margin-left: auto;
    white-space: nowrap;
    font-variant-numeric: tabular-nums;
  }
  .outcome p {
    margin-top: 2px;
  }
  .outcome p,
  .problem p,
  .empty p,
  .trouble {
    overflow-wrap: anywhere;
  }
  .when {
    display: flex;
    flex-wrap: wrap;
    gap: 0 10px;
    font-size: 0.92em;
  }
  .given {
    margin: 4px 0;
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
  .empty .muted,
  .last-run {
    margin-top: 6px;
  }
  .last-run {
    display: flex;
    flex-wrap: wrap;
    gap: 0 10px;
    padding-top: 6px;
    border-top: 1px solid var(--line);
  }
`;
