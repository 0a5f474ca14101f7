import { expect, test } from 'vitest';
import { runApp } from './support/runApp.ts';
import { usePool } from './support/sandboxBundle.ts';

const pool = usePool();

/** Ways to a function of Node's realm, from what an app can reach. Each gives an object whose constructor is tried. */
const attacks: readonly (readonly [name: string, code: string])[] = [
  ['this of the function', 'return this ?? globalThis'],
  ['the global object', 'return globalThis'],
  ['the event', 'return event'],
  ['meta', 'return meta'],
  ['config', 'return meta.config'],
  ['cache and its functions', 'return meta.cache.get'],
  ['jobs', 'return meta.jobs.any'],
  ['a function of console', 'return console.log'],
  ['posthog', 'return posthog.capture'],
  ['fetch', 'return fetch'],
  ['the promise of fetch', 'return fetch("https://example.com")'],
  ['the response of fetch', 'return await fetch("https://example.com")'],
  ['the promise of capture', 'return posthog.capture("x")'],
  [
    'a rejection of the gate',
    'return await posthog.api.get("/x", { host: "http://[" }).catch((error) => error)',
  ],
  ['an error of URL', 'try { new URL("no") } catch (error) { return error }'],
  ['a Buffer', 'return Buffer.from("x")'],
  ['the memory of a Buffer', 'return Buffer.from("x").buffer'],
  ['a package', 'return require("crypto")'],
  ['a hash', 'return require("crypto").createHash("sha1").update("x").digest()'],
  ['an error of a package', 'try { require("crypto").createHash("none") } catch (error) { return error }'],
  ['compression', 'return require("zlib").gzipSync("x")'],
  [
    'the internal names',
    'return [__pluginHostMeta, __pluginHostImports].find((value) => value instanceof Function)',
  ],
  [
    'a stack overflow',
    'const dive = () => { try { return dive() } catch (error) { console.log("x"); return error } }; return dive()',
  ],
  [
    'a stack overflow inside of our functions, at every depth',
    `const found = []
     const dive = () => {
       try { dive() } catch {}
       try { new URL('https://a.b/') } catch (error) { found.push(error) }
     }
     dive(); return found`,
  ],
  [
    'prepareStackTrace',
    `let sites; Error.prepareStackTrace = (error, list) => { sites = list; return '' }
     console.log('x'); new Error('x').stack; return sites`,
  ],
  [
    'what a stack frame is called on',
    `let found; Error.prepareStackTrace = (error, list) => { for (const site of list) found ??= site.getThis() ?? site.getFunction(); return '' }
     await fetch('https://example.com'); new Error('x').stack; return found ?? {}`,
  ],
  [
    'another Error with prepareStackTrace',
    `let sites; globalThis.Error = { prepareStackTrace(error, list) { sites = list; return '' } }
     try { null.x } catch (error) { error.stack } return sites ?? {}`,
  ],
  ['a dynamic import', 'return await eval("import(\'fs\')").catch((error) => error)'],
  [
    'the promise of a dynamic import',
    'const promise = eval("import(\'fs\')"); const caught = promise.catch((error) => error); return [promise, caught, await caught]',
  ],
  [
    'a dynamic import from Function',
    'return await new Function("return import(\'fs\')")().catch((error) => error)',
  ],
  ['the caller', 'function inner() { return inner.caller } return inner() ?? {}'],
  ['arguments.callee.caller', 'return (function () { return arguments.callee.caller })() ?? {}'],
  [
    'a replaced Promise.prototype.then',
    `let seen; const { then } = Promise.prototype
     Promise.prototype.then = function (...given) { seen ??= given[0]; return then.apply(this, given) }
     await fetch('https://example.com'); return seen ?? {}`,
  ],
  [
    'a replaced JSON',
    `let seen; const { parse } = JSON; JSON.parse = (text) => { seen = text; return parse(text) }
     await fetch('https://example.com'); return Object(seen)`,
  ],
  [
    'a setter on Object.prototype',
    `let seen; Object.defineProperty(Object.prototype, 'value', { set(value) { seen ??= this }, configurable: true })
     console.log('x'); delete Object.prototype.value; return seen ?? {}`,
  ],
  [
    'a then of the result',
    `let seen; const thenable = { then(resolve) { seen = resolve; resolve(1) } }; await thenable; return seen`,
  ],
  ['a proxy that is thrown', `return new Proxy(function () {}, {})`],
  ['WebAssembly', `return WebAssembly.Module.prototype`],
  ['an async generator', `async function* make() {} return make()`],
  ['Intl', `return new Intl.NumberFormat()`],
];

