/** Reference 4: the VM, its globals, its language, its imports. */
import { expect, test } from 'vitest';
import { runApp } from '../support/runApp.ts';
import { usePool } from '../support/sandboxBundle.ts';
import { statements } from './statements.ts';

const pool = usePool();

const has = (names: string): string =>
  `return ${JSON.stringify(names.trim().split(/\s+/))}.filter((name) => { try { return eval('typeof ' + name) === 'undefined' } catch { return false } })`;

const web =
  'URLSearchParams TextEncoder TextDecoder AbortController structuredClone atob btoa performance crypto window self document Event EventTarget Headers Request Response FormData Blob WebSocket XMLHttpRequest';

statements(pool, 'globals', [
  ['4.2 services', has('console posthog fetch RetryError URL Buffer VMError'), []],
  [
    '4.2 the language',
    has(
      'Promise Proxy Reflect Intl WebAssembly Atomics SharedArrayBuffer BigInt WeakRef FinalizationRegistry AggregateError eval Function globalThis escape unescape',
    ),
    [],
  ],
  [
    '4.2 other names of the global object',
    `return [global, GLOBAL, root].every((value) => value === globalThis)`,
    true,
  ],
  ['4.2 internal names', has('__asyncGuard __pluginHostImports __pluginHostMeta module exports'), []],
  [
    '4.2 no internal names beside those',
    `return Reflect.ownKeys(globalThis).filter((name) => /^_|plugin|host/i.test(String(name))).toSorted()`,
    ['__asyncGuard', '__pluginHostImports', '__pluginHostMeta'],
  ],
  [
    '4.2 absent: timers and Node',
    has(
      'setTimeout setInterval setImmediate clearTimeout clearInterval queueMicrotask process __dirname __filename',
    ),
    [
      'setTimeout',
      'setInterval',
      'setImmediate',
      'clearTimeout',
      'clearInterval',
      'queueMicrotask',
      'process',
      '__dirname',
      '__filename',
    ],
  ],
  ['4.2 absent: the web', has(web), web.split(' ')],
  [
    '4.2 an absent one is a ReferenceError',
    `setTimeout(() => 0, 1)`,
    { threw: 'ReferenceError: setTimeout is not defined' },
  ],
  [
    '4.2 require is no value',
    `return typeof eval('typeof require') + eval('typeof require')`,
    'stringundefined',
  ],
  [
    '4.2 fetch has the classes of node-fetch',
    `return [fetch.Headers, fetch.Request, fetch.Response, fetch.FetchError].map((value) => typeof value)`,
    ['function', 'function', 'function', 'function'],
  ],
  [
    '4.2 a global can be replaced',
    `posthog = 5; const changed = posthog; delete globalThis.posthog; return changed`,
    5,
  ],
  [
    '4.2 properties of globals cannot be changed',
    `console.log = 5; RetryError.x = 5; return [typeof console.log]`,
    ['function'],
  ],
  ['4.2 URL has searchParams', `return new URL('https://a.b/?c=d').searchParams.get('c')`, 'd'],
]);

statements(pool, 'globals', [['4.2 google is not there', `return typeof google`, 'undefined']], {
  profiles: ['documented'],
});
statements(
  pool,
  'globals',
  [
    [
      '4.2 google is there',
      `return [typeof google, Object.keys(google.cloud)]`,
      ['object', ['bigquery', 'pubsub']],
    ],
  ],
  { profiles: ['plugin-server-1.10.5'] },
);

statements(
  pool,
  'language',
  [
    [
      '4.4 code runs sloppy',
      `undeclared = 1; return [undeclared, (function () { return this === globalThis })()]`,
      [1, true],
    ],
    ['4.1 a JavaScript file is read as TypeScript, too', `return <number>(5 as unknown)`, 5],
    [
      '4.1 module and exports are there before the code',
      `return [typeof module.exports, typeof exports.jobs, early]`,
      ['object', 'object', 'object'],
    ],
    ['4.1 what the code leaves stays from call to call', `return [(kept += 1)]`, [1]],
    ['4.4 this at the top is undefined', `return topThis`, 'undefined'],
    ['4.4 enums, namespaces, private fields, optional chaining', `return new Private().read()`, [1, 2, 3]],
    [
      '4.4 constants, exported constants and imports take no other value',
      `const fails = (set) => { try { set(); return false } catch (error) { return String(error) } }
      return [...new Set([fails(() => { fixed = 2 }), fails(() => { shown += 2 }), fails(() => { URLs = 2 })]), shown, URLs.URL !== undefined]`,
      ['TypeError: Assignment to constant variable.', 1, true],
    ],
    [
      '4.4 what a parameter of an exported constant takes apart may take another value',
      `return [shows({ event: 'a' }), [{ n: 1 }].map(({ n }) => { n += 1; return n })[0]]`,
      ['a!', 2],
    ],
    ['4.4 const enums', `return Kind.B`, 7],
    ['4.4 types are erased and not checked', `const n: number = 'text' as any; return n!`, 'text'],
  ],
  {
    header: `import * as URLs from 'url'; const fixed = 1; export const shown = 1; export const shows = ({ event }) => { event = event + '!'; return event }; let kept = 0; const early = typeof module.exports; const topThis = typeof this; const arrow = () => this
    enum E { A = 1 } namespace N { export const two = 2 } const enum Kind { B = 7 }
    class Private { #three = 3; read() { return [E.A, N.two, this.#three] } }`,
  },
);

