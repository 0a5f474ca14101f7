/**
 * What the code of an app says about its `meta`: the jobs and metrics that it exports, and what it keeps in
 * `meta.global` (reference 3.7 to 3.9). By syntax alone, once for each text of a file, because types that depended
 * on types of the same program would go round in circles.
 */
import ts from 'typescript';
import { jobsExport } from '../../platform/lifecycle.ts';
import { forEachTopLevelValue, membersOf, withoutWrapping } from './lifecycleFunctions.ts';
import { typeText, valueTypeText } from './typeTexts.ts';

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
}

export const noFacts: CodeFacts = {
  jobs: new Map(),
  metrics: new Map(),
  global: new Map(),
  hasOtherJobs: false,
  hasOtherMetrics: false,
};

const known = new WeakMap<ts.SourceFile, CodeFacts>();

/** The facts of all files of an app, which TypeScript has bound; the first file that names a job or metric decides. */
export function codeFactsOf(files: readonly ts.SourceFile[]): CodeFacts {
  const facts = files.map((file) => factsOfFile(file));
  const global = new Map<string, readonly string[]>();
  for (const [name, types] of facts.flatMap((one) => [...one.global])) {
    global.set(name, [...(global.get(name) ?? []), ...types]);
  }
  return {
    jobs: new Map(facts.toReversed().flatMap(({ jobs }) => [...jobs])),
    metrics: new Map(facts.toReversed().flatMap(({ metrics }) => [...metrics])),
    global,
    hasOtherJobs: facts.some(({ hasOtherJobs }) => hasOtherJobs),
    hasOtherMetrics: facts.some(({ hasOtherMetrics }) => hasOtherMetrics),
  };
}

function factsOfFile(file: ts.SourceFile): CodeFacts {
  let facts = known.get(file);
  if (facts === undefined) {
    // Most files of a large app fail this test, which costs little.
    facts = /\b(?:jobs|metrics|global)\b/.test(file.text) ? readFacts(file) : noFacts;
    known.set(file, facts);
  }
  return facts;
}

function readFacts(file: ts.SourceFile): CodeFacts {
  const jobs = new Map<string, string>();
  const metrics = new Map<string, string>();
  let [hasOtherJobs, hasOtherMetrics] = [false, false];
  const values = new Map<string, ts.Node>();
  forEachTopLevelValue(file, (name, value) => values.set(name, value));
  const resolve = (value: ts.Node): ts.Node => {
    const bare = withoutWrapping(value);
    return ts.isIdentifier(bare) ? withoutWrapping(values.get(bare.text) ?? bare) : bare;
  };
  forEachTopLevelValue(file, (name, value, isExported) => {
    if (!isExported || (name !== jobsExport && name !== 'metrics')) return;
    const object = resolve(value);
    if (name === jobsExport) {
      hasOtherJobs ||= !isWrittenOut(object);
      for (const job of namesIn(object))
        jobs.set(job.name, parameterText(resolve(job.value ?? job.at), file));
    } else {
      hasOtherMetrics ||= !isWrittenOut(object);
      for (const metric of namesIn(object)) {
        const kind = metric.value === undefined ? undefined : resolve(metric.value);
        metrics.set(
          metric.name,
          kind !== undefined && ts.isStringLiteralLike(kind) ? kind.text.toLowerCase() : '',
        );
      }
    }
  });
  return { jobs, metrics, global: assignedToGlobal(file), hasOtherJobs, hasOtherMetrics };
}

function isWrittenOut(object: ts.Node): boolean {
  return (
    ts.isObjectLiteralExpression(object) &&
    object.properties.every(({ name }) => name !== undefined && !ts.isComputedPropertyName(name))
  );
}

interface NamedValue {
  readonly name: string;
  readonly at: ts.Node;
  readonly value: ts.Node | undefined;
}

function namesIn(object: ts.Node): readonly NamedValue[] {
  if (!ts.isObjectLiteralExpression(object)) return [];
  const shorthand = object.properties.flatMap((property) =>
    ts.isShorthandPropertyAssignment(property)
      ? { name: property.name.text, at: property.name, value: property.name }
      : [],
  );
  return [...membersOf(object).map(({ name, value }) => ({ name, at: value, value })), ...shorthand];
}

/** How the payload of a job is declared, from the first parameter of its function. */
function parameterText(job: ts.Node, file: ts.SourceFile): string {
  if (!ts.isFunctionLike(job)) return 'payload?: any';
  const [parameter] = job.parameters;
  if (parameter === undefined) return '';
  const isOptional = parameter.questionToken !== undefined || parameter.initializer !== undefined;
  const type = parameter.type ?? ts.getJSDocType(parameter);
  if (type !== undefined) return `payload${isOptional ? '?' : ''}: ${typeText(type, file)}`;
  if (!ts.isObjectBindingPattern(parameter.name)) return 'payload?: any';
  const members = parameter.name.elements.map(({ name, propertyName, initializer, dotDotDotToken }) =>
    dotDotDotToken === undefined
      ? `${(propertyName ?? name).getText(file)}${initializer === undefined ? '' : '?'}: any`
      : '[name: string]: any',
  );
  return `payload${isOptional ? '?' : ''}: { ${members.join('; ')} }`;
}

/** `meta.global.x = …`, and `global.x = …` in functions that take `global` out of `meta`. */
function assignedToGlobal(file: ts.SourceFile): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { name, value, lastingType } of file.statements.flatMap((one) => assignedIn(one, file))) {
    const type = lastingType ?? valueTypeText(value, file);
    const types = found.get(name) ?? [];
    if (!types.includes(type)) found.set(name, [...types, type]);
  }
  return found;
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
    const namesTypes = /\b(?:as|satisfies)\b|</.test(value.getText(file));
    found.push({ name, value, lastingType: namesTypes ? undefined : valueTypeText(value, file) });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isBinaryExpression(node) && assigns(node.operatorToken.kind)) {
      const { left, right } = node;
      if (ts.isPropertyAccessExpression(left) && isGlobal(left.expression)) add(left.name.text, right);
      else if (ts.isElementAccessExpression(left) && isGlobal(left.expression)) {
        if (ts.isStringLiteralLike(left.argumentExpression)) add(left.argumentExpression.text, right);
      } else if (isGlobal(left)) {
        for (const { name, value } of namesIn(right)) {
          if (value !== undefined) add(name, value as ts.Expression);
        }
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(statement);
  return found;
}

function assigns(operator: ts.SyntaxKind): boolean {
  return operator === ts.SyntaxKind.EqualsToken || operator === ts.SyntaxKind.QuestionQuestionEqualsToken;
}

/** `anything.global`, or the name `global` itself: apps have no other object of this name (reference 4.2). */
function isGlobal(node: ts.Expression): boolean {
  const bare = withoutWrapping(node);
  if (ts.isPropertyAccessExpression(bare)) return bare.name.text === 'global';
  return ts.isIdentifier(bare) && bare.text === 'global';
}
