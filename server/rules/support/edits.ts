/** Edits that quick fixes are made of. */
import ts from 'typescript';
import type { Fix, TextChange } from '../../analysis/finding.ts';

export function fix(title: string, ...changes: readonly TextChange[]): Fix {
  return { title, changes };
}

/** A fix that may be applied without being looked at. */
export function safeFix(title: string, ...changes: readonly TextChange[]): Fix {
  return { title, isSafe: true, changes };
}

export function replace(node: ts.Node, newText: string): TextChange {
  const file = node.getSourceFile();
  const start = node.getStart(file);
  return { span: { file: file.fileName, start, length: node.end - start }, newText };
}

/** Replaces a value, which `{ name }` gives together with its key. */
export function replaceValue(node: ts.Node, newText: string): TextChange {
  const isShorthand = ts.isShorthandPropertyAssignment(node.parent) && node.parent.name === node;
  return replace(node, isShorthand ? `${node.getText()}: ${newText}` : newText);
}

export function insertBefore(node: ts.Node, newText: string): TextChange {
  const file = node.getSourceFile();
  return { span: { file: file.fileName, start: node.getStart(file), length: 0 }, newText };
}

export function insertAfter(node: ts.Node, newText: string): TextChange {
  return { span: { file: node.getSourceFile().fileName, start: node.end, length: 0 }, newText };
}

/** Takes an entry out of a list, with the comma that belongs to it. */
export function removeFromList(node: ts.Node): TextChange {
  const file = node.getSourceFile();
  const { text } = file;
  const after = /^\s*,[ \t]*/.exec(text.slice(node.end))?.[0].length;
  if (after !== undefined) {
    const start = node.getStart(file);
    return { span: { file: file.fileName, start, length: node.end + after - start }, newText: '' };
  }
  const previous = text.slice(0, node.getStart(file)).trimEnd();
  const isBehindComma = previous.endsWith(',');
  // The only entry leaves nothing between the brackets.
  const behind = isBehindComma ? 0 : (/^\s*/.exec(text.slice(node.end))?.[0].length ?? 0);
  const start = previous.length - (isBehindComma ? 1 : 0);
  return { span: { file: file.fileName, start, length: node.end + behind - start }, newText: '' };
}

/** Takes a statement out, with its line when it stands there alone; no blank lines stay at the begin or end of the file. */
export function removeLine(node: ts.Node): TextChange {
  const file = node.getSourceFile();
  const { text } = file;
  const before = /(?:^|\n)[ \t]*$/.exec(text.slice(0, node.getStart(file)));
  const after = /^[ \t]*(?:\r?\n|$)/.exec(text.slice(node.end));
  if (before === null || after === null) return replace(node, '');
  const lineStart = before.index + (before[0].startsWith('\n') ? 1 : 0);
  const lineEnd = node.end + after[0].length;
  const blankBehind = /^(?:[ \t]*\r?\n)*/.exec(text.slice(lineEnd))?.[0].length ?? 0;
  const blankBefore = /(?<=\n)(?:[ \t]*\r?\n)+$/.exec(text.slice(0, lineStart))?.[0].length ?? 0;
  const isFirst = text.slice(0, lineStart).trim() === '';
  const isLast = text.slice(lineEnd).trim() === '';
  const start = lineStart - (isLast ? blankBefore : 0);
  const end = lineEnd + (isFirst ? blankBehind : 0);
  return { span: { file: file.fileName, start, length: end - start }, newText: '' };
}

/** The text that a line begins with, for lines that are put before or after it. */
export function indentOf(node: ts.Node): string {
  const { text } = node.getSourceFile();
  const lineStart = text.lastIndexOf('\n', node.getStart() - 1) + 1;
  return /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? '';
}

/** How the file ends its lines. */
export function newLineOf(node: ts.Node): string {
  return node.getSourceFile().text.includes('\r\n') ? '\r\n' : '\n';
}

/** The quotes that the file uses. */
export function quote(node: ts.Node, text: string): string {
  const { text: source } = node.getSourceFile();
  const mark = source.split('"').length > source.split("'").length ? '"' : "'";
  return mark + text.replaceAll('\\', '\\\\').replaceAll(mark, `\\${mark}`) + mark;
}
