/**
 * More attacks on the border of the app's realm: all that the app's own code is called with, or can put in the way of
 * ours, is collected and looked at. See isolation.test.ts for single ways out.
 */
import { expect, test } from 'vitest';
import type { Trace } from '../../protocol/trace.ts';
import { sandboxPids } from './support/children.ts';
import { runApp } from './support/runApp.ts';
import { usePool } from './support/sandboxBundle.ts';

const pool = usePool();

/**
 * Looks at values, and at what hangs on them, with functions that were there before any attack. `escaped` lists the paths
 * of those that belong to another realm.
 */
const inspector = `
const inspect = (() => {
  const { getPrototypeOf, getOwnPropertyDescriptors } = Object
  const { ownKeys, apply } = Reflect
  const [ObjectPrototype, OwnFunction, seen] = [Object.prototype, Function, new WeakSet()]
  const { add, has } = WeakSet.prototype
  const call = (f, self, ...args) => apply(f, self, args)
  const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function'
  const rootOf = (value) => {
    let root = value
    for (let next = getPrototypeOf(root); next !== null; next = getPrototypeOf(root)) root = next
    return root
  }
  const escaped = []
  const look = (value, path, depth) => {
    if (!isObject(value) || call(has, seen, value) || escaped.length > 20) return
    call(add, seen, value)
    try {
      const root = rootOf(value)
      if (root !== ObjectPrototype && root !== value) escaped[escaped.length] = path
      // A constructor of another realm would see what Node has.
      for (let maker = value.constructor, turn = 0; typeof maker === 'function' && turn < 3; maker = maker.constructor, turn++) {
        if (maker === OwnFunction || maker === maker.constructor) {
          // Where the process forbids it to make code, the function is one of Node's all the same.
          let reached = 'refused'
          try { reached = maker('return typeof process')() } catch {}
          if (reached !== 'undefined') escaped[escaped.length] = path + '.constructor'
          break
        }
      }
      if (depth === 0) return
      const descriptors = getOwnPropertyDescriptors(value)
      const keys = ownKeys(descriptors)
      for (let i = 0; i < keys.length && i < 300; i++) {
        const descriptor = descriptors[keys[i]]
        const name = path + '.' + (typeof keys[i] === 'symbol' ? 'symbol' : keys[i])
        look(descriptor.value, name, depth - 1)
        look(descriptor.get, name + ' (get)', depth - 1)
        look(descriptor.set, name + ' (set)', depth - 1)
      }
      look(getPrototypeOf(value), path + '.__proto__', depth - 1)
    } catch (error) { look(error, path + ' (thrown)', 1) }
  }
  return { look: (value, path, depth = 3) => look(value, path, depth), escaped }
})()
`;

/** Uses everything that PostHog gives to an app. */
const exercise = `
async function exercise(event, meta) {
  const crypto = require('crypto'), zlib = require('zlib'), url = require('url'), { PassThrough } = require('stream')
  const attempts = [
    () => console.log('text', { a: 1 }, [1], new Error('x')),
    () => posthog.capture('captured', { nested: { a: [1] } }),
    () => posthog.api.get('/api/users/@me/'),
    async () => (await posthog.api.post('/api/projects/@current/annotations/', { data: { content: 'x' } })).json(),
    async () => (await fetch('https://example.com/', { method: 'POST', body: 'x', headers: { a: 'b' } })).text(),
    () => fetch('no address'),
    () => meta.storage.set('key', { a: 1 }),
    () => meta.storage.get('key', 1),
    () => meta.cache.set('key', [1], 10, { jsonSerialize: true }),
    () => meta.cache.get('key', 1),
    () => meta.cache.lpush('list', [1]),
    () => meta.utils.cursor.increment('cursor'),
    () => meta.geoip.locate('1.2.3.4'),
    () => meta.jobs.work({ a: 1 }).runIn(1, 'hours'),
    () => meta.metrics.seen.increment(1),
    () => meta.attachments,
    () => new URL('https://user:pass@example.com/path?a=b#c').searchParams.get('a'),
    () => new URL('nothing'),
    () => new url.URLSearchParams('a=b').toString(),
    () => Buffer.from('text').toString('base64'),
    () => crypto.createHash('sha256').update('x').digest('hex'),
    () => crypto.randomBytes(8),
    () => crypto.createHash('nothing'),
    () => zlib.gunzipSync(zlib.gzipSync('x')),
    () => zlib.gunzipSync('not zipped'),
    () => new PassThrough().end('x'),
    () => zlib.createGzip().end('x'),
    () => zlib.createGzip().flush(),
    () => new PassThrough().write(null),
    async () => (await fetch('https://example.com/')).body.setEncoding('utf8'),
    () => { throw new RetryError('x') },
  ]
  const results = []
  for (let i = 0; i < attempts.length; i++) {
    try { results[results.length] = await attempts[i]() } catch (error) { results[results.length] = error }
  }
  return results
}
export const jobs = { work: () => undefined }
export const metrics = { seen: 'sum' }
`;

