/**
 * Ways from an entry point to a sink, and whether a captured event can take one again.
 *
 * The question is asked by following the captured event along the way: each condition is evaluated with what is
 * known of that event. One condition that it cannot meet ends the loop.
 */
import ts from 'typescript';
import { literal, unknown, type AbstractValue } from './abstractValue.ts';
import type { CallEdge, CallGraph } from './callGraph.ts';
import { conditionsAt, type Condition } from './conditions.ts';
import type { EntryPoint } from './entryPoints.ts';
import type { Environment, Evaluator } from './evaluate.ts';
import { isFunctionNode, type FunctionNode } from './functions.ts';
import type { Sink } from './sinks.ts';
import type { Values } from './values.ts';

export interface Path {
  readonly entryPoint: EntryPoint;
  readonly edges: readonly CallEdge[];
  readonly sink: Sink;
}

/** Enough for every way that matters; an app with more is judged by these. */
const maximumPaths = 400;
const maximumLength = 24;
const maximumVisits = 20_000;

/** All ways from an entry point to sinks, shortest first; a function is entered once on each. */
export function pathsFrom(entryPoint: EntryPoint, graph: CallGraph): readonly Path[] {
  const found: Path[] = [];
  let visits = 0;
  const visit = (
    node: FunctionNode,
    edges: readonly CallEdge[],
    entered: ReadonlySet<FunctionNode>,
  ): void => {
    if (++visits > maximumVisits || found.length >= maximumPaths || edges.length > maximumLength) return;
    const calls = graph.callsOf(node);
    for (const sink of calls.sinks) found.push({ entryPoint, edges, sink });
    for (const edge of calls.edges) {
      if (entered.has(edge.to) || !graph.leadsToSink(edge.to)) continue;
      visit(edge.to, [...edges, edge], new Set([...entered, edge.to]));
    }
  };
  visit(entryPoint.function, [], new Set([entryPoint.function]));
  return found.toSorted((one, other) => one.edges.length - other.edges.length);
}

export type Passage =
  /** Every condition is met for certain. */
  | { readonly kind: 'certain' }
  /** Nothing excludes it; the first condition that is not decided is named. */
  | { readonly kind: 'possible'; readonly condition: Condition }
  | { readonly kind: 'impossible'; readonly guard: Condition };

export class PathWalker {
  readonly #evaluator: Evaluator;
  readonly #values: Values;

  constructor(evaluator: Evaluator, values: Values) {
    this.#evaluator = evaluator;
    this.#values = values;
  }

  /** Whether that event, coming in at the path's entry point, gets to its sink. */
  passage(path: Path, event: AbstractValue): Passage {
    let environment = this.#enter(path.entryPoint, event);
    let undecided: Condition | undefined;
    for (const place of placesOf(path)) {
      const inside = this.#withLoops(place.node, environment);
      for (const condition of conditionsAt(place.node)) {
        const truth = condition.holds(this.#evaluator, inside);
        if (truth === false) return { kind: 'impossible', guard: condition };
        if (truth === undefined) undecided ??= condition;
      }
      if (place.edge !== undefined) environment = this.#follow(place.edge, inside);
    }
    return undecided === undefined ? { kind: 'certain' } : { kind: 'possible', condition: undecided };
  }

  /** The event that the sink at the end of a path captures, when any event may have come in. */
  capturedEvent(path: Path): AbstractValue {
    let environment = this.#enter(path.entryPoint, this.#incoming(path));
    for (const place of placesOf(path)) {
      const inside = this.#withLoops(place.node, environment);
      environment = place.edge === undefined ? inside : this.#follow(place.edge, inside);
    }
    return path.sink.event(this.#evaluator, environment);
  }

  /** What is known of the events that get to the sink: their name, where an `===` demands one. */
  #incoming(path: Path): AbstractValue {
    const [first] = placesOf(path);
    const members = new Map<string, AbstractValue>();
    for (const condition of first === undefined ? [] : conditionsAt(first.node)) {
      const name = demandedName(condition.node);
      if (name === undefined) continue;
      const value = this.#evaluator.evaluate(name, new Map());
      const other: AbstractValue = {
        kind: 'object',
        isOpen: true,
        members: new Map([['event', literal('\u0000another name')]]),
      };
      // The condition demands the name when no other name gets past it.
      const isDemanded = condition.holds(this.#evaluator, this.#enter(path.entryPoint, other)) === false;
      if (isDemanded && value.kind === 'literal') members.set('event', value);
    }
    return { kind: 'object', isOpen: true, members };
  }

  #enter(entryPoint: EntryPoint, event: AbstractValue): Environment {
    const isList = /^(processEventBatch|exportEvents)$/.test(entryPoint.name);
    const input: AbstractValue = isList ? { kind: 'list', items: [event] } : event;
    const args = entryPoint.name === 'onAction' ? [unknown, event, meta] : [input, meta];
    return this.#evaluator.bind(entryPoint.function, args, new Map());
  }

  #follow({ to, passing }: CallEdge, environment: Environment): Environment {
    const unknowns = to.parameters.map(() => unknown);
    switch (passing.kind) {
      case 'arguments':
        return this.#evaluator.bind(to, this.#argumentValues(passing.args, environment), environment);
      case 'payload': {
        const [payload] = this.#argumentValues(passing.args, environment);
        return this.#evaluator.bind(to, payload === undefined ? [meta] : [payload, meta], environment);
      }
      case 'items': {
        const list = this.#evaluator.evaluate(passing.list, environment);
        const item = list.kind === 'list' ? (list.items[0] ?? unknown) : unknown;
        return this.#evaluator.bind(to, [item, ...unknowns.slice(1)], environment);
      }
      case 'nothing':
        return this.#evaluator.bind(to, unknowns, environment);
    }
  }

