/**
 * The state of an abstract execution: facts, undecided conditions, call stack, and the points at which paths meet
 * again. Undecided branches are all taken, one after the other, and joined where they meet.
 */
import type ts from 'typescript';
import { both, either, type Facts, noFacts } from './facts.ts';
import { joinArrivals, joinListsOf, joinOf, joinPaths } from './joins.ts';
import {
  type Changes,
  type HeapObject,
  newestStore,
  noChanges,
  type OpenObject,
  type Store,
  Trail,
} from './heap.ts';
import type { Items } from './items.ts';
import type { Arrival, Frame, Handler, JoinPoint, PathStep, Truth, Unawaited, Way } from './paths.ts';
import type { Language, Activation, CallRequest } from './language.ts';
import { stepOf } from './pathSteps.ts';
import { resolvedBy } from './resolved.ts';
import type { SinkCall } from './sinkCalls.ts';
import type { TimeKind } from './times.ts';
import { truthOf, truthOfSimple } from './truths.ts';
import {
  type Condition,
  type Origin,
  type Simple,
  undefinedValue,
  type Value,
  withRejections,
} from './values.ts';

/** Of more calls the last ones are taken for one. */
const mostFailures = 4;

/** An object of which not all keys are known. */
export interface KeySource {
  readonly openAs: OpenObject;
  /** The keys that are known. */
  readonly known: readonly string[];
}

/** Where the code of a call is executed: the innermost scope, and that of the call. */
export interface Activity {
  readonly scope: Store | undefined;
  readonly ofCall: Store | undefined;
}

/** Leaves the code that is being executed because no path goes on. Made once: it needs no stack of its own. */
class Unwind extends Error {}
const unwind = new Unwind('No path goes on.');

/** The execution costs too much; what is known so far stays. */
export class OutOfBudget extends Error {}

/** Where an error leads that nothing catches. */
const nowhere: JoinPoint = { mark: 0, newest: 0, entryPath: undefined, arrivals: [], leaks: [] };

const maxSteps = 250_000;
/** Changes that are copied in the time of one step. */
const changesPerStep = 8;

export class Machine {
  readonly trail = new Trail();
  readonly language: Language;
  /** How each condition came out in this run. */
  readonly decisions = new Map<ts.Node, 'true' | 'false' | 'both'>();
  /** Code that tests a promise as if it were what it will be: an `await` is missing there. */
  readonly promisesTested = new Set<ts.Node>();
  /** Statements that leave to itself what changes something later than what follows: an `await` is missing there, too. */
  readonly notWaitedFor = new Set<ts.Statement>();
  /** Names of methods that the app has given to all values of a type: `String.prototype.track = …`. */
  readonly extensions = new Set<string>();
  /** Whether calls were nested so deeply that the innermost were left out. */
  isCut = false;
  facts: Facts = noFacts;
  path: PathStep | undefined;
  frame: Frame | undefined;
  handler: Handler | undefined;
  /** Where an error comes that nothing in the app catches, if somebody looks at that. */
  uncaught: JoinPoint | undefined;
  activation: Activation | undefined;
  /** Whether the app is set up: what it left to itself then is done before the first event. */
  isSetUp = false;
  /** The innermost code around that nobody waits for. */
  unawaited: Unawaited | undefined;
  /** The innermost scope of the code that is being executed, and that of the call; those of the calls around it. */
  scope: Store | undefined;
  ofCall: Store | undefined;
  readonly callers: Activity[] = [];
  /** The ways on which the function that was executed last came to its end. */
  returned: readonly Arrival[] = [];
  /** What the execution of a sink is told to. */
  onSink: ((sink: SinkCall) => void) | undefined;
  /** Names of the event that is fed back, where they are known: settings are taken not to name them. */
  capturedNames: ReadonlySet<string> = new Set();
  /** Whether something was decided by that. */
  hasExcludedNames = false;
  /** Properties of events that are fed back: settings are taken not to name one of them, either. */
  readonly received = new WeakSet<Store>();
  /** Objects of JSON that is all known: what they lack they surely have not. */
  readonly ofJson = new WeakSet<Store>();
  /** Whose event it is where the app does not say so (reference 1.1.3). */
  defaultPerson: string | undefined;
  /** Texts that the manifest gives to settings, by key. */
  configDefaults: ReadonlyMap<string, string> = new Map();
  /** Whether PostHog captures an event when a person is changed through its API: since 2022 (reference 7.2). */
  capturesPersonChanges = true;
  /** Whether what was searched for is there, by the id of the index that the search gave. */
  readonly searches = new Map<string, Value>();
  /** Whose keys an unknown key is one of, by the id of the key; see `keySourceOf`. */
  readonly keySources = new Map<string, KeySource>();
  /** The names that a key is none of, for keys that cannot be told from others. */
  readonly namesBeside = new WeakMap<Simple, readonly string[]>();
  /** Ids of what was read out of settings, and written to since. */
  readonly settingsWritten = new Set<string>();
  /** The addresses of which values are the parameters. */
  readonly urlsOfParams = new WeakMap<Simple, HeapObject>();
  /** Fields that were asked for of values that are not known, by the ids of those values. */
  readonly fieldsAskedFor = new Map<string, Set<string>>();
  /** Times that were asked for in this run, by their ids, and how many milliseconds ages of captured events count. */
  readonly times = new Map<string, TimeKind>();
  readonly ages = new Map<string, number>();
  readonly #executions = new Map<ts.Node, Map<ts.Node, number>>();
  #points: JoinPoint[] = [];
  /** Arrivals whose changes are still in place. */
  #unsettled: { readonly point: JoinPoint; readonly arrival: Arrival }[] = [];
  #steps = 0;
  #earlierSteps = 0;
  #limit = maxSteps;