statements(pool, 'realms', [
  [
    '4.6 a RetryError is an Error',
    `const e = new RetryError('x'); return [e instanceof RetryError, e instanceof Error, e.name]`,
    [true, true, 'RetryError'],
  ],
  [
    '4.6 what services give belongs to the realm of the app',
    `const r = await posthog.api.get('/api/projects/1'); const o = await r.clone().json(); const bad = await posthog.api.get('/x', { projectApiKey: 'a' }).catch((e) => e); return [o instanceof Object, [].constructor === (await meta.cache.lrange('none', 0, 1)).constructor, bad instanceof Error, r.clone().text() instanceof Promise]`,
    [true, true, true, true],
  ],
  [
    '4.6 Buffers are Buffers, and no Uint8Array',
    `const b = Buffer.from('abc'); return [Buffer.isBuffer(b), b instanceof Uint8Array, b.length, b[0], String(b.slice(1)), b.equals(Buffer.concat([Buffer.from('a'), Buffer.from('bc')]))]`,
    [true, false, 3, 97, 'bc', true],
  ],
  [
    '4.6 a Buffer is still bytes',
    `const b = Buffer.from([1, 2, 3]); return [Array.from(new Uint8Array(b)), [...b], b.map((x) => x + 1).join(), ArrayBuffer.isView(b), JSON.stringify(b), b.toString('hex'), b.indexOf(2), b.readUInt8(2), Buffer.compare(b, b), Buffer.byteLength(b)]`,
    [[1, 2, 3], [1, 2, 3], '2,3,4', true, '{"type":"Buffer","data":[1,2,3]}', '010203', 1, 3, 0, 3],
  ],
  [
    '2.6 what RetryError says of its attempts',
    `const e = new RetryError('x'); const before = e.nameWithAttempts; e._attempt = 2; e._maxAttempts = 5; return [before, e.nameWithAttempts, String(e)]`,
    ['RetryError', 'RetryError (attempt 2/5)', 'RetryError (attempt 2/5): x'],
  ],
]);

const logged = ({
  logs,
}: {
  readonly logs: readonly { readonly level: string; readonly message: string }[];
}): unknown => logs.map(({ level, message }) => `${level} ${message}`);

statements(pool, 'console', [
  [
    '4.7 five methods and no others',
    `return Object.keys(console).sort()`,
    ['debug', 'error', 'info', 'log', 'warn'],
  ],
  ['4.7 each call gives a promise', `return console.log('x') instanceof Promise`, true],
  [
    '4.7 levels',
    `console.debug(1); console.log(2); console.info(3); console.warn(4); console.error(5)`,
    logged,
    ['debug 1', 'log 2', 'info 3', 'warn 4', 'error 5'],
  ],
  [
    '4.7 arguments are texts with one space between',
    `console.log('a', 1, true, undefined, null, 5n, Symbol('s'))`,
    logged,
    ['log a 1 true undefined null 5 Symbol(s)'],
  ],
  [
    '4.7 plain objects and lists are JSON',
    `console.log({ a: 1 }, [1, 'b'])`,
    logged,
    ['log {"a":1} [1,"b"]'],
  ],
  [
    '4.7 an Error is its message, without a stack',
    `console.log(new TypeError('msg'))`,
    logged,
    ['log TypeError: msg'],
  ],
  [
    '4.7 a Map is no more than its name',
    `console.log(new Map(), new Date(NaN))`,
    logged,
    ['log [object Map] Invalid Date'],
  ],
  [
    '4.7 a circle is a rejection',
    `const c = {}; c.c = c; return await console.log(c).catch((e) => e.name)`,
    'TypeError',
  ],
  [
    '4.7 a list is JSON always, an object by its own text',
    `console.log([], [undefined], { toString: () => 'own' }, () => 1)`,
    logged,
    ['log [] [null] own () => 1'],
  ],
  ['4.7 nothing at all', `console.log()`, logged, ['log ']],
  ['4.7 table is a TypeError', `console.table([])`, { threw: 'TypeError: console.table is not a function' }],
]);

