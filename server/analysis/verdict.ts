/** The grade of each sink: does the event that it sends come back to it? */
import ts from 'typescript';
import { endlessJobOf } from './endlessJobs.ts';
import type { EventEdge, EventFlow, EventNode } from './eventFlow.ts';
import { type CapturedEvent, knownName } from './events.ts';
import type { PathStep } from './execution/paths.ts';
import type { Grade } from './finding.ts';
import { lookUp } from './lookUp.ts';
import { type Capture, isSameChain } from './sinks.ts';

export interface Verdict {
  readonly sink: ts.Node;
  readonly grade: Grade;
  /** The way to the sink that decided the grade. */
  readonly capture: Capture;
  /** The way on which any event first comes to the sink, and from there into the loop. */
  readonly start: Capture;
  readonly entryPoints: readonly string[];
  /** Names of the events of the loop, in order, as far as they are known; one for a loop of one event. */
  readonly cycle: readonly EventNode[];
  /** What captures when each of these events comes back, in the same order: the next of them, and at last the sink again. */
  readonly hops?: readonly Capture[];
  /** For `ends`, the condition that the captured event does not pass; for `may-loop`, the one that decides. */
  readonly guard: ts.Node | undefined;
  /** The same with how it has to come out; undefined where it is no condition. */
  readonly guardStep?: PathStep | undefined;
  /** All ways to the call that were found, that of `capture` among them. */
  readonly ways?: readonly Capture[];
  /** The event that comes round when the one that proves the loop is given to the app, where that is another. */
  readonly proven?: EventNode | undefined;
  /** Whether the call sends events under other names, too, that come back to it without the one that is spoken of. */
  readonly hasOtherLoops?: boolean;
  /** For `ends`, an event that the captured one leads to and that goes on without end elsewhere. */
  readonly leadsTo?: EventNode | undefined;
  /** What processEvent makes of the event before it comes back to the other entry points. */
  readonly made?: MadeEvent | undefined;
  /** A job that starts itself, where it is that which sends events without end, and not an event that comes back. */
  readonly endlessJob?: string | undefined;
}

/** An event as the app's own processEvent has changed it. */
export interface MadeEvent {
  readonly event: CapturedEvent;
  /** The name of the function. */
  readonly by: string;
}

/** One verdict for each sink that an event can reach. */
export function judge({ starts, nodes }: EventFlow): readonly Verdict[] {
  const bySink = new Map<ts.Node, EventEdge[]>();
  for (const edge of [...starts, ...nodes.flatMap(({ edges }) => edges)]) {
    const list = bySink.get(edge.capture.node);
    if (list === undefined) bySink.set(edge.capture.node, [edge]);
    else list.push(edge);
  }
  const from = edgesWithSource(starts, nodes);
  const surelyReached = reachedFrom(starts);
  return [...bySink].map(([sink, edges]) => judgeSink(sink, edges, from, surelyReached));
}

/**
 * Events that some first event surely leads to. An event that only comes of a captured one where a setting or the
 * like is just so is not among them, though what follows from it may be sure.
 */
export function reachedFrom(starts: readonly EventEdge[]): ReadonlySet<EventNode> {
  const reached = new Set<EventNode>();
  const waiting = starts.map(({ to }) => to);
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (reached.has(node)) continue;
    reached.add(node);
    waiting.push(...node.edges.filter(isCertain).map(({ to }) => to));
  }
  return reached;
}

interface Sourced {
  readonly edge: EventEdge;
  readonly source: EventNode | undefined;
}

function edgesWithSource(starts: readonly EventEdge[], nodes: readonly EventNode[]): readonly Sourced[] {
  return [
    ...starts.map((edge) => ({ edge, source: undefined })),
    ...nodes.flatMap((source) => source.edges.map((edge) => ({ edge, source }))),
  ];
}

