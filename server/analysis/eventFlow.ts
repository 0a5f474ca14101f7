/**
 * Which event leads to which: the app is given any event, then each event that it captures, and so on, until nothing
 * new comes. An event that comes back, directly or through others, is a loop.
 */
import type ts from 'typescript';
import { beforeCounting, isJumpedOver, type Ranges, rangesOf, withAnyNumbers } from './countedEvents.ts';
import {
  anyEvent,
  batchOf,
  type CapturedEvent,
  foreign,
  keyOfEvent,
  knownName,
  receivedEvent,
} from './events.ts';
import { type Facts, noFacts } from './execution/facts.ts';
import { newestStore } from './execution/heap.ts';
import { isShortened } from './execution/ids.ts';
import type { Machine } from './execution/machine.ts';
import { getNamed } from './execution/objects.ts';
import { noteRequest } from './execution/requests.ts';
import type { Root, Session } from './execution/session.ts';
import { isNullish, objectsOf, undefinedValue, unknown, type Value } from './execution/values.ts';
import { type Capture, SinkRecorder } from './sinks.ts';
import { type FirstEvent, tryLoops } from './trials.ts';

/** How conditions came out while an event was handled. */
export type Decisions = ReadonlyMap<ts.Node, 'true' | 'false' | 'both'>;

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
  /** False when there were too many events to look at this one. */
  isExplored: boolean;
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
}

export interface EventFlow {
  /** What any event leads to. */
  readonly starts: readonly EventEdge[];
  readonly nodes: readonly EventNode[];
}

/** Events of each app that are looked at in any case. */
const leastNodes = 48;
/** More events than that are looked at as long as the work for them stays below this, in steps. */
const maxWork = 500_000;
/** Captured events in a row that are looked at at all. */
const maxDepth = 100;
/** Captured events in a row before the next is taken for one of them: names that grow would go on for ever. */
const maxHops = 4;
/** The same for events that carry a number, which may count them: after that they are followed with any number. */
const maxCountedHops = 24;

const eventRoots = [
  'processEvent',
  'processEventBatch',
  'onEvent',
  'onSnapshot',
  'onAction',
  'exportEvents',
  'composeWebhook',
];

/** @param sessions apps of one project: each gets what the others capture, too. */
export function exploreEvents(...sessions: readonly Session[]): EventFlow {
  return toEnd(exploreInSteps(...sessions));
}

/** The same, event by event: with many apps others want their turn in between. */
export function* exploreInSteps(...sessions: readonly Session[]): Generator<undefined, EventFlow> {
  for (const session of sessions) {
    session.prepare();
    yield;
  }
  const flow = yield* new Explorer(sessions).explore();
  return tryLoops(
    flow,
    (first) => toEnd(new Explorer(sessions, first).explore()),
    () => workOf(sessions),
  );
}

function workOf(sessions: readonly Session[]): number {
  return sessions.reduce((sum, { machine }) => sum + machine.work, 0);
}

