/** Walks over an app's code and its plugin.json once, and shows each node to the rules that want to see it. */
import { parseTree } from 'jsonc-parser';
import ts from 'typescript';
import { profileNamed } from '../../platform/profiles.ts';
import { ruleInfo } from '../../protocol/rules.ts';
import type { AppProgram } from '../analysis/appProgram.ts';
import { spanOf } from '../analysis/entryPoints.ts';
import { type Finding, plainFinding, type Severity } from '../analysis/finding.ts';
import type { LintLevels } from '../lintSettings.ts';
import type { NodeRule, RuleContext, Visitors } from './nodeRule.ts';
import { codeOf } from './rule.ts';
import { appCode } from './support/appCode.ts';
import { enclosingFunction } from './support/apiCall.ts';
import { isBundled } from './support/bundledCode.ts';
import { ReachableCode } from './support/reachableCode.ts';
import { ValuePaths } from './support/valuePaths.ts';

/**
 * What the rules find, by their place.
 *
 * @param fail takes what a rule throws; the rule is left out then, and the others go on.
 */
export function runNodeRules(
  app: AppProgram,
  rules: readonly NodeRule[],
  levels: LintLevels,
  fail: (error: unknown) => void,
): readonly Finding[] {
  const code = appCode(app);
  const used = rules.filter(
    ({ mentions, name }) =>
      levels[name] !== 'off' &&
      (mentions === undefined || code.files.some(({ text }) => mentions.test(text))),
  );
  const findings: Finding[] = [];
  const values = new ValuePaths(app.program.getTypeChecker(), code.lifecycle, code.files);
  const shared = {
    app,
    profile: profileNamed(levels['profile']),
    lifecycle: code.lifecycle,
    collection: code.collection,
    exportedObjects: code.exportedObjects,
    noFunctions: code.noFunctions,
    values,
    reachable: new ReachableCode(values.functions, code.exported),
    isBuilt: code.isBuilt,
  };
  const visitors = new VisitorList(
    used.map((rule) => rule.create({ ...shared, report: reporter(rule, levels, findings) })),
    fail,
  );
  for (const file of code.files) {
    visitors.call('file', file);
    walk(file, visitors);
  }
  const tree = app.isManifestBroken ? undefined : parseTree(app.manifestText);
  if (tree !== undefined) visitors.call('manifest', tree);
  for (const entry of code.lifecycle) visitors.call('lifecycle', entry);
  visitors.call('end', undefined);
  return findings.toSorted(
    (one, other) => one.span.file.localeCompare(other.span.file) || one.span.start - other.span.start,
  );
}

function reporter(rule: NodeRule, levels: LintLevels, findings: Finding[]): RuleContext['report'] {
  const severity = severityOf(levels[rule.name], ruleInfo(rule.name)?.severity ?? 'warning');
  const places = new Set<string>();
  return (place, message, fixes = [], also = []) => {
    if (!('file' in place) && isOfLibrary(place, rule)) return;
    const span = 'file' in place ? place : spanOf(place);
    // What a helper makes is seen from each of its calls, and said once.
    const key = `${span.start} ${span.length} ${span.file} ${message}`;
    if (places.has(key)) return;
    places.add(key);
    findings.push(
      plainFinding({
        rule: codeOf(rule.name),
        severity,
        span,
        message,
        fixes,
        ...(also.length === 0 ? {} : { also: also.map((one) => spanOf(one)) }),
      }),
    );
  };
}

/** Whether a finding is about a library in a bundle, and the app could be loaded all the same. */
function isOfLibrary(node: ts.Node, { name }: NodeRule): boolean {
  const keepsFromLoading =
    name === 'import-refused' || (name === 'absent-global' && enclosingFunction(node) === undefined);
  return !keepsFromLoading && isBundled(node.getSourceFile(), node.getStart());
}

function severityOf(level: string | undefined, fallback: Severity): Severity {
  return level === 'error' || level === 'warning' || level === 'information' || level === 'hint'
    ? level
    : fallback;
}

/** The visitors of all rules by kind. A rule that throws is not asked again. */
class VisitorList {
  readonly #byKind = new Map<keyof Visitors, ((node: never) => void)[]>();
  readonly #fail: (error: unknown) => void;

