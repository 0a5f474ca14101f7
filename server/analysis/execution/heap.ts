/**
 * Objects and variables of the abstract execution. Every change is noted, so that a branch can be undone and two
 * branches can be joined.
 */
import type ts from 'typescript';
import type { Turn } from './generators.ts';
import type { Machine } from './machine.ts';
import { isItems, joinCells, noItems, type Cell, type Items } from './items.ts';
import { textBeforeSetting } from './settingNames.ts';
import { type Origin, type Simple, undefinedValue, unknown, type Value } from './values.ts';

/** What the keys of the cells with the entries of a Map begin with. */
export const entryPrefix = 'entry ';
/** Keys of the cells that say which object the key of an entry is. */
export const entryKeyPrefix = '#key ';

/** The name of an entry of which the key is an object. */
export function objectEntry({ number }: Store): string {
  return `#${number}`;
}

/** Key of what was written under names that are not known. */
export const anyKey = '*';
/** Key of the cell with those names, as far as anything is known of them. */
export const anyKeyNames = '#keys';
/** Key of the cell with what those names begin with: each with one of its alternatives. */
export const anyKeyPrefix = '#prefix';
/** Key of the cell with those names as they came, of which one asks whether they are settings. */
export const anyKeySource = '#source';

/** Key of a cell that is there since fields of an object that are not known were copied into another. */
export const openedKey = '#opened';

/** Key of the cell that says that nothing changes any more. */
export const frozenKey = '#frozen';

/** Key of the cell with the items. */
const itemsKey = '[]';

/** Name of where a pattern goes on. */
export const placeKey = 'lastIndex';

let lastNumber = 0;

/** Number of the store that was made last. */
export function newestStore(): number {
  return lastNumber;
}

function nextNumber(): number {
  lastNumber += 1;
  return lastNumber;
}

/** Something with named cells: an object, or a scope with its variables. */
export class Store {
  /** Later ones have higher numbers. */
  readonly number = nextNumber();
  readonly cells: Map<string, Cell>;

  constructor(cells = new Map<string, Cell>()) {
    this.cells = cells;
  }
}

export type NativeFunction = (machine: Machine, call: NativeCall) => Value;

export interface NativeCall {
  readonly self: Value;
  readonly args: readonly Value[];
  readonly node: ts.Node;
  readonly isNew: boolean;
}

/** A function written in the app. */
export interface Closure {
  readonly kind: 'closure';
  readonly node: ts.FunctionLikeDeclaration;
  readonly scope: Store;
  /** `this` of an arrow function, or the class that a method belongs to. */
  readonly self: Value | undefined;
  readonly home: HeapObject | undefined;
}

export interface ClassBody {
  readonly kind: 'class';
  readonly node: ts.ClassLikeDeclaration;
  readonly scope: Store;
}

export interface Native {
  readonly kind: 'native';
  readonly name: string;
  /** Whether it never throws, whatever it is given. */
  readonly isSafe?: boolean;
  readonly run: NativeFunction;
}

export interface Bound {
  readonly kind: 'bound';
  readonly target: Value;
  readonly self: Value;
  readonly args: readonly Value[];
}

export type Callable = Closure | ClassBody | Native | Bound;

export type ObjectType = 'object' | 'array' | 'set' | 'map' | 'function' | 'regexp' | 'noDate' | 'opaque';

export interface ObjectOptions {
  readonly callable?: Callable;
  readonly prototype?: HeapObject | undefined;
  readonly openAs?: OpenObject;
  readonly pattern?: RegExp;
  readonly flags?: string;
  readonly proxied?: Proxied;
  readonly cells?: Map<string, Cell>;
}

/** What a `Proxy` stands for. */
export interface Proxied {
  readonly target: Value;
  readonly handler: HeapObject;
}

/** Longest chain of prototypes that is followed; a longer one can only be a mistake. */
export const maxPrototypes = 32;

