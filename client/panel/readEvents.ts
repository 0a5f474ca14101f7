/** Reads a list of events for a run: out of a file as it stands in the editor, or what a run of the history was given. */
import * as vscode from 'vscode';
import type { Json } from '../../protocol/trace.ts';
import { NoEvents, readEvents } from './eventFile.ts';
import { nameOfFile } from './history/inputName.ts';
import type { RunHistory } from './history/runHistory.ts';
import { InputMissing, type ReadEvents } from './inputChoices.ts';

export function eventReader(history: Pick<RunHistory, 'read'>): ReadEvents {
  return async (source, entryPoint) =>
    'file' in source ? ofFile(source.file, entryPoint) : ofRun(source.run, history);
}

async function ofFile(file: string, entryPoint: string): Promise<readonly Json[]> {
  const text = await textOf(vscode.Uri.parse(file));
  try {
    return readEvents(text, entryPoint, new Date());
  } catch (error) {
    if (!(error instanceof NoEvents)) throw error;
    throw new InputMissing(`${nameOfFile(file)}: ${error.message}`);
  }
}

/** A run never uses old text: a document that is open and not saved wins over the disk. */
async function textOf(uri: vscode.Uri): Promise<string> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open !== undefined) return open.getText();
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch (error) {
    if (!(error instanceof vscode.FileSystemError)) throw error;
    throw new InputMissing(
      `${nameOfFile(uri.toString())} cannot be read: it was moved or deleted. Choose the events again.`,
    );
  }
}

async function ofRun(id: string, history: Pick<RunHistory, 'read'>): Promise<readonly Json[]> {
  const record = await history.read(id);
  if (record !== undefined && Array.isArray(record.input)) return record.input as readonly Json[];
  throw new InputMissing('The run that these events are of is no longer kept. Choose others.');
}
