/** Asks a host whether it is a PostHog, whether it takes the keys, and which project they belong to. Writes nothing. */
import { hostLabel } from '../../platform/hosts.ts';
import type { ConnectionReport, HostAccess } from '../../protocol/runtime.ts';
import { NetworkProblem } from './networkProblem.ts';
import type { OutgoingRequest } from './outgoing.ts';
import { Redactor } from './redact.ts';
import { isWebPage, type ReceivedResponse, send } from './send.ts';

const timeoutMs = 10_000;
const maxResponseBytes = 2 * 1024 * 1024;
/** A clock that differs by more puts events where nobody looks for them. */
const mostClockSkewMs = 5 * 60_000;

type Project = NonNullable<ConnectionReport['project']>;

/** What is wrong, in one sentence that ends with what to do. */
class Problem extends Error {
  readonly kind: NonNullable<ConnectionReport['problem']>;

  constructor(kind: NonNullable<ConnectionReport['problem']>, message: string) {
    super(message);
    this.kind = kind;
  }
}

/** @returns a report; never rejects for what the host or the network did. */
export async function testConnection(access: HostAccess, signal: AbortSignal): Promise<ConnectionReport> {
  if (access.host.kind === 'local') {
    return {
      problem: null,
      message: 'The local host answers in memory, so there is nothing to reach.',
      project: null,
    };
  }
  const redactor = new Redactor(access);
  try {
    const report = await new Test(access, signal, redactor).run();
    // A project may be called anything, and the host knows the keys.
    return { problem: null, ...redactor.data(report), message: redactor.text(report.message) };
  } catch (error) {
    if (error instanceof Problem) {
      return { problem: error.kind, message: redactor.text(error.message), project: null };
    }
    if (error instanceof NetworkProblem) {
      return { problem: 'unreachable', message: redactor.text(error.message), project: null };
    }
    throw error;
  }
}

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly date: string | undefined;
}

class Test {
  readonly #access: HostAccess;
  readonly #signal: AbortSignal;
  readonly #host: string;
  readonly #personalKey: string | undefined;
  readonly #redactor: Redactor;

  constructor(access: HostAccess, signal: AbortSignal, redactor: Redactor) {
    this.#access = access;
    this.#signal = signal;
    this.#redactor = redactor;
    this.#host = access.host.kind === 'custom' ? new URL(access.host.api).host : hostLabel(access.host);
    this.#personalKey = access.personalApiKeys[access.host.api];
  }

  async run(): Promise<{ readonly message: string; readonly project: Project | null }> {
    const me = await this.#getApi('/api/users/@me/');
    this.#checkKey(me);
    checkClock(me, this.#host);
    const project = this.#personalKey === undefined ? null : await this.#project(me);
    const isAccepted = await this.#checkProjectKey();
    return { message: this.#summary(project, isAccepted), project };
  }

  /** A host that knows the path answers in PostHog's own form, with or without a key. */
  async #getApi(path: string): Promise<Answer> {
    const { api } = this.#access.host;
    const value = this.#personalKey;
    const response = await this.#send({
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
      throw new Problem(
        'not-posthog',
        origin === asked
          ? `${this.#host} answers with a web page where PostHog's API should be: a login page in front of it, or no PostHog. Check the address.`
          : `${this.#host} leads to a web page of ${host}: a login page in front of it, or no PostHog. Check the address.`,
      );
    }
    const body = objectIn(response);
    const isError = response.status >= 400;
    // Errors of PostHog's API have these fields (reference 7.4).
    const isPostHog = body !== undefined && (!isError || ('detail' in body && 'type' in body));
    if (response.status >= 500) {
      throw new Problem(
        'unreachable',
        `${this.#host} answers ${response.status}: it is there, but does not work now. Try again later.`,
      );
    }
    if (!isPostHog) {
      throw new Problem(
        'not-posthog',
        `${this.#host} answers ${response.status}, and not as PostHog's API does. Check the address.`,
      );
    }
    if (origin !== asked) {
      throw new Problem(
        'not-posthog',
        `${this.#host} redirects to ${origin}, and keys do not go along. Use that address as the host.`,
      );
    }
    return {
      status: response.status,
      body,
      date: response.headers.find(([name]) => name === 'date')?.[1],
    };
  }

