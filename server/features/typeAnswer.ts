/**
 * Under strict settings the editor's own support reports the parameters of a callback over what PostHog's API answers
 * (7006, and 7031 inside a pattern): `data.results.map((person) => …)`. There the answer is `any`, as it has to be: a type
 * that a later PostHog does not keep must be no error, and no type but `any` fits whatever an author declares. The quick
 * fix writes down what we know of the members that the callback uses.
 */
import { type CodeAction, CodeActionKind, type CodeActionParams } from 'vscode-languageserver';
import ts from 'typescript';
import { isUntyped } from '../analysis/handlerTypes.ts';
import { nodeBefore } from '../analysis/position.ts';
import type { ServerContext } from '../context.ts';
import { Answers } from './answers.ts';
import { typeParameter } from './parameterTypes.ts';
import { implicitAny } from './typeHandler.ts';

export async function typeAnswerActions(
  context: ServerContext,
  { textDocument, context: { diagnostics } }: CodeActionParams,
): Promise<CodeAction[]> {
  const untyped = diagnostics.filter(({ code }) => implicitAny.has(code));
  const [first] = untyped;
  const located = first === undefined ? undefined : await context.locate(textDocument.uri);
  if (first === undefined || located === undefined) return [];
  const { document } = located;
  const answers = new Answers(context, located);
  const callback = callbackAt(answers.file, document.offsetAt(first.range.end));
  if (callback === undefined || !callback.parameters.some(({ name }) => answers.aboutAnswer(name))) return [];
  const edits = callback.parameters
    .filter((parameter) => isUntyped(parameter))
    .flatMap((parameter) =>
      typeParameter(parameter, usedType(parameter, callback, answers.checker), answers.file, document),
    );
  return [
    {
      title: 'Type this callback',
      kind: CodeActionKind.QuickFix,
      diagnostics: untyped,
      isPreferred: true,
      edit: { changes: { [textDocument.uri]: edits } },
    },
  ];
}

/** The function whose parameter ends at a place. */
function callbackAt(
  file: ts.SourceFile,
  offset: number,
): ts.ArrowFunction | ts.FunctionExpression | undefined {
  let at: ts.Node | undefined = nodeBefore(file, offset);
  while (at !== undefined && !ts.isParameter(at)) at = at.parent;
  const callback = at?.parent;
  if (callback === undefined || !(ts.isArrowFunction(callback) || ts.isFunctionExpression(callback)))
    return undefined;
  return ts.isCallExpression(callback.parent) ? callback : undefined;
}

/** The type of a parameter with those of its members that the callback uses; `any` where it hands the whole on. */
function usedType(
  { name }: ts.ParameterDeclaration,
  callback: ts.SignatureDeclaration,
  checker: ts.TypeChecker,
): string {
  const type = checker.getTypeAtLocation(name);
  if ((type.flags & ts.TypeFlags.Object) === 0) return written(type, checker);
  const members = ts.isIdentifier(name) ? membersUsed(name, callback, checker) : keysOf(name);
  if (members === undefined || members.size === 0) return 'any';
  const texts = [...members].map((member) => {
    const property = checker.getPropertyOfType(type, member);
    if (property === undefined) return `${member}: any`;
    const whole = checker.getTypeOfSymbol(property);
    const known = isReliedOn(member, callback, checker) ? checker.getNonNullableType(whole) : whole;
    return `${member}: ${written(known, checker)}`;
  });
  return `{ ${texts.join('; ')} }`;
}

/** Whether the code takes it for granted that a member is there: then a type that says otherwise is a new error. */
function isReliedOn(member: string, callback: ts.SignatureDeclaration, checker: ts.TypeChecker): boolean {
  const isMember = (node: ts.Node): node is ts.Expression => {
    if (ts.isPropertyAccessExpression(node)) return node.name.text === member;
    const bound = ts.isIdentifier(node) ? checker.getSymbolAtLocation(node)?.valueDeclaration : undefined;
    if (bound === undefined || !ts.isBindingElement(bound) || bound.name === node) return false;
    return (bound.propertyName ?? bound.name).getText() === member;
  };
  const visit = (node: ts.Node): boolean => {
    if (isMember(node)) {
      const { parent } = node;
      const isRead =
        (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) &&
        parent.expression === node &&
        parent.questionDotToken === undefined;
      const type = checker.getTypeAtLocation(node);
      const wanted = checker.getContextualType(node);
      const isRefused = wanted !== undefined && !checker.isTypeAssignableTo(type, wanted);
      if ((isRead && checker.getNonNullableType(type) !== type) || isRefused) return true;
    }
    return ts.forEachChild(node, (child) => visit(child) || undefined) ?? false;
  };
  return visit(callback);
}

/** A type as others can read it: those of answers have names that are known here alone. */
function written(type: ts.Type, checker: ts.TypeChecker): string {
  const text = checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation);
  return /^(?:string|number|boolean|null|undefined|"[^"]*"|\[\]| \| )+$/.test(text) ? text : 'any';
}

/** @returns undefined where the value is used as a whole. */
function membersUsed(
  name: ts.Identifier,
  callback: ts.SignatureDeclaration,
  checker: ts.TypeChecker,
): ReadonlySet<string> | undefined {
  const symbol = checker.getSymbolAtLocation(name);
  const found = new Set<string>();
  let isWhole = false;
  const visit = (node: ts.Node): void => {
    if (
      ts.isIdentifier(node) &&
      node !== name &&
      node.text === name.text &&
      checker.getSymbolAtLocation(node) === symbol
    ) {
      const { parent } = node;
      if (ts.isPropertyAccessExpression(parent) && parent.expression === node) found.add(parent.name.text);
      else if (ts.isVariableDeclaration(parent) && !ts.isIdentifier(parent.name)) {
        const keys = keysOf(parent.name);
        if (keys === undefined) isWhole = true;
        else for (const key of keys) found.add(key);
      } else isWhole = true;
    }
    ts.forEachChild(node, visit);
  };
  visit(callback);
  return isWhole ? undefined : found;
}

function keysOf(pattern: ts.BindingPattern): ReadonlySet<string> | undefined {
  const keys = new Set<string>();
  if (ts.isArrayBindingPattern(pattern)) return undefined;
  for (const { name, propertyName, dotDotDotToken } of pattern.elements) {
    const key = propertyName ?? name;
    if (dotDotDotToken !== undefined || !ts.isIdentifier(key)) return undefined;
    keys.add(key.text);
  }
  return keys;
}