statements(
  pool,
  'imports',
  [
    [
      '4.3 import x is the whole module',
      `return [fetchModule === fetch, typeof cryptoModule.createHash]`,
      [true, 'function'],
    ],
    [
      '4.3 a whole package has a default where the server imports it by *',
      `return [require('crypto'), require('stream'), require('url'), require('zlib')].map((whole) => whole.default === whole)`,
      [false, false, true, true],
    ],
    ['4.3 import x, { y }', `return [whole === cryptoModule, typeof createHash]`, [true, 'function']],
    ['4.3 export { x } from', `return typeof exports.hmac`, 'function'],
    ['4.3 import * is the whole module', `return star === fetch`, true],
    ['4.3 a property by another name', `return new Address('https://a.b').host`, 'a.b'],
    ['4.3 require of a known name, anywhere', `return typeof require('zlib').gzipSync`, 'function'],
    ['4.3 import() of a known name', `return typeof (await import('crypto')).createHash`, 'function'],
    ['4.3 stream has PassThrough alone', `return Object.keys(require('stream'))`, ['PassThrough']],
    [
      '4.3 a PassThrough hands on what is written',
      `const s = new (require('stream').PassThrough)(); const seen = []; s.on('data', (c) => seen.push(String(c))); s.once('data', (c) => seen.push('once ' + c)); const no = () => seen.push('never'); s.once('data', no); s.off('data', no); s.write('a'); s.end('b'); await new Promise((done) => s.once('end', done)); const all = []; for await (const c of s) all.push(String(c)); return [seen, all]`,
      [['a', 'once a', 'b'], []],
    ],
    ['2.6 RetryError is the same class as the global', `return Imported === RetryError`, true],
    ['4.3 types of unknown packages are erased', `return typeof Unknown`, 'undefined'],
    [
      '4.8 createBuffer has add and flush',
      `return Object.keys(createBuffer({ onFlush() {} }))`,
      ['add', 'flush'],
    ],
  ],
  {
    header: `import fetchModule from 'node-fetch'; import * as star from 'node-fetch'; import cryptoModule from 'crypto'
    import { URL as Address } from 'url'; import { RetryError as Imported } from '@posthog/plugin-scaffold'
    import type { Unknown } from 'nowhere'; import { OnlyAType } from 'nowhere-else'; let typed: OnlyAType
    import { createBuffer } from '@posthog/plugin-contrib'; import whole, { createHash } from 'crypto'
    export { createHmac as hmac } from 'crypto'`,
  },
);

const refusal = (name: string): string =>
  `/index.ts: Cannot import '${name}'! This package is not provided by PostHog in plugins.`;

/** Code that PostHog does not load, and how the message begins. */
const refused: readonly (readonly [title: string, code: string, message: string | RegExp])[] = [
  [
    '4.3 an unknown package',
    `import axios from 'axios'; export const onEvent = () => axios`,
    refusal('axios'),
  ],
  [
    '4.3 a sub-path',
    `import s3 from 'aws-sdk/clients/s3'; export const onEvent = () => s3`,
    refusal('aws-sdk/clients/s3'),
  ],
  [
    '4.3 node: before a known name',
    `import c from 'node:crypto'; export const onEvent = () => c`,
    refusal('node:crypto'),
  ],
  ['4.3 import() of an unknown package', `export const onEvent = () => import('axios')`, refusal('axios')],
  [
    '4.3 require of an unknown package, in a function that is not called',
    `export const onEvent = () => {}; const never = () => require('axios')`,
    refusal('axios'),
  ],
  [
    '4.3 require of a variable',
    `const n = 'url'; export const onEvent = () => require(n)`,
    refusal('undefined'),
  ],
  ['4.3 a bare import', `import 'crypto'; export const onEvent = () => {}`, /takes nothing out of a package/],
  [
    '4.3 import x = require()',
    `import c = require('crypto'); export const onEvent = () => c`,
    /import .* = require/,
  ],
  ['4.3 export =', `export = { onEvent() {} }`, /export =/],
  [
    '4.4 a decorator',
    `const d = (x: any) => x; @d class A {}; export const onEvent = () => A`,
    /[Dd]ecorator/,
  ],
  ['4.4 JSX', `export const onEvent = () => <div></div>`, /index\.ts cannot be read/],
  [
    '4.4 a name that is declared once more',
    `let n = 1\nexport const n = 2; export const onEvent = () => n`,
    "index.ts cannot be read, line 2: Identifier 'n' has already been declared.",
  ],
  [
    '4.4 a name that is exported once more',
    `export const [n] = [1]; export class n {}; export const onEvent = () => n`,
    "index.ts cannot be read, line 1: Identifier 'n' has already been declared.",
  ],
  ['4.4 an octal literal', `export const onEvent = () => 010`, /[Oo]ctal/],
  ['4.4 with', `export const onEvent = (e) => { with (e) { return event } }`, /'with' statements|with/],
  ['4.4 await at the top', `await 1; export const onEvent = () => {}`, /await/],
  ['4.1 an empty file', ` \n`, /empty/],
  ['4.1 an app whose code cannot be read', `export const onEvent = (`, /index\.ts/],
  ['2.5 a throw at the top', `throw new Error('top')`, 'top'],
  [
    '2.5 metrics of an unknown kind',
    `export const metrics = { a: 'avg', b: 'sum' }; export const onEvent = () => {}`,
    `Only 'sum', 'max', and 'min' are supported as metric types. Invalid types received: avg`,
  ],
];

