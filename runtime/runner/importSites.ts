/**
 * Turns each `require('name')` of compiled code into a look-up, notes what is imported where, and makes `this` at the
 * top what it is in PostHog.
 */
import type typescript from 'typescript';

/** Functions that the compiler calls for imports, which PostHog's apps do not see. */
const helpers: readonly string[] = ['__importDefault', '__importStar', '__exportStar', '__createBinding'];

export interface ImportSite {
  /** The text between the quotes; `undefined` where it is no literal, as PostHog says it. */
  readonly specifier: string;
  readonly offset: number;
}

/**
 * A transformer over the output of the compiler, in which imports have become calls of `require`, and those of
 * types are gone.
 */
export function collectImports(
  ts: typeof typescript,
  context: typescript.TransformationContext,
  file: typescript.SourceFile,
  found: ImportSite[],
): typescript.SourceFile {
  const { factory } = context;
  const visit = (node: typescript.Node, isTop: boolean): typescript.Node => {
    // Undefined, since PostHog reads every app as a module (reference 4.4).
    if (isTop && node.kind === ts.SyntaxKind.ThisKeyword) return factory.createVoidZero();
    const isTopInside = isTop && !hasOwnThis(ts, node);
    const visited = inParentheses(
      ts,
      factory,
      ts.visitEachChild(node, (child) => visit(child, isTopInside), context),
      file,
    );
    if (!ts.isCallExpression(visited) || !ts.isIdentifier(visited.expression)) return visited;
    const { pos, text } = visited.expression;
    // Those of an app that was built elsewhere are its own, and stand in its text.
    if (pos < 0 && helpers.includes(text)) return calledAs(factory, visited, lookUpOf(factory, text));
    if (text !== 'require' || visited.arguments.length !== 1) return visited;
    const [argument] = visited.arguments;
    const isLiteral = argument !== undefined && ts.isStringLiteralLike(argument);
    const specifier = isLiteral ? argument.text : 'undefined';
    found.push({ specifier, offset: Math.max(0, originalStart(ts, node)) });
    return ts.setTextRange(lookUpOf(factory, specifier), node);
  };
  return ts.visitNode(file, (node) => visit(node, true)) as typescript.SourceFile;
}

/** TypeScript stumbles as it writes `return a?.#b`, which the language and PostHog know. */
function inParentheses(
  ts: typeof typescript,
  factory: typescript.NodeFactory,
  node: typescript.Node,
  { text }: typescript.SourceFile,
): typescript.Node {
  if (!ts.isReturnStatement(node) && !ts.isThrowStatement(node) && !ts.isYieldExpression(node)) return node;
  const { expression } = node;
  if (expression === undefined || !/\?\.\s*#/.test(text.slice(node.pos, node.end))) return node;
  const wrapped = factory.createParenthesizedExpression(expression);
  if (ts.isReturnStatement(node)) return factory.updateReturnStatement(node, wrapped);
  return ts.isThrowStatement(node)
    ? factory.updateThrowStatement(node, wrapped)
    : factory.updateYieldExpression(node, node.asteriskToken, wrapped);
}

function lookUpOf(factory: typescript.NodeFactory, name: string): typescript.Expression {
  return factory.createElementAccessExpression(
    factory.createIdentifier('__pluginHostImports'),
    factory.createStringLiteral(name),
  );
}

function calledAs(
  factory: typescript.NodeFactory,
  call: typescript.CallExpression,
  called: typescript.Expression,
): typescript.Expression {
  return factory.updateCallExpression(call, called, call.typeArguments, call.arguments);
}

function hasOwnThis(ts: typeof typescript, node: typescript.Node): boolean {
  return (ts.isFunctionLike(node) && !ts.isArrowFunction(node)) || ts.isClassLike(node);
}

function originalStart(ts: typeof typescript, node: typescript.Node): number {
  const original = ts.getOriginalNode(node);
  if (original.pos >= 0) return original.pos;
  // A call that the compiler made stands for the import that holds its specifier.
  const [argument] = ts.isCallExpression(node) ? node.arguments : [];
  return argument === undefined ? 0 : ts.getOriginalNode(argument).pos;
}
