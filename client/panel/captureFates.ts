/** Whether captured events come back to the code that captured them, as the loop analysis knows it. */
import * as vscode from 'vscode';
import type { PanelFate } from '../../protocol/panel.ts';
import type { CapturedEvent } from '../../protocol/trace.ts';

const rule = 'posthog-apps/event-loop';

/**
 * One for each event; null where the analysis says nothing, as for a rule that is switched off.
 *
 * @param root of the app.
 */
export function captureFates(
  root: vscode.Uri,
  captured: readonly CapturedEvent[],
): readonly (PanelFate | null)[] {
  return captured.map(({ cause: { source } }) => {
    if (source === null) return null;
    const found = vscode.languages
      .getDiagnostics(vscode.Uri.joinPath(root, source.file))
      .find((diagnostic) => codeOf(diagnostic) === rule && spans(diagnostic.range, source.line - 1));
    const grade = found === undefined ? undefined : gradeOf(found);
    return found === undefined || grade === undefined ? null : { grade, message: found.message };
  });
}

function spans({ start, end }: vscode.Range, line: number): boolean {
  return start.line <= line && line <= end.line;
}

function codeOf({ code }: vscode.Diagnostic): string {
  return typeof code === 'object' ? String(code.value) : String(code);
}

/** The server sends it along; the language client keeps it, where the editor's own type does not say so. */
function gradeOf(diagnostic: vscode.Diagnostic): PanelFate['grade'] | undefined {
  const { data } = diagnostic as { readonly data?: { readonly grade?: PanelFate['grade'] } };
  return data?.grade;
}
