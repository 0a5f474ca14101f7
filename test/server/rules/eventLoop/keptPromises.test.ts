/** Where the error of a promise goes that is kept before somebody waits for it: with the promise. */
import { describe, expect, it } from 'vitest';
import { loopGradesIn } from '../../check.ts';

const capture = `posthog.capture('x')`;
const asEvent = (body: string, before = ''): string =>
  `${before} export async function onEvent(e, meta) { ${body} }`;
const urls = `const urls = ['https://a.b', 'https://c.d'];`;
const failing = `const send = async (e) => { const r = await fetch('https://a.b'); if (!r.ok) throw new Error('bad') };`;
const throwing = `const send = async () => { throw new Error('bad') };`;
const guard = `const guard = async (e) => { if (e.event === 'x') throw new Error('own') };`;
const safe = `const send = async (e) => e.event;`;

/** Reached behind what a server may answer. */
const reached: Readonly<Record<string, string>> = {
  'a request in a constant': asEvent(`const p = fetch('https://a.b'); try { await p } catch { ${capture} }`),
  'a request in a constant with catch': asEvent(`const p = fetch('https://a.b'); p.catch(() => ${capture})`),
  'a request in a constant, with both functions of then': asEvent(
    `const p = fetch('https://a.b'); p.then(() => {}, () => ${capture})`,
  ),
  'what follows a request, in a constant': asEvent(
    `const p = fetch('https://a.b').then((r) => r.json()); try { await p } catch { ${capture} }`,
  ),
  'a request in a list': asEvent(
    `const all = urls.map((u) => fetch(u)); try { await Promise.all(all) } catch { ${capture} }`,
    urls,
  ),
  'requests that are pushed': asEvent(
    `const all = []; for (const u of urls) all.push(fetch(u)); try { await Promise.all(all) } catch { ${capture} }`,
    urls,
  ),
  'a request in meta.global': asEvent(
    `meta.global.pending = fetch('https://a.b'); try { await meta.global.pending } catch { ${capture} }`,
  ),
  'a request of an earlier event': `export function setupPlugin({ global }) { global.token = fetch('https://a.b') } ${asEvent(
    `try { await meta.global.token } catch { ${capture} }`,
  )}`,
  'an async function in a list': asEvent(
    `const all = urls.map(async (u) => { const r = await fetch(u); if (!r.ok) throw new Error('bad') }); try { await Promise.all(all) } catch { ${capture} }`,
    urls,
  ),
  'two of a pattern, with catch': asEvent(
    `const [a, b] = [send(e), send(e)]; await Promise.all([a, b]).catch(() => ${capture})`,
    failing,
  ),
  'all of them in a constant': asEvent(
    `const done = Promise.all([send(e), send(e)]); try { await done } catch { ${capture} }`,
    failing,
  ),
  'a value of storage': asEvent(`const p = meta.storage.get('a'); try { await p } catch { ${capture} }`),
  'a promise of a package': asEvent(
    `const p = client.send(e); try { await p } catch { ${capture} }`,
    `import client from 'client';`,
  ),
  'a promise as an argument': asEvent(
    `await settle(send(e))`,
    `${failing} const settle = async (p) => { try { return await p } catch { ${capture} } };`,
  ),
  'a promise that a function gives on': asEvent(
    `const p = go(e); try { await p } catch { ${capture} }`,
    `${failing} const go = (e) => send(e);`,
  ),
  'one of two': asEvent(
    `const p = e.properties.a ? fetch('https://a.b') : send(e); try { await p } catch { ${capture} }`,
    failing,
  ),
  'the first of some': asEvent(
    `const all = urls.map((u) => fetch(u)); try { await Promise.race(all) } catch { ${capture} }`,
    urls,
  ),
  'one after the other, in for await': asEvent(
    `const all = urls.map((u) => fetch(u)); try { for await (const r of all) console.log(r) } catch { ${capture} }`,
    urls,
  ),
  'an executor that hands its functions to a package': asEvent(
    `const p = new Promise((yes, no) => { lib.on('end', yes); lib.on('error', no) }); try { await p } catch { ${capture} }`,
    `import lib from 'lib';`,
  ),
  'what an async function returns': asEvent(
    `try { await go() } catch { ${capture} }`,
    `const go = async () => { const p = fetch('https://a.b'); return p };`,
  ),
};

