/// <reference path="node.d.ts" />

// What PostHog's VM has beside the language (reference 4.2): for our own service, which loads no DOM library and no types
// of Node, and for projects without them. What the VM lacks is not here.
//
// Where a package brings those along after all, these declarations yield, as those of Node do beside the DOM library.

/**
 * Writes to the logs of the app, which its page in PostHog shows. It has these five methods only.
 *
 * Plain objects and lists are written as JSON, circular ones not at all: the call rejects. An Error is written as its
 * message, so pass `error.stack` for more.
 *
 * @example
 * console.log('Sent', event.uuid, { status: response.status })
 */
declare var console: Console;

/** The console of apps. */
interface Console extends PostHogVm.Alone<PostHogVm.AppConsole> {}

/**
 * Sends an HTTP request: the function of node-fetch 2.
 *
 * - It fulfils for every status: look at `response.ok`.
 * - It can loop when it sends an event to PostHog from `processEvent` or `onEvent`.
 * - PostHog gives up waiting after 30 seconds. The request cannot be cancelled.
 *
 * @example
 * const response = await fetch('https://example.com/hook', {
 *   method: 'POST',
 *   headers: { 'Content-Type': 'application/json' },
 *   body: JSON.stringify(event),
 * })
 */
declare function fetch(
  url: PostHogVm.Address,
  options?: PostHogVm.RequestOptions,
): Promise<PostHogApp.Response>;

/** What the function `fetch` of node-fetch has with it. None of these names is a global by itself. */
declare namespace fetch {
  /**
   * Headers for a request. `posthog.api` takes a plain object only.
   *
   * @example
   * const headers = new fetch.Headers({ Accept: 'text/csv' })
   */
  const Headers: PostHogVm.HeadersConstructor;
  /** The class of requests, which `fetch` takes in place of an address. */
  const Request: any;
  /** The class of responses. */
  const Response: any;
  /**
   * What `fetch` rejects with when there is no answer.
   *
   * @example
   * if (error instanceof fetch.FetchError) throw new RetryError(error.message)
   */
  const FetchError: PostHogVm.FetchErrorConstructor;
  /**
   * Whether a status is that of a redirect.
   *
   * @example
   * const isMoved = fetch.isRedirect(response.status)
   */
  function isRedirect(status: number): boolean;
}

/**
 * An address in its parts.
 *
 * @example
 * const campaign = new URL(event.properties.$current_url).searchParams.get('utm_campaign')
 */
declare var URL: typeof globalThis extends { onmessage: any; URL: infer T }
  ? T
  : typeof globalThis extends { clearImmediate: any }
    ? PostHogVm.URLOfNode
    : PostHogVm.URLConstructor;

/** An address in its parts. */
interface URL extends PostHogVm.Alone<PostHogVm.URLParts> {}

/** Types of what PostHog's VM has. */
declare namespace PostHogVm {
  /** Nothing where the library of browsers (`onmessage`) or the types of Node (`clearImmediate`) have it. */
  type Alone<Ours> = typeof globalThis extends { onmessage: any }
    ? {}
    : typeof globalThis extends { clearImmediate: any }
      ? {}
      : Ours;

  /** What `fetch` takes; nothing where another one is there, which comes with its class of responses. */
  type Address = typeof globalThis extends { Response: any } ? never : string | URL;

  /** The class URL of Node. */
  // @ts-ignore: without the types of Node there is no such module, and nothing asks for this type.
  type URLOfNode = typeof import('url').URL;

  /** The five methods of `console`. */
  interface AppConsole {
    /**
     * Writes a line of level DEBUG to the logs of the app.
     *
     * @example
     * console.debug('Looked up', event.distinct_id)
     */
    debug(...values: unknown[]): void;
    /**
     * Writes a line of level LOG to the logs of the app.
     *
     * @example
     * console.log('Sent', event.uuid)
     */
    log(...values: unknown[]): void;
    /**
     * Writes a line of level INFO to the logs of the app.
     *
     * @example
     * console.info(`${events.length} events sent`)
     */
    info(...values: unknown[]): void;
    /**
     * Writes a line of level WARN to the logs of the app.
     *
     * @example
     * console.warn('No address in', event.uuid)
     */
    warn(...values: unknown[]): void;
    /**
     * Writes a line of level ERROR to the logs of the app.
     *
     * @example
     * console.error(error.stack)
     */
    error(...values: unknown[]): void;
  }

  /** Options of `fetch`. */
  interface RequestOptions {
    /** `GET` when absent. */
    method?: string;
    /** Headers to send. A body of text has the type `text/plain` unless one stands here. */
    headers?: Record<string, string> | [string, string][] | PostHogApp.ResponseHeaders;
    /** What to send: text, bytes, the parameters of a form, or a stream. Write objects with `JSON.stringify`. */
    body?: string | ArrayBuffer | ArrayBufferView | SearchParams | Stream | null;
    /** What to do with a redirect: `follow` when absent. */
    redirect?: 'follow' | 'manual' | 'error';
    /** How many redirects to follow; 20 when absent. */
    follow?: number;
    /** Milliseconds until the request fails; 0 for no limit. */
    timeout?: number;
    /** Bytes after which the response fails; 0 for no limit. */
    size?: number;
    /** Whether to ask for compression; true when absent. */
    compress?: boolean;
  }

