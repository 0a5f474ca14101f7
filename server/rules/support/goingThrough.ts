/** The quick fixes of event-list: a function that reads a list as one event gets a loop around what it does. */
import ts from 'typescript';
import type { Fix, TextChange } from '../../analysis/finding.ts';
import { isGivenType } from '../../analysis/handlerTypes.ts';
import { isAsync } from './apiCall.ts';
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
  const types = typesOfLists(node, list, false);
  const returns = (): boolean => true;
  if (body === undefined || types === undefined || isInTheWay(body, list, fields, returns)) return [];
  const head = `for (const ${list.name.getText()} of events) `;
  const text = body.getText();
  const loop = ts.isBlock(body)
    ? inBlock(text, head, '', indentOf(node), newLineOf(node))
    : `{ ${head}${text} }`;
  return [fix(title, replace(list.name, 'events'), replace(body, loop), ...types)];
}

/**
 * Renames the parameter to `events`, and gives what the body makes of each of them. None where the name is taken, where a
 * `return` gives something else than an event, and where the end can be reached without one.
 *
 * @param fields as for {@link goingThrough}.
 */
export function makingOfEach(
  { node }: AppFunction,
  list: ts.ParameterDeclaration,
  fields: ReadonlySet<string>,
): readonly Fix[] {
  const { body } = node;
  const types = typesOfLists(node, list, true);
  if (body === undefined || types === undefined || node.asteriskToken !== undefined) return [];
  const isEvent = (given: ts.Expression | undefined): boolean =>
    given !== undefined && givesEvent(given, list);
  const isSure = ts.isBlock(body) ? endsInReturn(body) : isEvent(body);
  const isOther = ({ expression }: ts.ReturnStatement): boolean => !isEvent(expression);
  if (!isSure || isInTheWay(body, list, fields, isOther)) return [];
  const waits = isAsync(node);
  const call = waits ? 'Promise.all(events.map(async ' : 'events.map(';
  const head = `${call}(${list.name.getText()}) => `;
  const tail = waits ? '))' : ')';
  const text = body.getText();
  const made = ts.isBlock(body)
    ? inBlock(text, `return ${head}`, tail, indentOf(node), newLineOf(node))
    : `${head}${text}${tail}`;
  return [fix(title, replace(list.name, 'events'), replace(body, made), ...types)];
}

const title = 'Go through the Events';

/** The parameter itself, or an object that is written out. */
function givesEvent(given: ts.Expression, { name }: ts.ParameterDeclaration): boolean {
  const bare = ts.isParenthesizedExpression(given) ? given.expression : given;
  return ts.isObjectLiteralExpression(bare) || (ts.isIdentifier(bare) && bare.text === name.getText());
}

function endsInReturn({ statements }: ts.Block): boolean {
  const last = statements.at(-1);
  return last !== undefined && ts.isReturnStatement(last);
}

/** What makes lists of the types that the author wrote; undefined where they say something else than one event. */
function typesOfLists(
  node: AppFunction['node'],
  list: ts.ParameterDeclaration,
  hasResult: boolean,
): readonly TextChange[] | undefined {
  // A type that the author wrote, and not this server, is that of one event.
  const type = isGivenType(list) ? undefined : list.type;
  if (list.initializer !== undefined) return undefined;
  if (type === undefined && ts.getJSDocType(list) !== undefined && !isGivenType(list)) return undefined;
  if (hasResult && node.type === undefined && ts.getJSDocReturnType(node) !== undefined) return undefined;
  const written = [type, hasResult ? insidePromise(node.type) : undefined].filter((one) => one !== undefined);
  return written.every((one) => ts.isTypeReferenceNode(one))
    ? written.map((one) => insertAfter(one, '[]'))
    : undefined;
}

function insidePromise(type: ts.TypeNode | undefined): ts.TypeNode | undefined {
  return type !== undefined && ts.isTypeReferenceNode(type) && type.typeName.getText() === 'Promise'
    ? (type.typeArguments?.[0] ?? type)
    : type;
}

function inBlock(text: string, head: string, tail: string, indent: string, newLine: string): string {
  const inner = text.slice(1, -1);
  if (!inner.includes('\n')) return `{ ${head}${text}${tail} }`;
  const lines = inner.split(/\r?\n/).map((line) => (line.trim() === '' ? line : `  ${line}`));
  return `{${newLine}${indent}  ${head}{${lines.slice(0, -1).join(newLine)}${newLine}${indent}  }${tail}${newLine}${indent}}`;
}

/** @param isOther whether a `return` gives what it may not give there. */
function isInTheWay(
  body: ts.Node,
  list: ts.ParameterDeclaration,
  fields: ReadonlySet<string>,
  isOther: (statement: ts.ReturnStatement) => boolean,
): boolean {
  const visit = (at: ts.Node, isNested: boolean): boolean => {
    if (ts.isReturnStatement(at) && !isNested && isOther(at)) return true;
    if (ts.isIdentifier(at) && at.text === 'events') return true;
    const isText = ts.isTemplateExpression(at) || ts.isNoSubstitutionTemplateLiteral(at);
    if (isText && at.getText().includes('\n')) return true;
    const isRead = ts.isPropertyAccessExpression(at) && at.expression.getText() === list.name.getText();
    if (isRead && !fields.has(at.name.text)) return true;
    return ts.forEachChild(at, (child) => visit(child, isNested || ts.isFunctionLike(at))) === true;
  };
  return visit(body, false);
}
