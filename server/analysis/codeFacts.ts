/**
 * What the code of an app says about its `meta`: the jobs and metrics that it exports, and what it keeps in
 * `meta.global` (reference 3.7 to 3.9). By syntax alone, once for each text of a file, because types that depended
 * on types of the same program would go round in circles.
 */
import ts from 'typescript';
import { type Collection, collectionsOf } from './exportedCollections.ts';
import { parameterByComment } from './jsDocTypes.ts';
import { namedIn, withoutWrapping } from './lifecycleFunctions.ts';
import { isConstant, lookUp } from './lookUp.ts';
import { checkedTypeText } from './madeTypes.ts';
import { typeText } from './typeTexts.ts';
import { valueTypeText } from './valueTypes.ts';

/** Members of `meta.jobs`, `meta.metrics` and `meta.global` by name, each with its type as text. */
export interface CodeFacts {
  /** The parameter list of each job's function, such as `payload: { id: number }`. */
  readonly jobs: ReadonlyMap<string, string>;
  /** The kind of each metric in lower case: sum, max or min. */
  readonly metrics: ReadonlyMap<string, string>;
  /** The types of all that is assigned to a name of `meta.global`. */
  readonly global: ReadonlyMap<string, readonly string[]>;
  /** Whether the app exports jobs or metrics that are not written out here, so that there may be others. */
  readonly hasOtherJobs: boolean;
  readonly hasOtherMetrics: boolean;
  /** Whether others check by them, and for longer: config keys, jobs and metrics may come that are not written out here. */
  readonly isForOthers: boolean;
}

export const noFacts: CodeFacts = {
  jobs: new Map(),
  metrics: new Map(),
  global: new Map(),
  hasOtherJobs: false,
  hasOtherMetrics: false,
  isForOthers: false,
};

/**
 * The facts for a file that is not written anew at each change, and by which others check: jobs, metrics and config keys
 * may come, and a type that nobody can write down is `any`. What is not declared is reported by the rules.
 */
export function lastingFacts(code: CodeFacts): CodeFacts {
  const global = new Map(
    [...code.global].map(([name, types]) => [name, types.map((type) => checkedTypeText(type))]),
  );
  return { ...code, global, isForOthers: true };
}

const known = new WeakMap<ts.SourceFile, CodeFacts['global']>();

/** The facts of all files of an app, which TypeScript has bound; the first file that names a job or metric decides. */
export function codeFactsOf(files: readonly ts.SourceFile[]): CodeFacts {
  const global = new Map<string, readonly string[]>();
  for (const [name, types] of files.flatMap((file) => [...globalOfFile(file)])) {
    global.set(name, [...(global.get(name) ?? []), ...types]);
  }
  const { jobs, metrics } = collectionsOf(files);
  return {
    jobs: textsOf(jobs, parameterText),
    metrics: textsOf(metrics, kindText),
    global,
    hasOtherJobs: !jobs.isWhole,
    hasOtherMetrics: !metrics.isWhole,
    isForOthers: false,
  };
}

function textsOf(
  { members }: Collection,
  textOf: (value: ts.Node, file: ts.SourceFile) => string,
): ReadonlyMap<string, string> {
  return new Map(members.map(({ name, value, file }) => [name, textOf(value, file)]));
}

function kindText(value: ts.Node): string {
  return ts.isStringLiteralLike(value) ? value.text.toLowerCase() : '';
}

function globalOfFile(file: ts.SourceFile): ReadonlyMap<string, readonly string[]> {
  let global = known.get(file);
  if (global === undefined) {
    // Most files of a large app fail this test, which costs little.
    global = /\bglobal\b/.test(file.text) ? assignedToGlobal(file) : noFacts.global;
    known.set(file, global);
  }
  return global;
}

