/**
 * The event flow of several apps: each gets what the others capture. Events of one name are shown as one, so loops are
 * looked for before that, among events as the analysis tells them apart.
 */
import type ts from 'typescript';
import type { EventFlowGraph, FlowCut, FlowEdge, FlowEvent } from '../../protocol/eventFlow.ts';
import { pathToUri } from '../uris.ts';
import { AppExplorer } from './appExplorer.ts';
import type { AppProgram } from './appProgram.ts';
import {
  type EventEdge,
  type EventFlow,
  type EventNode,
  exploreEvents,
  exploreInSteps,
} from './eventFlow.ts';
import { Session } from './execution/session.ts';
import { spanOf } from './entryPoints.ts';
import { knownName } from './events.ts';
import { appsInDoubt, isWithinApp, type LoopProofs, loopProofs } from './loopProofs.ts';
import type { Grade } from './finding.ts';
import { EventLabels, namesOf } from './flowNames.ts';
import { type Capture, chainOf } from './sinks.ts';
import { reachedFrom } from './verdict.ts';

const anyEvent = 'any event';
/** A condition on the event decides that no name can be given for. */
const someEvents = 'some events';
/** No code knows this name: what is captured for it is captured for any event. */
const unheardOf = '\u{1f937} unheard-of';
/** More loops than anybody reads. */
const mostLoops = 200;

interface NamedProgram {
  readonly name: string;
  readonly program: AppProgram;
}

/** Which loops are asked for: what one app does by itself costs as much again as its loop warnings. */
export type AskedFor = 'all loops' | 'loops between apps';

/** @param apps in the order in which they are shown. */
export function workspaceFlow(
  apps: readonly NamedProgram[],
  askedFor: AskedFor = 'all loops',
): EventFlowGraph {
  const sessions = apps.map(({ program }) => new Session(program));
  const flow = exploreEvents(...sessions);
  const places = sessions.map(placesForAny);
  const proofs = [...proofsInSteps(flow, sessions, apps, askedFor)];
  return new GraphBuilder(flow, sessions, places, new Map(proofs.flatMap((proof) => [...proof]))).build(apps);
}

/** App by app. */
function* proofsInSteps(
  flow: EventFlow,
  sessions: readonly Session[],
  apps: readonly NamedProgram[],
  askedFor: AskedFor,
): Generator<LoopProofs> {
  if (askedFor !== 'all loops') return;
  const doubtful = appsInDoubt(flow);
  for (const [index, { program }] of apps.entries()) {
    const session = sessions[index];
    if (session === undefined || !doubtful.has(session)) continue;
    yield loopProofs(
      program,
      sessions.filter((other) => other !== session),
    );
  }
}

/** Milliseconds of work after which others have their turn. */
const turnMilliseconds = 15;

/**
 * The same for who must not be held up meanwhile.
 *
 * @param pause fulfils when the work may go on.
 */
export async function workspaceFlowInTurns(
  apps: readonly NamedProgram[],
  pause: () => Promise<void>,
  askedFor: AskedFor = 'all loops',
): Promise<EventFlowGraph> {
  const sessions = apps.map(({ program }) => new Session(program));
  const steps = exploreInSteps(...sessions);
  let start = performance.now();
  for (;;) {
    const { done, value } = steps.next();
    if (performance.now() - start >= turnMilliseconds) {
      await pause();
      start = performance.now();
    }
    if (done !== true) continue;
    const places: PlacesForAny[] = [];
    for (const session of sessions) {
      places.push(placesForAny(session));
      await pause();
    }
    const proofs = new Map<ts.Node, Grade>();
    for (const found of proofsInSteps(value, sessions, apps, askedFor)) {
      for (const [place, proof] of found) proofs.set(place, proof);
      await pause();
    }
    return new GraphBuilder(value, sessions, places, proofs).build(apps);
  }
}

/** The places that capture whatever the event is called, with the entry points; undefined where that is not known. */
type PlacesForAny = ReadonlyMap<ts.Node, ReadonlySet<string>> | undefined;

function placesForAny(session: Session): PlacesForAny {
  if (!session.isComplete) return undefined;
  const captures = new AppExplorer(session).start({ name: unheardOf });
  if (!session.isComplete) return undefined;
  const places = new Map<ts.Node, Set<string>>();
  for (const { node, root } of captures) places.set(node, (places.get(node) ?? new Set()).add(root));
  return places;
}

interface ShownEdge {
  readonly index: number;
  edge: FlowEdge;
  /** Whether it is what becomes of an event that an app captures. */
  isOfCaptured: boolean;
}

