/**
 * Apps are often checked in as what a compiler or a bundler made of them. Each app of the call-graph suite that uses
 * what older targets lack is compiled here and has to get the same answer as its source.
 */
import { transformSync } from 'esbuild';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { answerFor, appsOf, type SuiteApp } from './callGraphApps.ts';

const files = [
  'callbacks',
  'classes',
  'destructuring',
  'generators',
  'jobs',
  'objects',
  'realistic',
  'state',
];

const forms: Readonly<Record<string, (code: string) => string>> = {
  'TypeScript for ES2016': (code) =>
    ts.transpileModule(code, {
      compilerOptions: { target: ts.ScriptTarget.ES2016, module: ts.ModuleKind.CommonJS },
    }).outputText,
  'esbuild for ES2016, minified': (code) =>
    transformSync(code, { loader: 'ts', minify: true, format: 'esm', target: 'es2016' }).code,
};

const toEs5 = (code: string): string =>
  ts.transpileModule(code, {
    compilerOptions: {
      target: ts.ScriptTarget.ES5,
      module: ts.ModuleKind.CommonJS,
      ignoreDeprecations: '6.0',
    },
  }).outputText;

/** Guards that wait for a function which waits for nothing itself, each with its look-alike. */
const waiting: Readonly<Record<string, (name: string) => string>> = {
  'an async predicate': (name) => `const isOwn = async (e) => e.event === '${name}'
export async function onEvent(event) { if (await isOwn(event)) return; posthog.capture('seen') }`,
  'an async predicate that has to be true': (
    name,
  ) => `async function allow(e) { return e.event !== '${name}' }
export async function onEvent(event) { if (await allow(event)) await posthog.capture('seen') }`,
  'one with several ends': (
    name,
  ) => `async function isOwn(e) { if (e.event === '${name}') return true; return false }
export async function onEvent(event) { const own = await isOwn(event); if (own) return; posthog.capture('seen') }`,
  'one that waits for something itself': (
    name,
  ) => `async function isOwn(e) { const found = await fetch('https://own.example'); await found.text(); return e.event === '${name}' }
export async function onEvent(event) { await sleep(); if (await isOwn(event)) return; await sleep(); posthog.capture('seen') }
const sleep = async () => { await new Promise((go) => setTimeout(go, 1)) }`,
  'behind a loop that waits': (
    name,
  ) => `const send = async (e) => { await fetch('https://own.example', { body: e }) }
export async function onEvent(event) {
  for (const part of ['a', 'b', 'c']) { await send(part); if (part === 'c') break; else continue }
  if (event.event === '${name}') return
  posthog.capture('seen')
}`,
  'in a loop that waits': (
    name,
  ) => `const send = async (e) => { await fetch('https://own.example', { body: e }) }
export async function onEvent(event) {
  let tries = 0
  while (tries < 3) { await send(event); if (event.event === '${name}') return; tries++ }
  posthog.capture('seen')
}`,
  'in a `try` that waits': (
    name,
  ) => `const send = async (e) => { await fetch('https://own.example', { body: e }) }
export async function onEvent(event) {
  try { await send(event); if (event.event === '${name}') return; await send(1) }
  catch (error) { await send(error); return }
  finally { await send(2) }
  posthog.capture('seen')
}`,
  'in a `catch`': (name) => `const send = async (e) => { await fetch('https://own.example', { body: e }) }
export async function onEvent(event) {
  for (const part of ['a', 'b']) {
    try { await send(part) } catch (error) {
      if (event.event === '${name}') continue
      await posthog.capture('seen')
    }
  }
}`,
  'one that throws after it has waited': (
    name,
  ) => `async function check(e) { await fetch('https://own.example'); if (e.event === '${name}') throw new Error('own') }
export async function onEvent(event) { try { await check(event) } catch { return } posthog.capture('seen') }`,
  'one that throws': (name) => `async function check(e) { if (e.event === '${name}') throw new Error('own') }
export async function onEvent(event) { await check(event); posthog.capture('seen') }`,
};

describe('a guard in an async handler that TypeScript made for ES5', () => {
  it.each(Object.entries(waiting))('%s', (_how, code) => {
    expect(answerFor(toEs5(code('seen')))).toBe('ends');
    expect(answerFor(toEs5(code('other')))).not.toBe('ends');
  });
});

it('sees what follows a function that waits itself, made for ES5', () => {
  const code = `async function load(e) { await fetch('https://a.b') }
export async function onEvent(event) { await load(event); posthog.capture('seen') }`;
  expect(answerFor(toEs5(code))).toMatch(/loops?$/);
});

describe('a job that TypeScript made for ES5', () => {
  const job = (again: string): string => `export const jobs = {
  poll: async (p, { jobs }) => { await posthog.capture('seen'); ${again} },
}
export const onEvent = (e, { jobs }) => { if (e.event === 'start') return jobs.poll({}).runNow() }`;

  it('goes on without end where it starts itself each time', () => {
    expect(answerFor(toEs5(job(`await jobs.poll({ n: 1 }).runIn(1, 'minutes')`)))).toBe('loops');
  });

  it('ends where it does so under a condition', () => {
    const again = `if (p.n < 3) await jobs.poll({ n: p.n + 1 }).runIn(1, 'minutes')`;
    expect(answerFor(toEs5(job(again)))).toBe('ends');
    const early = `if (p.n > 3) return; await jobs.poll({ n: p.n + 1 }).runIn(1, 'minutes')`;
    expect(answerFor(toEs5(job(early)))).toBe('ends');
  });
});

/** What is not the same any more: names of classes that are gone, and what is not told from a helper. */
const others: readonly string[] = [
  'class expr name a',
  'class expr name b',
  'new target b',
  'async gen a',
  'async gen b',
  'async iterator obj a',
  'async iterator obj b',
  'rules engine b',
];

/** Apps of one file that are what they were when they are compiled. */
function comparable(file: string): readonly SuiteApp[] {
  return appsOf(file).filter(([, name, code]) => !/^\/\/- /m.test(code) && !others.includes(name));
}

describe.each(Object.entries(forms))('compiled by %s', (_name, compile) => {
  describe.each(files)('%s', (file) => {
    it.each(comparable(file))('%s: %s', (answer, _app, code) => {
      expect(answerFor(compile(code))).toBe(answer);
    });
  });
});
