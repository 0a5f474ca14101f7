/** What TypeScript compiles and PostHog does not load. Reference 4.3, 4.4. */
import type typescript from 'typescript';
import { checkImport } from '../../platform/imports.ts';

export interface RefusedSyntax {
  readonly offset: number;
  /** What is refused, and what to do. */
  readonly message: string;
}

/** Whether a text may hold any of it: most do not, and are not searched. */
const mayBeRefused =
  /@[\w(]|\bawait\b|\bimport\s*\.|\b(?:import\s+(?:type\s+)?\w+\s*=|import\s*['"]|export\s*=|with\s*\()/;

/** The first such place in a file, or undefined. */
export function findRefusedSyntax(
  ts: typeof typescript,
  file: typescript.SourceFile,
): RefusedSyntax | undefined {
  const twice = findTwiceDeclared(ts, file);
  if (twice !== undefined) return twice;
  if (!mayBeRefused.test(file.text)) return undefined;
  const search = (node: typescript.Node): RefusedSyntax | undefined => {
    const message = refusalOf(ts, node);
    return message === undefined ? ts.forEachChild(node, search) : { offset: node.getStart(file), message };
  };
  const top = findTopAwait(ts, file);
  if (top !== undefined) {
    const message = 'PostHog does not run await at the top of a file. Wait for it in setupPlugin';
    return { offset: top.getStart(file), message };
  }
  return search(file);
}

/**
 * A name that is declared at the top once more, one of them as an export: the compiler makes a property of that, so that
 * nothing else would complain. Of two that are no exports the engine itself says so.
 */
function findTwiceDeclared(ts: typeof typescript, file: typescript.SourceFile): RefusedSyntax | undefined {
  const seen = new Map<string, { readonly isBlockScoped: boolean; readonly isExported: boolean }>();
  let found: RefusedSyntax | undefined;
  const see = (name: typescript.BindingName, isBlockScoped: boolean, isExported: boolean): void => {
    if (!ts.isIdentifier(name)) {
      for (const element of name.elements)
        if (ts.isBindingElement(element)) see(element.name, isBlockScoped, isExported);
      return;
    }
    const before = seen.get(name.text);
    const isTwice = before !== undefined && (before.isBlockScoped || isBlockScoped);
    if (isTwice && (before.isExported || isExported)) {
      const message = `Identifier '${name.text}' has already been declared`;
      found ??= { offset: name.getStart(file), message };
    }
    seen.set(name.text, {
      isBlockScoped: isBlockScoped || before?.isBlockScoped === true,
      isExported: isExported || before?.isExported === true,
    });
  };
  for (const statement of file.statements) {
    if (!ts.canHaveModifiers(statement)) continue;
    const modifiers = ts.getModifiers(statement)?.map(({ kind }) => kind) ?? [];
    if (modifiers.includes(ts.SyntaxKind.DeclareKeyword)) continue;
    const isExported = modifiers.includes(ts.SyntaxKind.ExportKeyword);
    if (ts.isVariableStatement(statement)) {
      const { declarations, flags } = statement.declarationList;
      for (const { name } of declarations) see(name, (flags & ts.NodeFlags.BlockScoped) !== 0, isExported);
    } else if (ts.isClassDeclaration(statement) && statement.name !== undefined)
      see(statement.name, true, isExported);
    else if (
      ts.isFunctionDeclaration(statement) &&
      statement.name !== undefined &&
      statement.body !== undefined
    )
      see(statement.name, false, isExported);
  }
  return found;
}

/** It parses there, and fails when it is run (reference 4.4). */
function findTopAwait(ts: typeof typescript, node: typescript.Node): typescript.Node | undefined {
  if (ts.isFunctionLike(node)) return undefined;
  const isAwaited =
    ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier !== undefined);
  return isAwaited ? node : ts.forEachChild(node, (child) => findTopAwait(ts, child));
}

function refusalOf(ts: typeof typescript, node: typescript.Node): string | undefined {
  if (ts.isDecorator(node)) return 'PostHog does not know decorators. Call the function yourself';
  if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword) {
    return 'PostHog has no import.meta. An app has no address of its own';
  }
  if (ts.isWithStatement(node)) return "PostHog reads apps as modules, which have no 'with'. Name the object";
  if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)) {
    return "PostHog does not know import … = require(…). Write import … from '…'";
  }
  if (ts.isExportAssignment(node) && node.isExportEquals === true) {
    return 'PostHog does not know export =. Write export { … } or module.exports =';
  }
  if (!ts.isImportDeclaration(node) || node.importClause !== undefined) return undefined;
  const name = ts.isStringLiteral(node.moduleSpecifier) ? node.moduleSpecifier.text : '';
  return checkImport(name, 'documented').isAllowed
    ? `PostHog fails on import '${name}' without a name. Remove it, or name what you import`
    : undefined;
}