function toEnd(steps: Generator<undefined, EventFlow>): EventFlow {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/** The events that are known so far, and those that have to be looked at yet. */
class Explorer {
  readonly #apps: readonly AppExplorer[];
  readonly #nodes = new Map<string, EventNode>();
  readonly #queue: EventNode[] = [];
  readonly #first: FirstEvent | undefined;

  /** @param first what is known of the first event; nothing, when it is not given. */
  constructor(sessions: readonly Session[], first?: FirstEvent) {
    this.#apps = sessions.map((session) => new AppExplorer(session));
    this.#first = first;
  }

  *explore(): Generator<undefined, EventFlow> {
    const starts = yield* this.#follow(this.#first);
    const uncounted = this.#first === undefined ? this.#uncounted() : undefined;
    if (uncounted !== undefined) starts.push(...(yield* this.#follow({ facts: uncounted })));
    return { starts, nodes: [...this.#nodes.values()] };
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

  /** What is known of the first event where events are counted: it carries none of the numbers yet. */
  #uncounted(): Facts | undefined {
    const counted = [...this.#nodes.values()]
      .flatMap(({ edges }) => edges)
      .filter(({ capture }) => capture.steps.some(({ origin }) => origin === 'counter'));
    return beforeCounting(counted.map(({ capture }) => capture));
  }

  #visit(node: EventNode): void {
    node.edges = this.#apps.flatMap((app) => {
      const { captures, decisions, isComplete } =
        app.session === node.session ? app.handle(node.event) : app.handleForeign(foreign(node.event));
      node.decisions = new Map([...node.decisions, ...decisions]);
      // What could not be executed to its end may lead anywhere.
      if (!isComplete) node.isExplored = false;
      return captures.map((capture) => this.#edge(capture, node, app));
    });
  }

  /** The node of the captured event, and the edge to it. */
  #edge(capture: Capture, from: EventNode | undefined, app: AppExplorer): EventEdge {
    const to = this.#nodeOf(capture, from, app);
    const { ranges } = from ?? {};
    const steps =
      ranges === undefined ? capture.steps : capture.steps.filter(({ node }) => !isJumpedOver(node, ranges));
    const origins = steps.map(({ origin }) => origin);
    const isCounted = origins.includes('counter') || isMadeOfNested(capture) || isNameShortened(capture);
    const isCertain =
      !capture.isUncertain &&
      !isCounted &&
      !isPieceOfTested(capture) &&
      origins.every((origin) => origin === 'event');
    return { capture, to, isCertain, isCounted, session: app.session };
  }

  #nodeOf(capture: Capture, from: EventNode | undefined, { session }: AppExplorer): EventNode {
    const depth = (from?.depth ?? 0) + 1;
    // It stands for all that come after it.
    if (from?.ranges !== undefined && from.by.node === capture.node) return from;
    const changed = depth > maxHops ? rangesOf(capture.event, from) : undefined;
    const isCounted = changed !== undefined && changed.size > 0;
    const isLong = depth > (isCounted ? maxCountedHops : maxHops);
    const ranges = isLong && isCounted ? changed : undefined;
    const event = ranges === undefined ? capture.event : withAnyNumbers(capture.event, ranges);
    const key = `${this.#apps.length === 1 ? '' : session.number} ${keyOfEvent(event)}`;
    const known = this.#nodes.get(key);
    if (known !== undefined) return known;
    const isEndless = isCounted ? depth > maxCountedHops + maxHops : isLong;
    const repeated = isEndless ? ancestorBy(from, capture) : undefined;
    if (repeated !== undefined) return repeated;
    const isExplored =
      depth <= maxDepth &&
      (this.#nodes.size < leastNodes * this.#apps.length ||
        workOf(this.#apps.map(({ session }) => session)) < maxWork * this.#apps.length);
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
    };
    this.#nodes.set(key, node);
    if (isExplored) this.#queue.push(node);
    return node;
  }
}

/** What an app did with an event. */
interface Handled {
  readonly captures: readonly Capture[];
  readonly decisions: Decisions;
  readonly isComplete: boolean;
}

/** One app, and what it does with an event. */
class AppExplorer {
  readonly session: Session;
  readonly #session: Session;
  readonly #roots: readonly Root[];
  readonly #handled = new Map<string, Handled>();

  constructor(session: Session) {
    this.session = session;
    this.#session = session;
    const hasSingle = session.root('processEvent') !== undefined;
    this.#roots = eventRoots.flatMap((name) => {
      // PostHog calls processEventBatch only where there is no processEvent (reference 2.3).
      const root = name === 'processEventBatch' && hasSingle ? undefined : session.root(name);
      return root === undefined ? [] : [root];
    });
  }

  /** Gives any event to each entry point, twice: the second time with what the first has left behind. */
  start({ name, facts = noFacts }: FirstEvent = {}): readonly Capture[] {
    const startAll = (): readonly Capture[] =>
      this.#roots.flatMap((root) => this.#startRoot(root, facts, name));
    const first = startAll();
    return this.#hasChanged ? startAll() : first;
  }

  #hasChanged = false;

  #startRoot(root: Root, facts: Facts, name?: string): readonly Capture[] {
    const session = this.#session;
    const { machine } = session;
    const recorder = new SinkRecorder(machine);
    machine.capturedNames = new Set();
    machine.onSink = (call) => recorder.note(call);
    const newest = newestStore();
    const changes = session.tryOut(() => {
      session.begin(facts);
      this.#callWith(root, anyEvent(machine, root.name === 'onSnapshot' ? '$snapshot' : name));
    });
    machine.onSink = undefined;
    if (session.remember(changes, newest)) this.#hasChanged = true;
    return recorder.captures;
  }

  /** Gives the app an event that another app captured; of several apps it may come in the same form. */
  handleForeign(event: CapturedEvent): Handled {
    const key = keyOfEvent(event);
    const known = this.#handled.get(key);
    if (known !== undefined) return known;
    const handled = this.handle(event);
    this.#handled.set(key, handled);
    return handled;
  }

  /** Gives the app an event that was captured. */
  handle(event: CapturedEvent): Handled {
    const session = this.#session;
    const { machine } = session;
    const recorder = new SinkRecorder(machine);
    const name = knownName(event);
    machine.capturedNames = new Set(name === undefined ? [] : [name]);
    machine.onSink = (call) => recorder.note(call);
    let decisions: Decisions = new Map();
    const wasComplete = session.isComplete;
    session.isComplete = true;
    session.tryOut(() => {
      session.begin(event.facts);
      this.#handle(event);
      decisions = new Map(machine.decisions);
    });
    const { isComplete } = session;
    session.isComplete = wasComplete && isComplete;
    machine.onSink = undefined;
    return { captures: recorder.captures, decisions, isComplete };
  }

  /** An event on its way through the app: processEvent first, and what it returns to all others (reference 2.4). */
  #handle(event: CapturedEvent): void {
    const { machine } = this.#session;
    let received: Value | undefined = receivedEvent(machine, event);
    const isSnapshot = knownName(event) === '$snapshot';
    const mayBeSnapshot = knownName(event) === undefined;
    for (const root of this.#roots) {
      if (root.name.startsWith('processEvent') && !isSnapshot) received = this.#process(root, received);
      if (received === undefined) return;
    }
    for (const root of this.#roots) {
      if (root.name.startsWith('processEvent')) continue;
      if (root.name === 'onSnapshot' ? !isSnapshot && !mayBeSnapshot : isSnapshot) continue;
      if (root.name === 'exportEvents' && isIgnored(machine, event)) continue;
      const current = received;
      machine.maybe('event', root.node ?? root.site ?? missing(this.#session), () => {
        this.#callWith(root, current);
        return undefinedValue;
      });
    }
  }

  /** What processEvent makes of the event; undefined when it drops it. */
  #process(root: Root, event: Value): Value | undefined {
    const { machine } = this.#session;
    const { facts, path } = machine;
    const isBatch = root.name === 'processEventBatch';
    const result = this.#session.callRoot(root, [isBatch ? batchOf(machine, event) : event]);
    if (result === undefined) {
      // It threw: the event goes on as it was (reference 2.4).
      machine.facts = facts;
      machine.path = path;
      return event;
    }
    const next = isBatch ? getNamed(machine, result, '0', missing(this.#session)) : result;
    const truth = machine.truth(next);
    if (truth.can === 'false') {
      if (root.node !== undefined) machine.decisions.set(root.node, 'false');
      return undefined;
    }
    if (truth.can === 'both') {
      machine.facts = new Map([...machine.facts, ...truth.whenTrue]);
      const step = { node: root.node ?? missing(this.#session), outcome: true, origin: truth.origin };
      machine.path = { ...step, parent: machine.path, length: (machine.path?.length ?? 0) + 1 };
    }
    const kept = next.of.filter((simple) => simple.kind === 'reference');
    return kept.length === 0 ? event : { of: kept, condition: undefined };
  }

  #callWith(root: Root, event: Value): void {
    const session = this.#session;
    const { machine } = session;
    switch (root.name) {
      case 'exportEvents':
      case 'processEventBatch':
        session.callRoot(root, [batchOf(machine, event)]);
        return;
      case 'onAction':
        session.callRoot(root, [unknown('other', undefined, true), event]);
        return;
      case 'composeWebhook':
        this.#sendWebhook(root, session.callRoot(root, [event]));
        return;
      default:
        session.callRoot(root, [event]);
    }
  }

  /** The webhook that composeWebhook returns is a request like any other (reference 2.8). */
  #sendWebhook(root: Root, webhook: Value | undefined): void {
    const { machine } = this.#session;
    if (webhook === undefined) return;
    const objects = webhook.of.filter((simple) => simple.kind === 'reference');
    const node = objectsOf(webhook)[0]?.sites.get('url') ?? root.node;
    if (objects.length === 0 || node === undefined) return;
    const about = (name: string): Value =>
      getNamed(machine, { of: objects, condition: undefined }, name, node);
    const method = about('method');
    machine.frame = { name: root.name, site: node, parent: undefined, depth: 1, node: root.node ?? node };
    noteRequest(machine, node, 'the webhook', {
      url: about('url'),
      method: method.of.every(isNullish) ? undefined : method,
      body: about('body'),
      kind: 'webhook',
    });
    machine.frame = undefined;
  }
}

