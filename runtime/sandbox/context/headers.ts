/** Headers in the shape of node-fetch 2. */
import { OwnMap, valuesOf } from './ownMap.ts';
import { addTo, forAll, forEntries, joinList, mapList, partOf, sorted } from './lists.ts';

export type HeaderInit = Headers | Iterable<Iterable<unknown>> | Record<string, unknown> | null | undefined;

// The app may replace it; ours must go on working.
const { create } = Object;

interface Entry {
  readonly name: string;
  values: string[];
}

/** What a name may consist of in HTTP (RFC 9110, a token). */
export const httpToken = /^[\w!#$%&'*+.^`|~-]+$/;
const legalValue = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Headers that an answer has: whatever they are, they are taken. */
export let headersOf: (entries: readonly (readonly [string, string])[]) => Headers;

export class Headers {
  readonly #entries = new OwnMap<string, Entry>();

  static {
    headersOf = (entries) => {
      const headers = new Headers();
      forAll(entries, (entry) => headers.#receive(entry[0], entry[1]));
      return headers;
    };
  }

  /** @throws TypeError for what is no header. */
  constructor(init?: HeaderInit) {
    if (init === null || init === undefined) return;
    if (init instanceof Headers) {
      // What was checked, or came with an answer.
      forAll(valuesOf(init.#entries), ({ name, values }) =>
        forAll(values, (value) => this.#add(name, value)),
      );
      return;
    }
    if (typeof init !== 'object') throw new TypeError('Provided initializer must be an object');
    if (isIterable(init)) forAll(pairsOf(init), (pair) => this.append(pair[0], pair[1]));
    else forEntries(init, (name, value) => this.append(name, value));
  }

  append(name: unknown, value: unknown): void {
    this.#add(checkedName(name), checkedValue(value));
  }

  set(name: unknown, value: unknown): void {
    const text = checkedName(name);
    const key = text.toLowerCase();
    this.#entries.set(key, { name: this.#entries.get(key)?.name ?? text, values: [checkedValue(value)] });
  }

  get(name: unknown): string | null {
    const entry = this.#entries.get(checkedName(name).toLowerCase());
    return entry === undefined ? null : joinList(entry.values, ', ');
  }

  has(name: unknown): boolean {
    return this.#entries.has(checkedName(name).toLowerCase());
  }

  delete(name: unknown): void {
    this.#entries.delete(checkedName(name).toLowerCase());
  }

  /** All values of each name, as node-fetch 2 has it. */
  raw(): Record<string, string[]> {
    const raw = create(null) as Record<string, string[]>;
    forAll(valuesOf(this.#entries), ({ name, values }) => {
      raw[name] = partOf(values, 0);
    });
    return raw;
  }

  forEach(callback: (value: string, name: string, headers: Headers) => void, receiver?: unknown): void {
    forAll(this.#pairs(), (pair) => {
      Reflect.apply(callback, receiver, [pair[1], pair[0], this]);
    });
  }

  /** By the names as they were written, in which capitals come first. */
  *entries(): IterableIterator<[string, string]> {
    const pairs = this.#pairs();
    for (let at = 0; at < pairs.length; at += 1) yield pairs[at] as [string, string];
  }

  *keys(): IterableIterator<string> {
    const pairs = this.#pairs();
    for (let at = 0; at < pairs.length; at += 1) yield pairs[at]?.[0] ?? '';
  }

  *values(): IterableIterator<string> {
    const pairs = this.#pairs();
    for (let at = 0; at < pairs.length; at += 1) yield pairs[at]?.[1] ?? '';
  }

  [Symbol.iterator](): IterableIterator<[string, string]> {
    return this.entries();
  }

  get [Symbol.toStringTag](): string {
    return 'Headers';
  }

  #pairs(): [string, string][] {
    const entries = sorted(valuesOf(this.#entries), (one, other) => (one.name < other.name ? -1 : 1));
    return mapList(entries, ({ name, values }) => [name.toLowerCase(), joinList(values, ', ')]);
  }

  /** Node joins those of an answer that come more than once, but for cookies, before node-fetch gets them. */
  #receive(name: string, value: string): void {
    const known = this.#entries.get(name.toLowerCase());
    if (known === undefined || known.name.toLowerCase() === 'set-cookie') this.#add(name, value);
    else known.values[0] = `${known.values[0]}, ${value}`;
  }

  #add(name: string, value: string): void {
    const key = name.toLowerCase();
    const entry = this.#entries.get(key);
    if (entry === undefined) this.#entries.set(key, { name, values: [value] });
    else addTo(entry.values, value);
  }
}

function checkedName(name: unknown): string {
  const text = String(name);
  if (!httpToken.test(text)) throw new TypeError(`${text} is not a legal HTTP header name`);
  return text;
}

function checkedValue(value: unknown): string {
  const text = String(value);
  if (!legalValue.test(text)) throw new TypeError(`${text} is not a legal HTTP header value`);
  return text;
}

function isIterable(value: object): value is Iterable<unknown> {
  return Symbol.iterator in value;
}

function pairsOf(init: Iterable<unknown>): readonly (readonly [unknown, unknown])[] {
  return Array.from(init, (pair) => {
    if (typeof pair !== 'object' || pair === null || !isIterable(pair)) {
      throw new TypeError('Each header pair must be iterable');
    }
    const [name, value, ...others] = pair;
    if (value === undefined || others.length > 0) {
      throw new TypeError('Each header pair must be a name/value tuple');
    }
    return [name, value] as const;
  });
}
