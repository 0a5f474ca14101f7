/** Which key a refused call is about: the user's, the app's own, or the one in the body of an event. */
import { describe, expect, it } from 'vitest';
import { isAllSent } from '../../protocol/runWords.ts';
import type { AskedRequest } from '../../protocol/sandbox.ts';
import type { RequestRecord } from '../../protocol/trace.ts';
import { localAccess } from '../../runtime/index.ts';
import { ask } from './support/ask.ts';
import { answerJson, type Handler, startServer } from './support/server.ts';

type Api = Extract<AskedRequest, { via: 'api' }>;
type Given = NonNullable<Parameters<typeof ask>[3]>['asked'];

const variable = { personalKeyVariable: 'MY_PHX' };
const event = { event: 'x', distinct_id: 'd' };

function post(body: object, path = 'capture/'): Partial<Api> {
  return { method: 'POST', path, body: JSON.stringify(body) };
}

function fetched(url: string, body: object): Extract<AskedRequest, { via: 'fetch' }> {
  return {
    via: 'fetch',
    method: 'POST',
    url,
    headers: [],
    bodyText: JSON.stringify(body),
    bodyBase64: null,
    redirect: 'follow',
  };
}

async function rowOf(handler: Handler, asked: Given | ((origin: string) => Given)): Promise<RequestRecord> {
  await using server = await startServer(handler);
  const given = typeof asked === 'function' ? asked(server.origin) : asked;
  const { row } = await ask(server.origin, {}, {}, { ...variable, ...(given && { asked: given }) });
  return { ...row, error: row.error?.replaceAll(new URL(server.origin).host, 'HOST') ?? null };
}

function isLost(row: RequestRecord): boolean {
  return !isAllSent({ captured: [], requests: [row] });
}

describe('an event that a host refuses', () => {
  const missing = answerJson({ type: 'authentication_error', code: 'missing_api_key', detail: 'No.' }, 401);
  const invalid = answerJson({ type: 'authentication_error', code: 'invalid_api_key', detail: 'No.' }, 401);
  const noKey =
    'HOST did not take the event (401): there is no api_key in the body. Put the API key of the project there; what posthog.api adds to the address and the headers does not count.';

  it('for want of a key', async () => {
    const row = await rowOf(missing, post(event));
    expect(row).toMatchObject({ error: noKey, action: null });
    expect(isLost(row)).toBe(true);
    // Whatever the host says: the body has none.
    expect((await rowOf(invalid, post(event))).error).toBe(noKey);
  });

  it('for a key that is none', async () => {
    const row = await rowOf(invalid, post({ api_key: 'phc_wrong', ...event }, 'i/v0/e/'));
    expect(row).toMatchObject({
      error: 'HOST refused the api_key in the body of the event (401). Put the API key of the project there.',
      action: null,
    });
    expect(isLost(row)).toBe(true);
  });

  it('that the app sends by fetch', async () => {
    const row = await rowOf(missing, (origin) => fetched(`${origin}/e/`, event));
    expect(row.error).toBe(
      'HOST did not take the event (401): there is no api_key in the body. Put the API key of the project there.',
    );
    expect(isLost(row)).toBe(true);
    const other = await rowOf(missing, (origin) => fetched(`${origin}/login`, event));
    expect([other.error, isLost(other)]).toEqual([null, false]);
  });

  it('for what it is, in the words of the host', async () => {
    const bad = answerJson({ code: 'invalid_payload', detail: 'Invalid payload: no event name' }, 400);
    const row = await rowOf(bad, post({ api_key: 'phc_x', distinct_id: 'd' }));
    expect(row.error).toBe('HOST did not take the event (400): Invalid payload: no event name.');
    expect(isLost(row)).toBe(true);
  });

  it('and is the embedded one', async () => {
    const { row } = await ask(
      'https://local.posthog.invalid',
      {},
      {},
      { ...localAccess, asked: post(event) },
    );
    expect(row.error).toBe(noKey.replace('HOST', 'The embedded host'));
    expect(isLost(row)).toBe(true);
    const taken = await ask(
      'https://local.posthog.invalid',
      {},
      {},
      { ...localAccess, asked: post({ api_key: 'local', ...event }) },
    );
    expect([taken.row.error, isLost(taken.row)]).toEqual([null, false]);
    const nameless = await ask(
      'https://local.posthog.invalid',
      {},
      {},
      { ...localAccess, asked: post({ api_key: 'local', distinct_id: 'd' }, 'i/v0/e/') },
    );
    expect(nameless.row.error).toBe(
      'The embedded host did not take the event (400): event submitted with an empty event name.',
    );
  });
});

describe('a key that is refused is named', () => {
  const own = { headers: { Authorization: 'Bearer phx_ofTheApp0123456789012345678901234' } };

  it('as the app passed it in a header', async () => {
    const row = await rowOf(answerJson({ detail: 'Invalid.' }, 401), own);
    expect(row).toMatchObject({
      error:
        'HOST refused the personal API key that the app itself passed (401). Your own keys were not used.',
      action: null,
    });
    expect(isLost(row)).toBe(false);
  });

  it.each([
    [{}, 'the personal API key in MY_PHX', 'The personal API key in MY_PHX'],
    [
      own,
      'the personal API key that the app itself passed',
      'The personal API key that the app itself passed',
    ],
  ])('where it may not do this: %j', async (asked, inSentence, first) => {
    const of = async (detail: string): Promise<string | null> =>
      (await rowOf(answerJson({ detail }, 403), { ...asked, path: 'api/projects/7/persons/' })).error;
    expect(await of("API key missing required scope 'person:read'")).toBe(
      `HOST does not allow this (403): API key missing required scope 'person:read'. Add the scope to ${inSentence}.`,
    );
    expect(await of('No.')).toBe(
      `HOST does not allow this (403): No. ${first} may lack a scope, or its owner the right to do this.`,
    );
    expect(await of('Not in this project')).toBe(
      `HOST does not allow this (403): Not in this project. ${first} may not use project 7: take another project, or a key for this one.`,
    );
  });
});

it('a body that posthog.api sends without a JSON type is told', async () => {
  const error =
    "posthog.api.put sends its body as text/plain, which is not read here (415). Pass headers: { 'content-type': 'application/json' }.";
  const asked = { method: 'PUT', path: 'api/projects/@current/cohorts/1/', body: '{}' } as const;
  expect((await rowOf(answerJson({ detail: 'Unsupported media type' }, 415), asked)).error).toBe(error);
  // As the PostHog of October 2021 sends it, which takes no headers.
  const posted = { ...asked, method: 'POST' } as const;
  expect((await rowOf(answerJson({ detail: 'Unsupported media type' }, 415), posted)).error).toMatch(
    /takes no headers for it\. Send it by fetch/,
  );
});