async function escapedIn(code: string): Promise<readonly string[]> {
  const source = `${inspector}${exercise}
export async function processEvent(event, meta) {
  ${code}
  return { ...event, escaped: inspect.escaped }
}`;
  const trace = await runApp(pool(), source);
  return [
    ...errorsOf(trace),
    ...((trace.result as { readonly escaped?: string[] } | null)?.escaped ?? ['none']),
  ];
}

/** What goes wrong in the app itself makes a test worthless, but for what the attacks leave behind. */
function errorsOf(trace: Trace): readonly string[] {
  return trace.errors
    .map(({ message }) => message)
    .filter((message) => !message.startsWith('Nothing handles this rejection.'));
}

test('nothing that an app is given, nor what hangs on it, is of another realm', async () => {
  const code = `
  inspect.look(globalThis, 'globalThis')
  inspect.look([event, meta, this, arguments], 'arguments', 5)
  inspect.look([posthog, console, fetch, Buffer, URL, RetryError, VMError], 'globals', 5)
  inspect.look(await exercise(event, meta), 'results', 5)
  for (const name of ['@posthog/plugin-contrib', '@posthog/plugin-scaffold']) inspect.look([name], name)
  inspect.look([require('crypto'), require('zlib'), require('url'), require('stream'), require('node-fetch'),
    require('@posthog/plugin-contrib'), require('@posthog/plugin-scaffold')], 'packages', 4)`;
  expect(await escapedIn(code)).toEqual([]);
});

test('functions of the language that are replaced see nothing of another realm', async () => {
  const code = `
  const caught = []
  let isOn = false
  const spy = (owner, name, path) => {
    const descriptor = Object.getOwnPropertyDescriptor(owner, name)
    if (typeof descriptor?.value !== 'function' || !descriptor.configurable || name === 'constructor') return
    const original = descriptor.value
    const { apply } = Reflect
    const replaced = function (...given) {
      if (isOn) {
        isOn = false
        caught[caught.length] = [path, this, given]
        isOn = true
      }
      return apply(original, this, given)
    }
    Object.defineProperty(owner, name, { ...descriptor, value: replaced })
  }
  const owners = { Array: Array.prototype, Function: Function.prototype, Map: Map.prototype, Set: Set.prototype, String: String.prototype,
    RegExp: RegExp.prototype, Promise: Promise.prototype, Number: Number.prototype, Date: Date.prototype, Error: Error.prototype,
    Uint8Array: Object.getPrototypeOf(Uint8Array.prototype), JSON, Reflect, ObjectStatic: Object, ArrayStatic: Array, PromiseStatic: Promise,
    Math, Iterator: Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())), ArrayIterator: Object.getPrototypeOf([][Symbol.iterator]()),
    Symbol: Symbol.prototype, ErrorStatic: Error, StringStatic: String, WeakMap: WeakMap.prototype, BufferStatic: Buffer }
  for (const path of Object.keys(owners)) for (const name of Reflect.ownKeys(owners[path])) spy(owners[path], name, path + '.' + String(name))
  isOn = true
  const results = await exercise(event, meta)
  isOn = false
  for (let i = 0; i < caught.length; i++) inspect.look(caught[i], caught[i][0], 3)
  inspect.look(results, 'results')
  if (caught.length < 5) throw new Error('The spies saw nothing.')`;
  expect(await escapedIn(code)).toEqual([]);
});

