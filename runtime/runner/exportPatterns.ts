/**
 * `export const { a, ...rest } = b`: the compiler takes such a pattern apart by itself, with helpers that are not there for
 * rests, and by index where the language asks a list for its iterator. PostHog leaves the pattern to the engine.
 */
import type typescript from 'typescript';
import { hasModifier } from '../../platform/languageLevel.ts';

type TypeScript = typeof typescript;

/** Makes `const { a } = b; export { a }` of each exported pattern at the top of a file. */
export function keepExportPatterns(
  ts: TypeScript,
  context: typescript.TransformationContext,
  file: typescript.SourceFile,
): typescript.SourceFile {
  const isPattern = (statement: typescript.Statement): statement is typescript.VariableStatement =>
    ts.isVariableStatement(statement) &&
    hasModifier(ts, statement, ts.SyntaxKind.ExportKeyword) &&
    statement.declarationList.declarations.some(({ name }) => !ts.isIdentifier(name));
  if (!file.statements.some(isPattern)) return file;
  const { factory } = context;
  const statements = file.statements.flatMap((statement) => {
    if (!isPattern(statement)) return [statement];
    const { declarationList } = statement;
    const names = declarationList.declarations.flatMap(({ name }) => namesIn(ts, name));
    const own = new Set(names);
    const modifiers = statement.modifiers?.filter(({ kind }) => kind !== ts.SyntaxKind.ExportKeyword);
    const list = ts.visitEachChild(declarationList, (node) => asOwn(ts, context, node, own), context);
    const specifiers = names.map((name) => factory.createExportSpecifier(false, undefined, name));
    return [
      factory.updateVariableStatement(statement, modifiers, list),
      factory.createExportDeclaration(undefined, false, factory.createNamedExports(specifiers)),
    ];
  });
  return factory.updateSourceFile(file, statements);
}

function namesIn(ts: TypeScript, name: typescript.BindingName): readonly string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) =>
    ts.isOmittedExpression(element) ? [] : namesIn(ts, element.name),
  );
}

/**
 * The compiler looks exported names up in `exports`, where they are not yet while the pattern fills them. A name that it
 * knows nothing of stays as it is.
 */
function asOwn(
  ts: TypeScript,
  context: typescript.TransformationContext,
  node: typescript.Node,
  own: ReadonlySet<string>,
): typescript.Node {
  const { factory } = context;
  const visit = (inner: typescript.Node): typescript.Node => {
    if (ts.isShorthandPropertyAssignment(inner) && own.has(inner.name.text)) {
      const { text } = inner.name;
      return factory.createPropertyAssignment(text, factory.createIdentifier(text));
    }
    if (!ts.isIdentifier(inner) || !own.has(inner.text)) return ts.visitEachChild(inner, visit, context);
    return ts.setSourceMapRange(factory.createIdentifier(inner.text), inner);
  };
  return visit(node);
}