  constructor(language: Language) {
    this.language = language;
  }

  /** Begins a run: an entry point is called, as PostHog would. */
  reset(facts: Facts): void {
    this.facts = facts;
    this.path = undefined;
    this.frame = undefined;
    this.handler = undefined;
    this.uncaught = undefined;
    this.activation = undefined;
    this.unawaited = undefined;
    this.scope = undefined;
    this.ofCall = undefined;
    this.callers.length = 0;
    this.returned = [];
    this.#points = [];
    this.#unsettled = [];
    this.#earlierSteps += this.#steps;
    this.#steps = 0;
    this.#executions.clear();
    this.decisions.clear();
    this.times.clear();
    this.ages.clear();
  }

  /** Whether the run has taken so many steps that what is done again and again is not done any more. */
  get isLong(): boolean {
    return this.#steps > maxSteps / 25;
  }

  /** The work of all runs so far, in steps. */
  get work(): number {
    return this.#earlierSteps + this.#steps;
  }

  /** Counts work of which the result was remembered: how far others are followed does not hang on what is. */
  countAgain(steps: number): void {
    this.#earlierSteps += steps;
  }

  /** How often each function was executed in this run, from a place in the code. */
  executionsOf(site: ts.Node): Map<ts.Node, number> {
    const known = this.#executions.get(site);
    if (known !== undefined) return known;
    const counts = new Map<ts.Node, number>();
    this.#executions.set(site, counts);
    return counts;
  }