/** Whether an event has a piece of the name of the incoming one, and there is a condition on the way. */
function isNameShortened({ event: { name }, steps }: Capture): boolean {
  if (name.kind !== 'simple' || name.simple.kind !== 'unknown' || name.simple.id === undefined) return false;
  return steps.length > 0 && isShortened(name.simple.id);
}

/** Whether a property of the event is a piece of the one that was tested, which may pass the test no more. */
function isPieceOfTested({ event: { properties }, facts }: Capture): boolean {
  if (properties.kind !== 'object') return false;
  return [...properties.fields].some(([key, field]) => {
    const id = field.kind === 'simple' && field.simple.kind === 'unknown' ? (field.simple.id ?? '') : '';
    const about = `event.properties.${key}`;
    if (!isShortened(id) || !id.includes(about)) return false;
    return [...facts.keys()].some((fact) => fact !== about && fact.split(' ').includes(about));
  });
}

const inside = /(?:^| )event\.properties\.[^ ]/;

/**
 * Whether an event is made of what lies inside of a property of the incoming one, and needs more of that kind to be
 * captured again: an event cannot be nested without end.
 */
function isMadeOfNested(capture: Capture): boolean {
  const {
    event: { name, properties },
    facts,
  } = capture;
  if (isUnwrapped(capture)) return true;
  const id = properties.kind === 'object' ? (properties.openAs?.id ?? '') : '';
  if (properties.kind !== 'object' || !inside.test(id)) return false;
  const list = /\[\*\] event\.properties\.([^ .[\]]+)/.exec(id)?.[1];
  if (list !== undefined && !properties.fields.has(list)) return true;
  if (name.kind === 'simple' && name.simple.kind === 'unknown' && inside.test(name.simple.id ?? ''))
    return true;
  return [...facts.keys()].some((id) => {
    const field = /^event\.properties\.([^ .[\]]+)$/.exec(id)?.[1];
    return field !== undefined && !properties.fields.has(field);
  });
}

