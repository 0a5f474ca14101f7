/**
 * Which event leads to which: the app is given any event, then each event that it captures, and so on, until nothing
 * new comes. An event that comes back, directly or through others, is a loop.
 */
import type ts from 'typescript';
import type { JsonObject } from '../../protocol/trace.ts';
import { AppExplorer, type Decisions, type Handled, nothingDone, type Part } from './appExplorer.ts';
import {
  beforeCounting,
  beforeMultiplying,
  isJumpedOver,
  type Ranges,
  rangesOf,
  withAnyNumbers,
} from './countedEvents.ts';
import { type ChoiceGroup, withSureChoices } from './chosenNames.ts';
import { type CapturedEvent, keyOfEvent, knownName, seenBy, withNameCut, withoutOthers } from './events.ts';
import type { PathStep } from './execution/paths.ts';
import type { Session } from './execution/session.ts';
import { withGrownLists, withLostLists } from './grownLists.ts';
import { asksForIdle, carriesCount, withoutIdleCounts } from './idleCounts.ts';
import {
  isMadeNameTested,
  isMadeOfNested,
  isMadeOfTested,
  isNameShortened,
  isShortenedStill,
} from './madeOf.ts';
import { hasShorterText } from './shorterTexts.ts';
import type { Capture } from './sinks.ts';
import { type FirstEvent, tryLoops } from './trials.ts';

/** A captured event, and what the app does when it comes back. */
export interface EventNode {
  readonly event: CapturedEvent;
  /** The sink that captured it first. */
  readonly by: Capture;
  /** The app that captured it. */
  readonly session: Session;
  readonly depth: number;
  readonly parent: EventNode | undefined;
  /** Between which numbers the events before it were, when it stands for all that come after them. */
  readonly ranges: Ranges | undefined;
  edges: readonly EventEdge[];
  decisions: Decisions;
  /** False when there were too many events to look at this one, or the code takes too long for it. */
  isExplored: boolean;
  /** Whether it is the number of events. */
  readonly isLeftOut: boolean;
}

/** Handling the event of one node captures that of another. */
export interface EventEdge {
  readonly capture: Capture;
  readonly to: EventNode;
  /** Whether it happens for some first event, whatever else is the case. */
  readonly isCertain: boolean;
  /** Whether only a number that grows from event to event stands against it. */
  readonly isCounted: boolean;
  /** The app that captures. */
  readonly session: Session;
  /** Whether it happens where the apps stand in one order, and not in another. */
  readonly isByOrder: boolean;
  /** Two apps of which the first has to stand before the second for it. */
  readonly order?: Order | undefined;
  /** Other apps whose processEvent made of the event what the app got to see. */
  readonly changedBy: readonly Session[];
  /** Where something besides the event chooses its name, what all the names have in common. */
  readonly choice?: ChoiceGroup | undefined;
}

/** Apps in the order in which their processEvent get an event. */
type Order = readonly [first: Session, second: Session];

export interface EventFlow {
  /** What any event leads to. */
  readonly starts: readonly EventEdge[];
  readonly nodes: readonly EventNode[];
  /** Apps whose code takes too long to be followed to its end. */
  readonly cut: readonly Session[];
}

/** Events of each app that are looked at in any case. */
const leastNodes = 48;
/** More events than that are looked at as long as the work for them stays below this, in steps. */
const maxWork = 500_000;
/** Events that several apps make of each other's, at most. */
const mostNodes = 1200;
/** Apps of which each is sure to have the least number of events looked at; more share what these have. */
const appsWithAll = 10;
/** Captured events in a row that are looked at at all. */
const maxDepth = 100;
/** Captured events in a row before the next is taken for one of them: names that grow would go on for ever. */
const maxHops = 4;
/** The same where all is known of the first event, and so of those after it. */
const maxProvenHops = 16;
/** The same for events that carry a number, which may count them: after that they are followed with any number. */
const maxCountedHops = 24;

/** @param sessions apps of one project: each gets what the others capture, too. */
export function exploreEvents(...sessions: readonly Session[]): EventFlow {
  return toEnd(exploreInSteps(...sessions));
}

/** What one event leads to, of which all is known. */
export function exploreFrom(event: JsonObject, ...sessions: readonly Session[]): EventFlow {
  return toEnd(new Explorer(sessions, { event }).explore());
}

/** The same, event by event: with many apps others want their turn in between. */
export function* exploreInSteps(...sessions: readonly Session[]): Generator<undefined, EventFlow> {
  for (const session of sessions) {
    session.prepare();
    yield;
  }
  const flow = yield* new Explorer(sessions).explore();
  return withSureChoices(
    tryLoops(
      flow,
      (first) => toEnd(new Explorer(sessions, first).explore()),
      () => workOf(sessions),
    ),
  );
}

