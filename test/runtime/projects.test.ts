/** The list of projects, from a real server on loopback. */
import { expect, it } from 'vitest';
import type { ProjectList } from '../../protocol/runtime.ts';
import { listProjects } from '../../runtime/gate/projects.ts';
import { accessTo, answerJson, type Handler, personalKey, startServer } from './support/server.ts';

async function list(handler: Handler): Promise<ProjectList> {
  await using server = await startServer(handler);
  const found = await listProjects(accessTo(server), AbortSignal.timeout(5_000));
  expect(server.seen.map(({ method, url, headers }) => [method, url, headers.authorization])).toEqual([
    ['GET', '/api/projects/?limit=200&offset=0', `Bearer ${personalKey}`],
  ]);
  return found;
}

it('has the number and the name of each', async () => {
  const results = [{ id: 1, name: 'Shop' }, { id: 42, name: 'Blog' }, { id: 'x' }];
  expect(await list(answerJson({ count: 3, results }))).toEqual({
    problem: null,
    message: '',
    projects: [
      { id: '1', name: 'Shop' },
      { id: '42', name: 'Blog' },
    ],
  });
});

it.each([
  ['may not list them', 403, 'scope', 'Give it the scope project:read in PostHog'],
  ['is not taken', 401, 'personal-key', 'does not take the personal API key (401)'],
  ['is of a host that is ill', 503, 'busy', 'it is there, but does not work now'],
] as const)('is empty where the key %s, with what to do', async (_, status, problem, message) => {
  const found = await list(answerJson({ type: 'x', detail: `no ${personalKey}` }, status));
  expect(found).toMatchObject({ problem, projects: [] });
  expect(found.message).toContain(message);
});

it('goes on where there are more, at the host that was asked', async () => {
  await using other = await startServer(answerJson({}));
  const all = Array.from({ length: 401 }, (_, id) => ({ id, name: `Project ${id}` }));
  await using server = await startServer((request, response) => {
    const { searchParams } = new URL(request.url, 'http://localhost');
    const [offset, limit] = [Number(searchParams.get('offset')), Number(searchParams.get('limit'))];
    const next =
      offset + limit < all.length ? `${other.origin}/api/projects/?offset=${offset + limit}` : null;
    answerJson({ count: all.length, next, results: all.slice(offset, offset + limit) })(request, response);
  });
  const { projects } = await listProjects(accessTo(server), AbortSignal.timeout(5_000));
  expect(projects.map(({ id }) => Number(id))).toEqual(all.map(({ id }) => id));
  expect(other.seen).toEqual([]);
});
