/**
 * An app being executed: its files are loaded, its setup has run, and its entry points can be called with any event.
 * What handlers leave behind in variables and in `global` is kept as "may have been so", since events come in any order.
 */
import ts from 'typescript';
import { jobsExport, lifecycleExport, lifecycleExports } from '../../../platform/lifecycle.ts';
import { defaultProfile, genericPerson, type Profile } from '../../../platform/profiles.ts';
import { joinFolder } from '../modulePaths.ts';
import type { AppProgram } from '../appProgram.ts';
import { fetchGlobal, metaObject, posthogGlobal } from './ambient.ts';
import { call } from './calls.ts';
import { isCounting } from './counting.ts';
import { evaluate } from './expressions.ts';
import { both, equalTo, type Facts, noFacts } from './facts.ts';
import { type Changes, HeapObject, newestStore, type Store } from './heap.ts';
import { type Cell, isItems, joinCells } from './items.ts';
import { Scope } from './scope.ts';
import { Machine, OutOfBudget } from './machine.ts';
import { type Module, Modules } from './modules.ts';
import { languageGlobals } from './natives/globals.ts';
import { methodOf } from './natives/tables.ts';
import { getNamed } from './objects.ts';
import { copyOf } from './shapes.ts';
import { holdsMore } from './states.ts';
import { execute } from './statements.ts';
import {
  onlyString,
  objectsOf,
  join,
  reference,
  type Simple,
  single,
  undefinedValue,
  unknown,
  type Value,
  type Case,
  possibleRejections,
  withRejections,
} from './values.ts';
import { waitFor } from './promises.ts';

/** A function that PostHog calls. */
export interface Root {
  /** `onEvent`, `jobs.send`. */
  readonly name: string;
  readonly value: Value;
  /** Its declaration, as far as the app's own code has one. */
  readonly node: ts.FunctionLikeDeclaration | undefined;
  /** Where the app exports it, when that is not its declaration. */
  readonly site: ts.Node | undefined;
}

let lastNumber = 0;

export class Session {
  /** Tells sessions apart. */
  readonly number = (lastNumber += 1);
  readonly machine: Machine;
  readonly modules: Modules;
  readonly entry: Module | undefined;
  readonly roots: readonly Root[];
  readonly meta: Value;
  /** What setupPlugin made sure of: an app whose setup throws does not start (reference 2.5). */
  #settled: Facts = noFacts;
  /** Whether the app's code could be executed to the end so far. */
  isComplete = true;