const accepted = [
  'export function onEvent(a: string): void; export function onEvent(a: any) { console.log(1) }',
  'var a = 1; var a = 2; export const onEvent = () => a',
  'interface A { x: 1 } namespace A { export type B = 1 } export { A }; export const onEvent = () => {}',
  'if (true) { var late = 1 } export { late }; export const onEvent = () => {}',
  "import type { Plugin } from '@posthog/plugin-scaffold'; const Plugin = 1; export const onEvent = () => Plugin",
  "export { createHash } from 'crypto'; export const onEvent = () => {}",
  "import { createHash } from 'crypto'; export { createHash as hash }; export const onEvent = () => {}",
  'declare const given: string; export type { T }; type T = 1; export const onEvent = () => {}',
  'export const [a, { b }] = [1, { b: 2 }]; export const onEvent = () => [a, b]',
  'export const onEvent = async (x = async () => await 1) => { for (const y of [1]) await y }',
];

test.each(accepted)('%s is loaded', async (code) => {
  const trace = await runApp(pool(), code, { entryPoint: 'onEvent', file: 'index.ts' });
  expect(trace.errors).toEqual([]);
});

test.each(refused)('%s is not loaded', async (_title, code, message) => {
  const trace = await runApp(pool(), code, { entryPoint: 'onEvent', file: 'index.ts' });
  expect(trace.outcome).toBe('failed');
  const [error] = trace.errors;
  if (typeof message === 'string')
    expect(error?.message.startsWith(message) ? message : error?.message).toBe(message);
  else expect(error?.message).toMatch(message);
  expect(error?.kind).toBe('app');
});

statements(
  pool,
  'stacks',
  [
    [
      'a stack that the app reads has its own frames alone',
      `return new Error('mine').stack`,
      expect.stringMatching(/^Error: mine\n {4}at row0 \(index\.js:\d+:\d+\)$/),
    ],
    [
      'with functions of the language between them, and code made at run time',
      `return [[0].map(() => new Error('x').stack)[0], eval('new Error("y").stack')].map((text) => /Array\\.map|eval at/.test(text) && !/node:|runtime:|sandbox/.test(text))`,
      [true, true],
    ],
    [
      'a function of the app that makes stacks sees the same frames',
      `Error.prepareStackTrace = (error, frames) => frames.map((frame) => frame.getFileName()); const { stack } = new Error('x'); Error.prepareStackTrace = undefined; return [stack, typeof new Error('x').stack]`,
      [['posthog-app:///index.js'], 'string'],
    ],
    [
      'the function that was there can be put back',
      `const before = Error.prepareStackTrace; Error.prepareStackTrace = () => 'mine'; const first = new Error('x').stack; Error.prepareStackTrace = before; return [first, new Error('x').stack.split('\\n').length]`,
      ['mine', 2],
    ],
    [
      'an error whose message throws',
      `const error = new Error(''); Object.defineProperty(error, 'message', { get() { throw 1 } }); return typeof error.stack`,
      'string',
    ],
  ],
  { profiles: ['documented'] },
);

test('4.3 ethers is for newer servers alone', async () => {
  const code = `import { ethers } from 'ethers'; export const onEvent = () => ethers`;
  const trace = await runApp(pool(), code, { entryPoint: 'onEvent', profile: 'plugin-server-1.10.5' });
  expect(trace.errors[0]?.message).toContain(refusal('ethers'));
});
