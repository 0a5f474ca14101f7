/**
 * Bodies of `fetch` that are read in several ways, by several, or too late: what each row expects is what node-fetch 2.7
 * gave for the same code (reference 4.2), with a server that sends method and body back.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../runtime/index.ts';
import type { App } from '../../runtime/runner/app.ts';
import { usePool } from './support/sandboxBundle.ts';
import { accessTo, startServer, type TestServer } from './support/server.ts';

const neverSettles = 'never settles';

/** Title, the body of an async function, and what it gives. */
const rows: readonly (readonly [title: string, body: string, expected: unknown])[] = [
  [
    'a body that is read as text, then part by part',
    `const r=await fetch(base); await r.text(); const c=[]; for await (const x of r.body) c.push(String(x)); return c`,
    [],
  ],
  [
    'a body that is read part by part, then as text',
    `const r=await fetch(base); const c=[]; for await (const x of r.body) c.push(String(x)); try { return [c, r.bodyUsed, await r.text()] } catch(e) { return [c, r.bodyUsed, e.message, e.name] }`,
    neverSettles,
  ],
  [
    'a body that is read part by part, twice',
    `const r=await fetch(base); const c=[]; for await (const x of r.body) c.push(String(x)); for await (const x of r.body) c.push(String(x)); return c`,
    ['GET:'],
  ],
  [
    'a body that is read as text, then listened to',
    `const r=await fetch(base); await r.text(); return await ended(r.body)`,
    ['nothing'],
  ],
  [
    'a copy of a body that was read part by part',
    `const r=await fetch(base); for await (const x of r.body); const k=r.clone(); return [r.bodyUsed, await k.text()]`,
    [false, ''],
  ],
  [
    'a body that is taken, then read as text',
    `const r=await fetch(base); const b=r.body; return [r.bodyUsed, await r.text(), r.bodyUsed, b.readableEnded, b.destroyed]`,
    [false, 'GET:', true, true, true],
  ],
  [
    'the stream of a body that was read as text',
    `const r=await fetch(base); await r.text(); const b=r.body; return [b.readableEnded, b.readable, b.destroyed]`,
    [true, false, true],
  ],
  [
    'a stream that is sent twice',
    `const s=new PassThrough(); s.end('abc'); const a=await (await fetch(base,{method:'POST',body:s})).text(); const b=await (await fetch(base,{method:'POST',body:s})).text(); return [a,b]`,
    ['POST:abc', 'POST:'],
  ],
  [
    'a stream that is sent after it was read',
    `const s=new PassThrough(); s.end('abc'); for await (const x of s); return await (await fetch(base,{method:'POST',body:s})).text()`,
    'POST:',
  ],
  [
    'a stream that is sent after its end',
    `const s=new PassThrough(); s.destroy(); return await (await fetch(base,{method:'POST',body:s})).text()`,
    neverSettles,
  ],
  [
    'a stream that is sent, and fails',
    `const s=new PassThrough(); s.write('a'); setImmediate(()=>s.destroy(new Error('mine'))); return await (await fetch(base,{method:'POST',body:s})).text()`,
    neverSettles,
  ],
  [
    'the body of an answer that is sent',
    `const r=await fetch(base); return await (await fetch(base,{method:'POST',body:r.body})).text()`,
    'POST:GET:',
  ],
  [
    'the body of an answer that is sent after it was read',
    `const r=await fetch(base); await r.text(); return await (await fetch(base,{method:'POST',body:r.body})).text()`,
    'POST:',
  ],
  [
    'the body of an answer that is read after it was sent',
    `const r=await fetch(base); const t=await (await fetch(base,{method:'POST',body:r.body})).text(); return [t, r.bodyUsed, await r.text()]`,
    neverSettles,
  ],
  [
    'a request that is sent twice',
    `const q=new fetch.Request(base,{method:'POST',body:'abc'}); const a=await (await fetch(q)).text(); const b=await (await fetch(q)).text(); return [a,b,q.bodyUsed]`,
    ['POST:abc', 'POST:abc', false],
  ],
  [
    'a request that is sent after it was read',
    `const q=new fetch.Request(base,{method:'POST',body:'abc'}); await q.text(); return await (await fetch(q)).text()`,
    { threw: 'Error: cannot clone body after it is used' },
  ],
  [
    'a request with a stream that is sent twice',
    `const s=new PassThrough(); s.end('abc'); const q=new fetch.Request(base,{method:'POST',body:s}); const a=await (await fetch(q)).text(); const b=await (await fetch(q)).text(); return [a,b,q.bodyUsed]`,
    ['POST:abc', 'POST:abc', false],
  ],
  [
    'a request with a stream that is sent after it was read',
    `const s=new PassThrough(); s.end('abc'); const q=new fetch.Request(base,{method:'POST',body:s}); await q.text(); return await (await fetch(q)).text()`,
    { threw: 'Error: cannot clone body after it is used' },
  ],
  [
    'two responses of one stream',
    `const s=new PassThrough(); s.end('abc'); await new fetch.Response(s).text(); return await new fetch.Response(s).text()`,
    neverSettles,
  ],
  [
    'a response of a stream that ends early',
    `const s=new PassThrough(); s.write('a'); setImmediate(()=>s.destroy()); return await new fetch.Response(s).text()`,
    neverSettles,
  ],
  [
    'the body of a response of a text',
    `const r=new fetch.Response('abc'); const b = r.body; return [typeof b, b?.constructor?.name, await r.text(), r.body === b]`,
    ['object', 'Buffer', 'abc', true],
  ],
  [
    'the body of a response of a text that was read',
    `const r=new fetch.Response('abc'); await r.text(); const c=[]; for await (const x of r.body) c.push(String(x)); return c`,
    ['97', '98', '99'],
  ],
  [
    'a response of a text, part by part and as text',
    `const r=new fetch.Response('abc'); const c=[]; for await (const x of r.body) c.push(String(x)); return [c, await r.text()]`,
    [['97', '98', '99'], 'abc'],
  ],
  [
    'the body of a request with a text',
    `const q=new fetch.Request(base,{method:'POST',body:'abc'}); return [Buffer.isBuffer(q.body), String(q.body)]`,
    [true, 'abc'],
  ],
  [
    'a large body in parts',
    `const r=await fetch(base+'/big'); const n=[]; r.body.on('data', (x)=>n.push(x.length)); await r.text(); return [n.length>1, n.reduce((a,b)=>a+b)]`,
    [true, 300000],
  ],
  [
    'a response of a stream that fails',
    `const s=new PassThrough(); s.write('a'); const r=new fetch.Response(s,{url:'http://a/'}); const t=r.text(); s.destroy(Object.assign(new Error('mine'),{code:'C'})); return await t`,
    {
      threw: 'FetchError: Invalid response body while trying to fetch http://a/: mine',
      code: 'C',
      type: 'system',
    },
  ],
  [
    'a body that is listened to while it is read as text',
    `const r=await fetch(base); const c=[]; r.body.once('data', x=>c.push(String(x))); return [c, await r.text(), c]`,
    [['GET:'], 'GET:', ['GET:']],
  ],
  [
    'a body that is handed on while it is read as text',
    `const r=await fetch(base); const p=new PassThrough(); r.body.pipe(p); return [await r.text(), await new fetch.Response(p).text()]`,
    ['GET:', 'GET:'],
  ],
  [
    'a body of nothing that was read',
    `const r=await fetch(base+'/empty'); await r.text(); const c=[]; for await (const x of r.body) c.push(String(x)); return c`,
    [],
  ],
  [
    'the stream of a copy',
    `const r=await fetch(base); const k=r.clone(); await r.text(); const c=[]; for await (const x of k.body) c.push(String(x)); return c`,
    ['GET:'],
  ],
  [
    'a body that is taken, then copied',
    `const r=await fetch(base); const b=r.body; const k=r.clone(); return [r.body===b, await k.text(), await r.text()]`,
    [false, 'GET:', 'GET:'],
  ],
];

