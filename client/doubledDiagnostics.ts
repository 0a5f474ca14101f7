/** Mistakes in plugin.json that the editor's own support of JSON reports as well. */
import * as vscode from 'vscode';
import { isJson } from '../platform/isJson.ts';
import { brokenManifest } from '../protocol/lsp.ts';

const jsonSupport = 'vscode.json-language-features';

/**
 * Leaves out what is no JSON: of an open file the editor says so itself, and nobody can take its words away. Our quick fix
 * is there all the same. It has nothing to say of a blank file, nor of JSON that is no app.
 */
export function withoutDoubled(
  uri: vscode.Uri,
  diagnostics: readonly vscode.Diagnostic[],
): vscode.Diagnostic[] {
  const document = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
  const text = document?.getText() ?? '';
  const isTold =
    document?.languageId === 'json' &&
    text.trim() !== '' &&
    !isJson(text) &&
    vscode.extensions.getExtension(jsonSupport) !== undefined &&
    vscode.workspace.getConfiguration('json', uri).get('validate.enable') !== false;
  return diagnostics.filter(({ code }) => !isTold || valueOf(code) !== brokenManifest);
}

function valueOf(code: vscode.Diagnostic['code']): string | number | undefined {
  return typeof code === 'object' ? code.value : code;
}