/** Whether a property is what lies inside of that property of the incoming event, which has to be there. */
function isUnwrapped({ event: { properties }, facts }: Capture): boolean {
  if (properties.kind !== 'object') return false;
  return [...properties.fields].some(([key, field]) => {
    const about = `event.properties.${key}`;
    const id = field.kind === 'simple' && field.simple.kind === 'unknown' ? (field.simple.id ?? '') : '';
    return id.startsWith(`${about}.`) && facts.get(about)?.truthy === true;
  });
}

/** The nearest event on the way that the same sink captured, under the same name, one that is made up, or one inside of this. */
function ancestorBy(from: EventNode | undefined, { node, event }: Capture): EventNode | undefined {
  const name = knownName(event);
  for (let ancestor = from; ancestor !== undefined; ancestor = ancestor.parent) {
    if (ancestor.by.node === node && isSameOrGrown(name, knownName(ancestor.event))) return ancestor;
  }
  return undefined;
}

/** `copy of copy of a` is what `copy of a` has grown to. */
function isSameOrGrown(name: string | undefined, earlier: string | undefined): boolean {
  if (name === earlier) return true;
  return name !== undefined && earlier !== undefined && earlier !== '' && name.includes(earlier);
}

/** Events that the setting `exportEventsToIgnore` names do not come to exportEvents (reference 2.7). */
function isIgnored(machine: Machine, event: CapturedEvent): boolean {
  const name = knownName(event);
  const ignored = machine.configDefaults
    .get('exportEventsToIgnore')
    ?.split(',')
    .map((text) => text.trim());
  return name !== undefined && ignored?.includes(name) === true;
}

function missing(session: Session): ts.Node {
  const node = session.entry?.file;
  if (node === undefined) throw new Error('An app without an entry file has no entry points.');
  return node;
}
