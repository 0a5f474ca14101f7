/** The quick fix of event-list: a function that reads a list as one event gets a loop around what it does. */
import ts from 'typescript';
import type { Fix } from '../../analysis/finding.ts';
import { isGivenType } from '../../analysis/handlerTypes.ts';
import type { AppFunction } from './appCode.ts';
import { fix, indentOf, insertAfter, newLineOf, replace } from './edits.ts';

/**
 * Renames the parameter to `events`, and loops over it. None where the name is taken, and where a loop would change what a
 * `return`, a type or a text of several lines says.
 *
 * @param fields members of an event: who reads something else of the parameter knows that it is a list.
 */
export function goingThrough(
  { node }: AppFunction,
  list: ts.ParameterDeclaration,
  fields: ReadonlySet<string>,
): readonly Fix[] {
  const { body } = node;
  // A type that the author wrote, and not this server, is that of one event.
  const type = isGivenType(list) ? undefined : list.type;
  const isPlain =
    (type === undefined
      ? ts.getJSDocType(list) === undefined || isGivenType(list)
      : ts.isTypeReferenceNode(type)) && list.initializer === undefined;
  if (body === undefined || !isPlain || isInTheWay(body, list, fields)) return [];
  const head = `for (const ${list.name.getText()} of events) `;
  const text = body.getText();
  const loop = ts.isBlock(body) ? inBlock(text, head, indentOf(node), newLineOf(node)) : `{ ${head}${text} }`;
  const changes = [replace(list.name, 'events'), replace(body, loop)];
  if (type !== undefined) changes.push(insertAfter(type, '[]'));
  return [fix('Go through the Events', ...changes)];
}

function inBlock(text: string, head: string, indent: string, newLine: string): string {
  const inner = text.slice(1, -1);
  if (!inner.includes('\n')) return `{ ${head}${text} }`;
  const lines = inner.split(/\r?\n/).map((line) => (line.trim() === '' ? line : `  ${line}`));
  return `{${newLine}${indent}  ${head}{${lines.slice(0, -1).join(newLine)}${newLine}${indent}  }${newLine}${indent}}`;
}

function isInTheWay(body: ts.Node, list: ts.ParameterDeclaration, fields: ReadonlySet<string>): boolean {
  const visit = (at: ts.Node, isNested: boolean): boolean => {
    if (ts.isReturnStatement(at) && !isNested) return true;
    if (ts.isIdentifier(at) && at.text === 'events') return true;
    const isText = ts.isTemplateExpression(at) || ts.isNoSubstitutionTemplateLiteral(at);
    if (isText && at.getText().includes('\n')) return true;
    const isRead = ts.isPropertyAccessExpression(at) && at.expression.getText() === list.name.getText();
    if (isRead && !fields.has(at.name.text)) return true;
    return ts.forEachChild(at, (child) => visit(child, isNested || ts.isFunctionLike(at))) === true;
  };
  return visit(body, false);
}