test('values with methods that ours call are called with nothing of another realm', async () => {
  const code = `
  const grab = (path) => function (...given) { inspect.look([this, given], path); try { inspect.look(given.callee?.caller, path) } catch {} return 'x' }
  const trap = (path) => new Proxy(function () {}, new Proxy({}, {
    get: (_target, name) => (...given) => { inspect.look(given, path + ' ' + String(name), 1); return Reflect[name](...given) },
  }))
  const odd = (path) => ({ toString: grab(path), valueOf: grab(path), toJSON: grab(path), [Symbol.toPrimitive]: grab(path),
    get then() { inspect.look([this], path); return undefined }, [Symbol.iterator]: function* () { inspect.look([this], path); yield ['a', 'b'] } })
  const attempts = [odd, trap].flatMap((make) => [
    () => console.log(make('log')), () => posthog.capture(make('event'), make('properties')), () => posthog.capture('x', { a: make('property') }),
    () => posthog.api.get(make('path'), make('options')), () => posthog.api.post('/x', { data: make('data'), headers: make('headers'), host: make('host') }),
    () => fetch(make('address'), make('init')), () => fetch('https://example.com', { headers: make('headers'), body: make('body'), method: make('method') }),
    () => meta.storage.set(make('key'), make('value')), () => meta.cache.set(make('key'), make('value'), make('ttl'), make('options')),
    () => new URL(make('address'), make('base')), () => Buffer.from(make('buffer')), () => require('crypto').createHash(make('hash')).update(make('data')),
    () => require('zlib').gzipSync(make('zip')), () => meta.jobs.work(make('payload')).runIn(make('n'), make('unit')), () => meta.metrics.seen.increment(make('metric')),
  ])
  for (const attempt of attempts) { try { inspect.look([await attempt()], 'result') } catch (error) { inspect.look([error], 'thrown') } }`;
  expect(await escapedIn(code)).toEqual([]);
});

test('promises, thenables and species lead nowhere', async () => {
  const code = `
  const grabbed = []
  const take = (...given) => { grabbed.push(...given) }
  const species = { [Symbol.species]: function (executor) { take(executor); executor(take, take); take(this) } }
  for (const make of [() => fetch('https://example.com'), () => posthog.capture('x'), () => meta.storage.get('x'), () => console.log('x')]) {
    const promise = make()
    take(promise, promise.constructor)
    promise.constructor = species
    try { take(promise.then(take, take), promise.finally(take), promise.catch(take)) } catch (error) { take(error) }
    await new Promise((resolve) => { Promise.prototype.then.call(promise, resolve, resolve) }).catch(take)
  }
  class Own extends Promise { static get [Symbol.species]() { return class extends Promise { constructor(f) { super((...given) => { take(...given); f(...given) }) } } } }
  take(await Own.resolve(fetch('https://example.com')).then((r) => r, take))
  take(await Promise.any([fetch('no address')]).catch((error) => [error, ...error.errors]))
  take(await Promise.allSettled([fetch('no address'), posthog.capture('x')]))
  const thenable = { then(resolve, reject) { take(resolve, reject, this); resolve(1) } }
  take(await Promise.race([thenable, thenable]), await (async () => thenable)())
  async function* generate() { try { yield await fetch('https://example.com') } finally { take(generate) } }
  const generator = generate()
  take(generator, generator.next(), await generator.next(), generator.return(thenable), await generator.throw(new Error('x')).catch((e) => e))
  take(await Array.fromAsync?.([thenable, fetch('https://example.com')]))
  const { promise, resolve, reject } = Promise.withResolvers?.() ?? {}
  take(promise, resolve, reject)
  take(Promise.try?.(() => fetch('https://example.com')))
  const shared = new Int32Array(new SharedArrayBuffer(8))
  take(Atomics.waitAsync?.(shared, 0, 0, 1)?.value)
  const { then } = Promise.prototype
  Promise.prototype.constructor = species
  Object.defineProperty(Promise.prototype, 'then', { get() { take(this); return undefined }, configurable: true })
  await exercise(event, meta)
  Promise.prototype.constructor = Promise
  Object.defineProperty(Promise.prototype, 'then', { value: then, configurable: true })
  for (let i = 0; i < grabbed.length; i++) inspect.look([grabbed[i]], 'grabbed ' + i, 4)`;
  expect(await escapedIn(code)).toEqual([]);
});