function judgeSink(
  sink: ts.Node,
  edges: readonly EventEdge[],
  all: readonly Sourced[],
  surelyReached: ReadonlySet<EventNode>,
): Verdict {
  const own = all.filter(({ edge }) => edge.capture.node === sink);
  const capture = shortest(own, sink);
  const common = {
    sink,
    capture,
    start: capture,
    entryPoints: [...new Set(edges.map(({ capture: { root } }) => root))],
  };
  for (const isWanted of [isCertain, isPossible]) {
    const direct = own.filter(({ edge, source }) => edge.to === source);
    // What comes straight back is told before a way round over others: to end that one would not end it.
    for (const { edge, source } of [...direct, ...own]) {
      if (source === undefined || !isWanted(edge)) continue;
      const cycle = pathBetween(edge.to, source, isWanted);
      if (cycle === undefined) continue;
      if (isWanted === isCertain && !surelyReached.has(source)) continue;
      const grade = isWanted === isCertain ? 'loops' : 'may-loop';
      const found = grade === 'loops' ? undefined : decidingCondition(cycle, edge, all);
      // Where it comes here without an error, too, that is not what decides, but whether it is sent to this project.
      const isSentAnyway =
        found?.origin === 'error' &&
        own.some(({ edge: { capture: one, to } }) => one.isUncertain && cycle.includes(to) && isOfEvent(one));
      const deciding = isSentAnyway ? undefined : found;
      const isGuarded = grade !== 'loops' && !edge.capture.isUncertain;
      const guardStep = deciding ?? (isGuarded ? lastCondition(edge.capture) : undefined);
      const start =
        own.find((one) => one.source === undefined && cycle.includes(one.edge.to))?.edge.capture ?? capture;
      // A call may send several events, of which only one comes back: that is the one to speak of.
      const leading = own.filter((one) => pathBetween(one.edge.to, source, isWanted) !== undefined);
      const first = leading.filter((one) => one.source === undefined);
      const candidates = first.length > 0 ? first : leading;
      // Where any event goes round, one of its names says too little.
      const general = candidates.filter(
        ({ edge: { capture: one, to } }) => knownName(one.event) === undefined && goesRound(to, isWanted),
      );
      // The looping event may get here through another function than the first one: `handlers[name] || handlers.other`.
      const isSameWay = ({ edge: { capture: one } }: Sourced): boolean => isSameChain(one, edge.capture);
      const nearestOf = (list: readonly Sourced[]): Capture => {
        const same = list.filter(isSameWay);
        return shortest(same.length > 0 ? same : list, sink);
      };
      const nearest = nearestOf(general.length > 0 ? general : candidates);
      // To leave out a name that only leads to the one that goes round ends nothing. A name that grows tells of all.
      const around = [...candidates, ...leading].filter(({ edge: { to } }) => cycle.includes(to));
      const isLeading = knownName(nearest.event) !== undefined && around.length > 0;
      const spoken = isLeading ? nearestOf(around) : nearest;
      const name = knownName(spoken.event);
      const hasOtherLoops = name !== undefined && hasLoopsBeside(name, own, isWanted);
      return {
        ...common,
        capture: spoken,
        grade,
        start,
        cycle,
        hops: hopsAlong(cycle, edge, isWanted),
        ways: own.map((one) => one.edge.capture),
        hasOtherLoops,
        guard: guardStep?.node,
        guardStep,
      };
    }
  }
  const endless = own.filter(({ edge }) => endlessJobOf(edge.capture) !== undefined);
  if (endless.length > 0) {
    const again = shortest(endless, sink);
    const endlessJob = endlessJobOf(again);
    return {
      ...common,
      capture: again,
      start: again,
      grade: 'loops',
      cycle: [],
      guard: undefined,
      endlessJob,
    };
  }
  const unexplored = own.find(({ edge }) => !edge.to.isExplored);
  if (unexplored !== undefined) {
    return { ...common, grade: 'may-loop', cycle: [unexplored.edge.to], guard: undefined };
  }
  const ending = endingGuard(own, capture);
  const told = own.find(({ edge }) => edge.capture === ending.capture);
  const leadsTo = told === undefined ? undefined : endlessFrom(told.edge.to);
  return { ...common, grade: 'ends', cycle: [], leadsTo, ...ending };
}

function isCertain({ isCertain: certain }: EventEdge): boolean {
  return certain;
}

/** Whether nothing but the event decides on the way to a call. */
function isOfEvent({ steps }: Capture): boolean {
  return steps.every(({ origin }) => origin === 'event');
}

/** A number that grows with each event comes to its limit at some time. */
function isPossible({ isCounted }: EventEdge): boolean {
  return !isCounted;
}

/** Whether an event leads back to itself. */
function goesRound(node: EventNode, isWanted: (edge: EventEdge) => boolean): boolean {
  return node.edges.some((edge) => isWanted(edge) && pathBetween(edge.to, node, isWanted) !== undefined);
}

/** Whether a call sends what comes back to it, also when nothing follows from events of that name. */
function hasLoopsBeside(
  name: string,
  own: readonly Sourced[],
  isWanted: (edge: EventEdge) => boolean,
): boolean {
  const isBeside = (edge: EventEdge): boolean => isWanted(edge) && knownName(edge.to.event) !== name;
  return own.some(
    ({ edge, source }) =>
      source !== undefined &&
      knownName(source.event) !== name &&
      isBeside(edge) &&
      pathBetween(edge.to, source, isBeside) !== undefined,
  );
}