/** The work that was done for some apps so far, in steps. */
export function workOf(sessions: readonly Session[]): number {
  return sessions.reduce((sum, { machine }) => sum + machine.work, 0);
}

function toEnd(steps: Generator<undefined, EventFlow>): EventFlow {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

const noPlaces: ReadonlySet<ts.Node> = new Set();

/** A captured event on its way through the processEvent of several apps. */
interface Passed {
  /** Undefined where one of them drops it. */
  readonly event: CapturedEvent | undefined;
  /** Who made of it what it is now. */
  readonly maker: Session;
  readonly changedBy: readonly Session[];
  /** Whether one of them may drop it, for a reason beside the event. */
  readonly isDoubtful: boolean;
}

function passedThrough(apps: readonly AppExplorer[], captured: Passed): Passed {
  return apps.reduce((passed, app) => {
    const { event, maker, changedBy } = passed;
    if (event === undefined) return passed;
    const given = seenBy(event, maker.number, app.session.number);
    const made = app.processed(given);
    const isDoubtful = passed.isDoubtful || app.mayDrop(given);
    return made === given
      ? isDoubtful
        ? { ...passed, isDoubtful }
        : passed
      : { event: made, maker: app.session, changedBy: [...changedBy, app.session], isDoubtful };
  }, captured);
}

/** An event on its way through apps in one order. Where one of them is left out, the way up to it is the same. */
class Way {
  readonly #apps: readonly AppExplorer[];
  /** What the first so many apps make of it, as far as somebody asked. */
  readonly #after: Passed[];

  constructor(apps: readonly AppExplorer[], captured: Passed) {
    this.#apps = apps;
    this.#after = [captured];
  }

  /** What all of them make of it. */
  get whole(): Passed {
    return this.#afterFirst(this.#apps.length);
  }

  /** What all of them make of it but that one, which need not be among them. */
  without(app: AppExplorer): Passed {
    const index = this.#apps.indexOf(app);
    if (index < 0) return this.whole;
    return passedThrough(this.#apps.slice(index + 1), this.#afterFirst(index));
  }

  #afterFirst(count: number): Passed {
    for (const next of this.#apps.slice(this.#after.length - 1, count))
      this.#after.push(passedThrough([next], this.#after.at(-1) as Passed));
    return this.#after[count] as Passed;
  }
}

/** Two orders tell whether it matters for most; the other one is that of the first where it does not. */
type Ways = readonly [Way, () => Way];

/** Whether the order does not matter; what is dropped on the way tells nothing of that. */
function isSameWhole(one: Way, other: Way): boolean {
  return one.whole.event !== undefined && isSameFor(one.whole, other.whole);
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

const isProcessing = ({ root }: Capture): boolean => root.startsWith('processEvent');

function isSameFor(one: Passed, other: Passed): boolean {
  if (one === other) return true;
  if (one.event === undefined || other.event === undefined) return one.event === other.event;
  return keyOfEvent(one.event) === keyOfEvent(other.event);
}

/**
 * Places that capture where the apps stand in one order, and not in another.
 *
 * @param before what the app's processEvent does with the event as it was captured.
 * @param after what the app does with what others have made of it, for each order.
 */
function placesByOrder(before: Handled, after: readonly Handled[]): ReadonlySet<ts.Node> {
  const has = ({ captures }: Handled, { node, root }: Capture): boolean =>
    captures.some((other) => other.node === node && other.root === root);
  return new Set(
    [before, ...after]
      .flatMap(({ captures }) => captures)
      .filter((capture) => {
        const orders = isProcessing(capture) ? [before, ...after] : after;
        return !orders.every((handled) => has(handled, capture));
      })
      .map(({ node }) => node),
  );
}

/** What an app does with an event as others have made it. */
interface Seen extends Handled {
  readonly changedBy: readonly Session[];
  readonly isDoubtful: boolean;
  /** Places that capture only where the apps stand in one of the orders that they can stand in. */
  readonly byOrder: ReadonlySet<ts.Node>;
  /** What is so where these do: the app stands before or behind the only other that changes the event. */
  readonly order?: Order | undefined;
}

/** The events that are known so far, and those that have to be looked at yet. */
class Explorer {
  readonly #apps: readonly AppExplorer[];
  readonly #processing: readonly AppExplorer[];
  readonly #nodes = new Map<string, EventNode>();
  readonly #queue: EventNode[] = [];
  readonly #first: FirstEvent | undefined;

  /** @param first what is known of the first event; nothing, when it is not given. */
  constructor(sessions: readonly Session[], first?: FirstEvent) {
    this.#apps = sessions.map((session) => new AppExplorer(session));
    this.#processing = this.#apps.filter(({ isProcessing }) => isProcessing);
    this.#first = first;
  }

  *explore(): Generator<undefined, EventFlow> {
    const starts = yield* this.#follow(this.#first);
    const isAny = this.#first?.event === undefined && this.#first?.facts === undefined;
    for (const first of isAny ? [beforeCounting, beforeMultiplying] : []) {
      const facts = first(this.#counted());
      if (facts !== undefined) starts.push(...(yield* this.#follow({ ...this.#first, facts })));
    }
    withLostLists([...this.#nodes.values()]);
    const cut = this.#apps.flatMap(({ session }) => (session.isComplete ? [] : session));
    return withSureChoices({ starts, nodes: [...this.#nodes.values()], cut });
  }

  /** Gives the first event to all apps, and follows what comes of it. */
  *#follow(first: FirstEvent | undefined): Generator<undefined, EventEdge[]> {
    const starts: EventEdge[] = [];
    for (const app of this.#apps) {
      starts.push(...app.start(first).map((capture) => this.#edge(capture, undefined, app)));
      yield;
    }
    for (let node = this.#queue.shift(); node !== undefined; node = this.#queue.shift()) {
      this.#visit(node);
      yield;
    }
    return starts;
  }

  /** What is captured on ways that only a count ends. */
  #counted(): readonly Capture[] {
    return [...this.#nodes.values()]
      .flatMap(({ edges }) => edges)
      .filter(({ capture }) => capture.steps.some(({ origin }) => origin === 'counter'))
      .map(({ capture }) => capture);
  }

  #visit(node: EventNode): void {
    const all = new Map(node.decisions);
    node.decisions = all;
    const captured: Passed = { event: node.event, maker: node.session, changedBy: [], isDoubtful: false };
    // In which order the apps stand is not known. Two orders tell whether it matters for most.
    const forth = new Way(this.#processing, captured);
    const back = new Way(this.#processing.toReversed(), captured);
    const ways: Ways = [forth, once(() => (isSameWhole(forth, back) ? forth : back))];
    node.edges = this.#apps.flatMap((app) => {
      return this.#handled(app, node, captured, ways).flatMap(
        ({ byOrder, captures, changedBy, decisions, isComplete, isDoubtful, order }) => {
          for (const [condition, outcome] of decisions) all.set(condition, outcome);
          // What could not be executed to its end may lead anywhere.
          if (!isComplete) node.isExplored = false;
          return captures
            .map((capture) => this.#edge(capture, node, app, changedBy))
            .map((edge) => ({
              ...edge,
              isCertain: edge.isCertain && !isDoubtful,
              isByOrder: byOrder.has(edge.capture.node),
              order: byOrder.has(edge.capture.node) && isProcessing(edge.capture) ? order : undefined,
            }));
        },
      );
    });
  }

  /** What an app does with a captured event, after the others have made of it what they make of it. */
  #handled(app: AppExplorer, node: EventNode, captured: Passed, [forth, back]: Ways): readonly Seen[] {
    const give = ({ event, maker }: Passed, part?: Part): Handled => {
      if (event === undefined) return nothingDone;
      const given = seenBy(event, maker.number, app.session.number);
      return app.session === node.session ? app.handle(given, part) : app.handleForeign(given, part);
    };
    const first = forth.without(app);
    if (first.event === node.event)
      return [{ ...give(first), changedBy: [], byOrder: noPlaces, isDoubtful: first.isDoubtful }];
    const last = back().without(app);
    const after = isSameFor(first, last) ? [first] : [first, last];
    // Its own processEvent may get the event before the others.
    const [only, ...more] = new Set(after.flatMap(({ changedBy }) => changedBy));
    const orderOf = (first: Session, second: Session): Order | undefined =>
      more.length === 0 ? [first, second] : undefined;
    const self = app.session;
    const before = {
      ...give(captured, 'processing'),
      changedBy: [],
      isDoubtful: false,
      order: only && orderOf(self, only),
    };
    const all = [
      before,
      ...after.map((passed) => ({
        ...give(passed),
        changedBy: passed.changedBy,
        isDoubtful: passed.isDoubtful,
        order: only && orderOf(only, self),
      })),
    ];
    const byOrder = placesByOrder(before, all.slice(1));
    return all.map((seen) => ({ ...seen, byOrder }));
  }

  /** The node of the captured event, and the edge to it. */
  #edge(
    capture: Capture,
    from: EventNode | undefined,
    app: AppExplorer,
    changedBy: readonly Session[] = [],
  ): EventEdge {
    const to = this.#nodeOf(capture, from, app);
    const { ranges } = from ?? {};
    const { choice } = capture;
    const steps =
      ranges === undefined ? capture.steps : capture.steps.filter(({ node }) => !isJumpedOver(node, ranges));
    const isCounter = (step: PathStep): boolean =>
      step.origin === 'counter' && !asksForIdle(step, capture.event);
    const isCarried = steps.some(isCounter) && carriesCount(capture.event);
    const isUpToEvent = (step: PathStep): boolean =>
      (step.origin === 'event' || (step.origin === 'counter' && !(isCarried && isCounter(step)))) &&
      // Of an event of which all is known nothing has to be assumed, but that a number that grows goes on to do so.
      (this.#first?.event === undefined || step.lasting !== undefined || app.isEntryPoint(step.node));
    const isCounted =
      isCarried || isMadeOfNested(capture) || isNameShortened(capture) || isShortenedStill(capture, from);
    const isCertain =
      !capture.isUncertain &&
      !isCounted &&
      !isMadeOfTested(capture, (node) => !app.isEntryPoint(node)) &&
      !isMadeNameTested(capture, from) &&
      steps.every((step) => isUpToEvent(step) || choice?.steps.includes(step) === true);
    const isChosen = choice !== undefined && !choice.steps.every(isUpToEvent);
    const base = { capture, to, isCertain, isCounted, session: app.session, changedBy, isByOrder: false };
    return isChosen ? { ...base, choice: choice.group } : base;
  }

  #nodeOf(capture: Capture, from: EventNode | undefined, { session }: AppExplorer): EventNode {
    const depth = (from?.depth ?? 0) + 1;
    // It stands for all that come after it.
    if (from?.ranges !== undefined && from.by.node === capture.node) return from;
    const changed = depth > maxHops ? rangesOf(capture.event, from) : undefined;
    const isCounted = changed !== undefined && changed.size > 0;
    // What all is known of is no guess: a list that grows may come to its limit yet.
    const isFollowed = this.#first?.isFollowed === true;
    const mostHops = isFollowed ? Infinity : this.#first?.event === undefined ? maxHops : maxProvenHops;
    const isLong = depth > (isCounted ? maxCountedHops : mostHops);
    const ranges = isLong && isCounted && !isFollowed ? changed : undefined;
    const captured = withGrownLists(
      withoutIdleCounts(withoutOthers(withNameCut(capture.event))),
      from?.event,
    );
    const event = ranges === undefined ? captured : withAnyNumbers(captured, ranges);
    const key = `${this.#apps.length === 1 ? '' : session.number} ${keyOfEvent(event)}`;
    const known = this.#nodes.get(key);
    if (known !== undefined) return known;
    // A text that gets shorter comes to its end, however long it is.
    const isShorter = this.#first?.event !== undefined && hasShorterText(event, from?.event);
    const isEndless = isCounted && !isFollowed ? depth > maxCountedHops + mostHops : isLong && !isShorter;
    const repeated = isEndless ? ancestorBy(from, capture) : undefined;
    if (repeated !== undefined) return repeated;
    const isExplored = depth <= maxDepth && this.#mayLookAtMore();
    const node: EventNode = {
      event,
      by: capture,
      session,
      depth,
      parent: from,
      ranges,
      edges: [],
      decisions: new Map(),
      isExplored,
      isLeftOut: !isExplored,
    };
    this.#nodes.set(key, node);
    if (isExplored) this.#queue.push(node);
    return node;
  }

  /** Events that several apps make of each other's grow with a power of how many there are. */
  #mayLookAtMore(): boolean {
    const { size } = this.#nodes;
    const { length } = this.#apps;
    const work = workOf(this.#apps.map(({ session }) => session));
    return (
      size < leastNodes * Math.min(length, appsWithAll) ||
      (work < maxWork && (length === 1 || size < mostNodes))
    );
  }
}

/**
 * The nearest event on the way that the same sink captured, under the same name, one that is made up, or one that has grown
 * to this, twice at least: a table may well lead from `step 1` to `step 10` step by step.
 */
function ancestorBy(from: EventNode | undefined, { node, event }: Capture): EventNode | undefined {
  const name = knownName(event);
  let grown: EventNode | undefined;
  let length = name?.length ?? 0;
  for (let ancestor = from; ancestor !== undefined; ancestor = ancestor.parent) {
    if (ancestor.by.node !== node) continue;
    const earlier = knownName(ancestor.event);
    if (earlier === name) return ancestor;
    if (earlier === undefined || earlier.length >= length) length = 0;
    else if (grown !== undefined) return grown;
    else {
      if (isGrown(name, earlier)) grown = ancestor;
      length = earlier.length;
    }
  }
  return undefined;
}

/** `copy of copy of a` is what `copy of a` has grown to, and `old_v2_v2_a` what `old_v2_a` has. */
function isGrown(name: string | undefined, earlier: string): boolean {
  if (name === undefined || earlier === '') return false;
  if (name.includes(earlier)) return true;
  let start = 0;
  while (start < earlier.length && name[start] === earlier[start]) start += 1;
  return name.length > earlier.length && name.endsWith(earlier.slice(start));
}
