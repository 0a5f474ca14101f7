/** Response in the shape of node-fetch 2, which PostHog gives to apps. Reference 1.2.4. */
import type { AnsweredResponse } from '../../../protocol/sandbox.ts';
import { Body, bodyOf, type BodyOptions, contentOf, contentTypeOf, KnownBody } from './body.ts';
import { Buffer } from './buffer.ts';
import { fetchError } from './fetchError.ts';
import { type HeaderInit, Headers, headersOf } from './headers.ts';
import { service } from './host.ts';

interface ResponseInit extends BodyOptions {
  readonly status?: number;
  readonly statusText?: string | undefined;
  readonly headers?: HeaderInit;
  readonly url?: string;
  /** How many redirects led to it. */
  readonly counter?: number;
}

export class Response extends Body {
  readonly #status: number;
  readonly #statusText: string | undefined;
  readonly #headers: Headers;
  readonly #url: string;
  readonly #counter: number;

  /** @param failure why its body cannot be read; apps give none. */
  constructor(body?: unknown, init: ResponseInit = {}, failure?: Error) {
    super(body, init, failure);
    this.#status = init.status || 200;
    this.#statusText = init.statusText || reasonOf(this.#status);
    this.#headers = new Headers(init.headers);
    this.#url = init.url ?? '';
    this.#counter = init.counter ?? 0;
    const contentType = contentTypeOf(body);
    if (contentType !== null && !this.#headers.has('Content-Type'))
      this.#headers.append('Content-Type', contentType);
  }

  get status(): number {
    return this.#status;
  }

  get statusText(): string | undefined {
    return this.#statusText;
  }

  get headers(): Headers {
    return this.#headers;
  }

  get url(): string {
    return this.#url;
  }

  get redirected(): boolean {
    return this.#counter > 0;
  }

  get ok(): boolean {
    return this.#status >= 200 && this.#status < 300;
  }

  clone(): Response {
    const init = {
      status: this.#status,
      statusText: this.#statusText,
      headers: this.#headers,
      url: this.#url,
      counter: this.#counter,
      size: this.size,
      timeout: this.timeout,
    };
    return new Response(bodyOf(this), init, contentOf(this).failure);
  }

  get [Symbol.toStringTag](): string {
    return 'Response';
  }
}

/** What HTTP says for a status; undefined where it has no words. */
function reasonOf(status: number): string | undefined {
  return status === 200 ? 'OK' : ((service('http.reason', status) as string | null) ?? undefined);
}

/**
 * What the gate answered.
 *
 * @param stack of the call, for an error that comes when the body is read.
 */
export function responseFrom(answer: unknown, stack: string): Response {
  const { bodyBase64, bodyFailure, bodyText, headers, redirected, ...rest } = answer as AnsweredResponse;
  const init = { ...rest, headers: headersOf(headers), counter: redirected ? 1 : 0 };
  const failure = bodyFailure === undefined ? undefined : fetchError(bodyFailure, stack);
  const body = bodyText ?? Buffer.from(bodyBase64 ?? '', 'base64');
  return new Response(new KnownBody(body, true), init, failure);
}
