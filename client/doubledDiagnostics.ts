/** Mistakes in plugin.json that the editor's own support of JSON reports as well. */
import * as vscode from 'vscode';
import { brokenManifest } from '../protocol/lsp.ts';

const jsonSupport = 'vscode.json-language-features';

/** Leaves out comments: where JSON has none, the editor says so of each of them. Our quick fix is there all the same. */
export function withoutDoubled(
  uri: vscode.Uri,
  diagnostics: readonly vscode.Diagnostic[],
): vscode.Diagnostic[] {
  const document = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
  const isChecked =
    document?.languageId === 'json' &&
    vscode.extensions.getExtension(jsonSupport) !== undefined &&
    vscode.workspace.getConfiguration('json', uri).get('validate.enable') !== false;
  return diagnostics.filter(({ code, range }) => {
    const isBroken = isChecked && valueOf(code) === brokenManifest;
    return !isBroken || !/^\/[/*]/.test(document.getText(range));
  });
}

function valueOf(code: vscode.Diagnostic['code']): string | number | undefined {
  return typeof code === 'object' ? code.value : code;
}
