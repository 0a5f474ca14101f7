/** What is good, quiet, doubtful or bad. Themes choose these colours for icons and lines; as texts they would be too pale in some. */
import { css } from 'lit';

export const tones = css`
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