/** An object of which not all fields are known: others are unknown values, named after `id`. */
export interface OpenObject {
  readonly id: string | undefined;
  readonly origin: Origin;
  /** The beginnings of which each of these others has one, where only such were copied. */
  readonly prefixes?: readonly string[];
}

/** The fields of a value, without some of them. */
export interface RestOfObject {
  readonly value: Simple;
  readonly without: readonly string[];
  /** Those of which what they are decides whether they are there, in a way that is not known. */
  readonly perhaps: readonly string[];
}

const noSites: ReadonlyMap<string, ts.Node> = new Map();
const noNames: ReadonlySet<string> = new Set();

/** Whether a field may be among those that are not known. */
export function mayHave({ prefixes }: Pick<OpenObject, 'prefixes'>, name: string): boolean {
  if (prefixes === undefined) return true;
  const known = textBeforeSetting(name);
  return prefixes.some(
    (prefix) => name.startsWith(prefix) || (known !== undefined && prefix.startsWith(known)),
  );
}

const start: Value = { of: [{ kind: 'primitive', value: 0 }], condition: undefined };

export class HeapObject extends Store {
  readonly type: ObjectType;
  readonly callable: Callable | undefined;
  readonly pattern: RegExp | undefined;
  /** The flags of a pattern, as they are written. */
  readonly flags: string;
  prototype: HeapObject | undefined;
  /** Whether it inherits nothing, not even what all objects do: `Object.create(null)`. */
  isBare = false;
  openAs: OpenObject | undefined;
  // Most objects have none of these.
  #sites: Map<string, ts.Node> | undefined;
  #absent: Set<string> | undefined;
  #hidden: Set<string> | undefined;
  /** Whether some of its fields were defined with a getter, which then counts and not the field. */
  hasGetters = false;
  readonly proxied: Proxied | undefined;
  /** Of the object with the methods of all texts, lists and so on: the global that it belongs to. */
  methodsOf: string | undefined;
  /** Executes the body of a generator, and gives a list of what it yields. */
  pending: ((machine: Machine, turn: Turn) => Value) | undefined;
  /** What a generator returns at its end, for the list of what it yields. */
  returned: Value | undefined;
  /** For the entry `[key, value]` that stands for all that are not known of an object: which object. */
  restOf: RestOfObject | undefined;

  constructor(
    type: ObjectType,
    { callable, prototype, openAs, pattern, flags, proxied, cells }: ObjectOptions = {},
  ) {
    super(cells);
    this.type = type;
    this.callable = callable;
    this.prototype = prototype;
    this.openAs = openAs;
    this.pattern = pattern;
    this.flags = flags ?? '';
    this.proxied = proxied;
    // One that outlives an event goes on where the event before left it.
    if (this.keepsPlace) {
      this.cells.set(placeKey, start);
      this.hide(placeKey);
    }
  }

  /** Where fields were last written in the code, by key. */
  get sites(): ReadonlyMap<string, ts.Node> {
    return this.#sites ?? noSites;
  }