test('WebAssembly, registries, other makers of functions and errors of the engine lead nowhere', async () => {
  const code = `
  const grabbed = []
  let isOver = false
  const attempts = [
    () => new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])),
    () => WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])),
    () => WebAssembly.compile(new Uint8Array([1])),
    () => WebAssembly.instantiate(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]), {}),
    () => WebAssembly.compileStreaming({}),
    () => WebAssembly.compileStreaming(fetch('https://example.com')),
    () => WebAssembly.instantiateStreaming(Promise.resolve({ arrayBuffer() {} }), {}),
    () => new WebAssembly.Memory({ initial: 1 }).buffer,
    () => new WebAssembly.Memory({ initial: 1e9 }),
    () => new FinalizationRegistry((value) => grabbed.push(value)),
    () => new WeakRef(globalThis).deref(),
    () => Object.getPrototypeOf(async function () {}).constructor('return this')(),
    () => Object.getPrototypeOf(function* () {}).constructor('yield this')().next(),
    () => Object.getPrototypeOf(async function* () {}).constructor('yield this')().next(),
    () => Reflect.construct(Function, ['return this'], Object)(),
    () => (0, eval)('this'),
    () => eval('import.meta'),
    () => eval('import.source("fs")'),
    () => eval('import("node:fs", { with: { type: "json" } })'),
    () => eval('import("node:fs", { get with() { throw new Error("x") } })'),
    () => eval('import({ toString() { throw new Error("x") } })'),
    () => new Function('return import("data:text/javascript,export default process")')(),
    () => setTimeout('return this'),
    () => new Array(-1), () => 'x'.repeat(-1), () => new ArrayBuffer(1e15), () => 1n / 0n, () => decodeURIComponent('%'),
    () => new RegExp('('), () => JSON.parse('{'), () => null.x, () => undefinedName, () => Symbol() + '', () => structuredClone({}),
    () => new Intl.DateTimeFormat('no-such-locale-at-all'), () => new Date(NaN).toISOString(), () => 'x'.normalize('y'),
    () => { const list = []; list.length = 2 ** 32 - 1; list.push(1, 2) },
    () => new Proxy(posthog, { get: () => 1 }).capture, () => Object.setPrototypeOf(posthog, null), () => { posthog.capture = 1 },
    () => new DisposableStack(), () => eval('(() => { using x = { [Symbol.dispose]() { throw 1 } } ; throw 2 })()'),
    () => { Error.stackTraceLimit = Infinity; const { stack } = new Error('x'); Error.stackTraceLimit = 10; return stack },
    () => { Error.prepareStackTrace = (error, sites) => { if (!isOver) grabbed.push(sites, ...sites.flatMap((site) => [site, site.getThis?.(), site.getFunction?.(), site.getTypeName?.()])); return sites }; return [new Error('x').stack] },
    async () => { await null; const holder = {}; Error.captureStackTrace(holder, () => {}); return [holder.stack] },
    async () => { await fetch('https://example.com'); const holder = {}; Error.captureStackTrace(holder); return [holder.stack] },
    () => { Object.defineProperty(globalThis, 'Error', { get() { if (!isOver) grabbed.push(arguments.callee.caller, this); return { prepareStackTrace: (error, sites) => { if (!isOver) grabbed.push(error, sites); return sites } } }, configurable: true }); try { null.x } catch (error) { return [error.stack] } },
  ]
  for (const attempt of attempts) { try { grabbed.push(await attempt()) } catch (error) { grabbed.push(error) } }
  // What is looked at makes no more of it.
  isOver = true
  for (let i = 0, end = grabbed.length; i < end; i++) inspect.look([grabbed[i]], 'grabbed ' + i, 3)`;
  expect(await escapedIn(code)).toEqual([]);
});