class GraphBuilder {
  readonly #flow: EventFlow;
  readonly #sessions: readonly Session[];
  readonly #labels: EventLabels;
  readonly #events = new Map<string, number>();
  readonly #edges = new Map<string, ShownEdge>();
  readonly #looping = new Set<EventNode>();
  readonly #surelyReached: ReadonlySet<EventNode>;
  readonly #forAny: ReadonlyMap<Session, PlacesForAny>;
  /** What any event starts, whatever its name, by the place that captures. */
  readonly #generalStarts: ReadonlyMap<ts.Node, readonly EventEdge[]>;

  readonly #proofs: LoopProofs;
  /** Steps of loops that an event was found to drive. */
  readonly #proven = new Set<EventEdge>();
  /** Steps of which no event that was tried drives a loop. */
  readonly #doubted: ReadonlySet<EventEdge>;

  constructor(
    flow: EventFlow,
    sessions: readonly Session[],
    places: readonly PlacesForAny[],
    proofs: LoopProofs,
  ) {
    this.#proofs = proofs;
    this.#doubted = new Set(flow.nodes.flatMap((node) => this.#stepsOf(node, 'may-loop')));
    this.#forAny = new Map(sessions.map((session, index) => [session, places[index]]));
    this.#flow = flow;
    this.#labels = new EventLabels(flow.nodes);
    this.#surelyReached = reachedFrom(flow.starts);
    this.#sessions = sessions;
    this.#generalStarts = Map.groupBy(
      flow.starts.filter(
        (start) => namesOf(start.capture.facts) === undefined && this.#isStartedByAny(start),
      ),
      ({ capture }) => capture.node,
    );
  }

  build(apps: readonly NamedProgram[]): EventFlowGraph {
    const { nodes, starts } = this.#flow;
    const cycles = this.#cycles();
    const inLoops = new Set(cycles.flatMap((cycle) => cycle.map(({ edge }) => edge)));
    for (const cycle of cycles) for (const { from } of cycle) this.#looping.add(from);
    for (const edge of starts) {
      for (const label of this.#startLabels(edge)) this.#edge(undefined, this.#event(label), edge, false);
    }
    for (const node of nodes) {
      for (const edge of node.edges) {
        const isInLoop = inLoops.has(edge);
        if (isInLoop || !this.#isForAnyEvent(edge))
          this.#edge(node, this.#event(this.#labels.of(node)), edge, isInLoop);
      }
    }
    const loops = cycles.map((cycle) =>
      cycle.map(({ from, edge }) => this.#edge(from, this.#event(this.#labels.of(from)), edge, true)),
    );
    const looping = new Set([...this.#looping].map((node) => this.#labels.of(node)));
    const goingOn = new Set(
      nodes
        .filter((node) => node.edges.some((edge) => this.#isForAnyEvent(edge)))
        .map((node) => this.#labels.of(node)),
    );
    const events = [...this.#events.keys()].map((label): FlowEvent => ({
      label,
      isInLoop: looping.has(label),
      goesOnAsAny: goingOn.has(label),
    }));
    const edges = [...this.#edges.values()].map(({ edge }) => edge);
    const cuts = this.#cuts(cycles.length);
    const droppedBy = this.#sessions.flatMap((session, index) =>
      session.isComplete && new AppExplorer(session).dropsAll ? [index] : [],
    );
    return {
      apps: apps.map(({ name, program }) => ({ name, rootUri: pathToUri(program.root) })),
      events,
      edges,
      loops: distinct(loops),
      ...(droppedBy.length === 0 ? {} : { droppedBy }),
      ...(cuts.length === 0 ? {} : { cuts }),
    };
  }

  /** What may be missing, and why. */
  #cuts(loops: number): readonly FlowCut[] {
    const { cut, nodes } = this.#flow;
    const leftOut = nodes
      .filter(({ isLeftOut }) => isLeftOut)
      .map((node) => this.#event(this.#labels.of(node)));
    return [
      ...cut.map((session): FlowCut => ({ kind: 'code', app: this.#sessions.indexOf(session) })),
      ...(leftOut.length === 0 ? [] : [{ kind: 'events' as const, events: [...new Set(leftOut)] }]),
      ...(loops < mostLoops ? [] : [{ kind: 'loops' as const, listed: mostLoops }]),
    ];
  }

  /**
   * Whether the picture already says that the place captures for any event: an arrow from each single event, times the
   * number of such apps, would hide what there is to see.
   */
  #isForAnyEvent({ capture, isCertain: certain }: EventEdge): boolean {
    const starts = this.#generalStarts.get(capture.node) ?? [];
    return starts.some((start) => start.capture.root === capture.root && (start.isCertain || !certain));
  }

  /** What an edge begins with that an event from outside may start. */
  #startLabels(edge: EventEdge): readonly string[] {
    return namesOf(edge.capture.facts) ?? [this.#isStartedByAny(edge) ? anyEvent : someEvents];
  }

  #isStartedByAny({ capture, session }: EventEdge): boolean {
    const places = this.#forAny.get(session);
    return places === undefined || places.get(capture.node)?.has(capture.root) === true;
  }

  #event(label: string): number {
    const known = this.#events.get(label);
    if (known !== undefined) return known;
    const index = this.#events.size;
    this.#events.set(label, index);
    return index;
  }

  /** The edge that is shown for it: one for each pair of events and place in the code. */
  #edge(source: EventNode | undefined, from: number, edge: EventEdge, isInLoop: boolean): number {
    const { capture, session, to } = edge;
    // What follows surely from an event that itself only may come is no surer than that.
    const isSure =
      this.#proven.has(edge) ||
      (edge.isCertain &&
        !(isInLoop && this.#doubted.has(edge)) &&
        (source === undefined || this.#surelyReached.has(source)));
    const target = this.#event(this.#labels.of(to));
    const file = capture.node.getSourceFile();
    const start = capture.node.getStart(file);
    const place = `${from} ${target} ${file.fileName} ${start} ${capture.root}`;
    const other = this.#edges.get(place);
    // What surely happens to one event of that name makes no loop of others certain.
    const isApart =
      other !== undefined && isDoubtfulBesideSure(other.edge, { isConditional: !isSure, isInLoop });
    const key = isApart ? `${place} apart` : place;
    const known = this.#edges.get(key);
    const makers = edge.changedBy.map((maker) => this.#sessions.indexOf(maker));
    const changedBy = [...new Set([...(known?.edge.changedBy ?? []), ...makers])];
    const changes = changedBy.length === 0 ? {} : { changedBy };
    // What an event from outside starts tells nothing of the ways of those that are captured.
    const isByOrder =
      known === undefined || !known.isOfCaptured
        ? edge.isByOrder
        : known.edge.isByOrder === true && (source === undefined || edge.isByOrder);
    const order = isByOrder ? { isByOrder } : {};
    const isOfCaptured = source !== undefined;
    if (known !== undefined) {
      const { isByOrder: _isByOrder, ...all } = known.edge;
      known.isOfCaptured ||= isOfCaptured;
      known.edge = {
        ...all,
        ...changes,
        ...order,
        isConditional: known.edge.isConditional && !isSure,
        isInLoop: known.edge.isInLoop || isInLoop,
      };
      return known.index;
    }
    const index = this.#edges.size;
    const { character, line } = file.getLineAndCharacterOfPosition(start);
    this.#edges.set(key, {
      index,
      isOfCaptured,
      edge: {
        from,
        to: target,
        app: this.#sessions.indexOf(session),
        entryPoint: capture.root,
        label: capture.label,
        uri: pathToUri(file.fileName),
        line,
        character,
        handler: this.#handlerOf(capture),
        ...changes,
        ...order,
        isConditional: !isSure,
        isInLoop,
      },
    });
    return index;
  }

  /** Where the entry point says its name. */
  #handlerOf(capture: Capture): NonNullable<FlowEdge['handler']> {
    const { file: path, start } = chainOf(capture)[0]?.span ?? spanOf(capture.node);
    const file = (capture.frames[0]?.node ?? capture.node).getSourceFile();
    const { character, line } = file.getLineAndCharacterOfPosition(start);
    return { uri: pathToUri(path), line, character };
  }

  /** For each place that captures the shortest loop through it: first those that are certain, then those that may be. */
  #cycles(): readonly Cycle[] {
    const surelyReached = this.#surelyReached;
    const refuted = new Set(this.#flow.nodes.flatMap((node) => this.#stepsOf(node, 'ends')));
    // A number that grows with each event comes to its limit at some time.
    const isPossible = (edge: EventEdge): boolean => !edge.isCounted && !refuted.has(edge);
    const cycles: Cycle[] = [];
    const covered = new Set<ts.Node>();
    const isSure = (edge: EventEdge): boolean => isCertain(edge) && !this.#doubted.has(edge);
    for (const isWanted of [isSure, isPossible]) {
      const found = [...this.#edgesBySink(isWanted)].flatMap(([sink, steps]) => {
        const reached = isWanted === isSure ? steps.filter(({ from }) => surelyReached.has(from)) : steps;
        const cycle = shortestCycle(reached, isWanted);
        return cycle === undefined ? [] : { sink, cycle, isProven: this.#isProven(sink, cycle) };
      });
      for (const { sink, cycle, isProven } of found.toSorted(
        (a, b) => Number(b.isProven) - Number(a.isProven) || a.cycle.length - b.cycle.length,
      )) {
        if (covered.has(sink) || cycles.length >= mostLoops) continue;
        for (const { edge } of cycle) {
          covered.add(edge.capture.node);
          if (isProven) this.#proven.add(edge);
        }
        cycles.push(cycle);
      }
    }
    return cycles;
  }

  /** Steps of an app from one of its events to another of which trying has shown that. */
  #stepsOf(node: EventNode, shown: Grade): readonly EventEdge[] {
    return node.edges.filter(
      (edge) => this.#proofs.get(edge.capture.node) === shown && isWithinApp(edge, node),
    );
  }

  #isProven(sink: ts.Node, cycle: Cycle): boolean {
    return this.#proofs.get(sink) === 'loops' && cycle.every(({ edge, from }) => isWithinApp(edge, from));
  }

  #edgesBySink(isWanted: (edge: EventEdge) => boolean): ReadonlyMap<ts.Node, Cycle> {
    const bySink = new Map<ts.Node, Cycle[number][]>();
    for (const from of this.#flow.nodes) {
      for (const edge of from.edges) {
        if (!isWanted(edge)) continue;
        const steps = bySink.get(edge.capture.node);
        if (steps === undefined) bySink.set(edge.capture.node, [{ from, edge }]);
        else if (edge.to === from) steps.unshift({ from, edge });
        else steps.push({ from, edge });
      }
    }
    // The loop of any event says more than that of one of its names.
    const isGeneral = ({ edge, from }: Cycle[number]): boolean =>
      edge.to === from && knownName(from.event) === undefined;
    for (const steps of bySink.values()) steps.sort((a, b) => Number(isGeneral(b)) - Number(isGeneral(a)));
    return bySink;
  }
}

type Shown = Pick<FlowEdge, 'isConditional' | 'isInLoop'>;

/** Whether one of them is part of a loop that may be, and the other surely happens outside of loops. */
function isDoubtfulBesideSure(one: Shown, other: Shown): boolean {
  const [doubtful, sure] = one.isConditional ? [one, other] : [other, one];
  return doubtful.isConditional && doubtful.isInLoop && !sure.isConditional && !sure.isInLoop;
}

type Cycle = readonly { readonly from: EventNode; readonly edge: EventEdge }[];

function isCertain({ isCertain: certain }: EventEdge): boolean {
  return certain;
}

/** Ways of one place in the code into a loop that are tried: the others are much the same. */
const mostTried = 24;

function shortestCycle(steps: Cycle, isWanted: (edge: EventEdge) => boolean): Cycle | undefined {
  let shortest: Cycle | undefined;
  for (const step of steps.slice(0, mostTried)) {
    const rest = step.edge.to === step.from ? [] : wayBetween(step.edge.to, step.from, isWanted);
    if (rest === undefined || (shortest !== undefined && shortest.length <= rest.length + 1)) continue;
    const cycle = [step, ...rest];
    if (!isInOneOrder(cycle)) continue;
    shortest = cycle;
    if (rest.length === 0) break;
  }
  return shortest;
}

/** Whether the apps can stand in an order in which all steps happen. */
function isInOneOrder(cycle: Cycle): boolean {
  const before = Map.groupBy(
    cycle.flatMap(({ edge: { order } }) => (order === undefined ? [] : [order])),
    ([first]) => first,
  );
  const leadsTo = (from: Session, to: Session, seen: Set<Session>): boolean =>
    (before.get(from) ?? []).some(([, next]) => {
      if (next === to) return true;
      if (seen.has(next)) return false;
      seen.add(next);
      return leadsTo(next, to, seen);
    });
  return [...before.keys()].every((app) => !leadsTo(app, app, new Set()));
}

function wayBetween(
  start: EventNode,
  end: EventNode,
  isWanted: (edge: EventEdge) => boolean,
): Cycle | undefined {
  const before = new Map<EventNode, Cycle[number]>();
  const queue = [start];
  for (let node = queue.shift(); node !== undefined; node = queue.shift()) {
    for (const edge of node.edges) {
      if (!isWanted(edge) || before.has(edge.to) || edge.to === start) continue;
      before.set(edge.to, { from: node, edge });
      if (edge.to === end) return wayTo(end, before);
      queue.push(edge.to);
    }
  }
  return undefined;
}

function wayTo(end: EventNode, before: ReadonlyMap<EventNode, Cycle[number]>): Cycle {
  const way: Cycle[number][] = [];
  for (let step = before.get(end); step !== undefined; step = before.get(step.from)) {
    way.push(step);
    if (step.from === end) break;
  }
  return way.toReversed();
}

/** Loops that look the same are shown once. */
function distinct(loops: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const byKey = new Map(loops.map((loop) => [loop.toSorted((a, b) => a - b).join(' '), loop]));
  return [...byKey.values()];
}
