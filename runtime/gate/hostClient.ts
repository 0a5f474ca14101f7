/** Speaks to PostHog's own API for the product itself: with the keys of the run, and the same care for them. */
import { hostLabel } from '../../platform/hosts.ts';
import type { ConnectionReport, HostAccess } from '../../protocol/runtime.ts';
import { NetworkProblem, ProxyOffProblem, ProxyProblem } from './networkProblem.ts';
import type { OutgoingRequest } from './outgoing.ts';
import { Redactor } from './redact.ts';
import { isWebPage, type ReceivedResponse, send } from './send.ts';

const timeoutMs = 10_000;
const maxResponseBytes = 2 * 1024 * 1024;

export type ProblemKind = NonNullable<ConnectionReport['problem']>;
export type Project = NonNullable<ConnectionReport['project']>;

/** What is wrong, in one sentence that ends with what to do. */
export class ConnectionProblem extends Error {
  override readonly name = 'ConnectionProblem';
  readonly kind: ProblemKind;

  constructor(kind: ProblemKind, message: string) {
    super(message);
    this.kind = kind;
  }
}

export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly date: string | undefined;
}

export class HostClient {
  readonly #access: HostAccess;
  readonly #signal: AbortSignal;
  readonly #redactor: Redactor;
  /** The host in a sentence. */
  readonly label: string;
  readonly personalKey: string | undefined;
  /** The personal key in a sentence, with the place that it comes from where that is no secret storage. */
  readonly keyName: string;
  /** What to do with a new key, as the end of a sentence. */
  readonly setNewKey: string;

  constructor(access: HostAccess, signal: AbortSignal) {
    this.#access = access;
    this.#signal = signal;
    this.#redactor = new Redactor(access);
    this.label = access.host.kind === 'custom' ? new URL(access.host.api).host : hostLabel(access.host);
    this.personalKey = access.personalApiKeys[access.host.api];
    const variable = access.personalKeyVariable;
    this.keyName = variable === undefined ? 'the personal API key' : `the personal API key in ${variable}`;
    this.setNewKey = setNewKey(variable);
  }

  /**
   * What `ask` finds, or the problem that it met, without a key in it: the host knows the keys, and may put them into a
   * name or a message.
   */
  async report<T extends object>(
    ask: () => Promise<T>,
  ): Promise<T | { readonly problem: ProblemKind; readonly message: string }> {
    try {
      return this.#redactor.data(await ask());
    } catch (error) {
      if (!(error instanceof ConnectionProblem) && !(error instanceof NetworkProblem)) throw error;
      return { problem: kindOf(error), message: this.#redactor.text(error.message) };
    }
  }

  /** A host that knows the path answers in PostHog's own form, with or without a key. */
  async get(path: string): Promise<Answer> {
    const { api } = this.#access.host;
    const value = this.personalKey;
    const response = await this.send({
      via: 'api',
      method: 'GET',
      url: api + path,
      headers: [],
      body: null,
      redirect: 'follow',
      personalKey: value === undefined ? null : { origin: api, value },
      projectKeyOrigin: null,
    });
    return this.#read(response, api);
  }

  #read(response: ReceivedResponse, asked: string): Answer {
    const { origin, host } = new URL(response.url);
    if (isWebPage(response)) {
      throw new ConnectionProblem(
        'not-posthog',
        origin === asked
          ? `${this.label} answers with a web page where PostHog's API should be: a login page in front of it, or no PostHog. Check the address.`
          : `${this.label} leads to a web page of ${host}: a login page in front of it, or no PostHog. Check the address.`,
      );
    }
    const body = objectIn(response);
    const isError = response.status >= 400;
    // Errors of PostHog's API have these fields (reference 7.4).
    const isPostHog = body !== undefined && (!isError || ('detail' in body && 'type' in body));
    if (response.status === 429) {
      const seconds = response.headers.find(([name]) => name === 'retry-after')?.[1];
      const when = seconds !== undefined && /^\d+$/.test(seconds) ? `in ${seconds} seconds` : 'in a minute';
      throw new ConnectionProblem(
        'busy',
        `${this.label} was asked too often (429), which says nothing about the keys. Try again ${when}.`,
      );
    }
    if (response.status >= 500) {
      throw new ConnectionProblem(
        'busy',
        `${this.label} answers ${response.status}: it is there, but does not work now. Try again later.`,
      );
    }
    if (!isPostHog) {
      throw new ConnectionProblem(
        'not-posthog',
        `${this.label} answers ${response.status}, and not as PostHog's API does. Check the address.`,
      );
    }
    if (origin !== asked) {
      throw new ConnectionProblem(
        'not-posthog',
        `${this.label} redirects to ${origin}, and keys do not go along. Use that address as the host.`,
      );
    }
    return {
      status: response.status,
      body,
      date: response.headers.find(([name]) => name === 'date')?.[1],
    };
  }

  /** @throws NetworkProblem */
  send(outgoing: OutgoingRequest): Promise<ReceivedResponse> {
    const { api, ingestion } = this.#access.host;
    return send(outgoing, {
      trustedOrigins: new Set([api, ingestion]),
      timeoutMs,
      maxResponseBytes,
      signal: this.#signal,
      redactor: this.#redactor,
      network: this.#access.network,
    });
  }
}

function kindOf(error: ConnectionProblem | NetworkProblem): ProblemKind {
  if (error instanceof ConnectionProblem) return error.kind;
  if (error instanceof ProxyProblem) return 'proxy';
  return error instanceof ProxyOffProblem ? 'proxy-off' : 'unreachable';
}

/**
 * What to do with a new personal key, as the end of a sentence.
 *
 * @param variable that the key of now comes from; undefined for a stored one.
 */
export function setNewKey(variable: string | undefined): string {
  return variable === undefined ? 'and set it' : `and put it into the environment variable ${variable}`;
}

function objectIn({ body }: ReceivedResponse): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}
