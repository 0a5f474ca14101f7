/** The last events of a project, from a real server on loopback. */
import { expect, it } from 'vitest';
import type { EventList } from '../../protocol/runtime.ts';
import { realEvents } from '../../runtime/gate/realEvents.ts';
import { accessTo, answerJson, type Handler, personalKey, startServer } from './support/server.ts';

async function list(handler: Handler, projectId: string | null = '42'): Promise<EventList> {
  await using server = await startServer(handler);
  const found = await realEvents(accessTo(server, { projectId }), AbortSignal.timeout(5_000));
  expect(server.seen.map(({ method, url, headers }) => [method, url, headers.authorization])).toEqual([
    [
      'GET',
      `/api/projects/${encodeURIComponent(projectId ?? '@current')}/events/?limit=50`,
      `Bearer ${personalKey}`,
    ],
  ]);
  return found;
}

it('are what an app gets, without keys and secrets', async () => {
  const results = [
    {
      id: '018392ff-5c00-0000-0001-5a3e1f9c7b20',
      event: 'signed up',
      distinct_id: 'ada',
      timestamp: '2022-10-01T12:00:00.000Z',
      person: { properties: { email: 'ada@example.com' } },
      properties: {
        plan: 'startup',
        token: 'phc_abcdefghijklmnop',
        user_password: 'hunter2',
        accessToken: 'abc',
        note: `uses ${personalKey} and phx_0123456789abcdef`,
        headers: [{ Authorization: 'Bearer abcdefgh12345678', 'x-cookie': 'a=b' }],
        tokenizer: 'none',
      },
    },
    { id: 'no event' },
  ];
  const { problem, events } = await list(answerJson({ results }), null);
  expect(problem).toBeNull();
  expect(events).toEqual([
    {
      uuid: '018392ff-5c00-0000-0001-5a3e1f9c7b20',
      event: 'signed up',
      distinct_id: 'ada',
      timestamp: '2022-10-01T12:00:00.000Z',
      properties: {
        plan: 'startup',
        token: '••••••',
        user_password: '••••••',
        accessToken: '••••••',
        note: 'uses phx_… and phx_…',
        headers: [{ Authorization: '••••••', 'x-cookie': '••••••' }],
        tokenizer: 'none',
      },
    },
  ]);
});

it.each([
  ['may not read them', 403, 'scope', 'Give it the scope query:read in PostHog'],
  ['is not taken', 401, 'personal-key', 'does not take the personal API key (401)'],
  ['has no such project', 404, 'project', 'has no project 42 for this key'],
] as const)('are none where the key %s, with what to do', async (_, status, problem, message) => {
  const found = await list(answerJson({ type: 'x', detail: `no ${personalKey}` }, status));
  expect(found).toMatchObject({ problem, events: [] });
  expect(found.message).toContain(message);
  expect(found.message).not.toContain(personalKey);
});

it('are none where the key may not use the project, which is no matter of its scopes', async () => {
  const body = { type: 'permission_denied', detail: "You don't have access to the project." };
  expect(await list(answerJson(body, 403))).toMatchObject({
    problem: 'project',
    message: expect.stringContaining('has no project 42 for this key. Select another project.') as string,
  });
});
