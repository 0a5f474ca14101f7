import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { compareRuns } from '../../../../client/panel/history/compareRuns.ts';
import { cutTrace, longestText } from '../../../../client/panel/history/cutTrace.ts';
import { valueAt } from '../../../../client/panel/history/jsonPointer.ts';
import { curlCommand, curlScript, httpFile } from '../../../../client/panel/history/requestText.ts';
import { exportJson } from '../../../../client/panel/history/runJson.ts';
import { type RunRecord, shownConfig } from '../../../../client/panel/history/runRecord.ts';
import { runText } from '../../../../client/panel/history/runText.ts';
import { cutText } from '../../../../protocol/cutText.ts';
import { loopingTrace } from '../../../panel/support/hops.ts';
import { captured, changedEvent, log, request, runError, trace } from '../../../panel/support/traces.ts';

function record(parts: Partial<RunRecord> = {}): RunRecord {
  return {
    version: 1,
    id: 'run-1',
    rootUri: 'file:///apps/one',
    appName: 'One',
    entryPoint: 'onEvent',
    host: 'local',
    startedAt: '2022-10-01T12:00:00.000Z',
    input: { event: 'signed up', uuid: '018392ff-5c00-0000-0001-5a3e1f9c7b20' },
    trace: trace(),
    ...parts,
  };
}

