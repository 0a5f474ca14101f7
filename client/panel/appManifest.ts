/** Reads plugin.json as it stands in the editor, saved or not. */
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { emptyManifest, type Manifest, readManifest, smallestManifest } from '../../platform/manifest.ts';
import type { PanelAction, PanelProblem } from '../../protocol/panel.ts';
import { parseJsonText, placeAndReason } from './jsonText.ts';

export const manifestFile = 'plugin.json';

export interface AppManifest {
  readonly manifest: Manifest;
  /** What is wrong with the file, with a button that opens it at the place. */
  readonly problem: PanelProblem | null;
}

export async function readAppManifest(root: vscode.Uri): Promise<AppManifest> {
  const uri = vscode.Uri.joinPath(root, manifestFile);
  const text = await readText(uri);
  if (text === undefined) {
    const message = `There is no ${manifestFile} in ${vscode.workspace.asRelativePath(root)}. Add one with at least a name.`;
    return { manifest: emptyManifest, problem: { message, actions: [] } };
  }
  if (text.trim() === '') {
    const message = `${manifestFile} is empty. Write at least ${smallestManifest} into it.`;
    return { manifest: emptyManifest, problem: { message, actions: [openAt(1, 1)] } };
  }
  const parsed = parseJsonText(text);
  if (parsed.ok) return { manifest: readManifest(parsed.value), problem: null };
  const { line, column } = parsed;
  return {
    manifest: emptyManifest,
    problem: {
      message: `${manifestFile} is no valid JSON: ${placeAndReason(parsed)}.`,
      actions: [openAt(line, column)],
    },
  };
}

function openAt(line: number, column: number): PanelAction {
  return {
    label: `Open ${manifestFile}:${line}`,
    message: { type: 'openSource', source: { file: manifestFile, line, column } },
  };
}

/** The text as the user sees it: an open document wins over the disk. */
async function readText(uri: vscode.Uri): Promise<string | undefined> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open !== undefined) return open.getText();
  // Apps are on a disk; the editor's own file system would go there by a longer way.
  return readFile(uri.fsPath, 'utf8').catch(() => undefined);
}
