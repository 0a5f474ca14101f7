/**
 * What TypeScript of today takes and PostHog does not. Its servers compile apps with Babel 7.15 (October 2021) or 7.18
 * (late 2022), read them as modules and run them as scripts (reference 4.1, 4.4). One list for the editor, the command
 * line and a run.
 */
import type typescript from 'typescript';
import type { Profile } from './profiles.ts';

type TypeScript = typeof typescript;
type Node = typescript.Node;

export interface RefusedSyntax {
  readonly start: number;
  readonly length: number;
  /** What is refused, and what to do. */
  readonly message: string;
}

export interface Unreadable extends RefusedSyntax {
  readonly isJsx: boolean;
}

/** A node that PostHog refuses, with the message for it. */
export interface RefusedNode {
  readonly node: Node;
  readonly message: string;
}

/** What is wrong with a node; undefined where nothing is. */
export type Refusal = (ts: TypeScript, node: Node) => string | undefined;

/**
 * All that PostHog refuses in a file, by its place.
 *
 * @param file with parents, read without errors as TypeScript.
 * @param more what is refused besides.
 */
export function refusedSyntax(
  ts: TypeScript,
  file: typescript.SourceFile,
  profile: Profile,
  more?: Refusal,
): readonly RefusedSyntax[] {
  return placesOf(ts, file, refusedNodes(ts, file, profile, more));
}

/** The same of a file or of one of its statements, as nodes: where they stand may change with an edit elsewhere. */
export function refusedNodes(
  ts: TypeScript,
  root: Node,
  profile: Profile,
  more?: Refusal,
): readonly RefusedNode[] {
  const found: RefusedNode[] = [];
  const kinds = refusedKinds(ts);
  // A list of its own instead of recursion: code that a machine wrote may be nested deeper than the stack.
  const stack: Node[] = [root];
  const push = (child: Node): void => void stack.push(child);
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    const known = kinds.has(node.kind)
      ? (refusalOf(ts, node) ?? (profile === 'documented' ? undefined : refusedIn2021(ts, node)))
      : undefined;
    const message = known ?? more?.(ts, node);
    if (message !== undefined) found.push({ node, message });
    ts.forEachChild(node, push);
  }
  return found;
}

/** Where in a file the nodes stand that are refused, first to last. */
export function placesOf(
  ts: TypeScript,
  file: typescript.SourceFile,
  refused: readonly RefusedNode[],
): readonly RefusedSyntax[] {
  return refused
    .map(({ message, node }) => ({ ...placeOf(ts, node, file), message }))
    .toSorted((one, other) => one.start - other.start);
}

/** TypeScript forbids `a?.#b`, which the language and PostHog know. */
const privateInChain = 18030;

/** The first error of reading that PostHog has, too; undefined where the file was read. */
export function parseErrorIn(file: typescript.SourceFile): typescript.Diagnostic | undefined {
  // The parser keeps them there, without what the type of a file adds.
  const { parseDiagnostics } = file as { readonly parseDiagnostics?: readonly typescript.Diagnostic[] };
  return parseDiagnostics?.find(({ code }) => code !== privateInChain);
}

/**
 * Where a text cannot be read any more. PostHog reads JavaScript as TypeScript without JSX (reference 4.1), whatever the
 * name of the file says.
 */
export function unreadableSyntax(ts: TypeScript, text: string): Unreadable | undefined {
  const problem = parseErrorIn(ts.createSourceFile('index.ts', text, ts.ScriptTarget.Latest));
  if (problem === undefined) return undefined;
  const file = ts.createSourceFile('index.tsx', text, ts.ScriptTarget.Latest, true);
  const jsx = parseErrorIn(file) === undefined ? firstJsx(ts, file) : undefined;
  if (jsx !== undefined) {
    const message =
      'PostHog cannot read JSX. Build the app into plain JavaScript, and name the result as main in plugin.json.';
    return { ...placeOf(ts, jsx, file), message, isJsx: true };
  }
  const { length = 1, messageText, start = 0 } = problem;
  return { start, length, message: ts.flattenDiagnosticMessageText(messageText, ' '), isJsx: false };
}

/** The first JSX in a file; undefined where there is none. */
export function firstJsx(ts: TypeScript, file: typescript.SourceFile): Node | undefined {
  const search = (node: Node): Node | undefined =>
    ts.isJsxElement(node) || ts.isJsxSelfClosingElement(node) || ts.isJsxFragment(node)
      ? node
      : ts.forEachChild(node, search);
  return search(file);
}

