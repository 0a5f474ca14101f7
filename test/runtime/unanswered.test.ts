/** Requests without a whole answer: what never left is told apart from what may have arrived, and from what was refused. */
import { createServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { describeTrace, statusWords } from '../../protocol/runWords.ts';
import { Redactor } from '../../runtime/gate/redact.ts';
import { send } from '../../runtime/gate/send.ts';
import { createApp } from '../../runtime/index.ts';
import { listen } from './support/internet.ts';
import { allow, liveCall } from './support/liveCall.ts';
import { usePool } from './support/sandboxBundle.ts';
import { accessTo, answerJson, type Handler, startServer, type TestServer } from './support/server.ts';

const pool = usePool();
const call = liveCall(pool);

const closes: Handler = (_request, response) => response.destroy();
const isCutOff: Handler = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
  response.write('{"sta', () => response.destroy());
};
const isNoGzip: Handler = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end('{}');
};
const failsAndIsCutOff: Handler = (_request, response) => {
  response.writeHead(500, { 'content-length': '100' });
  response.write('x', () => response.destroy());
};
const never: Handler = () => undefined;

/** An address at which nothing listens any more. */
async function unusedServer(): Promise<TestServer> {
  const server = await startServer(never);
  await server[Symbol.asyncDispose]();
  return server;
}

test.each([
  ['closes the connection', closes, 'unconfirmed', 'no answer'],
  ['is cut off in the answer', isCutOff, 'unconfirmed', '200, body not read'],
  ['compresses its answer wrongly', isNoGzip, 'unconfirmed', '200, body not read'],
  ['answers with an error that is cut off', failsAndIsCutOff, 'rejected', '500, body not read'],
  ['answers with an error', answerJson({ detail: 'no' }, 500), 'rejected', '500'],
  ['takes it', answerJson({ status: 1 }), 'sent', '200'],
] as const)('a captured event at a host that %s', async (_name, handler, delivery, status) => {
  await using server = await startServer(handler);
  const trace = await call(`await posthog.capture('sent')`, accessTo(server));
  expect(server.seen).toHaveLength(1);
  expect(trace.captured.map((event) => event.delivery)).toEqual([delivery]);
  expect(trace.requests.map((request) => statusWords(request).text)).toEqual([status]);
  const isOpen = delivery === 'unconfirmed';
  expect(trace.requests[0]?.error?.includes('The event was sent, and may have arrived.') ?? false).toBe(
    isOpen,
  );
  expect(describeTrace('runEveryDay', trace).title === 'Completed, not all confirmed').toBe(isOpen);
});

test.each([
  ['to another host', () => 'https://other.posthog.com/e/'],
  ['in a circle', () => '/i/v0/e/'],
  ['to no address', () => 'http://'],
  ['to another protocol', () => 'ftp://other.posthog.com/'],
  ['to where nothing listens', ({ origin }: TestServer) => `${origin}/e/`],
])('a captured event at a host that redirects %s was there, and is not accepted', async (_name, to) => {
  const gone = await unusedServer();
  await using server = await startServer((_request, response) => {
    response.writeHead(308, { location: to(gone) }).end();
  });
  const trace = await call(`await posthog.capture('sent')`, accessTo(server));
  expect(server.seen[0]?.method).toBe('POST');
  expect([trace.captured[0]?.delivery, trace.requests[0]?.unanswered]).toEqual(['rejected', undefined]);
});

test('what speaks another protocol was reached, and what nothing listens at was not', async () => {
  await using other = await listen(
    createServer((socket) => socket.on('data', () => socket.end('SSH-2.0-OpenSSH_9.9\r\n'))),
  );
  const reached = await call(`await posthog.capture('sent')`, {
    ...accessTo(await unusedServer()),
    host: {
      kind: 'custom',
      api: `http://127.0.0.1:${other.port}`,
      ingestion: `http://127.0.0.1:${other.port}`,
    },
  });
  expect([reached.captured[0]?.delivery, reached.requests[0]?.unanswered]).toEqual(['unconfirmed', 'sent']);
  const refused = await call(`await posthog.capture('sent')`, accessTo(await unusedServer()));
  expect([refused.captured[0]?.delivery, refused.requests[0]?.unanswered]).toEqual([
    'refused',
    'not-reached',
  ]);
  expect(refused.requests.map((request) => statusWords(request).text)).toEqual(['not reached']);
});