/** The nodes from one to the other, over edges of the wanted kind. */
function pathBetween(
  from: EventNode,
  to: EventNode,
  isWanted: (edge: EventEdge) => boolean,
): readonly EventNode[] | undefined {
  const before = new Map<EventNode, EventNode | undefined>([[from, undefined]]);
  const queue = [from];
  for (let node = queue.shift(); node !== undefined; node = queue.shift()) {
    if (node === to) return wayTo(node, before);
    for (const edge of node.edges) {
      if (!isWanted(edge) || before.has(edge.to)) continue;
      before.set(edge.to, node);
      queue.push(edge.to);
    }
  }
  return undefined;
}

/** The captures that lead from each event of a cycle to the next, and from the last of them to the first. */
function hopsAlong(
  cycle: readonly EventNode[],
  last: EventEdge,
  isWanted: (edge: EventEdge) => boolean,
): readonly Capture[] {
  const between = cycle.slice(1).flatMap((to, index) => {
    const edge = cycle[index]?.edges.find((one) => one.to === to && isWanted(one));
    return edge === undefined ? [] : edge.capture;
  });
  return [...between, last.capture];
}

function wayTo(node: EventNode, before: ReadonlyMap<EventNode, EventNode | undefined>): readonly EventNode[] {
  const way: EventNode[] = [];
  for (let at: EventNode | undefined = node; at !== undefined; at = before.get(at)) way.push(at);
  return way.toReversed();
}

/** The first event that surely follows from one and comes back to itself. */
function endlessFrom(node: EventNode): EventNode | undefined {
  const seen = new Set([node]);
  for (const at of seen) {
    if (goesRound(at, isCertain)) return at;
    for (const edge of at.edges) if (isCertain(edge)) seen.add(edge.to);
  }
  return undefined;
}

function shortest(own: readonly Sourced[], sink: ts.Node): Capture {
  const captures = own.map(({ edge }) => edge.capture);
  const [first] = captures.toSorted((one, other) => one.frames.length - other.frames.length);
  if (first === undefined) throw new Error(`No call reaches ${sink.getText()}.`);
  return first;
}

/** What the loop depends on, beside the event: a condition of the sink's own before one of others in the loop. */
function decidingCondition(
  cycle: readonly EventNode[],
  edge: EventEdge,
  all: readonly Sourced[],
): PathStep | undefined {
  // One call may send several events, of which others end for reasons of their own.
  const names = new Set([undefined, ...cycle.map(({ event }) => knownName(event))]);
  const own = all.filter(
    (one) => one.edge.capture.node === edge.capture.node && names.has(knownName(one.edge.to.event)),
  );
  const within = cycle.flatMap((node) => node.edges.filter(({ to }) => cycle.includes(to)));
  const into = all.filter(({ edge: { to }, source }) => source !== undefined && cycle.includes(to));
  const edges = [edge, ...own.map((one) => one.edge), ...within, ...into.map((one) => one.edge)];
  for (const limit of [0, 1, Infinity]) {
    for (const { capture } of edges) {
      const [first] = capture.steps
        .filter((step) => step.origin !== 'event' && rankOf(step) <= limit && !isElseOf(step, capture))
        .toSorted((one, other) => rankOf(one) - rankOf(other));
      if (first !== undefined) return first;
    }
  }
  return undefined;
}

/** The condition that stands next to the call: what it asks of the event may be no more so when that comes back. */
export function lastCondition({ steps }: Capture): PathStep | undefined {
  return steps.findLast(({ node }) => ts.isExpression(node) && !ts.isFunctionLike(node));
}

/** Whether the condition behind its `else if` is the one that leads to the call. */
function isElseOf({ node, outcome }: PathStep, { steps }: Capture): boolean {
  const { parent } = node;
  const next = ts.isIfStatement(parent) && parent.expression === node ? parent.elseStatement : undefined;
  if (outcome || next === undefined || !ts.isIfStatement(next)) return false;
  return steps.some((step) => step.node === next.expression && step.outcome && step.origin !== 'event');
}

const partOfEvent = /\.(?:event|properties|distinct_id)\b/;