  #checkKey({ status, body }: Answer): void {
    if (this.#personalKey === undefined || status < 400 || isScopeProblem(body)) return;
    throw new Problem(
      'personal-key',
      `${this.#host} does not take the personal API key: ${textOf(body['detail'])} Make a new one in PostHog, and set it.`,
    );
  }

  /** The project that calls go to: the configured one, else that which the key's user has open. */
  async #project(me: Answer): Promise<Project | null> {
    const { projectId } = this.#access;
    const known = projectIn(me.body['team']);
    if (projectId === null || projectId === known?.id) return known ?? null;
    const answer = await this.#getApi(`/api/projects/${projectId}/`);
    if (isScopeProblem(answer.body)) {
      throw new Problem(
        'scope',
        `The personal API key may not read the project: ${textOf(answer.body['detail'])} Add the scope to the key in PostHog.`,
      );
    }
    if (answer.status >= 400) {
      throw new Problem(
        'project',
        `The personal API key has no access to project ${projectId}, or there is none. Check the setting projectId.`,
      );
    }
    return projectIn(answer.body) ?? { id: projectId, name: `Project ${projectId}` };
  }

  /** Flags are asked for, since that checks the key and captures nothing; undefined where a host does not know them. */
  async #checkProjectKey(): Promise<boolean | undefined> {
    const { host, projectApiKey } = this.#access;
    if (projectApiKey === null) return undefined;
    for (const path of ['/flags/?v=2', '/decide/?v=3']) {
      const body = JSON.stringify({
        api_key: projectApiKey,
        token: projectApiKey,
        distinct_id: 'posthog-apps-connection-test',
      });
      const response = await this.#send({
        via: 'capture',
        method: 'POST',
        url: host.ingestion + path,
        headers: [['content-type', 'application/json']],
        body: Buffer.from(body),
        redirect: 'follow',
        personalKey: null,
        projectKeyOrigin: host.ingestion,
      });
      if (response.status === 401 || response.status === 403) {
        throw new Problem(
          'project-key',
          `${this.#host} does not take the project API key. Copy it from the project's settings in PostHog, it begins with phc_.`,
        );
      }
      if (response.status < 400 && !isWebPage(response)) return true;
    }
    return undefined;
  }

  #summary(project: Project | null, isAccepted: boolean | undefined): string {
    const { projectApiKey } = this.#access;
    const parts = [`${this.#host} answers${isAccepted === true ? ' and takes the project API key' : ''}.`];
    if (this.#personalKey === undefined) {
      parts.push('Without a personal API key, posthog.api cannot be used.');
    } else if (project === null) parts.push('It takes the personal API key.');
    else parts.push(`The personal API key works for ${project.name} (project ${project.id}).`);
    if (projectApiKey === null) parts.push('Without a project API key, captured events cannot be sent.');
    return parts.join(' ');
  }

  #send(outgoing: OutgoingRequest): Promise<ReceivedResponse> {
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

function checkClock({ date }: Answer, host: string): void {
  const there = Date.parse(date ?? '');
  const skew = Date.now() - there;
  if (Number.isNaN(there) || Math.abs(skew) <= mostClockSkewMs) return;
  const minutes = Math.round(Math.abs(skew) / 60_000);
  throw new Problem(
    'clock',
    `The clock of this computer is ${minutes} minutes ${skew > 0 ? 'ahead of' : 'behind'} that of ${host}, so events would have a wrong time. Set it.`,
  );
}

/** A key without the right to do this is a key all the same. */
function isScopeProblem(body: Readonly<Record<string, unknown>>): boolean {
  return /scope/i.test(textOf(body['detail']));
}

function projectIn(value: unknown): Project | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { id, name } = value as { readonly id?: unknown; readonly name?: unknown };
  return typeof id === 'number' && typeof name === 'string' ? { id: String(id), name } : undefined;
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

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.replace(/([^.])$/, '$1.') : '';
}
