// node-fetch 2 as apps use it, for apps that do not have its types installed.

declare module 'node-fetch' {
  type RequestRedirect = 'follow' | 'manual' | 'error';

  interface RequestInit {
    /** `GET` when absent. */
    method?: string;
    headers?: HeadersInit;
    body?: BodyInit | null;
    redirect?: RequestRedirect;
    /** How many redirects to follow; 20 when absent. */
    follow?: number;
    /** Milliseconds until the request fails; 0 for no limit. */
    timeout?: number;
    compress?: boolean;
    size?: number;
  }

  interface ResponseInit {
    headers?: HeadersInit;
    status?: number;
    statusText?: string;
    url?: string;
    size?: number;
    timeout?: number;
  }

  /** Headers that can be changed. */
  interface HeadersLike extends PostHogApp.ResponseHeaders {
    append(name: string, value: string): void;
    delete(name: string): void;
    set(name: string, value: string): void;
  }

  /** A request, which `fetch` takes in place of an address. */
  interface RequestLike {
    readonly method: string;
    readonly url: string;
    readonly headers: PostHogApp.ResponseHeaders;
    readonly redirect: RequestRedirect;
    clone(): RequestLike;
    json(): Promise<any>;
    text(): Promise<string>;
  }

  type HeadersInit = PostHogApp.ResponseHeaders | string[][] | { [name: string]: string | string[] };
  /** Text or bytes; write objects with `JSON.stringify`. Streams and forms are of any type here. */
  type BodyInit = any;
  type RequestInfo = string | { readonly href: string } | RequestLike;

  /** Sends an HTTP request: the same function as the global `fetch`. It fulfils for every status: look at `ok`. */
  function fetch(url: RequestInfo, options?: RequestInit): Promise<PostHogApp.Response>;

  namespace fetch {
    export { RequestInit, ResponseInit, RequestRedirect, HeadersInit, BodyInit, RequestInfo };
    export type Response = PostHogApp.Response;
    /** The class of responses. */
    export const Response: new (body?: BodyInit, init?: ResponseInit) => PostHogApp.Response;
    export type Headers = HeadersLike;
    /** The class of headers. */
    export const Headers: new (init?: HeadersInit) => HeadersLike;
    export type Request = RequestLike;
    /** The class of requests. */
    export const Request: new (input: RequestInfo, init?: RequestInit) => RequestLike;
    /** What `fetch` rejects with when there is no answer. */
    export class FetchError extends Error {
      constructor(message: string, type: string, systemError?: Error & { code?: string });
      type: string;
      code?: string;
      errno?: string;
    }
    /** Whether a status is that of a redirect. */
    export function isRedirect(code: number): boolean;
    export { fetch as default };
  }

  export = fetch;
}