/** The first word of a node: marking the whole of it would hide what is inside. */
function placeOf(ts: TypeScript, node: Node, file: typescript.SourceFile): Omit<RefusedSyntax, 'message'> {
  const start = ts.isSatisfiesExpression(node)
    ? file.text.indexOf('satisfies', node.expression.end)
    : node.getStart(file);
  const word = /^[@#]?[\w$!]+|[^]?/.exec(file.text.slice(start, start + 100));
  return { start, length: word?.[0].length ?? 1 };
}

/** What {@link refusalOf} and {@link refusedIn2021} look at: most nodes are of other kinds. */
function refusedKinds({ SyntaxKind: K }: TypeScript): ReadonlySet<typescript.SyntaxKind> {
  return new Set([
    K.AwaitExpression,
    K.ForOfStatement,
    K.Decorator,
    K.MetaProperty,
    K.ImportEqualsDeclaration,
    K.ExportAssignment,
    K.NamespaceExportDeclaration,
    K.VariableDeclarationList,
    K.SatisfiesExpression,
    K.PropertyDeclaration,
    K.RegularExpressionLiteral,
    K.ImportClause,
    K.ImportAttributes,
    K.TypeParameter,
    K.ExportDeclaration,
    K.TupleType,
    K.ClassStaticBlockDeclaration,
    K.ImportSpecifier,
    K.ExportSpecifier,
    K.ExpressionWithTypeArguments,
  ]);
}

function refusalOf(ts: TypeScript, node: Node): string | undefined {
  const has = (kind: typescript.SyntaxKind): boolean => hasModifier(ts, node, kind);
  const cannotRead = (what: string): string => `PostHog cannot read ${what}`;
  if (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier !== undefined)) {
    return ts.findAncestor(node.parent, (outer) => isOwnCode(ts, outer)) === undefined
      ? 'PostHog does not run await outside of a function. Do this in setupPlugin, and keep the result in meta.global.'
      : undefined;
  }
  if (ts.isDecorator(node)) return cannotRead('decorators. Call the function around the value instead.');
  if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword)
    return cannotRead('import.meta. An app has no address of its own.');
  if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference))
    return cannotRead("import … = require(…). Write import name from 'package'.");
  if (ts.isExportAssignment(node) && node.isExportEquals === true)
    return cannotRead('export =. Export the functions by name.');
  if (ts.isNamespaceExportDeclaration(node)) return cannotRead('export as namespace. Remove it.');
  if (ts.isVariableDeclarationList(node)) {
    const kind = (node.flags & ts.NodeFlags.BlockScoped) as typescript.NodeFlags;
    if (kind === ts.NodeFlags.Using || kind === ts.NodeFlags.AwaitUsing)
      return cannotRead('using. Write const, and close it in finally.');
    return kind !== ts.NodeFlags.Const && isOfNamespace(ts, node.parent)
      ? cannotRead('variables that a namespace exports. Write export const.')
      : undefined;
  }
  if (ts.isSatisfiesExpression(node)) return cannotRead('satisfies. Write as, or give the variable a type.');
  if (ts.isPropertyDeclaration(node)) {
    for (const kind of [ts.SyntaxKind.AccessorKeyword, ts.SyntaxKind.DeclareKeyword] as const)
      if (has(kind)) return cannotRead(`${ts.tokenToString(kind)} in front of a field. Leave it away.`);
  }
  if (ts.isRegularExpressionLiteral(node) && /v[a-z]*$/.test(node.text))
    return cannotRead('regular expressions with the flag v. Use the flag u.');
  if (ts.isImportClause(node) && node.phaseModifier === ts.SyntaxKind.DeferKeyword)
    return cannotRead('import defer. Leave defer away.');
  if (ts.isImportAttributes(node))
    return cannotRead('what an import says behind with. Put the data into the code.');
  if (ts.isTypeParameterDeclaration(node) && has(ts.SyntaxKind.ConstKeyword))
    return cannotRead('const in front of a type parameter. Leave it away, and write as const in the calls.');
  if (ts.isExportDeclaration(node) && node.isTypeOnly) {
    const isAll = node.exportClause === undefined || ts.isNamespaceExport(node.exportClause);
    return isAll ? cannotRead('export type *. Name the types.') : undefined;
  }
  if (!ts.isTupleTypeNode(node)) return undefined;
  const named = node.elements.filter((element) => ts.isNamedTupleMember(element)).length;
  return named > 0 && named < node.elements.length
    ? cannotRead('a tuple of which some members have names. Name all or none.')
    : undefined;
}

/** What came between Babel 7.15 and 7.18. */
function refusedIn2021(ts: TypeScript, node: Node): string | undefined {
  const cannotRead = (what: string): string => `The PostHog of October 2021 cannot read ${what}`;
  if (ts.isClassStaticBlockDeclaration(node))
    return cannotRead('static blocks. Write what they do behind the class.');
  if ((ts.isImportSpecifier(node) || ts.isExportSpecifier(node)) && node.isTypeOnly)
    return cannotRead('type in front of a name. Write import type or export type.');
  if (ts.isTypeParameterDeclaration(node)) {
    if (hasModifier(ts, node, ts.SyntaxKind.InKeyword) || hasModifier(ts, node, ts.SyntaxKind.OutKeyword))
      return cannotRead('in and out in front of a type parameter. Leave them away.');
    return ts.isInferTypeNode(node.parent) && node.constraint !== undefined
      ? cannotRead('extends behind infer. Write a condition of its own.')
      : undefined;
  }
  return ts.isExpressionWithTypeArguments(node) &&
    node.typeArguments !== undefined &&
    !ts.isHeritageClause(node.parent)
    ? cannotRead('types behind a name that is not called. Leave them away.')
    : undefined;
}

/** Whether code in it does not run as the file is loaded, or has rules of its own for `await`. */
function isOwnCode(ts: TypeScript, node: Node): boolean {
  return ts.isFunctionLike(node) || ts.isClassStaticBlockDeclaration(node) || ts.isPropertyDeclaration(node);
}

/** `namespace N { export … }`; with `declare` nothing is left of it. */
function isOfNamespace(ts: TypeScript, node: Node): boolean {
  return (
    ts.isModuleBlock(node.parent) &&
    hasModifier(ts, node, ts.SyntaxKind.ExportKeyword) &&
    !hasModifier(ts, node.parent.parent, ts.SyntaxKind.DeclareKeyword)
  );
}

/** Whether `async`, `export` and the like stand in front of a node. */
export function hasModifier(ts: TypeScript, node: Node, kind: typescript.SyntaxKind): boolean {
  return ts.canHaveModifiers(node) && node.modifiers?.some((modifier) => modifier.kind === kind) === true;
}
