/** What TypeScript compiles and PostHog does not load. Reference 4.3, 4.4. */
import type typescript from 'typescript';
import { checkImport } from '../../platform/imports.ts';
import { findWrongName } from './wrongNames.ts';

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
  const wrongName = findWrongName(ts, file);
  if (wrongName !== undefined) return wrongName;
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

/** It parses there, and fails when it is run (reference 4.4). */
function findTopAwait(ts: typeof typescript, node: typescript.Node): typescript.Node | undefined {
  if (ts.isFunctionLike(node)) return undefined;
  const isAwaited =
    ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier !== undefined);
  return isAwaited ? node : ts.forEachChild(node, (child) => findTopAwait(ts, child));
}

/** The engine stumbles over what is behind the `await`, and names that. */
function isWaitInSyncFunction(ts: typeof typescript, node: typescript.Node): boolean {
  if (!ts.isAwaitExpression(node) && !(ts.isForOfStatement(node) && node.awaitModifier !== undefined))
    return false;
  const around = ts.findAncestor(
    node.parent,
    (outer) =>
      ts.isFunctionLike(outer) || ts.isClassStaticBlockDeclaration(outer) || ts.isClassElement(outer),
  );
  if (around === undefined || !ts.isFunctionLike(around) || !ts.canHaveModifiers(around)) return false;
  // A default value of a parameter belongs to neither.
  if (ts.findAncestor(node, (outer) => outer === around || ts.isParameter(outer)) !== around) return false;
  return ts.getModifiers(around)?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) !== true;
}

function refusalOf(ts: typeof typescript, node: typescript.Node): string | undefined {
  if (isWaitInSyncFunction(ts, node)) {
    return 'await works in async functions alone. Write async in front of the function around it';
  }
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