/** Of several conditions one on the event is most likely meant as the guard, and a count or a length least of all. */
function rankOf({ facts, named, node, origin }: PathStep): number {
  const text = ts.isExpression(node) ? node.getText() : '';
  const isAboutEvent = partOfEvent.test(text) || [...(facts ?? [])].some(([id]) => /\bevent\./.test(id));
  // A list of names in a setting is often empty, and lets all events pass then.
  if (isAboutEvent && origin === 'config' && named === undefined && /\.(?:length|size)\b/.test(text))
    return 1;
  if (isAboutEvent) return 0;
  // That a request has failed ends a call, and is no guard.
  if (origin === 'network') return 1;
  if (origin === 'config' && ts.isExpression(node) && isReadByEvent(node)) return 0;
  if (origin !== 'config' && origin !== 'other') return 0;
  if (origin === 'config' && /key|token|host/i.test(text)) return 1;
  return /\.(?:length|size)\b|[<>]=? *\d/.test(text) ? 3 : 2;
}

/** Whether a variable in a condition was read out of a setting by a part of the event: `const object = map[event.event]`. */
function isReadByEvent(node: ts.Node): boolean {
  if (ts.isIdentifier(node)) {
    const declared = lookUp(node.text, node);
    const initializer = declared !== undefined && ts.isVariableDeclaration(declared) && declared.initializer;
    return initializer !== undefined && initializer !== false && partOfEvent.test(initializer.getText());
  }
  return !ts.isFunctionLike(node) && (ts.forEachChild(node, isReadByEvent) ?? false);
}

/** The first condition on the way to the sink that the captured event does not pass, with the capture of that event. */
function endingGuard(
  own: readonly Sourced[],
  shortestCapture: Capture,
): Pick<Verdict, 'capture' | 'guard' | 'guardStep'> {
  // Of several ways to one event the shortest is told.
  const told = (capture: Capture): Capture =>
    knownName(capture.event) === knownName(shortestCapture.event) ? shortestCapture : capture;
  for (const { edge } of own) {
    const capture = told(edge.capture);
    const counter = edge.to.edges
      .find(({ isCounted }) => isCounted)
      ?.capture.steps.find(({ origin }) => origin === 'counter');
    if (counter !== undefined) return { capture, guard: counter.node, guardStep: counter };
    for (const guardStep of edge.capture.steps) {
      const { node, outcome } = guardStep;
      const decision = edge.to.decisions.get(node);
      if (decision === (outcome ? 'false' : 'true')) return { capture, guard: node, guardStep };
    }
    // processEvent drops it, so that it does not come to the others.
    const dropping = [...edge.to.decisions].find(([node, can]) => can === 'false' && ts.isFunctionLike(node));
    if (dropping !== undefined) return { capture, guard: dropping[0] };
  }
  const turned = turnedCondition(own);
  if (turned !== undefined) return { capture: told(turned.edge.capture), guard: turned.guard };
  const [last] = own.flatMap(({ edge: { capture } }) => {
    // That a handler is called at all is no condition.
    const step = capture.steps.findLast(
      (one) => capture.choice?.steps.includes(one) !== true && !ts.isFunctionLike(one.node),
    );
    return step === undefined ? [] : [{ capture: told(capture), guard: step.node, guardStep: step }];
  });
  return last ?? { capture: shortestCapture, guard: leavingCondition(own) };
}

/** The condition that leaves the function of the call early, where it is decided for any first event as well. */
function leavingCondition(own: readonly Sourced[]): ts.Node | undefined {
  for (const {
    edge: { capture, to },
  } of own)
    for (const [node, can] of to.decisions) if (can === 'true' && leaves(node, capture.node)) return node;
  return undefined;
}

function leaves(condition: ts.Node, sink: ts.Node): boolean {
  const { parent } = condition;
  if (!ts.isIfStatement(parent) || parent.expression !== condition) return false;
  const { thenStatement } = parent;
  const last = ts.isBlock(thenStatement) ? thenStatement.statements.at(-1) : thenStatement;
  const isLeft = last !== undefined && (ts.isReturnStatement(last) || ts.isThrowStatement(last));
  return isLeft && ts.findAncestor(sink, ts.isFunctionLike) === ts.findAncestor(condition, ts.isFunctionLike);
}

/**
 * The condition that comes out otherwise for an event that leads here no more than for one before it, which did: where
 * a list runs out, `!first` is decided for each of the events.
 */
function turnedCondition(
  own: readonly Sourced[],
): { readonly edge: EventEdge; readonly guard: ts.Node } | undefined {
  const leading = new Set(own.flatMap(({ source }) => source ?? []));
  for (const { edge } of own) {
    if (leading.has(edge.to)) continue;
    for (const [guard, can] of edge.to.decisions) {
      const isTurned = (before: EventNode): boolean =>
        can !== 'both' && before.decisions.get(guard) === (can === 'true' ? 'false' : 'true');
      if (!ts.isFunctionLike(guard) && [...leading].some(isTurned)) return { edge, guard };
    }
  }
  return undefined;
}
