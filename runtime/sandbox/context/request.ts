/** Request in the shape of node-fetch 2. Reference 4.2. */
import { Body, bodyOf, type BodyOptions, contentTypeOf } from './body.ts';
import { type HeaderInit, Headers, httpToken } from './headers.ts';

type Redirect = 'follow' | 'manual' | 'error';

interface Signal {
  readonly aborted: boolean;
  addEventListener(name: 'abort', listener: () => void): void;
}

export interface RequestInit extends BodyOptions {
  readonly method?: string;
  readonly headers?: HeaderInit;
  readonly body?: unknown;
  readonly redirect?: Redirect;
  readonly signal?: Signal | null;
  readonly follow?: number;
  readonly compress?: boolean;
  readonly counter?: number;
  readonly agent?: unknown;
}

const mostRedirects = 20;

export class Request extends Body {
  readonly #method: string;
  readonly #url: string;
  readonly #headers: Headers;
  readonly #redirect: Redirect;
  readonly #signal: Signal | null;
  // As there, these are what an app finds when it lists what a request has.
  readonly follow: number;
  readonly compress: boolean;
  readonly counter: number;
  readonly agent: unknown;

  /** @throws TypeError for what is no request. */
  constructor(input: unknown, init: RequestInit = {}) {
    const base = input instanceof Request ? input : undefined;
    const body = init.body ?? (base === undefined ? null : bodyOf(base));
    super(body, { size: init.size ?? base?.size, timeout: init.timeout ?? base?.timeout });
    this.#url = base?.url ?? addressOf(input);
    this.#method = String(init.method || base?.method || 'GET').toUpperCase();
    if (body !== null && (this.#method === 'GET' || this.#method === 'HEAD')) {
      throw new TypeError('Request with GET/HEAD method cannot have body');
    }
    if (!httpToken.test(this.#method)) {
      const message = `Method must be a valid HTTP token ["${this.#method}"]`;
      throw Object.assign(new TypeError(message), { code: 'ERR_INVALID_HTTP_TOKEN' });
    }
    this.#headers = new Headers(init.headers ?? base?.headers);
    const contentType = contentTypeOf(body);
    if (contentType !== null && !this.#headers.has('Content-Type'))
      this.#headers.append('Content-Type', contentType);
    this.#signal = checkedSignal(init.signal === undefined ? (base?.signal ?? null) : init.signal);
    this.#redirect = init.redirect || base?.redirect || 'follow';
    this.follow = init.follow ?? base?.follow ?? mostRedirects;
    this.compress = init.compress ?? base?.compress ?? true;
    this.counter = init.counter || base?.counter || 0;
    this.agent = init.agent || base?.agent;
  }

  get method(): string {
    return this.#method;
  }

  get url(): string {
    return this.#url;
  }

  get headers(): Headers {
    return this.#headers;
  }

  get redirect(): Redirect {
    return this.#redirect;
  }

  get signal(): Signal | null {
    return this.#signal;
  }

  clone(): Request {
    return new Request(this);
  }

  get [Symbol.toStringTag](): string {
    return 'Request';
  }
}

/** An URL object has its address in `href`. */
function addressOf(input: unknown): string {
  const isObject = typeof input === 'object' && input !== null;
  return isObject && 'href' in input && input.href ? String(input.href) : String(input);
}

/** By the name of its class, as there. */
function checkedSignal(signal: Signal | null): Signal | null {
  if (signal === null) return null;
  const isObject = typeof signal === 'object' && Object.getPrototypeOf(signal) !== null;
  const prototype = isObject ? (Object.getPrototypeOf(signal) as object) : {};
  if (prototype.constructor.name !== 'AbortSignal') {
    throw new TypeError('Expected signal to be an instanceof AbortSignal');
  }
  return signal;
}