  #argumentValues(args: readonly ts.Expression[], environment: Environment): readonly AbstractValue[] {
    const values: AbstractValue[] = [];
    for (const argument of args) {
      // Behind a spread nobody knows which argument is which.
      if (ts.isSpreadElement(argument)) return [...values, unknown, unknown, unknown, unknown];
      values.push(this.#evaluator.evaluate(argument, environment));
    }
    return values;
  }

  /** `for (const event of events)`: inside, the variable is an item of the list. */
  #withLoops(node: ts.Node, environment: Environment): Environment {
    let result = environment;
    for (let parent = node.parent; parent !== undefined && !isFunctionNode(parent); parent = parent.parent) {
      if (!ts.isForOfStatement(parent) || !ts.isVariableDeclarationList(parent.initializer)) continue;
      const [declaration] = parent.initializer.declarations;
      if (declaration === undefined || !ts.isIdentifier(declaration.name)) continue;
      const symbol = this.#values.checker.getSymbolAtLocation(declaration.name);
      const list = this.#evaluator.evaluate(parent.expression, result);
      const item = list.kind === 'list' ? (list.items[0] ?? unknown) : unknown;
      if (symbol !== undefined) result = new Map([...result, [symbol, item]]);
    }
    return result;
  }
}

interface Place {
  readonly node: ts.Node;
  /** The call that leaves the function here; absent at the sink. */
  readonly edge: CallEdge | undefined;
}

function placesOf(path: Path): readonly Place[] {
  return [
    ...path.edges.map((edge) => ({ node: edge.site, edge })),
    { node: path.sink.call, edge: undefined },
  ];
}

/** The right side of `event.event === …` within a condition. */
function demandedName(node: ts.Node): ts.Expression | undefined {
  if (!ts.isBinaryExpression(node)) return undefined;
  const { kind } = node.operatorToken;
  if (kind === ts.SyntaxKind.AmpersandAmpersandToken)
    return demandedName(node.left) ?? demandedName(node.right);
  const isEquality =
    kind === ts.SyntaxKind.EqualsEqualsEqualsToken ||
    kind === ts.SyntaxKind.ExclamationEqualsEqualsToken ||
    kind === ts.SyntaxKind.EqualsEqualsToken ||
    kind === ts.SyntaxKind.ExclamationEqualsToken;
  if (!isEquality) return undefined;
  if (node.left.getText().endsWith('.event')) return node.right;
  return node.right.getText().endsWith('.event') ? node.left : undefined;
}

/** `meta`: the configuration is the same for every event. */
const meta: AbstractValue = {
  kind: 'object',
  isOpen: true,
  members: new Map([['config', { kind: 'constant', path: 'config' }]]),
};