test('the internal names can be called and changed without harm', async () => {
  const code = `
  const grabbed = []
  const attempts = [() => __pluginHostPump(), () => __pluginHostPump.call({}, '{"type":"load"}'), () => new __pluginHostPump(),
    () => __pluginHostImports['fs'], () => __pluginHostImports['../secret'], () => __pluginHostImports.constructor, () => __pluginHostImports.__proto__,
    () => { __pluginHostImports.crypto = 1 }, () => Object.defineProperty(__pluginHostImports, 'crypto', { value: 1 }), () => { __pluginHostPump = 1 },
    () => delete globalThis.__pluginHostPump, () => Object.defineProperty(globalThis, '__pluginHostPump', { value: () => 1 }), () => __pluginHostInstall,
    () => __importDefault(globalThis), () => __createBinding({}, globalThis, 'x'), () => __exportStar(globalThis, {})]
  for (const attempt of attempts) { try { grabbed.push(attempt()) } catch (error) { grabbed.push(error) } }
  for (let i = 0; i < grabbed.length; i++) inspect.look([grabbed[i]], 'grabbed ' + i, 3)
  const { status } = await fetch('https://example.com')
  if (status !== 200) throw new Error('Answers do not come any more.')`;
  expect(await escapedIn(code)).toEqual([]);
});

test('tampering does not change what the runner learns', async () => {
  const source = `
  const forged = () => '{"type":"returned","id":1,"result":"\\\\"forged\\\\"","isFalsy":false,"failure":null}'
  JSON.stringify = forged
  JSON.parse = () => ({ type: 'spun' })
  Object.prototype.type = 'spun'
  Object.prototype.failure = { message: 'forged' }
  Array.prototype.push = forged
  String.prototype.toString = forged
  Reflect.apply = forged
  export function processEvent(event) { return { ...event, seen: true } }`;
  const trace = await runApp(pool(), source);
  expect([trace.outcome, trace.errors]).toEqual(['changed', []]);
  expect(trace.result).toMatchObject({ event: '$pageview', seen: true });
});

test('an app that puts itself in the way of stacks is run as any other', async () => {
  const source = `
Object.defineProperty(globalThis, 'Error', { get: () => ({ prepareStackTrace() { throw 'no stack' } }), configurable: true })
export async function processEvent(event) {
  console.log('a line')
  await posthog.capture('seen')
  return { ...event, seen: true }
}`;
  const trace = await runApp(pool(), source);
  expect([trace.outcome, trace.errors]).toEqual(['changed', []]);
  expect(trace.logs).toMatchObject([{ message: 'a line' }]);
  expect(trace.captured).toMatchObject([{ event: 'seen' }]);
});

test('names that mean something to JavaScript stay in the data of the app', async () => {
  const text = '{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}';
  const source = `export async function processEvent(event, meta) {
  const evil = JSON.parse('${text}')
  await posthog.capture('x', evil)
  await meta.storage.set('__proto__', evil)
  await meta.cache.set('constructor', evil)
  await meta.jobs.work(evil).runNow()
  console.log(evil)
  await posthog.api.post('/__proto__', { data: evil, headers: evil })
  return { ...event, evil }
}
export const jobs = { work: (payload) => console.log(payload) }`;
  const trace = await runApp(pool(), source);
  expect(trace.outcome).toBe('changed');
  expect(({} as { readonly polluted?: unknown }).polluted).toBeUndefined();
});

test('no process is left of any of this', () => {
  expect(sandboxPids()).toEqual([]);
});
