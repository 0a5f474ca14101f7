/** One app, and what it does with an event: which of its entry points get it, and what they capture. */
import type ts from 'typescript';
import {
  anyEvent,
  batchOf,
  batchOfOne,
  type CapturedEvent,
  givenEvent,
  keyOfEvent,
  knownName,
  processedEvent,
  receivedEvent,
  setsBeside,
} from './events.ts';
import { both, noFacts } from './execution/facts.ts';
import { newestStore } from './execution/heap.ts';
import type { Machine } from './execution/machine.ts';
import { stepOf } from './execution/pathSteps.ts';
import type { Root, Session } from './execution/session.ts';
import { listOf } from './execution/sequences.ts';
import { asOneObject, fieldOf, keyOfShape, shapeOf } from './execution/shapes.ts';
import { WatchedCells } from './execution/watchedCells.ts';
import { isNullish, joinAll, undefinedValue, unknown, type Value } from './execution/values.ts';
import { HandledEvents } from './handledEvents.ts';
import { defaultsNaming, isCapturedIn, withSettingsAsked } from './namedBySettings.ts';
import { sendWebhook } from './sentWebhook.ts';
import { type Capture, SinkRecorder } from './sinks.ts';
import type { FirstEvent } from './trials.ts';
import type { MadeEvent } from './verdict.ts';

/** How conditions came out while an event was handled. */
export type Decisions = ReadonlyMap<ts.Node, 'true' | 'false' | 'both'>;

const eventRoots = [
  'processEvent',
  'processEventBatch',
  'onEvent',
  'onSnapshot',
  'onAction',
  'exportEvents',
  'composeWebhook',
];

/** How often any event is given to an app, as long as it leaves something new behind. */
const maxRounds = 6;

/** Whether an event goes through processEvent alone, or to all that looks on as well. */
export type Part = 'processing' | 'all';

/** What an app did with an event. */
export interface Handled {
  readonly captures: readonly Capture[];
  readonly decisions: Decisions;
  readonly isComplete: boolean;
}

/** What a processEvent surely makes of an event. */
interface Processed {
  readonly result:
    | 'as it was'
    | 'dropped'
    | Pick<CapturedEvent, 'name' | 'properties' | 'distinctId' | 'beside' | 'isMade'>;
  /** Whether a setting, what is stored or chance decides that it drops the event. */
  readonly mayDrop: boolean;
  /** What it cost, in steps. */
  readonly work: number;
}

interface Made {
  readonly event: CapturedEvent | undefined;
  readonly mayDrop: boolean;
  readonly work: number;
}

/** An event that an app does not get to see. */
export const nothingDone: Handled = { captures: [], decisions: new Map(), isComplete: true };

