/**
 * Bodies of `async` functions as TypeScript writes them for ES5: a `switch` over the number of a step, of which each goes
 * as far as the next `await`, and returns what the helper `__generator` is to do: `[4, promise]` waits and goes on with
 * the next step, `[3, 5]` goes on with step 5, `[2, value]` returns. Here is how such steps hang together.
 */
import ts from 'typescript';

/** What follows an operation of a step. */
export const operations = { return: '2', jump: '3', wait: '4', endFinally: '7' } as const;

/** Steps that belong together, up to the one before `to`: all of them, a loop, or a `try` with what follows it. */
export interface Region {
  readonly kind: 'all' | 'loop' | 'try';
  readonly from: number;
  to: number;
  readonly catchAt?: number | undefined;
  readonly finallyAt?: number | undefined;
}

/** The steps of a body, and the regions among them, outer ones first. */
export interface Steps {
  readonly body: ts.Node;
  readonly steps: readonly (readonly ts.Statement[])[];
  readonly nodes: readonly ts.Node[];
  readonly labels: ReadonlyMap<string, number>;
  readonly regions: readonly Region[];
}

/** Whether a function is `function (state) { switch (state.label) { … } }`, given to `__generator` in `__awaiter`. */
export function isStepFunction(node: ts.Node): node is ts.FunctionExpression {
  if (!ts.isFunctionExpression(node) || !isCallOf(node.parent, '__generator')) return false;
  let around: ts.Node = node.parent;
  while (around !== undefined && !ts.isFunctionLike(around)) around = around.parent;
  return around !== undefined && isCallOf(around.parent, '__awaiter');
}

/** Whether a node is `[4, promise]` of a step, which waits for the promise, or `[2, promise]`, which returns it. */
export function stepOperation(node: ts.Node): 'waits' | 'returns' | undefined {
  if (!ts.isArrayLiteralExpression(node) || !ts.isReturnStatement(node.parent)) return undefined;
  let around: ts.Node = node.parent;
  while (around !== undefined && !ts.isFunctionLike(around)) around = around.parent;
  if (around === undefined || !isStepFunction(around)) return undefined;
  return operationOf(node).code === operations.wait ? 'waits' : 'returns';
}

/** Whether a clause is one of steps that surely follow each other, so that nothing decides whether it is come to. */
export function isSureStep(clause: ts.CaseOrDefaultClause): boolean {
  const around = ts.findAncestor(clause, ts.isFunctionLike);
  if (around === undefined || !isStepFunction(around)) return false;
  const { nodes } = stepsOf(around);
  return nodes.includes(clause) && nodes.every((node) => jumpsIn(node).length === 0);
}

/** Whether a function is `function () { return __generator(this, function (state) { … }) }`. */
export function givesSteps({ body }: ts.FunctionExpression): boolean {
  const last = body.statements.at(-1);
  return (
    last !== undefined &&
    ts.isReturnStatement(last) &&
    last.expression !== undefined &&
    isCallOf(last.expression, '__generator')
  );
}

function isCallOf(node: ts.Node, name: string): boolean {
  return ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === name;
}

const known = new WeakMap<ts.Node, Steps>();

export function stepsOf(node: ts.FunctionExpression): Steps {
  let steps = known.get(node);
  if (steps === undefined) known.set(node, (steps = readSteps(node)));
  return steps;
}

function readSteps({ body, parameters }: ts.FunctionExpression): Steps {
  const [only] = body.statements;
  const state = parameters[0]?.name.getText();
  const isSwitch =
    only !== undefined && ts.isSwitchStatement(only) && only.expression.getText() === `${state}.label`;
  const clauses = isSwitch ? only.caseBlock.clauses.filter(ts.isCaseClause) : [];
  const nodes: readonly ts.Node[] = isSwitch ? clauses : [body];
  const steps = isSwitch ? clauses.map(({ statements }) => statements) : [body.statements];
  const labels = new Map(clauses.map(({ expression }, index) => [expression.getText(), index] as const));
  const regions = [...trysIn(steps, labels, `${state}.trys.push`), ...loopsIn(nodes, labels)];
  widen(regions);
  // Outer ones come first; a loop over a `try` begins where that does.
  regions.sort((a, b) => a.from - b.from || b.to - a.to || (a.kind === 'loop' ? -1 : 1));
  return { body, steps, nodes, labels, regions };
}

/** `state.trys.push([start, catch, finally, end])` at the beginning of a step. */
function trysIn(steps: Steps['steps'], labels: Steps['labels'], push: string): readonly Region[] {
  return steps.flatMap(([first], from): Region[] => {
    if (first === undefined || !ts.isExpressionStatement(first) || !ts.isCallExpression(first.expression))
      return [];
    const { expression, arguments: args } = first.expression;
    const [list] = args;
    if (expression.getText() !== push || list === undefined || !ts.isArrayLiteralExpression(list)) return [];
    const [, catchAt, finallyAt, to] = list.elements.map((element) => labels.get(element.getText()));
    return to === undefined ? [] : [{ kind: 'try', from, to, catchAt, finallyAt }];
  });
}

/** Loops: from where something jumps back to, to the last step that does. */
function loopsIn(nodes: readonly ts.Node[], labels: Steps['labels']): readonly Region[] {
  const ends = new Map<number, number>();
  for (const [step, node] of nodes.entries()) {
    for (const label of jumpsIn(node)) {
      const from = labels.get(label);
      if (from !== undefined && from <= step) ends.set(from, step + 1);
    }
  }
  return [...ends].map(([from, to]) => ({ kind: 'loop', from, to }));
}

function jumpsIn(node: ts.Node): readonly string[] {
  const jumps: string[] = [];
  const visit = (child: ts.Node): void => {
    if (ts.isFunctionLike(child)) return;
    if (ts.isReturnStatement(child)) {
      const { code, operand } = operationOf(child.expression);
      if (code === operations.jump && operand !== undefined) jumps.push(operand.getText());
    } else ts.forEachChild(child, visit);
  };
  ts.forEachChild(node, visit);
  return jumps;
}

export function operationOf(returned: ts.Expression | undefined): { code: string; operand?: ts.Expression } {
  if (returned === undefined || !ts.isArrayLiteralExpression(returned)) return { code: operations.return };
  const [code, operand] = returned.elements;
  return { code: code?.getText() ?? operations.return, ...(operand === undefined ? {} : { operand }) };
}

/** A loop that ends in the middle of another region, as one with `continue` in `catch`, goes to the end of that. */
function widen(regions: readonly Region[]): void {
  for (let isChanged = true; isChanged;) {
    isChanged = false;
    for (const outer of regions) {
      for (const inner of regions) {
        if (outer.from > inner.from || inner.from >= outer.to || inner.to <= outer.to) continue;
        if (outer.kind !== 'loop') continue;
        if (outer.from === inner.from) continue;
        outer.to = inner.to;
        isChanged = true;
      }
    }
  }
}