/** How the payload of a job is declared, from the first parameter of its function. */
function parameterText(job: ts.Node, file: ts.SourceFile): string {
  if (!ts.isFunctionLike(job)) return 'payload?: any';
  const [parameter] = job.parameters;
  if (parameter === undefined) return '';
  const inComment = parameterByComment(parameter);
  const isOptional =
    parameter.questionToken !== undefined ||
    parameter.initializer !== undefined ||
    inComment?.isOptional === true;
  const type = parameter.type ?? inComment?.type;
  if (type !== undefined) return `payload${isOptional ? '?' : ''}: ${typeText(type, file)}`;
  if (!ts.isObjectBindingPattern(parameter.name)) return 'payload?: any';
  const members = parameter.name.elements.map(({ name, propertyName, initializer, dotDotDotToken }) =>
    dotDotDotToken === undefined
      ? `${(propertyName ?? name).getText(file)}${initializer === undefined ? '' : '?'}: any`
      : '[name: string]: any',
  );
  return `payload${isOptional ? '?' : ''}: { ${members.join('; ')} }`;
}

/** `meta.global.x = …`, `global.x = …` in functions that take `global` out of `meta`, and either under another name. */
function assignedToGlobal(file: ts.SourceFile): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const changed = new Map<string, string>();
  for (const { name, value, lastingType } of file.statements.flatMap((one) => assignedIn(one, file))) {
    if (isChange(value, name)) {
      if (!changed.has(name)) changed.set(name, changedTypeText(value, file));
      continue;
    }
    const type = lastingType ?? valueTypeText(value, file);
    const types = found.get(name) ?? [];
    if (!types.includes(type)) found.set(name, [...types, type]);
  }
  // What is nowhere else given a value is what it is counted up as.
  for (const [name, type] of changed) if (!found.has(name)) found.set(name, [type]);
  return found;
}

/** `name += value`, `name++`, `name = name + value`. */
function isChange(value: ts.Expression, name?: string): value is Change {
  if (ts.isPostfixUnaryExpression(value)) return true;
  if (ts.isPrefixUnaryExpression(value)) return changes.has(value.operator);
  if (!ts.isBinaryExpression(value)) return false;
  if (changes.has(value.operatorToken.kind)) return true;
  return name !== undefined && calculations.has(value.operatorToken.kind) && isItself(value.left, name);
}

/** `global.name`, also with a default: `(global.name || 0)`. */
function isItself(node: ts.Expression, name: string): boolean {
  const bare = withoutWrapping(node);
  if (ts.isBinaryExpression(bare) && defaults.has(bare.operatorToken.kind)) return isItself(bare.left, name);
  return ts.isExpression(bare) && nameInGlobal(bare) === name;
}

const defaults: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.QuestionQuestionToken,
]);

const calculations: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.MinusToken,
  ts.SyntaxKind.AsteriskToken,
  ts.SyntaxKind.SlashToken,
]);

type Change = ts.BinaryExpression | ts.PrefixUnaryExpression | ts.PostfixUnaryExpression;

const changes: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.PlusPlusToken,
  ts.SyntaxKind.MinusMinusToken,
  ts.SyntaxKind.PlusEqualsToken,
  ts.SyntaxKind.MinusEqualsToken,
  ts.SyntaxKind.AsteriskEqualsToken,
  ts.SyntaxKind.SlashEqualsToken,
]);

const sums: ReadonlySet<ts.SyntaxKind> = new Set([ts.SyntaxKind.PlusEqualsToken, ts.SyntaxKind.PlusToken]);

function changedTypeText(change: Change, file: ts.SourceFile): string {
  const isSum = ts.isBinaryExpression(change) && sums.has(change.operatorToken.kind);
  return isSum ? valueTypeText(change.right, file) : 'number';
}

interface Assigned {
  readonly name: string;
  readonly value: ts.Expression;
  /** Its type, where it names no type of the file, which another statement may change. */
  readonly lastingType: string | undefined;
}

/** Statements that an edit leaves alone keep their nodes, and what was found in them. */
const assignedByStatement = new WeakMap<ts.Statement, readonly Assigned[]>();