  constructor(all: readonly Visitors[], fail: (error: unknown) => void) {
    this.#fail = fail;
    for (const visitors of all) {
      for (const [kind, visit] of Object.entries(visitors) as [keyof Visitors, (node: never) => void][]) {
        const list = this.#byKind.get(kind) ?? [];
        list.push(visit);
        this.#byKind.set(kind, list);
      }
    }
  }

  call(kind: keyof Visitors, node: unknown): void {
    const list = this.#byKind.get(kind);
    if (list === undefined) return;
    for (const visit of list) {
      try {
        visit(node as never);
      } catch (error) {
        this.#byKind.set(
          kind,
          list.filter((other) => other !== visit),
        );
        this.#fail(error);
      }
    }
  }
}

type NodeKind = Exclude<keyof Visitors, 'file' | 'lifecycle' | 'manifest' | 'end'>;

const kinds: ReadonlyMap<ts.SyntaxKind, NodeKind> = new Map([
  [ts.SyntaxKind.CallExpression, 'call'],
  [ts.SyntaxKind.PropertyAccessExpression, 'access'],
  [ts.SyntaxKind.ElementAccessExpression, 'access'],
  [ts.SyntaxKind.Identifier, 'identifier'],
  [ts.SyntaxKind.StringLiteral, 'text'],
  [ts.SyntaxKind.NoSubstitutionTemplateLiteral, 'text'],
  [ts.SyntaxKind.DeleteExpression, 'deletion'],
  [ts.SyntaxKind.PrefixUnaryExpression, 'counting'],
  [ts.SyntaxKind.PostfixUnaryExpression, 'counting'],
  [ts.SyntaxKind.ThrowStatement, 'throws'],
  [ts.SyntaxKind.VariableDeclaration, 'variable'],
  [ts.SyntaxKind.PropertyAssignment, 'property'],
  [ts.SyntaxKind.SpreadAssignment, 'spread'],
  [ts.SyntaxKind.AwaitExpression, 'awaiting'],
  [ts.SyntaxKind.ForOfStatement, 'forOf'],
  [ts.SyntaxKind.BinaryExpression, 'assignment'],
  [ts.SyntaxKind.BindingElement, 'binding'],
]);

/** Types are gone before PostHog sees the code; imports are looked at by file. */
const erased: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.InterfaceDeclaration,
  ts.SyntaxKind.TypeAliasDeclaration,
  ts.SyntaxKind.ImportDeclaration,
  ts.SyntaxKind.ExportDeclaration,
]);

interface Seen {
  readonly kind: NodeKind;
  readonly node: ts.Node;
}

function walk(file: ts.SourceFile, visitors: VisitorList): void {
  for (const statement of file.statements.toReversed()) {
    if (erased.has(statement.kind)) continue;
    for (const { kind, node } of seenIn(statement)) visitors.call(kind, node);
  }
}

/** Statements that an edit leaves alone keep their nodes. */
const byStatement = new WeakMap<ts.Statement, readonly Seen[]>();

/** What rules may want to see in a statement. */
function seenIn(statement: ts.Statement): readonly Seen[] {
  const known = byStatement.get(statement);
  if (known !== undefined) return known;
  const seen: Seen[] = [];
  // A list of its own instead of recursion: code that a machine wrote may be nested deeper than the stack.
  const stack: ts.Node[] = [statement];
  const push = (node: ts.Node): void => {
    if (!erased.has(node.kind) && !isType(node)) stack.push(node);
  };
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    const kind = kinds.get(node.kind);
    if (kind !== undefined && isOf(kind, node)) seen.push({ kind, node });
    if (node.kind !== ts.SyntaxKind.Identifier) ts.forEachChild(node, push);
  }
  byStatement.set(statement, seen);
  return seen;
}

function isType({ kind }: ts.Node): boolean {
  return kind >= ts.SyntaxKind.FirstTypeNode && kind <= ts.SyntaxKind.LastTypeNode;
}

/** Some kinds of nodes are several things. */
function isOf(kind: NodeKind, node: ts.Node): boolean {
  if (kind === 'assignment') return isAssignment(node);
  return kind !== 'counting' || isCounting(node);
}

function isCounting(node: ts.Node): boolean {
  return (
    (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) &&
    (node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken)
  );
}

function isAssignment(node: ts.Node): boolean {
  return (
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
    node.operatorToken.kind <= ts.SyntaxKind.LastAssignment
  );
}
