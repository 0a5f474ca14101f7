/** What becomes of the name of a member in code when the member gets another, which may be any text. */
import ts from 'typescript';
import type { TextEdit } from 'vscode-languageserver';
import type { AppProgram } from '../analysis/appProgram.ts';
import { spanToRange } from './findingToDiagnostic.ts';

/**
 * Renames one place: `value.key`, `value['key']`, `{ key } = value`, `{ key: 1 }`, `{ key }`, `{ key() {} }`.
 *
 * @param node the name, or the text that is it.
 */
export function renameEdit(
  node: ts.Identifier | ts.StringLiteralLike,
  app: AppProgram,
  newName: string,
): TextEdit {
  const { parent } = node;
  const edit = (start: number, newText: string, end = node.getEnd()): TextEdit => ({
    range: spanToRange({ file: node.getSourceFile().fileName, start, length: end - start }, app),
    newText,
  });
  if (!ts.isIdentifier(node)) {
    const quote = node.getText()[0] ?? "'";
    return edit(node.getStart() + 1, escaped(newName, quote), node.getEnd() - 1);
  }
  const isName = /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(newName);
  const name = isName ? newName : quoted(newName);
  // A shorthand is the name of a variable as well, which stays.
  if (isShorthand(node)) return edit(node.getStart(), `${name}: ${node.text}`);
  if (isName || !ts.isPropertyAccessExpression(parent)) return edit(node.getStart(), name);
  const optional = parent.questionDotToken === undefined ? '' : '?.';
  return edit(parent.expression.getEnd(), `${optional}[${quoted(newName)}]`);
}

/** The same in plugin.json, without quotes. */
export function renamedInJson(newName: string): string {
  return JSON.stringify(newName).slice(1, -1);
}

function isShorthand(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isBindingElement(parent)) return parent.propertyName === undefined;
  return ts.isShorthandPropertyAssignment(parent);
}

function quoted(text: string): string {
  return `'${escaped(text, "'")}'`;
}

function escaped(text: string, quote: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`);
}