test('a run that ends before the answer does not say that nothing was sent', async () => {
  await using server = await startServer(never);
  const trace = await call(`await posthog.capture('sent')`, accessTo(server), { timeoutSeconds: 1 });
  expect([trace.outcome, trace.errors[0]?.source?.line]).toEqual(['timed-out', 1]);
  expect(trace.captured.map(({ delivery }) => delivery)).toEqual(['unconfirmed']);
  expect(trace.requests.map(({ unanswered, error }) => [unanswered, error])).toEqual([
    ['sent', 'The run ended before an answer came. The event was sent, and may have arrived.'],
  ]);
});

test('a request with a time of its own, as that of a webhook, does not tell of the end of the run', async () => {
  await using server = await startServer(never);
  const asked = {
    via: 'fetch',
    method: 'POST',
    url: `${server.origin}/hook`,
    headers: [],
    body: null,
    redirect: 'follow',
    personalKey: null,
    projectKeyOrigin: null,
  } as const;
  const sent = send(asked, {
    trustedOrigins: new Set([server.origin]),
    timeoutMs: 10_000,
    maxResponseBytes: 1000,
    signal: AbortSignal.timeout(50),
    redactor: new Redactor(accessTo(server)),
  });
  await expect(sent).rejects.toThrow('No answer came within the time for which PostHog waits.');
});

test('a call that only asks says nothing of what may have arrived', async () => {
  await using server = await startServer(closes);
  const trace = await call(`await posthog.api.get('/api/x').catch(() => undefined)`, accessTo(server));
  expect(trace.requests[0]?.unanswered).toBe('sent');
  expect(trace.requests[0]?.error).not.toContain('may have arrived');
});

test('a compressed answer that is cut short is told from one that is not compressed', async () => {
  const whole = gzipSync('{"results": []}');
  await using server = await startServer((_request, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(whole.subarray(0, -10));
  });
  await using plain = await startServer(isNoGzip);
  const get = `await posthog.api.get('/api/x').then((response) => response.text()).catch(() => undefined)`;
  const [cut, wrong] = [await call(get, accessTo(server)), await call(get, accessTo(plain))];
  const words = [cut, wrong].map(({ requests }) => requests[0]?.error?.replace(/^\S+/, 'HOST'));
  expect(words).toEqual([
    'HOST says that its answer is compressed as gzip, and it ends too early: a part of it is missing.',
    'HOST says that its answer is compressed as gzip, and it is not, or is broken.',
  ]);
});

test('a capture that nobody awaits does not end in the name of the export that has ended', async () => {
  await using server = await startServer(never);
  await using app = createApp({
    pool: pool(),
    access: accessTo(server),
    consent: allow,
    timeoutSeconds: 1,
    source: {
      files: {
        'plugin.json': '{}',
        'index.js': `export function processEvent(event) {
  posthog.capture('late')
  event.properties.done = true
  return event
}
export const onEvent = () => { global.calls = (global.calls ?? 0) + 1; console.log(global.calls) }`,
      },
    },
  });
  const event = { event: 'a', distinct_id: 'ada', properties: {} };
  const trace = await app.call('processEvent', event);
  const { host } = new URL(server.origin);
  expect([trace.outcome, trace.errors]).toEqual(['changed', []]);
  expect(trace.notices).toEqual([
    `processEvent had ended, and 1 second later this was still under way: the capture of "late" at ${host} (index.js:2). processEvent does not await it, so PostHog does not wait for it either.`,
  ]);
  expect(trace.captured.map(({ delivery }) => delivery)).toEqual(['unconfirmed']);
  const report = await app.callMany('processEvent', [event, event]);
  expect(report.rows.map(({ outcome, notArrived }) => [outcome, notArrived])).toEqual([
    ['changed', { captured: 1, requests: 0, unconfirmed: 1 }],
    ['changed', { captured: 1, requests: 0, unconfirmed: 1 }],
  ]);
  expect(report.trace.outcome).toBe('completed');
  // It goes on in the same app, and nobody waits for the old ones again.
  const next = await app.call('onEvent', event);
  expect([next.outcome, next.notices, next.logs.map(({ message }) => message)]).toEqual([
    'completed',
    [],
    ['1'],
  ]);
});

test('what runs without a pause after the export is not told of the export', async () => {
  await using server = await startServer(answerJson({}));
  const trace = await call(
    `const spin = async () => { await posthog.api.get('/api/x'); for (;;); }
     void spin()`,
    accessTo(server),
    { timeoutSeconds: 1 },
  );
  expect(trace.outcome).toBe('timed-out');
  expect(trace.errors[0]?.message).toMatch(
    /^What runEveryDay left running did not end within 1 second: it runs/,
  );
});
