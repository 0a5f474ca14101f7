/** Asks a host whether it is a PostHog, whether it takes the keys, and which project they belong to. Writes nothing. */
import type { ConnectionReport, HostAccess } from '../../protocol/runtime.ts';
import { type Answer, ConnectionProblem, HostClient, type Project } from './hostClient.ts';
import { forbiddenReason } from './forbidden.ts';
import { projectIn, projectKeyIn } from './projects.ts';

/** A clock that differs by more puts events where nobody looks for them. */
const mostClockSkewMs = 5 * 60_000;

/** @returns a report; never rejects for what the host or the network did. */
export async function testConnection(access: HostAccess, signal: AbortSignal): Promise<ConnectionReport> {
  if (access.host.kind === 'local') {
    return {
      problem: null,
      message: 'The local host answers in memory, so there is nothing to reach.',
      project: null,
    };
  }
  const client = new HostClient(access, signal);
  const found = await client.report(() => new Test(access, client).run());
  return 'problem' in found ? { ...found, project: null } : { problem: null, ...found };
}

interface FoundProject {
  readonly project: Project;
  /** Its project API key, where the host names it. */
  readonly key: string | undefined;
}

class Test {
  readonly #access: HostAccess;
  readonly #client: HostClient;

  constructor(access: HostAccess, client: HostClient) {
    this.#access = access;
    this.#client = client;
  }

  async run(): Promise<{ readonly message: string; readonly project: Project | null }> {
    const me = await this.#client.get('/api/users/@me/');
    checkUser(me, this.#client.label);
    this.#checkKey(me);
    checkClock(me, this.#client.label);
    const found = this.#client.personalKey === undefined ? null : await this.#project(me);
    const isAccepted = await this.#checkProjectKey();
    if (found !== null) this.#checkSameProject(found, isAccepted);
    const project = found?.project ?? null;
    return { message: this.#summary(project, isAccepted), project };
  }

  #checkKey({ status, body }: Answer): void {
    if (this.#client.personalKey === undefined || status < 400 || isScopeProblem(body)) return;
    throw new ConnectionProblem(
      'personal-key',
      `${this.#client.label} does not take ${this.#client.keyName}: ${textOf(body['detail'])} Make a new one in PostHog, ${this.#client.setNewKey}.`,
    );
  }

  /** The project that calls go to: the configured one, else that which the key's user has open. */
  async #project(me: Answer): Promise<FoundProject | null> {
    const { projectId } = this.#access;
    const known = projectIn(me.body['team']);
    if (projectId === null || projectId === known?.id) {
      return known === undefined ? null : { project: known, key: projectKeyIn(me.body['team']) };
    }
    const answer = await this.#client.get(`/api/projects/${projectId}/`);
    if (isScopeProblem(answer.body)) {
      throw new ConnectionProblem(
        'scope',
        `${this.#keyName} may not read the project: ${textOf(answer.body['detail'])} Add the scope to the key in PostHog.`,
      );
    }
    if (answer.status >= 400) {
      throw new ConnectionProblem(
        'project',
        `${this.#keyName} has no access to project ${projectId}, or there is none. Check posthogApps.projectId.`,
      );
    }
    const project = projectIn(answer.body);
    if (project === undefined) throw notPostHog(this.#client.label);
    return { project, key: projectKeyIn(answer.body) };
  }

  /**
   * Events go where the project key says, calls where the project id says: to two projects, if these differ.
   *
   * @param isAccepted whether the host takes the project key, so that it is one of another project.
   */
  #checkSameProject({ project: { id, name }, key }: FoundProject, isAccepted: boolean | undefined): void {
    const { projectApiKey } = this.#access;
    if (projectApiKey === null || key === undefined || key === projectApiKey) return;
    const where = `${name} (project ${id})`;
    throw new ConnectionProblem(
      'project-key',
      `The project API key is ${isAccepted === true ? `that of another project than ${where}, so events would go there` : `not that of ${where}, so events would not go there`}. Copy the key from the settings of ${name} in PostHog, or change posthogApps.projectId.`,
    );
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
      const response = await this.#client.send({
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
        throw new ConnectionProblem(
          'project-key',
          `${this.#client.label} does not take the project API key. Copy it from the project's settings in PostHog, it begins with phc_.`,
        );
      }
      if (response.status < 400 && /"(?:flags|featureFlags)"/.test(response.body.toString('utf8')))
        return true;
    }
    return undefined;
  }

  /** At the beginning of a sentence. */
  get #keyName(): string {
    const { keyName } = this.#client;
    return keyName.charAt(0).toUpperCase() + keyName.slice(1);
  }

  #summary(project: Project | null, isAccepted: boolean | undefined): string {
    const { projectApiKey } = this.#access;
    const parts = [
      `${this.#client.label} answers${isAccepted === true ? ' and takes the project API key' : ''}.`,
    ];
    if (this.#client.personalKey === undefined) {
      parts.push('Without a personal API key, posthog.api cannot be used.');
    } else if (project === null) parts.push(`It takes ${this.#client.keyName}.`);
    else parts.push(`${this.#keyName} works for ${project.name} (project ${project.id}).`);
    if (projectApiKey === null) parts.push('Without a project API key, captured events cannot be sent.');
    return parts.join(' ');
  }
}

/** A key's user has these fields; without a key PostHog refuses to answer. Other services may answer anything. */
function checkUser({ body, status }: Answer, host: string): void {
  if (status < 400 && !('email' in body || 'distinct_id' in body || 'team' in body)) throw notPostHog(host);
}

function notPostHog(host: string): ConnectionProblem {
  return new ConnectionProblem(
    'not-posthog',
    `${host} answers, but not as PostHog's API does: it is another service. Check the address.`,
  );
}

function checkClock({ date }: Answer, host: string): void {
  const there = Date.parse(date ?? '');
  const skew = Date.now() - there;
  if (Number.isNaN(there) || Math.abs(skew) <= mostClockSkewMs) return;
  const minutes = Math.round(Math.abs(skew) / 60_000);
  throw new ConnectionProblem(
    'clock',
    `The clock of this computer is ${minutes} minutes ${skew > 0 ? 'ahead of' : 'behind'} that of ${host}, so events would have a wrong time. Set it.`,
  );
}

/** A key without the right to do this is a key all the same. */
function isScopeProblem(body: Readonly<Record<string, unknown>>): boolean {
  return forbiddenReason(textOf(body['detail'])) === 'scope';
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.replace(/([^.])$/, '$1.') : '';
}
