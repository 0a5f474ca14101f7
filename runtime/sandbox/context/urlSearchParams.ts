/** `URLSearchParams`, which apps get from the package `url` and from `new URL(...).searchParams`. */
import { addTo, filterList, joined, joinList, mapList, partOf, placeIn, sorted } from './lists.ts';

type Pairs = readonly (readonly [unknown, unknown])[];

export class URLSearchParams {
  #pairs: [string, string][] = [];
  /** Told of each change, so that the URL it belongs to changes too. */
  #onChange: (text: string) => void = () => undefined;

  constructor(init: string | URLSearchParams | Pairs | Record<string, unknown> = '') {
    if (typeof init === 'string') this.#pairs = parseQuery(init);
    else if (init instanceof URLSearchParams) this.#pairs = joined(init.#pairs, []);
    else {
      const pairs = Array.isArray(init) ? (init as Pairs) : Object.entries(init);
      this.#pairs = mapList(pairs, (pair) => [String(pair[0]), String(pair[1])]);
    }
  }

  /** The query of a URL: each change is told to it. */
  static ofUrl(query: string, onChange: (text: string) => void): URLSearchParams {
    const parameters = new URLSearchParams(query);
    parameters.#onChange = onChange;
    return parameters;
  }

  /** The URL got another query. */
  static replace(parameters: URLSearchParams, query: string): void {
    parameters.#pairs = parseQuery(query);
  }

  get size(): number {
    return this.#pairs.length;
  }

  append(name: unknown, value: unknown): void {
    addTo(this.#pairs, [String(name), String(value)]);
    this.#changed();
  }

  delete(name: unknown, value?: unknown): void {
    this.#pairs = filterList(
      this.#pairs,
      (pair) => pair[0] !== String(name) || (value !== undefined && pair[1] !== String(value)),
    );
    this.#changed();
  }

  get(name: unknown): string | null {
    return this.#pairs[placeIn(this.#pairs, (pair) => pair[0] === String(name))]?.[1] ?? null;
  }

  getAll(name: unknown): string[] {
    return mapList(
      filterList(this.#pairs, (pair) => pair[0] === String(name)),
      (pair) => pair[1],
    );
  }

  has(name: unknown, value?: unknown): boolean {
    const found = filterList(
      this.#pairs,
      (pair) => pair[0] === String(name) && (value === undefined || pair[1] === String(value)),
    );
    return found.length > 0;
  }

  set(name: unknown, value: unknown): void {
    const index = placeIn(this.#pairs, (pair) => pair[0] === String(name));
    if (index === -1) addTo(this.#pairs, [String(name), String(value)]);
    else {
      const later = filterList(partOf(this.#pairs, index + 1), (pair) => pair[0] !== String(name));
      const before = partOf(this.#pairs, 0, index);
      addTo(before, [String(name), String(value)]);
      this.#pairs = joined(before, later);
    }
    this.#changed();
  }

  sort(): void {
    this.#pairs = sorted(this.#pairs, (one, other) => (one[0] < other[0] ? -1 : one[0] > other[0] ? 1 : 0));
    this.#changed();
  }

  forEach(
    callback: (value: string, name: string, parent: URLSearchParams) => void,
    receiver?: unknown,
  ): void {
    // What is added meanwhile comes, too, as the language has it.
    for (let at = 0; at < this.#pairs.length; at += 1) {
      const pair = this.#pairs[at] as [string, string];
      Reflect.apply(callback, receiver, [pair[1], pair[0], this]);
    }
  }

  *entries(): IterableIterator<[string, string]> {
    for (let at = 0; at < this.#pairs.length; at += 1) {
      const pair = this.#pairs[at] as [string, string];
      yield [pair[0], pair[1]];
    }
  }

  *keys(): IterableIterator<string> {
    for (let at = 0; at < this.#pairs.length; at += 1) yield this.#pairs[at]?.[0] ?? '';
  }

  *values(): IterableIterator<string> {
    for (let at = 0; at < this.#pairs.length; at += 1) yield this.#pairs[at]?.[1] ?? '';
  }

  [Symbol.iterator](): IterableIterator<[string, string]> {
    return this.entries();
  }

  toString(): string {
    return joinList(
      mapList(this.#pairs, (pair) => `${encode(pair[0])}=${encode(pair[1])}`),
      '&',
    );
  }

  #changed(): void {
    this.#onChange(this.toString());
  }
}

function parseQuery(query: string): [string, string][] {
  const parts = filterList(query.replace(/^\?/, '').split('&'), (part) => part !== '');
  return mapList(parts, (part) => {
    const at = part.indexOf('=');
    return at === -1 ? [decode(part), ''] : [decode(part.slice(0, at)), decode(part.slice(at + 1))];
  });
}

function decode(text: string): string {
  const spaced = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced; // A lone % stays as it is.
  }
}

/** The rules of forms: letters, digits and `*-._` stay, a space is a plus. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}