  /** @param profile what PostHog the app is written for. */
  constructor(app: AppProgram, profile: Profile = app.profile ?? defaultProfile) {
    const globals = new Map(languageGlobals());
    globals.set('posthog', posthogGlobal());
    globals.set('fetch', fetchGlobal());
    this.machine = new Machine({
      evaluate,
      execute: (machine, node, scope) => scope instanceof Scope && execute(machine, node, scope, []),
      call,
      methodOf,
      globalOf: (machine, name) => {
        const known = globals.get(name);
        const [object] = known === undefined ? objectsOf(globals.get('globalThis') ?? undefinedValue) : [];
        return object === undefined ? known : machine.get(object, name);
      },
    });
    this.machine.configDefaults = defaultsOf(app);
    this.machine.capturesPersonChanges = profile !== 'plugin-server-1.10.5';
    this.machine.defaultPerson = profile === 'documented' ? genericPerson : app.manifest.name;
    this.modules = new Modules(this.machine, (specifier, from) => joinFolder(app.program, specifier, from));
    addGlobalObject(globals);
    globals.set('require', this.#requireFunction());
    const file = app.entryFile === undefined ? undefined : app.program.getSourceFile(app.entryFile);
    this.entry = file === undefined ? undefined : this.#safely(() => this.modules.load(file));
    this.roots =
      this.entry === undefined
        ? []
        : (this.#safely(() => findRoots(this.machine, this.modules, this.entry)) ?? []);
    this.meta = metaObject(this.machine, {
      jobNames: this.roots.flatMap(({ name }) =>
        name.startsWith(`${jobsExport}.`) ? name.slice(jobsExport.length + 1) : [],
      ),
      runJob: (_machine, name, payload, node) => this.#runJob(name, payload, node),
    });
  }

  /** Runs what PostHog runs before the first event, and the schedules, for what they leave behind. */
  prepare(): void {
    for (const root of this.roots) {
      if (root.name !== 'setupPlugin') continue;
      this.#safely(() => this.callRoot(root, []));
      this.#settled = new Map([...this.machine.facts].filter(([id]) => isAboutSettings(id)));
    }
    this.machine.isSetUp = true;
    for (const root of this.roots) {
      if (!root.name.startsWith('runEvery')) continue;
      const newest = newestStore();
      this.tryOut(
        () => void this.callRoot(root, []),
        (changes) => this.remember(changes, newest),
      );
    }
  }

  /** Begins a run in which these facts hold, and those of the setup; undefined when both cannot be. */
  begin(facts: Facts): void {
    this.machine.reset(both(facts, this.#settled) ?? facts);
  }

  root(name: string): Root | undefined {
    return this.roots.find((root) => root.name === name);
  }

  /** Calls an entry point; undefined when it throws. */
  callRoot(root: Root, args: readonly Value[]): Value | undefined {
    const { machine } = this;
    const node = root.site ?? root.node ?? this.entry?.file;
    if (node === undefined) return undefined;
    return machine.attempt(() =>
      // PostHog awaits it.
      waitFor(
        machine,
        node,
        machine.call(root.value, { self: undefinedValue, args: [...args, this.meta], node, name: root.name }),
      ),
    );
  }

  /**
   * Executes something and takes back what it did.
   *
   * @param tell is told what it had changed.
   */
  tryOut(run: () => void, tell?: (changes: Changes) => void): void {
    const { trail } = this.machine;
    const mark = trail.mark;
    const { loaded } = this.modules;
    this.begin(noFacts);
    this.machine.isCut = false;
    this.#safely(run);
    if (this.machine.isCut) this.isComplete = false;
    const changes = tell === undefined ? undefined : trail.since(mark);
    trail.undo(mark);
    this.modules.forgetSince(loaded);
    if (changes !== undefined) tell?.(changes);
  }

  /**
   * Keeps what a handler left behind, as something that may be so.
   *
   * @param widens whether what is still new is then to be anything, since runs that find more are not to follow.
   * @returns whether there was anything, and whether it holds what variables from before have never held.
   */
  remember(changes: Changes, newest: number, widens = false): 'nothing' | 'known' | 'new' {
    const kept = keptStores(changes, newest);
    let isNews = false;
    for (const [store, cells] of changes) {
      if (!kept.has(store)) continue;
      const isNew = store.number > newest;
      for (const [key, cell] of cells) {
        const old = store.cells.get(key);
        rememberCell(this.machine, store, key, cell, isNew);
        const now = store.cells.get(key);
        if (isNew || now === undefined || !holdsMore(now, old)) continue;
        isNews = true;
        if (widens && !isItems(now)) this.machine.trail.write(store, key, join(now, single(stateValue)));
      }
    }
    return isNews ? 'new' : kept.size > 0 ? 'known' : 'nothing';
  }

  #runJob(name: string, payload: Value, node: ts.Node): void {
    const root = this.root(`${jobsExport}.${name}`);
    if (root === undefined) return;
    // It goes through a queue, which keeps what JSON keeps.
    const received = copyOf(this.machine, payload);
    const isEmpty = payload.of.every((simple) => simple.kind === 'primitive' && !simple.value);
    const args = isEmpty ? [this.meta] : [received, this.meta];
    const { machine } = this;
    machine.attempt(() => machine.call(root.value, { self: undefinedValue, args, node, name: root.name }));
  }

  #requireFunction(): Value {
    const { modules } = this;
    return reference(
      new HeapObject('function', {
        callable: {
          kind: 'native',
          name: 'require',
          run: (machine, { args, node }) => {
            const specifier = onlyString(machine.resolve(args[0] ?? undefinedValue));
            return specifier === undefined
              ? unknown('other')
              : modules.require(specifier, node.getSourceFile().fileName);
          },
        },
      }),
    );
  }

  /** Code may be anything, also too much or broken: then what is known so far has to do. */
  #safely<T>(run: () => T): T | undefined {
    try {
      return run();
    } catch (error) {
      const isTooMuch = error instanceof OutOfBudget || error instanceof RangeError;
      if (!isTooMuch) throw error;
      this.isComplete = false;
      return undefined;
    }
  }
}

/** Whether a fact is about nothing but settings, which stay as they are. */
function isAboutSettings(id: string): boolean {
  return /\bconfig\./.test(id) && !/\b(?:event|storage|cache|global|state)\b/.test(id);
}

function addGlobalObject(globals: Map<string, Value>): void {
  const object = new HeapObject('object');
  for (const [name, value] of globals) object.cells.set(name, value);
  for (const name of ['globalThis', 'global']) globals.set(name, reference(object));
}

function defaultsOf({ manifest }: AppProgram): ReadonlyMap<string, string> {
  return new Map(
    manifest.config.flatMap(({ key, default: text }) => (text === undefined ? [] : [[key, text] as const])),
  );
}

// ── Exports ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** The functions that PostHog finds in the entry file, in the order in which it looks (reference 2.1). */
function findRoots(machine: Machine, modules: Modules, entry: Module | undefined): readonly Root[] {
  if (entry === undefined) return [];
  const roots = new Map<string, Root>();
  const add = (name: string, value: Value | undefined, site: ts.Node | undefined): void => {
    if (value === undefined || roots.has(name)) return;
    const callables = objectsOf(value).filter(
      ({ callable }) => callable !== undefined && callable.kind !== 'class',
    );
    const [first] = callables;
    if (first === undefined) return;
    const node = first.callable?.kind === 'closure' ? first.callable.node : undefined;
    roots.set(name, {
      name,
      value: { of: callables.map((object) => ({ kind: 'reference', object })), condition: undefined },
      node,
      site,
    });
  };
  for (const read of candidatesOf(machine, modules, entry)) {
    for (const { name } of lifecycleExports) {
      const { value, site } = read(name);
      add(name, value, site);
    }
    const jobs = read(jobsExport).value;
    for (const object of jobs === undefined ? [] : objectsOf(jobs)) {
      for (const key of object.keys()) add(`${jobsExport}.${key}`, object.field(key), object.sites.get(key));
    }
  }
  return [...roots.values()].filter(
    ({ name }) => lifecycleExport(name) !== undefined || name.startsWith(`${jobsExport}.`),
  );
}

interface Exported {
  readonly value: Value | undefined;
  readonly site?: ts.Node | undefined;
}

type ReadExport = (name: string) => Exported;

function candidatesOf(machine: Machine, modules: Modules, entry: Module): readonly ReadExport[] {
  const { names, stars, exports } = entry;
  const isModule = names.size > 0 || stars.length > 0;
  const candidates: ReadExport[] = [];
  if (isModule)
    candidates.push((name) => ({ value: modules.read(entry, name), site: names.get(name)?.node }));
  const common = modules.commonExports(entry);
  const local = machine.get(entry.scope, 'exports');
  const byDefault = modules.read(entry, 'default');
  const objects = [
    exports,
    ...objectsOf(local ?? undefinedValue),
    ...objectsOf(byDefault ?? undefinedValue),
    ...objectsOf(common),
  ];
  const used = [...new Set(objects)].filter(({ callable }) => callable === undefined);
  for (const object of used) {
    const self = reference(object);
    const nested = getNamed(machine, self, 'default', entry.file);
    candidates.push((name) => ({
      value: getNamed(machine, self, name, entry.file),
      site: object.sites.get(name),
    }));
    for (const inner of objectsOf(nested)) {
      if (inner.callable === undefined)
        candidates.push((name) => ({ value: inner.field(name), site: inner.sites.get(name) }));
    }
  }
  const isEmpty = !isModule && used.every((object) => object.keys().length === 0);
  // Without any export, plain functions and `var` are found on the global object; `let` and `const` are not.
  if (isEmpty)
    candidates.push((name) => ({
      value: isGlobalDeclaration(entry.file, name) ? machine.get(entry.scope, name) : undefined,
    }));
  return candidates;
}

function isGlobalDeclaration(file: ts.SourceFile, name: string): boolean {
  return file.statements.some((statement) => {
    if (ts.isFunctionDeclaration(statement)) return statement.name?.text === name;
    if (ts.isExpressionStatement(statement)) {
      const { expression } = statement;
      return (
        ts.isBinaryExpression(expression) && ts.isIdentifier(expression.left) && expression.left.text === name
      );
    }
    if (!ts.isVariableStatement(statement)) return false;
    const { declarationList } = statement;
    const isVar = (declarationList.flags & ts.NodeFlags.BlockScoped) === 0;
    return (
      isVar &&
      declarationList.declarations.some(
        (declaration) => ts.isIdentifier(declaration.name) && declaration.name.text === name,
      )
    );
  });
}

// ── What stays between events ────────────────────────────────────────────────────────────────────────────────────

/** What was there before and changed, and what is new and reached from it; the rest is gone with the call. */
function keptStores(changes: Changes, newest: number): ReadonlySet<Store> {
  const kept = new Set<Store>();
  const waiting = [...changes.keys()].filter(({ number }) => number <= newest);
  for (let store = waiting.pop(); store !== undefined; store = waiting.pop()) {
    if (kept.has(store)) continue;
    kept.add(store);
    const cells = changes.get(store);
    for (const cell of cells?.values() ?? []) waiting.push(...storesIn(cell));
  }
  return kept;
}

function storesIn(cell: Cell | undefined): readonly Store[] {
  if (cell === undefined) return [];
  const values = isItems(cell) ? [...cell.items, ...(cell.more === undefined ? [] : [cell.more])] : [cell];
  return values.flatMap(objectsOf).flatMap((object) => {
    const stores: Store[] = [object];
    let scope = object.callable?.kind === 'closure' ? object.callable.scope : undefined;
    while (scope instanceof Scope) {
      stores.push(scope);
      scope = scope.parent;
    }
    return stores;
  });
}

/** @param isNew whether it is in something that the handler made, which was never without it. */
function rememberCell(
  machine: Machine,
  store: Store,
  key: string,
  cell: Cell | undefined,
  isNew: boolean,
): void {
  const old = store.cells.get(key);
  if (cell === undefined) return;
  if (isNew && old === undefined) {
    machine.trail.write(store, key, weakened(cell, undefined));
    return;
  }
  machine.trail.write(store, key, distinguished(store, key, joinCells(old, weakened(cell, old))));
}

/** What a variable may have been when the event came in is one of few: a test of it then says which. */
function distinguished(store: Store, key: string, cell: Cell | undefined): Cell | undefined {
  if (cell === undefined || isItems(cell) || cell.of.length < 2 || cell.of.length > maxStates) return cell;
  const id = `state ${store.number} ${key}`;
  const cases = cell.of.flatMap((value, index): Case[] =>
    value.kind === 'primitive' || value.kind === 'reference'
      ? [{ value, facts: equalTo(id, [index]), origin: 'state' }]
      : [],
  );
  if (cases.length !== cell.of.length) return cell;
  const where = (isTruthy: boolean): number[] =>
    cell.of.flatMap((value, index) =>
      (value.kind === 'primitive' ? Boolean(value.value) : true) === isTruthy ? [index] : [],
    );
  const [whenTrue, whenFalse] = [where(true), where(false)];
  const condition =
    whenTrue.length === 0 || whenFalse.length === 0
      ? undefined
      : { whenTrue: equalTo(id, whenTrue), whenFalse: equalTo(id, whenFalse), origin: 'state' as const };
  return withRejections({ of: cell.of, condition, cases }, cell.rejections);
}

const maxStates = 4;

/** What a value may be later: what came from one event is then another event's. */
function weakened(cell: Cell, old: Cell | undefined): Cell {
  if (!isItems(cell)) return weakenedValue(cell, old);
  return {
    items: cell.items.map((item) => weakenedValue(item, undefined)),
    more: cell.more === undefined ? undefined : weakenedValue(cell.more, undefined),
    isSized: false,
  };
}

function weakenedValue(value: Value, old: Cell | undefined): Value {
  const known = old === undefined || isItems(old) ? [] : old.of;
  return withRejections(
    {
      of: value.of.map((simple): Simple => {
        if (simple.kind === 'reference') return simple;
        if (simple.kind === 'primitive') {
          const isCount =
            typeof simple.value === 'number' &&
            !known.some((other) => other.kind === 'primitive' && other.value === simple.value);
          return isCount ? stateValue : simple;
        }
        // Of a text that the app puts together, its own pieces stay.
        if (simple.kind === 'text') {
          const parts = simple.parts.map((part) =>
            typeof part === 'string' ? part : { ...part, id: undefined, origin: 'state' as const },
          );
          return { kind: 'text', parts };
        }
        return simple.kind === 'unknown' && simple.origin !== 'event' && !isCounting(simple.origin)
          ? simple
          : stateValue;
      }),
      condition: undefined,
    },
    possibleRejections(value),
  );
}

const stateValue: Simple = { kind: 'unknown', id: undefined, origin: 'state', isTruthy: false };