  /** A stream of Node, as far as `fetch` asks. */
  interface Stream {
    /** Sends what comes to another stream. */
    readonly pipe: (destination: any) => any;
  }

  /** The class of headers. */
  interface HeadersConstructor {
    /**
     * Headers, from an object.
     *
     * @example
     * const headers = new fetch.Headers({ Accept: 'text/csv' })
     */
    new (headers?: Record<string, string>): PostHogApp.ResponseHeaders;
  }

  /** The class of errors of `fetch`. */
  interface FetchErrorConstructor {
    /**
     * An error of `fetch`.
     *
     * @example
     * throw new fetch.FetchError('No answer', 'request-timeout')
     */
    new (message: string, type?: string): Error & { type: string; code?: string };
  }

  /** The class URL. */
  interface URLConstructor {
    /**
     * Takes an address apart. What is no address throws a TypeError.
     *
     * @example
     * const { hostname } = new URL(event.properties.$current_url)
     */
    new (url: string | URL, base?: string | URL): URL;
    /** What all of them have. */
    readonly prototype: URL;
  }

  /** The parts of an address; setting one changes the others. */
  interface URLParts {
    /** The whole address. */
    href: string;
    /** Protocol, host and port: `https://example.com:8000`. */
    readonly origin: string;
    /** With its colon: `https:`. */
    protocol: string;
    /** The name before the host, if any. */
    username: string;
    /** The password before the host, if any. */
    password: string;
    /** Host and port: `example.com:8000`. */
    host: string;
    /** Host without the port: `example.com`. */
    hostname: string;
    /** The port, empty for that of the protocol. */
    port: string;
    /** With its slash: `/pricing`. */
    pathname: string;
    /** With its question mark: `?utm_source=x`. */
    search: string;
    /** The parameters by name. */
    readonly searchParams: SearchParams;
    /** With its hash sign: `#team`. */
    hash: string;
    /**
     * The whole address.
     *
     * @example
     * const address = new URL('/pricing', 'https://example.com').toString()
     */
    toString(): string;
    /**
     * The whole address: what `JSON.stringify` writes.
     *
     * @example
     * const text = JSON.stringify({ page: new URL('https://example.com') })
     */
    toJSON(): string;
  }

  /**
   * The parameters of an address. There is no global URLSearchParams; import it from 'url' when you need one.
   *
   * @example
   * for (const [name, value] of new URL(event.properties.$current_url).searchParams) console.log(name, value)
   */
  interface SearchParams extends Iterable<[string, string]> {
    /**
     * Adds a parameter, also where there is one of this name.
     *
     * @example
     * url.searchParams.append('tag', 'new')
     */
    append(name: string, value: string): void;
    /**
     * Takes all parameters of a name away.
     *
     * @example
     * url.searchParams.delete('token')
     */
    delete(name: string): void;
    /**
     * The first value of a parameter, or null when it is absent.
     *
     * @example
     * const source = url.searchParams.get('utm_source')
     */
    get(name: string): string | null;
    /**
     * All values of a parameter.
     *
     * @example
     * const tags = url.searchParams.getAll('tag')
     */
    getAll(name: string): string[];
    /**
     * Whether there is a parameter.
     *
     * @example
     * const isTagged = url.searchParams.has('utm_source')
     */
    has(name: string): boolean;
    /**
     * Sets a parameter, in place of all of its name.
     *
     * @example
     * url.searchParams.set('page', '2')
     */
    set(name: string, value: string): void;
    /**
     * Sorts by name.
     *
     * @example
     * url.searchParams.sort()
     */
    sort(): void;
    /**
     * The names, one by one.
     *
     * @example
     * const names = [...url.searchParams.keys()]
     */
    keys(): IterableIterator<string>;
    /**
     * The values, one by one.
     *
     * @example
     * const values = [...url.searchParams.values()]
     */
    values(): IterableIterator<string>;
    /**
     * Names and values, pair by pair.
     *
     * @example
     * const parameters = Object.fromEntries(url.searchParams.entries())
     */
    entries(): IterableIterator<[string, string]>;
    /**
     * Visits all parameters. The value comes first.
     *
     * @example
     * url.searchParams.forEach((value, name) => console.log(name, value))
     */
    forEach(callback: (value: string, name: string) => void): void;
    /**
     * The text of all, as behind the question mark.
     *
     * @example
     * const query = url.searchParams.toString()
     */
    toString(): string;
  }
}
