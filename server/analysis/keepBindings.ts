/**
 * Binds a file again after an edit, but for the functions that the edit left alone. TypeScript's parser keeps their nodes;
 * its binder goes through the whole file again, which in long files is most of what an edit costs.
 *
 * A function is kept when nothing inside of it says anything about what is outside: its names, its flow of control and its
 * parents are then what they were. While TypeScript binds the file, such a function looks empty.
 */
import ts from 'typescript';
import { withoutWrapping } from './lifecycleFunctions.ts';

/** What the binder leaves at nodes and symbols, and the types of TypeScript's interface keep to themselves. */
interface Bound {
  locals?: ts.SymbolTable | undefined;
  endFlowNode?: unknown;
  returnFlowNode?: unknown;
  nextContainer?: unknown;
  bindDiagnostics?: readonly ts.Diagnostic[];
}

interface Internals {
  readonly bindSourceFile?: (file: ts.SourceFile, options: ts.CompilerOptions) => void;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A function with a body in braces; in constructors, parameters may be fields of the class. */
type Kept = (ts.FunctionDeclaration | ts.FunctionExpression | ts.ArrowFunction | ts.MethodDeclaration) & {
  readonly body: ts.Block;
};

/** Whether each function may be kept. */
const known = new WeakMap<Kept, boolean>();
const functionsByStatement = new WeakMap<ts.Statement, readonly Kept[]>();

/**
 * Binds a file that was just parsed anew.
 *
 * @param old the statements of the same file before the edit.
 */
export function bindKeeping(
  file: ts.SourceFile,
  old: { readonly statements: ReadonlySet<ts.Statement>; readonly problems: readonly ts.Diagnostic[] },
  options: ts.CompilerOptions,
): void {
  const { bindSourceFile } = ts as Internals;
  if (bindSourceFile === undefined || (file as Bound).locals !== undefined) return;
  // What the binder complains about is told with the file, so it has to look there again.
  if (old.problems.length > 0) return;
  const kept = file.statements
    .filter((statement) => old.statements.has(statement))
    .flatMap((statement) => functionsIn(statement))
    .filter((node) => mayBeKept(node, file));
  const restore = kept.map(empty);
  try {
    bindSourceFile(file, options);
  } catch {
    // Nested too deeply: TypeScript meets it again when it binds the file itself, and says so to those who ask.
    (file as Bound).locals = undefined;
  } finally {
    for (const one of restore) one();
  }
}

/** What {@link bindKeeping} has to know of a file before it is parsed again, as that takes it to pieces. */
export function bindingsOf(file: ts.SourceFile): Parameters<typeof bindKeeping>[1] {
  return { statements: new Set(file.statements), problems: (file as Bound).bindDiagnostics ?? [] };
}

/** The functions of a statement that are in no other function. */
function functionsIn(statement: ts.Statement): readonly Kept[] {
  let found = functionsByStatement.get(statement);
  if (found === undefined) {
    found = findFunctions(statement);
    functionsByStatement.set(statement, found);
  }
  return found;
}

function findFunctions(statement: ts.Statement): readonly Kept[] {
  const found: Kept[] = [];
  const visit = (node: ts.Node): void => {
    // One that is called at once goes on with the flow of control that leads to it.
    const called = ts.isCallExpression(node) ? withoutWrapping(node.expression) : undefined;
    if (ts.isCallExpression(node) && called !== undefined && ts.isFunctionLike(called)) {
      for (const argument of node.arguments) visit(argument);
    } else if (!ts.isFunctionLike(node)) ts.forEachChild(node, visit);
    else if (canBeKept(node)) found.push(node);
  };
  visit(statement);
  return found;
}

function canBeKept(node: ts.Node): node is Kept {
  return (
    (ts.isFunctionDeclaration(node) ||
      ts.isFunctionExpression(node) ||
      ts.isArrowFunction(node) ||
      ts.isMethodDeclaration(node)) &&
    node.body !== undefined &&
    ts.isBlock(node.body)
  );
}

function mayBeKept(node: Kept, file: ts.SourceFile): boolean {
  // It was never bound: the text changed twice before anybody asked.
  if ((node as Bound).locals === undefined) return false;
  let may = known.get(node);
  if (may === undefined) {
    may = !declaresOutside(node, file);
    known.set(node, may);
  }
  return may;
}

/** In JavaScript, TypeScript takes more than declarations for declarations (exports, constructors, comments). */
const declaring = /\b(?:this|prototype|exports|require|defineProperty|arguments)\b|@\w/;

/**
 * Whether there is something inside that the outside has to know. Members that are assigned to objects (`helper.calls = 1`)
 * are none: TypeScript takes them for declarations only in the function that the object is declared in.
 */
function declaresOutside(node: Kept, file: ts.SourceFile): boolean {
  const isJavaScript = (node.flags & ts.NodeFlags.JavaScriptFile) !== 0;
  if (isJavaScript && declaring.test(file.text.slice(node.pos, node.end))) return true;
  // A list of all containers of the file, for those who write code; it would hold on to nodes that are gone.
  const forgetNext = (inner: ts.Node): void => {
    if ((inner as Bound).nextContainer !== undefined) (inner as Bound).nextContainer = undefined;
    ts.forEachChild(inner, forgetNext);
  };
  ts.forEachChild(node, forgetNext);
  return false;
}

const nothing = ts.factory.createNodeArray<never>();

/** Makes a function look empty; the result gives it back what it had. */
function empty(node: Kept): () => void {
  const { body, parameters, typeParameters, type, flags } = node;
  const { locals, endFlowNode, returnFlowNode } = node as Bound;
  const { statements } = body;
  Object.assign(node, { parameters: nothing, typeParameters: undefined, type: undefined });
  (body as Mutable<ts.Block>).statements = nothing;
  return () => {
    (body as Mutable<ts.Block>).statements = statements;
    Object.assign(node, { parameters, typeParameters, type, flags, locals, endFlowNode, returnFlowNode });
  };
}