const source = `
  import { PassThrough } from 'stream'
  const later = async () => { for (let turn = 0; turn < 50; turn += 1) await null }
  const setImmediate = async (act) => { await later(); act() }
  const ended = async (stream) => {
    const seen = []
    for (const name of ['data', 'end', 'error', 'close']) stream.on(name, () => seen.push(name))
    await later()
    return [...seen, 'nothing']
  }
  async function of(act) {
    try { return await act() } catch (error) { return { threw: String(error), code: error.code, type: error.type } }
  }
  export const jobs = {
    ${rows.map(([, body], index) => `row${index}: ({ base }) => of(async () => { ${body} })`).join(',\n')}
  }`;

describe('a body as node-fetch 2 has it', () => {
  const pool = usePool();
  let server: TestServer;
  let app: App;
  beforeAll(async () => {
    server = await startServer(({ body, method, url }, response) => {
      const answers: Readonly<Record<string, string>> = { '/empty': '', '/big': 'x'.repeat(300_000) };
      response.end(answers[url] ?? `${method}:${body}`);
    });
    app = createApp({
      pool: pool(),
      source: { files: { 'plugin.json': '{}', 'index.js': source } },
      access: accessTo(server),
      consent: () => Promise.resolve(true),
    });
  });
  afterAll(async () => {
    await app.dispose();
    await server[Symbol.asyncDispose]();
  });

  test.each(rows.map(([title, , expected], index) => [title, expected, index] as const))(
    '%s',
    async (_title, expected, index) => {
      const { errors, result } = await app.call(`jobs.row${index}`, { base: server.origin });
      const isEndless = errors.some(({ message }) => message.includes('a promise that never settles'));
      expect(isEndless ? neverSettles : [errors, result]).toEqual(
        expected === neverSettles ? neverSettles : [[], expected],
      );
    },
  );
});
