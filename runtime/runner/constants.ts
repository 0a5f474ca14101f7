/** Constants and imports that get another value: compiled by TypeScript an exported constant or an import would take it. */
import type typescript from 'typescript';
import { assignedConstants, assignedIn, isAround } from '../../platform/assignedConstants.ts';

type TypeScript = typeof typescript;

/**
 * Makes each assignment of a bound file to a constant throw, as it does where it stays one, at the place of its name:
 * there the editor marks it.
 */
export function keepConstants(
  ts: TypeScript,
  context: typescript.TransformationContext,
  file: typescript.SourceFile,
): typescript.SourceFile {
  const assigned = assignedConstants(ts, file);
  for (const { name } of assigned) placeAtName(ts, name);
  // The engine keeps the others, and finds their place, but where a cast goes that is around the name.
  const lost = assigned.filter(
    ({ kind, name }) => kind === 'export' || kind === 'import' || isCast(ts, name),
  );
  const constants = new Set<typescript.Node>(lost.map(({ name }) => name));
  if (constants.size === 0) return file;
  const { factory } = context;
  const visit = (node: typescript.Node): typescript.Node => {
    // In a pattern, or filled by a loop.
    if (constants.has(node)) return failingTarget(ts, factory, node);
    if (ts.isShorthandPropertyAssignment(node) && constants.has(node.name)) {
      const target = failingTarget(ts, factory, node.name);
      const given = ts.visitNode(node.objectAssignmentInitializer, visit, ts.isExpression);
      return factory.createPropertyAssignment(
        node.name.text,
        given === undefined ? target : factory.createAssignment(target, given),
      );
    }
    const name = nameOf(ts, node);
    if (name === undefined || !constants.has(name)) return ts.visitEachChild(node, visit, context);
    return ts.setTextRange(failingAssignment(ts, factory, node, name, visit), node);
  };
  return ts.visitNode(file, visit) as typescript.SourceFile;
}

/** The one name that an expression gives another value. */
function nameOf(ts: TypeScript, node: typescript.Node): typescript.Identifier | undefined {
  let target = ts.isExpression(node) ? assignedIn(ts, node) : undefined;
  while (target !== undefined && isAround(ts, target)) target = target.expression;
  return target !== undefined && ts.isIdentifier(target) ? target : undefined;
}

function isCast(ts: TypeScript, name: typescript.Identifier): boolean {
  let { parent } = name as typescript.Node;
  while (ts.isParenthesizedExpression(parent)) ({ parent } = parent);
  return isAround(ts, parent);
}

/** The engine finds the error at the operator behind the name, or at the dots before it. */
function placeAtName(ts: TypeScript, name: typescript.Identifier): void {
  let target: typescript.Node = name;
  const { NoSourceMap, NoTrailingSourceMap } = ts.EmitFlags;
  ts.setEmitFlags(target, NoTrailingSourceMap);
  while (ts.isParenthesizedExpression(target.parent)) {
    target = target.parent;
    ts.setEmitFlags(target, NoTrailingSourceMap);
  }
  const { parent } = target;
  if (ts.isBinaryExpression(parent)) ts.setEmitFlags(parent.operatorToken, NoSourceMap);
  else if (ts.isSpreadElement(parent) || ts.isSpreadAssignment(parent)) ts.setSourceMapRange(parent, name);
}

/** The value is worked out first; `??=` and the like look at the constant before. */
function failingAssignment(
  ts: TypeScript,
  factory: typescript.NodeFactory,
  node: typescript.Node,
  name: typescript.Identifier,
  visit: (node: typescript.Node) => typescript.Node,
): typescript.Expression {
  const fails = failing(ts, factory, name);
  if (!ts.isBinaryExpression(node)) return factory.createParenthesizedExpression(fails);
  const value = ts.visitNode(node.right, visit, ts.isExpression);
  const both = factory.createParenthesizedExpression(factory.createComma(value, fails));
  const { AmpersandAmpersandEqualsToken, BarBarEqualsToken, QuestionQuestionEqualsToken } = ts.SyntaxKind;
  switch (node.operatorToken.kind) {
    case AmpersandAmpersandEqualsToken:
      return factory.createParenthesizedExpression(factory.createLogicalAnd(name, both));
    case BarBarEqualsToken:
      return factory.createParenthesizedExpression(factory.createLogicalOr(name, both));
    case QuestionQuestionEqualsToken:
      return factory.createParenthesizedExpression(
        factory.createBinaryExpression(name, ts.SyntaxKind.QuestionQuestionToken, both),
      );
    default:
      return both;
  }
}

/** What cannot be assigned to: it throws as soon as it is looked for. */
function failingTarget(
  ts: TypeScript,
  factory: typescript.NodeFactory,
  name: typescript.Node,
): typescript.Expression {
  return factory.createPropertyAccessExpression(failing(ts, factory, name), 'constant');
}

/** `(() => { const a = 0; a = 0 })()`: the engine's own error, at the place of the name. */
function failing(
  ts: TypeScript,
  factory: typescript.NodeFactory,
  place: typescript.Node,
): typescript.Expression {
  const name = 'constant';
  const zero = factory.createNumericLiteral(0);
  const declared = factory.createVariableStatement(
    undefined,
    factory.createVariableDeclarationList(
      [factory.createVariableDeclaration(name, undefined, undefined, zero)],
      ts.NodeFlags.Const,
    ),
  );
  const assignment = factory.createAssignment(factory.createIdentifier(name), zero);
  const assigned = factory.createExpressionStatement(ts.setSourceMapRange(assignment, place));
  const body = factory.createBlock([declared, assigned]);
  const arrow = factory.createArrowFunction(undefined, undefined, [], undefined, undefined, body);
  const call = factory.createCallExpression(factory.createParenthesizedExpression(arrow), undefined, []);
  return ts.setSourceMapRange(call, place);
}