/** An object of another realm has other prototypes at its root, and a maker of functions that sees Node's globals. */
const probe = `
const roots = [Object.prototype, null]
const { getPrototypeOf } = Object
const isOut = (value, depth = 0) => {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false
  let root = value
  for (let next = getPrototypeOf(root); next !== null; next = getPrototypeOf(root)) root = next
  if (!roots.includes(root) && getPrototypeOf(value) !== null) return true
  const maker = value.constructor?.constructor
  if (typeof maker === 'function') {
    let reached
    try { reached = maker('return typeof process')() } catch { return true }
    if (typeof reached === 'string' && reached !== 'undefined') return true
  }
  return depth === 0 && Array.isArray(value) && value.some((entry) => isOut(entry, 1))
}`;

test.each(attacks)('no way out by %s', async (_name, code) => {
  const source = `${probe}
async function find(event, meta) { ${code} }
export async function processEvent(event, meta) {
  const found = find.call(undefined, event, meta)
  const list = [found, await Promise.resolve(found).catch((error) => error)]
  return { ...event, isOut: list.map((value) => isOut(value)) }
}`;
  const trace = await runApp(pool(), source);
  // A log line for which the stack has no room is rejected, and nobody handles that.
  const errors = trace.errors.filter(({ message }) => !message.endsWith('Maximum call stack size exceeded'));
  expect(errors).toEqual([]);
  expect(trace.result).toMatchObject({ isOut: [false, false] });
});

test('an object of another realm would have no way to make code', async () => {
  const { default: vm } = await import('node:vm');
  const { spawnSync } = await import('node:child_process');
  const code = `try { Function('return 1')(); console.log('made') } catch (error) { console.log(error.name) }`;
  const child = spawnSync(process.execPath, ['--disallow-code-generation-from-strings', '-e', code], {
    encoding: 'utf8',
  });
  expect(child.stdout.trim()).toBe('EvalError');
  expect(typeof vm.constants.DONT_CONTEXTIFY).toBe('symbol');
});

test('a thrown proxy and an error with getters are read without harm', async () => {
  const proxy = await runApp(
    pool(),
    `export function processEvent() { throw new Proxy({}, { get() { throw new Error('trap') }, has() { throw new Error('trap') } }) }`,
  );
  expect(proxy.errors[0]?.message).toBe('The app threw a value that cannot be read: Error: trap');
  const getter = await runApp(
    pool(),
    `export function processEvent() { throw Object.defineProperty(new Error('x'), 'stack', { get() { throw null } }) }`,
  );
  expect(getter.outcome).toBe('failed');
});

test('the globals are those of PostHog and no others', async () => {
  const source = `export function processEvent(event) {
    const present = (name) => { try { return eval('typeof ' + name) !== 'undefined' } catch { return true } }
    return {
      missing: ['console', 'posthog', 'fetch', 'RetryError', 'URL', 'Buffer', 'WebAssembly', 'global', 'root'].filter((name) => !present(name)),
      extra: ['setTimeout', 'queueMicrotask', 'process', 'require', '__dirname', 'URLSearchParams', 'TextEncoder', 'structuredClone',
        'atob', 'crypto', 'performance', 'Event', 'Request', 'WebSocket', 'Iterator', 'google'].filter(present),
      console: Object.keys(console).sort(),
    }
  }`;
  const trace = await runApp(pool(), source);
  expect(trace.result).toEqual({
    missing: [],
    extra: [],
    console: ['debug', 'error', 'info', 'log', 'warn'],
  });
});

test('apps do not share a realm, nor what they changed in it', async () => {
  await runApp(
    pool(),
    `Object.prototype.left = 1; Buffer.prototype.left = 1; export const processEvent = (event) => event`,
  );
  const trace = await runApp(
    pool(),
    `export const processEvent = () => ({ left: String({}.left), other: String(Buffer.from('').left) })`,
  );
  expect(trace.result).toEqual({ left: 'undefined', other: 'undefined' });
});

test('the sandbox process can read nothing, write nothing and start nothing, and has an empty environment', async () => {
  const { fork } = await import('node:child_process');
  const { sandboxFlagSets } = await import('../../runtime/runner/nodeFlags.ts');
  const script = `${import.meta.dirname}/fixtures/permissions.cjs`;
  const child = fork(script, [], {
    execArgv: [...(sandboxFlagSets(script)[0] ?? [])],
    env: {},
    silent: true,
  });
  const report = await new Promise((resolve) => child.once('message', resolve));
  expect(report).toEqual({
    read: 'ERR_ACCESS_DENIED',
    write: 'ERR_ACCESS_DENIED',
    spawn: 'ERR_ACCESS_DENIED',
    worker: 'ERR_ACCESS_DENIED',
    environment: [],
  });
});
