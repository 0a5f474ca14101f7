/** Lists the projects that the personal key of the host may use. */
import type { HostAccess, ProjectList } from '../../protocol/runtime.ts';
import { ConnectionProblem, HostClient, type Project } from './hostClient.ts';

/** As many as PostHog gives at once. */
const pageSize = 200;
/** Whoever has more writes the number. */
const mostPages = 10;

/** @returns the list; never rejects for what the host or the network did. */
export async function listProjects(access: HostAccess, signal: AbortSignal): Promise<ProjectList> {
  const client = new HostClient(access, signal);
  const found = await client.report(async () => ({ projects: await projectsOf(client) }));
  return 'problem' in found ? { ...found, projects: [] } : { problem: null, message: '', ...found };
}

async function projectsOf(client: HostClient): Promise<readonly Project[]> {
  const projects: Project[] = [];
  for (let page = 0; page < mostPages; page++) {
    const { found, isLast } = await pageOf(client, page * pageSize);
    projects.push(...found);
    if (isLast) break;
  }
  return projects;
}

interface Page {
  readonly found: readonly Project[];
  readonly isLast: boolean;
}

/** The address of the next page that the host names is not used: it may be one that keys must not go to. */
async function pageOf(client: HostClient, offset: number): Promise<Page> {
  const { status, body } = await client.get(`/api/projects/?limit=${pageSize}&offset=${offset}`);
  if (status === 403) {
    throw new ConnectionProblem(
      'scope',
      `The personal API key for ${client.label} may not list projects. Give it the scope project:read in PostHog, or write the number of the project into posthogApps.projectId.`,
    );
  }
  if (status >= 400) {
    throw new ConnectionProblem(
      'personal-key',
      `${client.label} does not take ${client.keyName} (${status}). Make a new one in PostHog, ${client.setNewKey}.`,
    );
  }
  const { results, next } = body;
  const found = Array.isArray(results) ? results.flatMap((item: unknown) => projectIn(item) ?? []) : [];
  return { found, isLast: typeof next !== 'string' };
}

/** The key with which events go to a project, where the answer names it. */
export function projectKeyIn(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('api_token' in value)) return undefined;
  return typeof value.api_token === 'string' ? value.api_token : undefined;
}

export function projectIn(value: unknown): Project | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { id, name } = value as { readonly id?: unknown; readonly name?: unknown };
  return typeof id === 'number' && typeof name === 'string' ? { id: String(id), name } : undefined;
}