  setSite(key: string, node: ts.Node): void {
    (this.#sites ??= new Map()).set(key, node);
  }

  /** Fields that an object of which not all are known surely has not, unless they are written later. */
  get absent(): ReadonlySet<string> {
    return this.#absent ?? noNames;
  }

  /** Whether a field is surely missing although it has a cell, or may be. */
  absence(key: string): 'sure' | 'possible' | undefined {
    const field = this.#absent?.has(key) === true ? this.field(key) : undefined;
    if (field === undefined) return undefined;
    const isUndefined = (simple: Simple): boolean =>
      simple.kind === 'primitive' && simple.value === undefined;
    return field.of.every(isUndefined) ? 'sure' : field.of.some(isUndefined) ? 'possible' : undefined;
  }

  setAbsent(key: string): void {
    (this.#absent ??= new Set()).add(key);
  }

  /** From now on the field is not enumerable: neither JSON nor a copy has it. */
  hide(key: string): void {
    (this.#hidden ??= new Set()).add(key);
  }

  /** Whether a pattern goes on where it last found something. */
  get keepsPlace(): boolean {
    return /[gy]/.test(this.flags);
  }

  field(key: string): Value | undefined {
    const cell = this.cells.get(key);
    return cell === undefined || isItems(cell) ? undefined : cell;
  }

  get items(): Items {
    const cell = this.cells.get(itemsKey);
    return cell !== undefined && isItems(cell) ? cell : noItems;
  }

  /** Names of the enumerable fields, without those that are there for us. */
  keys(): readonly string[] {
    const names: string[] = [];
    for (const key of this.cells.keys()) {
      if (key.startsWith('get ')) {
        if (!this.cells.has(key.slice('get '.length))) names.push(key.slice('get '.length));
      } else if (!/^(\[\]$|\*$|set |#|@@)/.test(key)) names.push(key);
    }
    if (names.some((name) => isIndex(name))) names.sort(compareKeys);
    const hidden = this.#hidden;
    return hidden === undefined ? names : names.filter((name) => !hidden.has(name));
  }
}

function isIndex(key: string): boolean {
  return /^(?:0|[1-9]\d*)$/.test(key);
}

/** Numbers come first among the keys of an object, in their order; others stay as they were written. */
function compareKeys(first: string, second: string): number {
  if (isIndex(first) && isIndex(second)) return Number(first) - Number(second);
  return Number(isIndex(second)) - Number(isIndex(first));
}

/** `object.__proto__ = value`: what an object inherits from now on. */
export function inherit(object: HeapObject, { of }: Value): void {
  const [only] = of;
  object.prototype = only?.kind === 'reference' ? only.object : undefined;
  object.isBare = of.length === 1 && only?.kind === 'primitive' && only.value === null;
}

interface Change {
  readonly store: Store;
  readonly key: string;
  readonly old: Cell | undefined;
}

/** The newest content of cells that changed. */
export type Changes = ReadonlyMap<Store, ReadonlyMap<string, Cell | undefined>>;

export const noChanges: Changes = new Map();

/** The list of changes, newest last. */
export class Trail {
  readonly #changes: Change[] = [];

  get mark(): number {
    return this.#changes.length;
  }

  write(store: Store, key: string, cell: Cell | undefined): void {
    this.#changes.push({ store, key, old: store.cells.get(key) });
    put(store, key, cell);
  }

  writeItems(store: Store, items: Items): void {
    this.write(store, itemsKey, items);
  }

  /** What is different from the time of the mark. */
  since(mark: number): Changes {
    if (mark >= this.#changes.length) return noChanges;
    const result = new Map<Store, Map<string, Cell | undefined>>();
    for (let index = mark; index < this.#changes.length; index += 1) {
      const change = this.#changes[index];
      if (change === undefined) continue;
      let cells = result.get(change.store);
      if (cells === undefined) result.set(change.store, (cells = new Map()));
      cells.set(change.key, change.store.cells.get(change.key));
    }
    return result;
  }

  /** Whether anything has changed since the mark that was there before, by the number of the newest store then. */
  hasChanged(mark: number, newest: number): boolean {
    if (mark > this.#changes.length) return true;
    for (let index = mark; index < this.#changes.length; index += 1) {
      const store = this.#changes[index]?.store;
      if (store !== undefined && store.number <= newest) return true;
    }
    return false;
  }

  /** Goes back to the time of the mark. */
  undo(mark: number): void {
    for (let change = this.#pop(mark); change !== undefined; change = this.#pop(mark)) {
      put(change.store, change.key, change.old);
    }
  }

  apply(changes: Changes): void {
    for (const [store, cells] of changes) {
      for (const [key, cell] of cells) this.write(store, key, cell);
    }
  }

  /**
   * Each cell may be as in any of the alternatives, of which each starts from the present state.
   *
   * @param newest number of the newest store at their start; later ones exist in one alternative only.
   * @param joinValues what a variable is that has one of several values, in the order of the alternatives.
   * @param joinLists what a list has that has one of several contents, in the same order.
   */
  applyAny(
    alternatives: readonly Changes[],
    newest: number,
    joinValues?: (values: readonly Value[]) => Value,
    joinLists?: (lists: readonly Items[]) => Items,
  ): void {
    const [only] = alternatives;
    if (only !== undefined && alternatives.length === 1) {
      this.apply(only);
      return;
    }
    if (alternatives.every(({ size }) => size === 0)) return;
    const touched = new Map<Store, Set<string>>();
    for (const changes of alternatives) {
      for (const [store, cells] of changes) {
        if (store.number > newest) {
          for (const [key, cell] of cells) this.write(store, key, cell);
          continue;
        }
        let keys = touched.get(store);
        if (keys === undefined) touched.set(store, (keys = new Set()));
        for (const key of cells.keys()) keys.add(key);
      }
    }
    for (const [store, keys] of touched) {
      const isOpened = keys.has(openedKey);
      for (const key of keys) {
        const present = store.cells.get(key);
        const cells: (Cell | undefined)[] = [];
        const values: Value[] = [];
        const lists: Items[] = [];
        for (const changes of alternatives) {
          const changed = changes.get(store);
          const known = changed?.has(key) === true ? changed.get(key) : present;
          const isOpen = !isOpened || changed?.has(openedKey) === true;
          const cell = known ?? (isOpen ? notWritten(store, key) : undefined);
          cells.push(cell);
          if (cell !== undefined && isItems(cell)) lists.push(cell);
          else if (cell !== undefined) values.push(cell);
        }
        const isField = lists.length === 0 && store instanceof HeapObject && isPlainField(store, key);
        // JSON and `Object.keys` pass over what was not written.
        if (isField && values.length < cells.length) store.setAbsent(key);
        if (joinValues !== undefined && (isField || values.length === cells.length))
          this.write(
            store,
            key,
            joinValues(cells.map((cell) => (cell as Value | undefined) ?? undefinedValue)),
          );
        else if (joinLists !== undefined && lists.length === cells.length)
          this.write(store, key, joinLists(lists));
        else this.write(store, key, cells.reduce(joinCells));
      }
    }
  }

  #pop(mark: number): Change | undefined {
    return this.#changes.length > mark ? this.#changes.pop() : undefined;
  }
}

/** Whether a key is that of a field in the code, and not of something that is kept beside those. */
function isPlainField({ type }: HeapObject, key: string): boolean {
  return type === 'object' && !keptBeside.test(key);
}

const keptBeside = /^(?:\*$|[gs]et |#|@@|\[\]$)/;

/** What a field is on the paths on which nobody writes it: of an object of which not all fields are known it is as unknown. */
function notWritten(store: Store, key: string): Value | undefined {
  const openAs = store instanceof HeapObject && store.type === 'object' ? store.openAs : undefined;
  if (openAs === undefined || keptBeside.test(key)) return undefined;
  if (!mayHave(openAs, key)) return undefined;
  const { id, origin } = openAs;
  return unknown(origin, id === undefined ? undefined : `${id}.${key}`);
}

/** What a field is, by itself or inherited, where nobody writes it now; getters count as what was last seen of them. */
export function fieldBefore(object: HeapObject, key: string): Value {
  let holder: HeapObject | undefined = object;
  for (let depth = 0; holder !== undefined && depth < mostHolders; depth += 1) {
    const field = holder.field(key);
    if (field !== undefined) return field;
    holder = holder.prototype;
  }
  return notWritten(object, key) ?? undefinedValue;
}

const mostHolders = 32;

function put(store: Store, key: string, cell: Cell | undefined): void {
  if (cell === undefined) store.cells.delete(key);
  else store.cells.set(key, cell);
}
