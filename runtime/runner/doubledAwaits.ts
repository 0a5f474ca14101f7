/**
 * What the servers of June 2021 to August 2022 made of awaits: `await X` became a guarded call whose second argument
 * repeats a part of X, so that this part is evaluated twice. Reference 4.5.
 */
import type typescript from 'typescript';

/** A transformer over the source, for a run that is to show what those servers did. */
export function doubleAwaits(
  ts: typeof typescript,
  context: typescript.TransformationContext,
  file: typescript.SourceFile,
): typescript.SourceFile {
  const { factory } = context;
  const guarded = (value: typescript.Expression): typescript.Expression => {
    const isCall = ts.isCallExpression(value) || ts.isNewExpression(value);
    return factory.createCallExpression(factory.createIdentifier('__asyncGuard'), undefined, [
      value,
      isCall ? value.expression : value,
    ]);
  };
  const visit = (node: typescript.Node): typescript.Node => {
    const visited = ts.visitEachChild(node, visit, context);
    if (ts.isAwaitExpression(visited))
      return factory.updateAwaitExpression(visited, guarded(visited.expression));
    // Of `X.then` the guard has X alone; `X?.then` has none.
    if (
      ts.isPropertyAccessExpression(visited) &&
      visited.name.text === 'then' &&
      !ts.isOptionalChain(visited)
    ) {
      const guard = factory.createIdentifier('__asyncGuard');
      const value = factory.createCallExpression(guard, undefined, [visited.expression]);
      return factory.updatePropertyAccessExpression(visited, value, visited.name);
    }
    return visited;
  };
  return ts.visitNode(file, visit) as typescript.SourceFile;
}