/** Reached by any event. */
const loops: Readonly<Record<string, string>> = {
  'a function that throws, in a constant': asEvent(
    `const p = send(); try { await p } catch { ${capture} }`,
    throwing,
  ),
  'a function that throws, in a field': asEvent(
    `const o = { p: send() }; try { await o.p } catch { ${capture} }`,
    throwing,
  ),
  'a refusal in a constant': asEvent(
    `const p = Promise.reject(new Error('a')); try { await p } catch { ${capture} }`,
  ),
  'an executor that refuses, in a constant': asEvent(
    `const p = new Promise((_, no) => no(new Error('a'))); p.catch(() => ${capture})`,
  ),
  'an executor that throws, in a constant': asEvent(
    `const p = new Promise(() => { throw new Error('a') }); try { await p } catch { ${capture} }`,
  ),
  'an executor that gives on what another promise is rejected with': asEvent(
    `try { await limited(send()) } catch { ${capture} }`,
    `${throwing} const limited = (p) => new Promise((yes, no) => { p.then(yes, no) });`,
  ),
  'an executor that gives on what is caught': asEvent(
    `await new Promise((yes, no) => { send().then(yes).catch(no) }).catch(() => ${capture})`,
    throwing,
  ),
  'an error in then, in a constant': asEvent(
    `const p = Promise.resolve(1).then(() => { throw new Error('a') }); try { await p } catch { ${capture} }`,
  ),
  'a promise that refuses the own event, which nobody waits for': asEvent(
    `const p = guard(e); ${capture}`,
    guard,
  ),
  'a promise that refuses the own event, behind allSettled': asEvent(
    `const p = guard(e); await Promise.allSettled([p]); ${capture}`,
    guard,
  ),
  'finally of a promise that refuses the own event': asEvent(
    `const p = guard(e); await p.finally(() => ${capture}).catch(() => {})`,
    guard,
  ),
  // The event goes on where its processEvent fails (reference 2.4).
  'the event of an async processEvent that fails': `export async function processEvent(e) { await null; throw new Error('a') }
${asEvent(capture)}`,
  'the event of an async processEvent that fails for its own': `export async function processEvent(e) { await guard(e); return null }
${asEvent(capture, guard)}`,
  'what an async processEvent has written that fails': `export async function processEvent(e) { e.event = 'b'; throw new Error('a') }
${asEvent(`if (e.event === 'b') ${capture}`)}`,
};

/** Nothing of it is reached, or nothing comes back. */
const silent: Readonly<Record<string, string>> = {
  'a function that never fails': asEvent(`const p = send(e); try { await p } catch { ${capture} }`, safe),
  'a function that never fails, in a list': asEvent(
    `const all = urls.map((u) => send(e)); try { await Promise.all(all) } catch { ${capture} }`,
    `${urls} ${safe}`,
  ),
  'a pause': asEvent(
    `try { await pause(100) } catch { ${capture} }`,
    `const pause = (time) => new Promise((go) => setTimeout(go, time));`,
  ),
  'an error that comes later': asEvent(
    `try { fetch('https://a.b').then(() => { throw new Error('a') }) } catch { ${capture} }`,
  ),
  'a request that nobody waits for': asEvent(`try { fetch('https://a.b') } catch { ${capture} }`),
  'a request in a constant that nobody waits for': asEvent(
    `try { const p = fetch('https://a.b'); console.log(typeof p) } catch { ${capture} }`,
  ),
  'a request that is returned out of try': asEvent(
    `try { return fetch('https://a.b') } catch { ${capture} }`,
  ),
  'a function that throws, returned out of try': asEvent(
    `try { return send() } catch { ${capture} }`,
    throwing,
  ),
  'requests that are only settled': asEvent(
    `const all = urls.map((u) => fetch(u)); try { await Promise.allSettled(all) } catch { ${capture} }`,
    urls,
  ),
  'functions that throw and are only settled': asEvent(
    `try { await Promise.allSettled(urls.map(() => send())) } catch { ${capture} }`,
    `${urls} ${throwing}`,
  ),
  'a promise whose error was handled': asEvent(
    `const p = fetch('https://a.b').catch(() => null); try { await p } catch { ${capture} }`,
  ),
  'what would follow a refusal': asEvent(
    `const p = Promise.reject(new Error('a')); p.then(() => ${capture}).catch(() => {})`,
  ),
};

/** The captured event comes back, and stops there. */
const ends: Readonly<Record<string, string>> = {
  'a promise that refuses the own event': asEvent(`const p = guard(e); await p; ${capture}`, guard),
  'promises that refuse the own event': asEvent(
    `const all = [guard(e), guard(e)]; await Promise.all(all); ${capture}`,
    guard,
  ),
  'the event of an async processEvent that drops it': `export async function processEvent(e) { await null; return e.event === 'x' ? null : e }
${asEvent(capture)}`,
  'a promise that refuses the own event, with then': asEvent(
    `const p = guard(e); await p.then(() => ${capture})`,
    guard,
  ),
};

describe('promises that are kept', () => {
  it.each(Object.entries(reached))('%s: seen', (_, source) => {
    expect(loopGradesIn(source)).toEqual([expect.stringMatching(/loops?$/)]);
  });

  it.each(Object.entries(loops))('%s: loops', (_, source) => {
    expect(loopGradesIn(source)).toEqual(['loops']);
  });

  it.each(Object.entries(silent))('%s: silent', (_, source) => {
    expect(loopGradesIn(source)).toEqual([]);
  });

  it.each(Object.entries(ends))('%s: ends', (_, source) => {
    expect(loopGradesIn(source)).toEqual(['ends']);
  });
});