function assignedIn(statement: ts.Statement, file: ts.SourceFile): readonly Assigned[] {
  let assigned = assignedByStatement.get(statement);
  if (assigned === undefined) {
    assigned = readAssigned(statement, file);
    assignedByStatement.set(statement, assigned);
  }
  return assigned;
}

function readAssigned(statement: ts.Statement, file: ts.SourceFile): readonly Assigned[] {
  const found: Assigned[] = [];
  const add = (name: string, value: ts.Expression): void => {
    found.push({ name, value, lastingType: isLasting(value) ? valueTypeText(value, file) : undefined });
  };
  const addAll = (object: ts.Expression): void => {
    if (!ts.isObjectLiteralExpression(object)) return;
    for (const { name, value } of namedIn(object)) add(name, value as ts.Expression);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isBinaryExpression(node) && assigns(node.operatorToken.kind)) {
      const name = nameInGlobal(node.left);
      if (name !== undefined) add(name, node.right);
      else if (isGlobal(node.left)) addAll(node.right);
    } else if (ts.isExpression(node) && isChange(node)) {
      const name = nameInGlobal(ts.isBinaryExpression(node) ? node.left : node.operand);
      if (name !== undefined) add(name, node);
    } else if (ts.isCallExpression(node) && isObjectAssign(node)) {
      const [target, ...sources] = node.arguments;
      if (target !== undefined && isGlobal(target)) for (const source of sources) addAll(source);
    }
    ts.forEachChild(node, visit);
  };
  visit(statement);
  return found;
}

/** The name of `global.name` and `global['name']`. */
function nameInGlobal(target: ts.Expression): string | undefined {
  if (ts.isPropertyAccessExpression(target))
    return isGlobal(target.expression) ? target.name.text : undefined;
  const isText = ts.isElementAccessExpression(target) && ts.isStringLiteralLike(target.argumentExpression);
  return isText && isGlobal(target.expression) ? target.argumentExpression.text : undefined;
}

function assigns(operator: ts.SyntaxKind): boolean {
  return (
    operator === ts.SyntaxKind.EqualsToken ||
    operator === ts.SyntaxKind.QuestionQuestionEqualsToken ||
    operator === ts.SyntaxKind.BarBarEqualsToken
  );
}

/** Whether a value has its type from itself alone, and from no name that another statement declares. */
function isLasting(value: ts.Node): boolean {
  if (ts.isTypeNode(value) || ts.isNewExpression(value) || ts.isShorthandPropertyAssignment(value))
    return false;
  if (ts.isIdentifier(value)) {
    const { parent } = value;
    return 'name' in parent && parent.name === value;
  }
  return ts.forEachChild(value, (child) => !isLasting(child)) !== true;
}

/**
 * `anything.global`, the name `global` itself, as apps have no other object of this name (reference 4.2), or a name that
 * either was given.
 */
function isGlobal(node: ts.Node, steps = maxSteps): boolean {
  const bare = withoutWrapping(node);
  if (ts.isPropertyAccessExpression(bare)) return bare.name.text === 'global';
  if (!ts.isIdentifier(bare)) return false;
  if (bare.text === 'global') return true;
  const declaration = lookUp(bare.text, bare);
  if (declaration === undefined) return false;
  if (ts.isBindingElement(declaration)) {
    const key = declaration.propertyName;
    return key !== undefined && ts.isIdentifier(key) && key.text === 'global';
  }
  if (!ts.isVariableDeclaration(declaration) || !isConstant(declaration)) return false;
  const { initializer } = declaration;
  return initializer !== undefined && steps > 0 && isGlobal(initializer, steps - 1);
}

/** How many names may stand for one another; what goes round in circles ends, too. */
const maxSteps = 4;

function isObjectAssign({ expression }: ts.CallExpression): boolean {
  return (
    ts.isPropertyAccessExpression(expression) &&
    expression.name.text === 'assign' &&
    ts.isIdentifier(expression.expression) &&
    expression.expression.text === 'Object'
  );
}