  /** Counts work; throws {@link OutOfBudget}. */
  step(): void {
    this.#steps += 1;
    if (this.#steps <= this.#limit) return;
    // What was too much once will be so again: later runs give up sooner.
    this.#limit = maxSteps / 20;
    throw new OutOfBudget('The code takes too many steps.');
  }

  evaluate(node: ts.Expression, scope: Store): Value {
    return this.language.evaluate(this, node, scope);
  }

  execute(node: ts.Statement, scope: Store): boolean {
    this.scope = scope;
    return this.language.execute(this, node, scope);
  }

  call(callee: Value, request: CallRequest): Value {
    return this.language.call(this, callee, request);
  }

  get(store: Store, key: string): Value | undefined {
    const cell = store.cells.get(key);
    return cell === undefined || 'items' in cell ? undefined : cell;
  }

  set(store: Store, key: string, value: Value | undefined): void {
    this.trail.write(store, key, value);
  }

  setItems(store: Store, items: Items): void {
    this.trail.writeItems(store, items);
  }

  // ── What is known ────────────────────────────────────────────────────────────────────────────────────────────

  /** The value with what is known of its unknown pieces on this path. */
  resolve(value: Value): Value {
    return resolvedBy(this.facts, value);
  }

  truth(value: Value): Truth {
    return truthOf(this.facts, value);
  }

  // ── Branches ─────────────────────────────────────────────────────────────────────────────────────────────────

  /**
   * Executes the branches that the condition allows, and joins them.
   *
   * @param node the condition in the code.
   * @returns undefined when no path goes on; branches return undefined when theirs does not.
   */
  fork(
    truth: Truth,
    node: ts.Node,
    onTrue: () => Value | undefined,
    onFalse: () => Value | undefined,
  ): Value | undefined {
    this.noteDecision(node, truth.can);
    if (truth.isOfPromise === true) this.promisesTested.add(node);
    if (truth.can === 'true') return onTrue();
    if (truth.can === 'false') return onFalse();
    const point = this.open();
    this.#branch(point, this.#withFacts(truth.whenTrue), this.#under(node, true, truth), onTrue);
    this.#branch(point, this.#withFacts(truth.whenFalse), this.#under(node, false, truth), onFalse);
    return this.close(point);
  }

  /** Something that may happen or not, for a reason that the code does not tell. */
  maybe(
    origin: Origin,
    node: ts.Node,
    run: () => Value | undefined,
    condition?: Condition,
  ): Value | undefined {
    const truth: Truth = {
      can: 'both',
      whenTrue: condition?.whenTrue ?? noFacts,
      whenFalse: condition?.whenFalse ?? noFacts,
      origin,
      lasting: condition?.lasting,
    };
    return this.fork(truth, node, run, () => undefinedValue);
  }

  /**
   * Executes whichever of the ways are possible, and joins them.
   *
   * @param node what decides in the code.
   */
  anyOf(node: ts.Node, ways: readonly Way[]): Value | undefined {
    const [first] = ways;
    if (first !== undefined && ways.length === 1) return first.run();
    const possible = ways.filter(({ facts }) => this.#withFacts(facts) !== undefined);
    // What is known of a value may be of another time: better all of them than none.
    const taken = possible.length > 0 ? possible : ways.map((way) => ({ ...way, facts: noFacts }));
    for (const { outcome } of taken) this.noteDecision(node, outcome ? 'true' : 'false');
    const [only] = taken;
    if (only !== undefined && taken.length === 1) return only.run();
    const point = this.open();
    for (const { facts, origin, outcome, run } of taken)
      this.#branch(
        point,
        this.#withFacts(facts),
        this.#under(node, outcome, { whenTrue: facts, whenFalse: facts, origin }),
        run,
      );
    return this.close(point);
  }

  /** Executes an expression or a statement; undefined when no path goes on after it. */
  attempt(run: () => Value | undefined): Value | undefined {
    const depth = this.#points.length;
    try {
      return run();
    } catch (error) {
      if (!(error instanceof Unwind)) throw error;
      this.#points.length = depth;
      return undefined;
    }
  }

  /** Leaves the code that is being executed: no path goes on. */
  unwind(): never {
    throw unwind;
  }

  /** An error is thrown: to the next handler, or out of the entry point. */
  raise(error: Value): never {
    this.arrive(
      this.handler?.point ?? this.uncaught ?? nowhere,
      this.handler?.takesError === true ? error : undefinedValue,
    );
    this.unwind();
  }

  /** A call may fail here, so that the next handler may run. */
  mayThrow(where: Facts = noFacts): void {
    const { handler } = this;
    const facts = handler === undefined ? undefined : this.#withFacts(where);
    if (handler === undefined || facts === undefined) return;
    const { failures, point } = handler;
    const { mark } = this.trail;
    const last = failures.at(-1);
    const isKnown = last?.changes === undefined || !this.trail.hasChanged(last.mark, point.newest);
    if (last !== undefined && isKnown) {
      last.facts = either(last.facts, facts);
      last.mark = mark;
      return;
    }
    const isLast = failures.length + 1 >= mostFailures;
    failures.push({ facts, mark, changes: isLast ? undefined : this.changesSince(point.mark) });
  }

  /** The calls that may fail have done so, and this is where their errors come. */
  arriveByFailures({ failures, point }: Handler, value: Value, path: PathStep): void {
    for (const { changes, facts } of failures) {
      const arrival: Arrival = { value, facts, path, changes };
      point.arrivals.push(arrival);
      if (changes === undefined) this.#unsettled.push({ point, arrival });
    }
  }

  /** A point where paths will meet again; to be closed in reverse order. */
  open(): JoinPoint {
    const point: JoinPoint = {
      mark: this.trail.mark,
      newest: newestStore(),
      entryPath: this.path,
      arrivals: [],
      leaks: [],
    };
    this.#points.push(point);
    return point;
  }

  /** The present path comes to that point, and is over where it was. */
  arrive(point: JoinPoint, value: Value): void {
    for (let index = this.#points.length - 1; index >= 0; index -= 1) {
      const open = this.#points[index];
      if (open === undefined || open === point) break;
      open.leaks.push(this.path);
    }
    if (point === nowhere) return;
    const { facts, path } = this;
    const arrival: Arrival = { value: this.#sharpened(value), facts, path, changes: undefined };
    point.arrivals.push(arrival);
    this.#unsettled.push({ point, arrival });
  }

  /** The value as it is known on this path, which other paths may know nothing of. */
  #sharpened(value: Value): Value {
    if (this.facts.size === 0) return value;
    const resolved = this.resolve(value);
    if (
      !resolved.of.some((simple) => simple.kind === 'unknown' && !simple.isTruthy && simple.id !== undefined)
    )
      return resolved;
    const of = resolved.of.map((simple) =>
      simple.kind === 'unknown' && !simple.isTruthy && truthOfSimple(this.facts, simple) === true
        ? { ...simple, isTruthy: true }
        : simple,
    );
    return withRejections({ of, condition: resolved.condition }, resolved.rejections);
  }

  /** Goes on from a point with all the paths that came to it; undefined when there is none. */
  close(point: JoinPoint): Value | undefined {
    this.#points.length = Math.max(0, this.#points.lastIndexOf(point));
    const { arrivals } = point;
    const [only] = arrivals;
    if (only === undefined) return undefined;
    if (arrivals.length === 1 && only.changes === undefined) {
      // The state is still that of the only path; what goes on from here is no part of other arrivals.
      const index = this.#unsettled.findIndex(({ arrival }) => arrival === only);
      if (index >= 0) this.#unsettled.splice(index, 1);
      this.#settle();
    } else {
      this.joinStates(point);
    }
    this.facts = arrivals.reduce((facts, other) => either(facts, other.facts), only.facts);
    this.path = joinPaths(point);
    return arrivals.length === 1 ? only.value : joinArrivals(this, point);
  }

  /** Each variable is what it is on any of the paths that came to a point. */
  joinStates(point: JoinPoint): void {
    this.#goBack(point.mark);
    this.trail.applyAny(
      point.arrivals.map(({ changes }) => changes ?? noChanges),
      point.newest,
      (values) => joinOf(this, values, point),
      (lists) => joinListsOf(lists, point),
    );
  }

  /** What is different from the time of the mark; to copy it is work as well. */
  changesSince(mark: number): Changes {
    this.#steps += (this.trail.mark - mark) / changesPerStep;
    return this.trail.since(mark);
  }

  #branch(point: JoinPoint, facts: Facts | undefined, path: PathStep, run: () => Value | undefined): void {
    if (facts === undefined) return;
    const { facts: entryFacts, path: entryPath } = this;
    this.facts = facts;
    this.path = path;
    const value = this.attempt(run);
    if (value !== undefined) this.arrive(point, value);
    this.#goBack(point.mark);
    this.facts = entryFacts;
    this.path = entryPath;
  }

  #goBack(mark: number): void {
    this.#settle();
    this.trail.undo(mark);
  }

  #settle(): void {
    if (this.#unsettled.length === 0) return;
    for (const { point, arrival } of this.#unsettled) arrival.changes = this.changesSince(point.mark);
    this.#unsettled = [];
  }

  #withFacts(facts: Facts): Facts | undefined {
    return both(this.facts, facts);
  }

  #under(node: ts.Node, outcome: boolean, condition: Condition): PathStep {
    return stepOf(node, outcome, condition, this);
  }

  /** Notes how a condition came out on the way that is executed. */
  noteDecision(node: ts.Node, can: Truth['can']): void {
    const known = this.decisions.get(node);
    this.decisions.set(node, known === undefined || known === can ? can : 'both');
  }
}

/** What `attempt` and branches are told by code that gives no value: whether a path goes on. */
export function goesOn(falls: boolean): Value | undefined {
  return falls ? undefinedValue : undefined;
}
