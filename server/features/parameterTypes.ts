/** Writes types of parameters down: an annotation in TypeScript, `@type` in JavaScript. */
import type ts from 'typescript';
import type { TextEdit } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';

/** Whether a file takes annotations. */
export function takesAnnotations(path: string): boolean {
  return /\.[cm]?tsx?$/.test(path);
}

/** The edits that give a parameter a type; `event => …` takes none without parentheses. */
export function typeParameter(
  { name, parent }: ts.ParameterDeclaration,
  type: string,
  file: ts.SourceFile,
  document: TextDocument,
): TextEdit[] {
  const start = name.getStart(file);
  const isBare = !file.text.slice(parent.getStart(file), start).includes('(');
  const [opening, closing] = isBare ? ['(', ')'] : ['', ''];
  const [before, behind] = takesAnnotations(file.fileName)
    ? [opening, `: ${type}${closing}`]
    : [`${opening}/** @type {${type}} */ `, closing];
  return [insertion(document, start, before), insertion(document, name.end, behind)].filter(
    ({ newText }) => newText !== '',
  );
}

export function insertion(document: TextDocument, offset: number, newText: string): TextEdit {
  const position = document.positionAt(offset);
  return { range: { start: position, end: position }, newText };
}
