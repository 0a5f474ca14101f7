/** The conditions under which a place in a function is reached: tests around it, and early exits before it. */
import ts from 'typescript';
import { equals, not, type Truth } from './abstractValue.ts';
import type { Environment, Evaluator } from './evaluate.ts';
import { isFunctionNode } from './functions.ts';

export interface Condition {
  /** The test as it stands in the source. */
  readonly node: ts.Node;
  /** Whether it lets an event through, as far as is known. */
  holds(evaluator: Evaluator, environment: Environment): Truth;
}

/** Conditions from the outermost to the innermost, within the function that holds the node. */
export function conditionsAt(node: ts.Node): readonly Condition[] {
  const found: Condition[] = [];
  for (let child = node, parent = node.parent; parent !== undefined; child = parent, parent = parent.parent) {
    found.push(...around(child, parent));
    if (isFunctionNode(parent) || ts.isSourceFile(parent)) break;
  }
  return found.toReversed();
}

/** What a parent says of reaching its child; in reverse order. */
function around(child: ts.Node, parent: ts.Node): readonly Condition[] {
  if (ts.isIfStatement(parent)) {
    if (child === parent.thenStatement) return [test(parent.expression, true)];
    return child === parent.elseStatement ? [test(parent.expression, false)] : [];
  }
  if (ts.isConditionalExpression(parent)) {
    if (child === parent.whenTrue) return [test(parent.condition, true)];
    return child === parent.whenFalse ? [test(parent.condition, false)] : [];
  }
  if (ts.isBinaryExpression(parent) && child === parent.right) {
    const { kind } = parent.operatorToken;
    if (kind === ts.SyntaxKind.AmpersandAmpersandToken) return [test(parent.left, true)];
    if (kind === ts.SyntaxKind.BarBarToken) return [test(parent.left, false)];
    return [];
  }
  if (ts.isWhileStatement(parent) && child === parent.statement) return [test(parent.expression, true)];
  if (ts.isCaseClause(parent) || ts.isDefaultClause(parent)) {
    return [...early(parent.statements, child), clauseCondition(parent)].flat();
  }
  if (ts.isBlock(parent) || ts.isSourceFile(parent)) return early(parent.statements, child);
  return [];
}

function test(node: ts.Expression, wanted: boolean): Condition {
  return {
    node,
    holds: (evaluator, environment) => {
      const truth = evaluator.truthOf(node, environment);
      return wanted ? truth : not(truth);
    },
  };
}

/** Statements before the child that leave the function or the loop under a condition. */
function early(statements: readonly ts.Statement[], child: ts.Node): readonly Condition[] {
  const end = statements.findIndex((statement) => statement === child);
  return statements
    .slice(0, Math.max(0, end))
    .flatMap((statement): readonly Condition[] => {
      if (ts.isIfStatement(statement)) {
        const thenLeaves = leaves(statement.thenStatement);
        const elseLeaves = statement.elseStatement !== undefined && leaves(statement.elseStatement);
        if (thenLeaves === elseLeaves) return [];
        return [test(statement.expression, elseLeaves)];
      }
      return ts.isSwitchStatement(statement) ? leavingClauses(statement) : [];
    })
    .toReversed();
}

/** Whether control never goes on behind a statement. */
function leaves(statement: ts.Statement): boolean {
  if (ts.isBlock(statement)) return statement.statements.some(leaves);
  if (ts.isIfStatement(statement)) {
    return (
      statement.elseStatement !== undefined &&
      leaves(statement.thenStatement) &&
      leaves(statement.elseStatement)
    );
  }
  return (
    ts.isReturnStatement(statement) ||
    ts.isThrowStatement(statement) ||
    ts.isContinueStatement(statement) ||
    ts.isBreakStatement(statement)
  );
}

/** Clauses of a switch that return or throw: behind the switch their values are excluded. */
function leavingClauses(statement: ts.SwitchStatement): readonly Condition[] {
  const { clauses } = statement.caseBlock;
  const excluded: ts.Expression[] = [];
  clauses.forEach((clause, index) => {
    if (!ts.isCaseClause(clause)) return;
    const body = clauses.slice(index).find((later) => later.statements.length > 0);
    const isLeaving =
      body?.statements.some((each) => ts.isReturnStatement(each) || ts.isThrowStatement(each)) ?? false;
    if (isLeaving) excluded.push(clause.expression);
  });
  if (excluded.length === 0) return [];
  return [
    {
      node: statement.expression,
      holds: (evaluator, environment) => not(oneOf(statement.expression, excluded, evaluator, environment)),
    },
  ];
}

/** `case` and `default` of a switch, with the clauses that fall through into them. */
function clauseCondition(clause: ts.CaseOrDefaultClause): readonly Condition[] {
  const { clauses, parent } = clause.parent;
  const index = clauses.indexOf(clause);
  let first = index;
  const fallsThrough = (position: number): boolean => !(clauses[position]?.statements.some(leaves) ?? true);
  while (first > 0 && fallsThrough(first - 1)) first--;
  const entering = clauses.slice(first, index + 1);
  const values = entering.filter(ts.isCaseClause).map((each) => each.expression);
  const others = clauses.filter(ts.isCaseClause).map((each) => each.expression);
  const hasDefault = entering.some(ts.isDefaultClause);
  return [
    {
      node: ts.isCaseClause(clause) ? clause.expression : parent.expression,
      holds: (evaluator, environment) => {
        const isNamed =
          values.length === 0 ? false : oneOf(parent.expression, values, evaluator, environment);
        if (!hasDefault || isNamed === true) return isNamed;
        return not(oneOf(parent.expression, others, evaluator, environment));
      },
    },
  ];
}

function oneOf(
  subject: ts.Expression,
  values: readonly ts.Expression[],
  evaluator: Evaluator,
  environment: Environment,
): Truth {
  const value = evaluator.evaluate(subject, environment);
  const answers = values.map((each) => equals(value, evaluator.evaluate(each, environment)));
  if (answers.includes(true)) return true;
  return answers.every((answer) => answer === false) ? false : undefined;
}
