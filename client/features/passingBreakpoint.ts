/** A breakpoint for one run: who asks to debug a captured event has not set one yet. */
import * as vscode from 'vscode';
import type { CodePlace } from '../../protocol/lsp.ts';

/**
 * Sets a breakpoint, unless the user has one on that line.
 *
 * @returns what takes it away again.
 */
export function addBreakpoint({ uri, line, character }: CodePlace): vscode.Disposable {
  const place = new vscode.Location(vscode.Uri.parse(uri), new vscode.Position(line, character));
  if (vscode.debug.breakpoints.some((known) => isOnLine(known, place)))
    return new vscode.Disposable(() => undefined);
  const breakpoint = new vscode.SourceBreakpoint(place);
  vscode.debug.addBreakpoints([breakpoint]);
  return new vscode.Disposable(() => vscode.debug.removeBreakpoints([breakpoint]));
}

function isOnLine(known: vscode.Breakpoint, { range, uri }: vscode.Location): boolean {
  return (
    known instanceof vscode.SourceBreakpoint &&
    known.enabled &&
    known.location.uri.toString() === uri.toString() &&
    known.location.range.start.line === range.start.line
  );
}

/** Commands take whatever they are given. */
export function isCodePlace(value: unknown): value is CodePlace {
  if (typeof value !== 'object' || value === null) return false;
  const { uri, line, character } = value as { readonly [key: string]: unknown };
  return typeof uri === 'string' && typeof line === 'number' && typeof character === 'number';
}
