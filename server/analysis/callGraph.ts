/** Which functions of an app call which, and where; jobs started by a handler are calls as well. */
import ts from 'typescript';
import type { AppProgram } from './appProgram.ts';
import type { EntryPoint } from './entryPoints.ts';
import type { Evaluator } from './evaluate.ts';
import { isFunctionNode, type FunctionNode } from './functions.ts';
import { sinkOf, type Sink } from './sinks.ts';
import type { Values } from './values.ts';

/** How the arguments of a call reach the parameters of the function. */
export type Passing =
  | { readonly kind: 'arguments'; readonly args: readonly ts.Expression[] }
  /** A callback of a list's method: its first parameter is an item of the list. */
  | { readonly kind: 'items'; readonly list: ts.Expression }
  /** A job: its payload, then `meta`. */
  | { readonly kind: 'payload'; readonly args: readonly ts.Expression[] }
  | { readonly kind: 'nothing' };

export interface CallEdge {
  readonly from: FunctionNode;
  readonly to: FunctionNode;
  readonly site: ts.Node;
  readonly passing: Passing;
}

export interface FunctionCalls {
  readonly edges: readonly CallEdge[];
  readonly sinks: readonly Sink[];
}

export class CallGraph {
  readonly #calls = new Map<FunctionNode, FunctionCalls>();
  readonly #leadsToSink = new Set<FunctionNode>();

  constructor(app: AppProgram, values: Values, evaluator: Evaluator, entryPoints: readonly EntryPoint[]) {
    const jobs = new Map(entryPoints.map((entryPoint) => [entryPoint.name, entryPoint.function]));
    for (const file of app.files) {
      for (const node of functionsIn(file))
        this.#calls.set(node, readFunction(node, values, evaluator, jobs));
    }
    this.#markFunctionsThatLeadToSinks();
  }

  callsOf(node: FunctionNode): FunctionCalls {
    return this.#calls.get(node) ?? { edges: [], sinks: [] };
  }

  /** Whether a function, or something it calls, has a sink. Everything else need not be looked at. */
  leadsToSink(node: FunctionNode): boolean {
    return this.#leadsToSink.has(node);
  }

  #markFunctionsThatLeadToSinks(): void {
    const callers = new Map<FunctionNode, FunctionNode[]>();
    const waiting: FunctionNode[] = [];
    for (const [node, { edges, sinks }] of this.#calls) {
      if (sinks.length > 0) waiting.push(node);
      for (const { to } of edges) callers.set(to, [...(callers.get(to) ?? []), node]);
    }
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      if (this.#leadsToSink.has(node)) continue;
      this.#leadsToSink.add(node);
      waiting.push(...(callers.get(node) ?? []));
    }
  }
}

function functionsIn(file: ts.SourceFile): readonly FunctionNode[] {
  const found: FunctionNode[] = [];
  const visit = (node: ts.Node): void => {
    if (isFunctionNode(node) && node.body !== undefined) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function readFunction(
  owner: FunctionNode,
  values: Values,
  evaluator: Evaluator,
  jobs: ReadonlyMap<string, FunctionNode>,
): FunctionCalls {
  const edges: CallEdge[] = [];
  const sinks: Sink[] = [];
  const add = (to: FunctionNode, site: ts.Node, passing: Passing): void => {
    edges.push({ from: owner, to, site, passing });
  };
  const visit = (node: ts.Node): void => {
    // Functions inside have calls of their own; they are reached where they are called or handed on.
    if (isFunctionNode(node)) return;
    if (ts.isCallExpression(node)) {
      const sink = sinkOf(node, values, evaluator);
      if (sink !== undefined) sinks.push(sink);
      readCall(node, values, jobs, add);
    } else if (ts.isNewExpression(node)) readNew(node, values, add);
    else if (ts.isPropertyAccessExpression(node)) readGetter(node, values, add);
    ts.forEachChild(node, visit);
  };
  for (const parameter of owner.parameters)
    if (parameter.initializer !== undefined) visit(parameter.initializer);
  if (owner.body !== undefined) ts.forEachChild(wrap(owner.body), visit);
  return { edges, sinks };
}

/** A body that is an expression is visited itself, one that is a block by its statements. */
function wrap(body: ts.Node): ts.Node {
  return ts.isBlock(body) ? body : body.parent;
}

type AddEdge = (to: FunctionNode, site: ts.Node, passing: Passing) => void;

const listMethods = /^(map|forEach|filter|flatMap|some|every|find|findIndex|reduce)$/;

function readCall(
  call: ts.CallExpression,
  values: Values,
  jobs: ReadonlyMap<string, FunctionNode>,
  add: AddEdge,
): void {
  const { expression, arguments: args } = call;
  const method = ts.isPropertyAccessExpression(expression) ? expression : undefined;
  const isIndirect = method !== undefined && /^(call|apply)$/.test(method.name.text);
  for (const to of values.functionsOf(isIndirect ? method.expression : expression)) {
    const passed = isIndirect ? (method.name.text === 'call' ? args.slice(1) : undefined) : args;
    add(to, call, passed === undefined ? { kind: 'nothing' } : { kind: 'arguments', args: passed });
  }
  const job = method === undefined ? undefined : jobs.get(`jobs.${method.name.text}`);
  if (job !== undefined && method !== undefined && isJobs(method.expression)) {
    add(job, call, { kind: 'payload', args });
  }
  const isListMethod = method !== undefined && listMethods.test(method.name.text);
  for (const argument of args) {
    for (const to of callbacks(argument, values)) {
      add(to, argument, isListMethod ? { kind: 'items', list: method.expression } : { kind: 'nothing' });
    }
  }
}

/** Functions handed to somebody: they are taken to be called. An object's functions count too (`{ onFlush }`). */
function callbacks(argument: ts.Expression, values: Values): readonly FunctionNode[] {
  if (!ts.isObjectLiteralExpression(argument)) return values.functionsOf(argument);
  return argument.properties.flatMap((property) =>
    ts.isPropertyAssignment(property)
      ? values.functionsOf(property.initializer)
      : ts.isMethodDeclaration(property)
        ? values.functionsOf(property)
        : [],
  );
}

/** `meta.jobs`, or `jobs` taken out of `meta`; the exported constant is called by mistake and means the same. */
function isJobs(node: ts.Expression): boolean {
  return ts.isPropertyAccessExpression(node)
    ? node.name.text === 'jobs'
    : ts.isIdentifier(node) && node.text === 'jobs';
}

function readNew(node: ts.NewExpression, values: Values, add: AddEdge): void {
  const args = node.arguments ?? [];
  for (const value of values.of(node.expression)) {
    if (value.kind !== 'class') continue;
    const constructor = value.node.members.find(ts.isConstructorDeclaration);
    if (constructor?.body !== undefined) add(constructor, node, { kind: 'arguments', args });
  }
  for (const argument of args) {
    for (const to of callbacks(argument, values)) add(to, argument, { kind: 'nothing' });
  }
}

function readGetter(node: ts.PropertyAccessExpression, values: Values, add: AddEdge): void {
  const declaration = values.checker.getSymbolAtLocation(node.name)?.declarations?.find(ts.isGetAccessor);
  if (declaration?.body !== undefined) add(declaration, node, { kind: 'nothing' });
}
