/** The code of a condition, as messages quote it. */
import ts from 'typescript';

export const longestQuote = 60;

export function quote(node: ts.Node): string {
  return `\`${shortText(node)}\``;
}

/** For the plain text or number of a `case`, the `switch`: it is not one case that decides, but which of them it is. */
export function switchOf(guard: ts.Node): ts.SwitchStatement | undefined {
  const { parent } = guard;
  return ts.isCaseClause(parent) && parent.expression === guard && ts.isLiteralExpression(guard)
    ? parent.parent.parent
    : undefined;
}

function textOf(node: ts.Node): string {
  const file = node.getSourceFile();
  return file.text.slice(node.getStart(file), node.end).replace(/\s+/g, ' ');
}

/** The code of a condition on one line, cut where it is long. */
export function shortText(node: ts.Node): string {
  if (ts.isFunctionLike(node)) return 'processEvent';
  const code = textOf(node);
  const around = switchOf(node);
  if (around !== undefined) return shortened(`switch (${textOf(around.expression)})`);
  return shortened(ts.isCaseClause(node.parent) ? `case ${code}` : code);
}

function shortened(text: string): string {
  return text.length <= longestQuote ? text : `${text.slice(0, longestQuote - 1)}…`;
}

/** A text as it is, blanks included, with signs in place of what would end the line. */
export function onOneLine(text: string): string {
  return text.replaceAll(/[\n\r\t]/g, (sign) => signs[sign] ?? sign);
}

const signs: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
