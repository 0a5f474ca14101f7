/** Constants and imports that get another value: compiled by TypeScript an exported constant or an import would take it. */
import type typescript from 'typescript';
import { assignedConstants, assignedIn } from '../../platform/assignedConstants.ts';

type TypeScript = typeof typescript;

/** Makes each assignment of a bound file to a constant throw, as it does where it stays one. */
export function keepConstants(
  ts: TypeScript,
  context: typescript.TransformationContext,
  file: typescript.SourceFile,
): typescript.SourceFile {
  // The engine keeps the others.
  const lost = assignedConstants(ts, file).filter(
    ({ kind, isSure }) => isSure && (kind === 'export' || kind === 'import'),
  );
  const constants = new Set<typescript.Node>(lost.map(({ name }) => name));
  if (constants.size === 0) return file;
  const { factory } = context;
  const visit = (node: typescript.Node): typescript.Node => {
    const visited = ts.visitEachChild(node, visit, context);
    const target = assignedIn(ts, node);
    if (target === undefined || !constants.has(target) || !ts.isExpression(visited)) return visited;
    const value = ts.isBinaryExpression(visited) ? visited.right : factory.createVoidZero();
    return ts.setTextRange(
      factory.createParenthesizedExpression(factory.createComma(value, failing(ts, factory))),
      node,
    );
  };
  return ts.visitNode(file, visit) as typescript.SourceFile;
}

/** `(() => { const a = 0; a = 0 })()`: the engine's own error. */
function failing(ts: TypeScript, factory: typescript.NodeFactory): typescript.Expression {
  const name = 'constant';
  const zero = factory.createNumericLiteral(0);
  const declared = factory.createVariableStatement(
    undefined,
    factory.createVariableDeclarationList(
      [factory.createVariableDeclaration(name, undefined, undefined, zero)],
      ts.NodeFlags.Const,
    ),
  );
  const assigned = factory.createExpressionStatement(
    factory.createAssignment(factory.createIdentifier(name), zero),
  );
  const body = factory.createBlock([declared, assigned]);
  const arrow = factory.createArrowFunction(undefined, undefined, [], undefined, undefined, body);
  return factory.createCallExpression(factory.createParenthesizedExpression(arrow), undefined, []);
}