describe('a request as curl', () => {
  it('sends a long body again, which is more than a command may have as an argument', async () => {
    const seen = Promise.withResolvers<string>();
    const server = createServer((incoming, response) => {
      let text = '';
      incoming.on('data', (part) => (text += String(part)));
      incoming.on('end', () => {
        seen.resolve(text);
        response.end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const body = JSON.stringify({ text: `it's %s $HOME ${'x'.repeat(5_000_000)}` });
    const run = record({
      trace: trace({ requests: [request({ url: `http://127.0.0.1:${port}/`, requestBody: body })] }),
    });
    const env = { ...process.env, POSTHOG_PERSONAL_API_KEY: 'k' };
    const shell = execFile('sh', { env });
    const ended = once(shell, 'exit');
    shell.stdin?.end(curlScript(run));
    expect(await ended).toEqual([0, null]);
    expect((await seen.promise) === body).toBe(true);
    server.close();
  });

  it('says that a body was kept in part only', () => {
    const requestBody = cutText('x'.repeat(3_000_000), 1_000);
    const run = record({ trace: trace({ requests: [request({ requestBody })] }) });
    const told = '# The body was kept in part: put the rest in. The whole had 3 million characters.';
    expect(curlScript(run)).toContain(told);
    expect(httpFile(run)).toContain(told);
  });

  it('takes the key from the environment, and quotes what a shell would read', () => {
    const text = curlCommand(request({ url: "https://a.example/it's", requestBody: `{"a":"it's $HOME"}` }));
    expect(text).toBe(
      [
        String.raw`curl -X POST 'https://a.example/it'\''s'`,
        `-H 'Content-Type: application/json'`,
        `-H "Authorization: Bearer \${POSTHOG_PERSONAL_API_KEY}"`,
        String.raw`--data-raw '{"a":"it'\''s $HOME"}'`,
      ].join(' \\\n  '),
    );
  });

  it('sends again what was sent', async () => {
    const received = Promise.withResolvers<readonly [string, string | undefined, string]>();
    const server = createServer((incoming, response) => {
      let text = '';
      incoming.on('data', (part) => (text += String(part)));
      incoming.on('end', () => {
        received.resolve([incoming.method ?? '', incoming.headers.authorization, text]);
        response.end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const body = `{"quote":"it's \\"so\\"","dollar":"$HOME \`date\`"}`;
    const command = curlCommand(request({ url: `http://127.0.0.1:${port}/`, requestBody: body }));
    await promisify(execFile)('sh', ['-c', command], {
      env: { ...process.env, POSTHOG_PERSONAL_API_KEY: 'k' },
    });
    expect(await received.promise).toEqual(['POST', 'Bearer k', body]);
    server.close();
  });
});

describe('requests of a run as files', () => {
  const run = record({
    trace: trace({ requests: [request(), request({ method: 'GET', requestBody: null })] }),
  });

  it('a script names the line that sent each', () => {
    expect(curlScript(run)).toContain('# api of onEvent at index.js:30\n# The embedded host answered');
    expect(curlScript(run).match(/^curl /gm)).toHaveLength(2);
  });

  it('a request to another address says that it was not sent', () => {
    const elsewhere = record({
      trace: trace({ requests: [request({ url: 'https://hooks.example/a', disposition: 'local' })] }),
    });
    expect(curlScript(elsewhere)).toContain('# It was not sent in that run');
    expect(curlScript(elsewhere)).not.toContain('put the address of a real host here');
  });

  it('a file of REST clients has the key as a variable', () => {
    const text = httpFile(run);
    expect(text).toContain('@personalApiKey = \n');
    expect(text).toContain('### api of onEvent at index.js:30\n');
    expect(text).toContain('Authorization: Bearer {{personalApiKey}}\n\n{"content"');
  });
});

describe('what was hidden in a request', () => {
  const secret = request({
    via: 'fetch',
    url: 'https://api.example.com/?key=••••••&page=1',
    requestHeaders: { authorization: 'Bearer ••••••', 'x-own': 'phx_…' },
    requestBody: `{"note":"it's $HOME","auth":{"pass word":"••••••"}}`,
  });
  const { usesPersonalKey: _, ...sent } = secret;
  const run = record({ trace: trace({ requests: [sent] }) });
  const env = {
    POSTHOG_APP_SECRET_AUTHORIZATION: 'one',
    POSTHOG_APP_SECRET_KEY: 'two',
    POSTHOG_APP_SECRET_X_OWN: 'three',
    POSTHOG_APP_SECRET: 'four',
  };

  it('comes from variables of the environment, named after their places', async () => {
    const script = `curl() { printf '%s\\n' "$@"; }\n${curlScript(run)}`;
    const { stdout } = await promisify(execFile)('sh', ['-c', script], { env });
    expect(stdout.split('\n').slice(2, -1)).toEqual([
      'https://api.example.com/?key=two&page=1',
      '-H',
      'authorization: Bearer one',
      '-H',
      'x-own: three',
      '--data-raw',
      `{"note":"it's $HOME","auth":{"pass word":"four"}}`,
    ]);
  });

  it('is asked for before anything is sent', async () => {
    const script = `curl() { echo sent; }\n${curlScript(run)}`;
    const missing = { ...env, POSTHOG_APP_SECRET_KEY: '' };
    await expect(promisify(execFile)('sh', ['-c', script], { env: missing })).rejects.toMatchObject({
      stdout: '',
      stderr: expect.stringContaining('Set it to the secret of the app that goes into key.') as string,
    });
  });

  it('is a variable of a file of REST clients, and no variable is there for nothing', () => {
    const text = httpFile(run);
    expect(text.match(/^@.*/gm)).toEqual([
      '@secretKey = ',
      '@secretAuthorization = ',
      '@secretXOwn = ',
      '@secret = ',
    ]);
    expect(text).toContain('POST https://api.example.com/?key={{secretKey}}&page=1\n');
    expect(text).toContain('authorization: Bearer {{secretAuthorization}}\n');
    expect(
      httpFile(
        record({ trace: trace({ requests: [request({ url: 'https://a.example/', requestHeaders: {} })] }) }),
      ),
    ).not.toMatch(/^@/m);
  });

  it('is the key of the project where PostHog gets it', () => {
    const capture = request({
      via: 'capture',
      url: 'https://eu.i.posthog.com/i/v0/e/',
      requestHeaders: {},
      requestBody: '{"api_key":"phc_abc…","event":"a"}',
    });
    expect(curlCommand(capture)).toContain(
      `--data-raw '{"api_key":"'"$POSTHOG_PROJECT_API_KEY"'","event":"a"}'`,
    );
    expect(curlCommand(request())).toContain('annotations/?token=${POSTHOG_PROJECT_API_KEY}"');
  });
});

const noCounts = {
  changed: 0,
  unchanged: 0,
  dropped: 0,
  completed: 0,
  failed: 0,
  'timed-out': 0,
  stopped: 0,
};

describe('a run as text', () => {
  const run = record({
    trace: trace({
      outcome: 'failed',
      events: [changedEvent],
      captured: [captured()],
      requests: [request()],
      logs: [log('with ``` in it', 'warn')],
      errors: [runError()],
      storage: [{ at: 2, cause: captured().cause, operation: 'set', key: 'seen', value: true }],
    }),
  });

  it('has all that the panel shows', () => {
    const text = runText(run);
    expect(text).toMatch(/^# One: onEvent\n\n\*\*Failed\.\*\*/);
    for (const part of [
      '## Errors',
      '## Input',
      '## Captured events',
      '## Requests',
      '## Storage',
      '## Logs',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).toContain('(index.js:22)');
    expect(text).toContain('````\n20 ms warn: with ``` in it (index.js:20)\n````');
  });

  it('says what the run cost, and of captured events whether they come back', () => {
    const usage = { cpuMs: 9.4, memoryBytes: 58_400_000 };
    const used = record({ trace: trace({ captured: [captured()], requests: [request()], usage }) });
    expect(runText(used)).toContain('\n- Cost: call 13 ms, CPU 9 ms, memory 58.4 MB, 1 request, 83 B\n');
    expect(runText(used, { isComparable: true })).not.toContain('Cost');
    // A call that was ended does not tell what it used.
    const ended = record({ trace: trace({ outcome: 'stopped', requests: [request()], usage }) });
    expect(runText(ended)).toContain('call 13 ms until it was ended, CPU and memory not measured, ');
    const fates = [{ grade: 'may-loop', message: '' }] as const;
    expect(runText(used, { fates })).toContain('**company identified** of ada (kept here, may come back)');
    // Of a loop of several apps none of the events ends.
    const ends = [{ grade: 'ends', message: '' }] as const;
    expect(runText(used, { fates: ends })).toContain('(kept here, does not loop)');
    expect(runText(record({ trace: loopingTrace() }), { fates: ends })).not.toContain('does not loop');
  });

  it('begins with the loop of a run that loops, as the panel does', () => {
    const looping = record({ trace: loopingTrace(), isLooping: true });
    expect(runText(looping)).toContain('\n\n**Stopped: it loops.** The run itself: completed.');
    const known = record({ trace: trace({ captured: [captured()] }), isLooping: true });
    expect(runText(known)).toContain('\n\n**Completed, but it loops.** PostHog sends');
    const looped = loopingTrace();
    const following = { ...looped.following, end: 'rests' as const };
    const rested = record({ trace: { ...looped, following } as typeof looped, isLooping: true });
    expect(runText(rested)).not.toContain('but it loops');
    expect(compareRuns(record(), looping)).toContain('Outcome: Completed → Stopped: it loops.');
  });

  it('says of a list of events what came of each', () => {
    const counts = { ...noCounts, unchanged: 1, failed: 1 };
    const row = { ms: 1, captured: 0, requests: 0, logs: 0, problem: null };
    const problem = { message: 'no luck', source: { file: 'index.js', line: 2, column: 1 } };
    const rows = [
      { ...row, index: 1, name: 'bad', outcome: 'failed', problem },
      { ...row, index: 0, name: 'good', outcome: 'unchanged' },
    ] as const;
    const text = runText(record({ trace: trace({ outcome: 'failed' }), report: { total: 2, counts, rows } }));
    expect(text).toContain('**1 of 2 events went wrong.** 1 failed, 1 unchanged.');
    expect(text).toContain('## Events\n\n- 2. bad: failed. no luck (index.js:2)\n- 1. good: unchanged\n');
  });

  it('leaves out for a comparison what differs in every run', () => {
    const later = {
      ...run,
      startedAt: '2022-10-01T13:00:00.000Z',
      input: { event: 'signed up', uuid: '018392ff-5c00-0000-0001-5a3e1f9c7b21' },
      trace: { ...run.trace, timing: { ...run.trace.timing, totalMs: 99 } },
    };
    expect(runText(later, { isComparable: true })).toBe(runText(run, { isComparable: true }));
    expect(runText(later)).not.toBe(runText(run));
  });
});

describe('two runs compared', () => {
  it('differ in nothing but chance', () => {
    const later = record({
      startedAt: '2022-10-01T13:00:00.000Z',
      input: { event: 'signed up', uuid: '018392ff-5c00-0000-0001-5a3e1f9c7b21' },
    });
    expect(compareRuns(record(), later)).toEqual([]);
  });

  it('differ in what they were given and did', () => {
    const before = record({ trace: trace({ captured: [captured()], logs: [log('a')] }) });
    const after = record({
      input: { event: 'other' },
      trace: trace({
        outcome: 'failed',
        errors: [runError()],
        requests: [request(), request()],
        logs: [log('a'), log('b')],
        timing: { ...trace().timing, callMs: 150 },
      }),
    });
    expect(compareRuns(before, after)).toEqual([
      'The input differs: event, uuid.',
      'Outcome: Completed → Failed.',
      'Only the other run captured company identified.',
      'Only this run requested POST /api/projects/1/annotations/ 201 (2 times).',
      '1 more log line.',
      '1 more error.',
      'The call took 150 ms instead of 13 ms.',
      '166 B over the network instead of 0 B.',
    ]);
  });
});

it('runs that differ in what they logged, stored or asked for in detail say so', () => {
  const of = (parts: Parameters<typeof trace>[0]): RunRecord => record({ trace: trace(parts) });
  expect(compareRuns(of({ logs: [log('a')] }), of({ logs: [log('b')] }))).toEqual(['The log lines differ.']);
  const store = { at: 2, cause: captured().cause, operation: 'set', key: 'seen', value: true };
  expect(compareRuns(of({ storage: [store] }), of({ storage: [{ ...store, value: false }] }))).toEqual([
    'Storage differs: seen.',
  ]);
  expect(compareRuns(of({ cache: [store] }), of({ cache: [{ ...store, key: 'other' }] }))).toEqual([
    'Cache differs: seen, other.',
  ]);
  const job = {
    at: 2,
    cause: captured().cause,
    name: 'sync',
    payload: { at: '2022-10-01T12:00:00.000Z' },
    inMs: 0,
  };
  const metric = { at: 2, cause: captured().cause, name: 'sent', operation: 'increment', value: 1 } as const;
  const later = { ...job, payload: { at: '2022-10-02T12:00:00.000Z' } };
  expect(compareRuns(of({ jobs: [job] }), of({ jobs: [later] }))).toEqual([]);
  expect(
    compareRuns(of({ jobs: [job] }), of({ jobs: [{ ...job, inMs: 120_000 }], metrics: [metric] })),
  ).toEqual([
    'Only this run enqueued the job sync with {"at":""}, 2 min later.',
    'Only the other run enqueued the job sync with {"at":""}.',
    'Only this run counted sent: increment 1.',
  ]);
  const [one, other] = ['{"a":1}', '{"a":2}'].map((requestBody) =>
    of({ requests: [request({ requestBody })] }),
  );
  expect(one === undefined || other === undefined ? [] : compareRuns(one, other)).toEqual([
    'POST /api/projects/1/annotations/: what was sent differs.',
  ]);
});

it('requests that both runs made are compared by what came of them', () => {
  const url = 'https://example.com/plans/ada';
  const get = { method: 'GET', url, via: 'fetch', disposition: 'sent', status: 200 } as const;
  const of = (...requests: readonly Parameters<typeof request>[0][]): RunRecord =>
    record({ trace: trace({ requests: requests.map((parts) => request({ ...get, ...parts })) }) });
  const real = of({ responseBody: '{"plan":"scale"}' });
  // What a mode makes up for a request that is not sent has a status, too.
  const held = of({ disposition: 'local', responseBody: '{}', error: 'Nothing is sent there.' });
  expect(compareRuns(held, real)).toEqual(['GET /plans/ada: 200 in this run, not sent in the other.']);
  expect(compareRuns(of({ responseBody: '{"plan":"free"}' }), real)).toEqual([
    'GET /plans/ada: the answer differs.',
  ]);
  expect(compareRuns(of({}, {}), of({ url: `${url}?full=1` }))).toEqual([
    'GET /plans/ada: the query differs.',
    'Only the other run requested GET /plans/ada 200.',
    expect.stringContaining('over the network'),
  ]);
});

it('an input that differs says how', () => {
  const of = (input: RunRecord['input']): RunRecord => record({ input });
  const event = { event: 'a', properties: { plan: 'free', seats: 1 } };
  const other = { event: 'a', properties: { plan: 'paid', seats: 1, more: true } };
  expect(compareRuns(of(event), of(other))).toEqual(['The input differs: properties.plan, properties.more.']);
  expect(compareRuns(of([event, event]), of([event, other]))).toEqual(['The input differs: 1 of 2 events.']);
  expect(compareRuns(of([event, event]), of([event]))).toEqual(['The input differs: 1 event instead of 2.']);
});

describe('a run as a text', () => {
  it('lists what changed of the event, and the config without its secrets', () => {
    const before = { event: 'signed up', properties: { plan: 'free', old: 1 } };
    const after = { event: 'signed up', properties: { plan: 'paid', company: 'example.com' } };
    const { cause } = captured();
    const events = [{ at: 1, cause, entryPoint: 'processEvent', before, after, outcome: 'changed' as const }];
    const config = shownConfig(
      {
        config: { plan: 'free', token: 'abc', note: 'with s3cr3t-value in it', none: '' },
        attachments: { list: { fileName: 'list.txt', contentType: 'text/plain', base64: '' } },
      },
      ['abc', 's3cr3t-value'],
    );
    const run = record({ entryPoint: 'processEvent', config, trace: trace({ outcome: 'changed', events }) });
    const text = runText(run);
    expect(text).toContain(
      '## Changes to the event\n\n```\n~ properties.plan: "free" → "paid"\n- properties.old: 1\n+ properties.company: "example.com"\n```',
    );
    expect(text).toContain(
      '## Config\n\n```\nplan: free\ntoken: ••••••\nnote: with •••••• in it\nnone: (empty)\nlist: list.txt\n```',
    );
    expect(JSON.parse(exportJson(run))).toMatchObject({ config: { plan: 'free', token: '••••••' } });
    expect(compareRuns({ ...run, config: { ...config, plan: 'paid' } }, run)).toEqual([
      'The config differs: plan.',
    ]);
  });
});

describe('long values', () => {
  it('are cut for the view, with their whole length by place', () => {
    const body = 'x'.repeat(longestText + 1);
    const long = trace({ requests: [request({ responseBody: body })], result: { 'a/b': [body] } });
    const { trace: cut, cuts } = cutTrace(long);
    expect(cuts).toEqual({ '/requests/0/responseBody': body.length, '/result/a~1b/0': body.length });
    expect(cut.requests[0]?.responseBody?.length).toBeLessThan(20_000);
    expect(valueAt(long, '/result/a~1b/0')).toBe(body);
    expect(valueAt(long, '/result/no/such')).toBeUndefined();
  });

  it('a trace without any is the same object', () => {
    const short = trace({ logs: [log('a')] });
    expect(cutTrace(short).trace).toBe(short);
  });
});
