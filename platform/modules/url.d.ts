// What apps use of Node's module, for programs without the types of Node.

declare module 'url' {
  /** The parameters of an address. PostHog's global scope lacks this class: import it. */
  class OwnSearchParams {
    constructor(init?: string | Record<string, string> | Iterable<[string, string]>);
    append(name: string, value: string): void;
    delete(name: string): void;
    get(name: string): string | null;
    getAll(name: string): string[];
    has(name: string): boolean;
    set(name: string, value: string): void;
    sort(): void;
    toString(): string;
    forEach(callback: (value: string, name: string) => void): void;
    entries(): IterableIterator<[string, string]>;
    keys(): IterableIterator<string>;
    values(): IterableIterator<string>;
    [Symbol.iterator](): IterableIterator<[string, string]>;
  }

  /** An address in its parts. */
  class OwnURL {
    constructor(url: string, base?: string | OwnURL);
    hash: string;
    host: string;
    hostname: string;
    href: string;
    readonly origin: string;
    password: string;
    pathname: string;
    port: string;
    protocol: string;
    search: string;
    readonly searchParams: OwnSearchParams;
    username: string;
    toString(): string;
    toJSON(): string;
  }

  // Where browsers' classes are known, `fetch` takes those alone, so these are the same.
  /** The parameters of an address. PostHog's global scope lacks this class: import it. */
  export const URLSearchParams: typeof globalThis extends { URLSearchParams: infer Known }
    ? Known
    : typeof OwnSearchParams;
  export type URLSearchParams = typeof globalThis extends {
    URLSearchParams: new (...values: any) => infer Known;
  }
    ? Known
    : OwnSearchParams;

  /** An address in its parts. */
  export const URL: typeof globalThis extends { URL: infer Known } ? Known : typeof OwnURL;
  export type URL = typeof globalThis extends { URL: new (...values: any) => infer Known } ? Known : OwnURL;

  /** The parts of an address; null where it has none of them. */
  export interface UrlWithStringQuery {
    auth: string | null;
    hash: string | null;
    host: string | null;
    hostname: string | null;
    href: string;
    path: string | null;
    pathname: string | null;
    port: string | null;
    protocol: string | null;
    query: string | null;
    search: string | null;
    slashes: boolean | null;
  }

  export interface UrlWithParsedQuery extends Omit<UrlWithStringQuery, 'query'> {
    query: Record<string, string | string[] | undefined>;
  }

  /** What an address can be made of. */
  export interface UrlObject {
    auth?: string | null;
    hash?: string | null;
    host?: string | null;
    hostname?: string | null;
    pathname?: string | null;
    port?: string | number | null;
    protocol?: string | null;
    query?: string | null | Record<string, unknown>;
    search?: string | null;
    slashes?: boolean | null;
  }

  /** The older way to take an address apart; it takes parts of one too. */
  export function parse(url: string): UrlWithStringQuery;
  export function parse(url: string, parseQuery: true, slashesDenoteHost?: boolean): UrlWithParsedQuery;
  export function parse(url: string, parseQuery?: false, slashesDenoteHost?: boolean): UrlWithStringQuery;
  /** An address of its parts. */
  export function format(url: string | UrlObject): string;
  export function format(
    url: URL,
    options?: { auth?: boolean; fragment?: boolean; search?: boolean; unicode?: boolean },
  ): string;
  /** Where a link leads that stands on a page. */
  export function resolve(from: string, to: string): string;
  export function domainToASCII(domain: string): string;
  export function domainToUnicode(domain: string): string;

  const url: typeof import('url');
  export default url;
}