/** One app, and what it does with an event. */
export class AppExplorer {
  readonly session: Session;
  readonly #session: Session;
  readonly #roots: readonly Root[];
  /** Its processEvent, or the same for batches. */
  readonly #processor: Root | undefined;
  readonly #handled: Readonly<Record<Part, HandledEvents>> = {
    processing: new HandledEvents(),
    all: new HandledEvents(),
  };
  readonly #processed = new Map<string, Processed>();
  /** The same for one and the same event, which comes once for each app that is to see it. */
  #made = new WeakMap<CapturedEvent, Made>();

  constructor(session: Session) {
    this.session = session;
    this.#session = session;
    const single = session.root('processEvent');
    const hasSingle = single !== undefined;
    // PostHog calls processEventBatch only where there is no processEvent (reference 2.3).
    this.#processor = single ?? session.root('processEventBatch');
    this.#roots = eventRoots.flatMap((name) => {
      const root = name === 'processEventBatch' && hasSingle ? undefined : session.root(name);
      return root === undefined ? [] : [root];
    });
  }

  /** Whether it is one of the functions that get events; which of them an event goes to is a step of its own. */
  isEntryPoint(node: ts.Node): boolean {
    return this.#roots.some((root) => root.node === node || root.site === node);
  }

  /** Whether it has a processEvent, or the same for batches, which may change what all apps get to see. */
  get isProcessing(): boolean {
    return this.#processor !== undefined;
  }

  /**
   * Gives any event to each entry point, and again with what that has left behind, until it leaves nothing new: a
   * variable may go through several states from event to event. After some rounds it may be anything.
   */
  start(event: FirstEvent = {}): readonly Capture[] {
    this.#processed.clear();
    this.#made = new WeakMap();
    for (let round = 1; ; round += 1) {
      this.#isNews = false;
      const widens = round === maxRounds;
      const captures = this.#roots.flatMap((root) => this.#startRoot(root, event, widens));
      const isEnough = this.#hasChanged ? round > 1 && !this.#isNews : true;
      if (isEnough || round > maxRounds) return captures;
    }
  }

  /** Whether events leave something behind, and whether in this round it was something new. */
  #hasChanged = false;
  #isNews = false;

  #startRoot(root: Root, { name, facts = noFacts, event }: FirstEvent, widens: boolean): readonly Capture[] {
    const session = this.#session;
    const { machine } = session;
    const recorder = new SinkRecorder(machine);
    machine.capturedNames = new Set();
    machine.onSink = (call) => recorder.note(call);
    const newest = newestStore();
    const run = (): void => {
      session.begin(facts);
      const given =
        event === undefined
          ? anyEvent(machine, root.name === 'onSnapshot' ? '$snapshot' : name)
          : this.#givenTo(root, givenEvent(machine, event));
      if (given !== undefined) this.#callWith(root, given);
    };
    session.tryOut(run, (changes) => {
      const left = session.remember(changes, newest, widens);
      if (left !== 'nothing') this.#hasChanged = true;
      if (left === 'new') this.#isNews = true;
    });
    machine.onSink = undefined;
    return recorder.captures;
  }

  /** An event of which all is known, as processEvent hands it on to the others; undefined where it drops it. */
  #givenTo(root: Root, event: Value): Value | undefined {
    const { machine } = this.#session;
    const processor = this.#processor;
    if (processor === undefined || root === processor || root.name === 'onSnapshot') return event;
    const { onSink } = machine;
    machine.onSink = undefined;
    const passed = this.#passOn(processor, event);
    machine.onSink = onSink;
    const node = root.node ?? root.site ?? missing(this.#session);
    return passed && processedEvent(machine, passed, node);
  }

  /** Gives the app an event that another app captured; of several apps it may come in the same form. */
  handleForeign(event: CapturedEvent, part: Part = 'all'): Handled {
    if (part === 'processing' && !this.isProcessing) return nothingDone;
    const remembered = this.#handled[part];
    const known = remembered.same(event);
    if (known !== undefined) return known;
    const { machine } = this.#session;
    const alike = remembered.alike(event);
    if (alike !== undefined) {
      machine.countAgain(alike.work);
      remembered.remember(event, { ...alike, asked: undefined });
      return alike.handled;
    }
    const cells = new WatchedCells();
    const before = machine.work;
    const handled = this.handle(event, part, cells, true);
    const { asked } = cells;
    remembered.remember(event, { handled, asked, work: machine.work - before });
    return handled;
  }

  /**
   * What the app's processEvent surely makes of an event, which is what all apps get to see after it (reference 2.4):
   * nothing when it drops it, the event itself when it leaves it as it is or may do so.
   */
  processed(event: CapturedEvent): CapturedEvent | undefined {
    if (this.#processor === undefined || knownName(event) === '$snapshot') return event;
    const { machine } = this.#session;
    const known = this.#made.get(event);
    if (known !== undefined) {
      machine.countAgain(known.work);
      return known.event;
    }
    const key = keyOfEvent(event);
    const alike = this.#processed.get(key);
    if (alike !== undefined) machine.countAgain(alike.work);
    const processed = alike ?? this.#process(this.#processor, event);
    const { mayDrop, result, work } = processed;
    this.#processed.set(key, processed);
    const made = result === 'dropped' ? undefined : result === 'as it was' ? event : { ...event, ...result };
    this.#made.set(event, { event: made, mayDrop, work });
    return made;
  }

  /** Whether its processEvent may drop an event that it otherwise lets pass: something beside the event decides. */
  mayDrop(event: CapturedEvent): boolean {
    this.processed(event);
    return this.#made.get(event)?.mayDrop === true;
  }

  /** The same with who made it, for the app's other entry points; undefined where it leaves the event as it is. */
  madeOf(event: CapturedEvent): MadeEvent | undefined {
    const made = this.processed(event);
    const isMade = made !== undefined && made !== event && this.#processor !== undefined;
    return isMade ? { event: made, by: this.#processor.name } : undefined;
  }

  /** Whether its processEvent surely drops any event, whatever it is. */
  get dropsAll(): boolean {
    const root = this.#processor;
    if (root === undefined) return false;
    const { machine } = this.#session;
    let isDropped = false;
    machine.onSink = undefined;
    this.#session.tryOut(() => {
      this.#session.begin(noFacts);
      const made = this.#callProcessor(root, anyEvent(machine));
      isDropped = made !== undefined && machine.path === undefined && machine.truth(made).can === 'false';
    });
    return isDropped;
  }

  #process(root: Root, event: CapturedEvent): Processed {
    const { machine } = this.#session;
    const before = machine.work;
    let result: Processed['result'] = 'as it was';
    let mayDrop = false;
    machine.onSink = undefined;
    this.#session.tryOut(() => {
      this.#session.begin(event.facts);
      const received = receivedEvent(machine, event);
      const before = shapeOf(machine, received);
      // Where it throws, what it has written until then stays (reference 2.4).
      const made = this.#callProcessor(root, received) ?? received;
      const { can, origin } = machine.truth(made);
      mayDrop = can === 'both' && made.of.some(isNullish) && origin !== 'event';
      // Where something undecided stands before it, it may as well be left as it is.
      if (machine.path !== undefined) return;
      if (can === 'false') {
        result = 'dropped';
        return;
      }
      // Where a setting decides which of several objects it is, each field is what it is in any of them. One that may be
      // dropped comes to nobody for sure in its new form.
      const objects = made.of.filter((simple) => !isNullish(simple));
      const shape = shapeOf(machine, { of: objects, condition: undefined });
      const after = asOneObject(can === 'both' ? { kind: 'any', of: [before, shape] } : shape);
      if (after.kind !== 'object' || keyOfShape(after) === keyOfShape(before)) return;
      const distinctId = fieldOf(after, 'distinct_id');
      const isSamePerson = keyOfShape(distinctId) === keyOfShape(fieldOf(before, 'distinct_id'));
      result = {
        name: fieldOf(after, 'event'),
        properties: asOneObject(fieldOf(after, 'properties')),
        distinctId: isSamePerson ? event.distinctId : distinctId,
        beside: setsBeside(after),
        isMade: true,
      };
    });
    return { result, mayDrop, work: machine.work - before };
  }

  /**
   * Gives the app an event that was captured.
   *
   * @param cells come to hold its properties, and to know which of them were asked for.
   */
  handle(event: CapturedEvent, part: Part = 'all', cells?: WatchedCells, isForeign = false): Handled {
    const session = this.#session;
    const { machine } = session;
    const recorder = new SinkRecorder(machine);
    // Of what another app captures a setting may well be made to name it.
    const name = isForeign ? undefined : knownName(event);
    machine.capturedNames = new Set(name === undefined ? [] : [name]);
    machine.hasExcludedNames = false;
    machine.onSink = (call) => recorder.note(call);
    let decisions: Decisions = new Map();
    const wasComplete = session.isComplete;
    session.isComplete = true;
    session.tryOut(() => {
      session.begin(event.facts);
      this.#handle(event, part, cells);
      decisions = new Map(machine.decisions);
      cells?.stopWatching();
    });
    const { isComplete } = session;
    session.isComplete = wasComplete && isComplete;
    const { captures } = recorder;
    const isAsked = name !== undefined && machine.hasExcludedNames && captures.length > 0;
    const told = isAsked
      ? withSettingsAsked(captures, this.#handleOnce(event, part).captures, name)
      : captures;
    const byDefault = name === undefined ? undefined : defaultsNaming(machine, name);
    const facts = byDefault === undefined ? undefined : both(event.facts, byDefault);
    machine.onSink = undefined;
    if (facts === undefined || told.length === 0) return { captures: told, decisions, isComplete };
    const stopping = this.#handleOnce({ ...event, facts }, part);
    const left = told.filter((capture) => isCapturedIn(stopping.captures, capture));
    const isStopped = left.length < told.length;
    return { captures: left, decisions: isStopped ? stopping.decisions : decisions, isComplete };
  }

  /** What is captured where settings may name the event, or say what is known of them. */
  #handleOnce(event: CapturedEvent, part: Part): Omit<Handled, 'isComplete'> {
    const { machine } = this.#session;
    const recorder = new SinkRecorder(machine);
    let decisions: Decisions = new Map();
    machine.capturedNames = new Set();
    machine.onSink = (call) => recorder.note(call);
    this.#session.tryOut(() => {
      this.#session.begin(event.facts);
      this.#handle(event, part, undefined);
      decisions = new Map(machine.decisions);
    });
    machine.onSink = undefined;
    return { captures: recorder.captures, decisions };
  }

  /** An event on its way through the app: processEvent first, and what it returns to all others (reference 2.4). */
  #handle(event: CapturedEvent, part: Part, cells: WatchedCells | undefined): void {
    const { machine } = this.#session;
    let received: Value | undefined = receivedEvent(machine, event, cells);
    const isSnapshot = knownName(event) === '$snapshot';
    const mayBeSnapshot = knownName(event) === undefined;
    for (const root of this.#roots) {
      if (root.name.startsWith('processEvent') && !isSnapshot) received = this.#passOn(root, received);
      if (received === undefined) return;
    }
    if (part === 'processing') return;
    for (const root of this.#roots) {
      if (root.name.startsWith('processEvent')) continue;
      if (root.name === 'onSnapshot' ? !isSnapshot && !mayBeSnapshot : isSnapshot) continue;
      if (root.name === 'exportEvents' && isIgnored(machine, event)) continue;
      const node = root.node ?? root.site ?? missing(this.#session);
      const current = this.isProcessing ? processedEvent(machine, received, node) : received;
      machine.maybe('event', node, () => {
        this.#callWith(root, current);
        return undefinedValue;
      });
    }
  }

  /** What processEvent makes of the event; undefined when it drops it. */
  #passOn(root: Root, event: Value): Value | undefined {
    const { machine } = this.#session;
    const next = this.#returned(root, event);
    if (next === undefined) return event;
    const truth = machine.truth(next);
    if (truth.can === 'false') {
      if (root.node !== undefined) machine.decisions.set(root.node, 'false');
      return undefined;
    }
    if (truth.can === 'both') {
      machine.facts = new Map([...machine.facts, ...truth.whenTrue]);
      machine.path = stepOf(root.node ?? missing(this.#session), true, truth, machine);
    }
    const kept = next.of.filter((simple) => simple.kind === 'reference');
    return kept.length === 0 ? event : { of: kept, condition: undefined };
  }

  /** What processEvent gives; where it throws, the event goes on with what was written into it until then (reference 2.4). */
  #returned(root: Root, event: Value): Value | undefined {
    const { machine } = this.#session;
    const { facts, path } = machine;
    const after = machine.open();
    const thrown = machine.open();
    machine.uncaught = thrown;
    const next = this.#callProcessor(root, event);
    machine.uncaught = undefined;
    if (next !== undefined) machine.arrive(after, next);
    if (machine.close(thrown) !== undefined) machine.arrive(after, event);
    const returned = machine.close(after);
    if (returned === undefined) {
      machine.facts = facts;
      machine.path = path;
    }
    return returned;
  }

  /** What processEvent gives for an event, of a batch what stands in the place of the event; undefined when it threw. */
  #callProcessor(root: Root, event: Value): Value | undefined {
    const { machine } = this.#session;
    if (root.name !== 'processEventBatch') return this.#session.callRoot(root, [event]);
    const batch = this.#session.callRoot(root, [batchOfOne(machine, event)]);
    if (batch === undefined) return undefined;
    const { items, more } = listOf(machine, batch);
    return more === undefined ? (items[0] ?? undefinedValue) : joinAll([...items, more, undefinedValue]);
  }

  #callWith(root: Root, event: Value): void {
    const session = this.#session;
    const { machine } = session;
    switch (root.name) {
      case 'exportEvents':
        session.callRoot(root, [batchOf(machine, event)]);
        return;
      case 'processEventBatch':
        session.callRoot(root, [batchOfOne(machine, event)]);
        return;
      case 'onAction':
        session.callRoot(root, [unknown('other', undefined, true), event]);
        return;
      case 'composeWebhook':
        sendWebhook(machine, root, session.callRoot(root, [event]));
        return;
      default:
        session.callRoot(root, [event]);
    }
  }
}

/** Events that the setting `exportEventsToIgnore` names do not come to exportEvents (reference 2.7). */
export function isIgnored(machine: Machine, event: CapturedEvent): boolean {
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
