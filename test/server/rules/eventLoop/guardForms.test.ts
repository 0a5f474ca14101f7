/**
 * Guards in the forms in which they are found in apps, and conditions that look like guards and are none. Each app has one
 * sink; the pairs show on what the grade depends.
 */
import { describe, expect, it } from 'vitest';
import { findingsIn } from '../../check.ts';

const ends: Readonly<Record<string, string>> = {
  'a name that is made lower case once': `export function onEvent(event) { const u = event.event; if (u !== u.toLowerCase()) posthog.capture(u.toLowerCase()) }`,
  'a name that is trimmed once': `export function processEvent(event) { const n = event.event.trim(); if (n === event.event) return event; posthog.capture(n, {}); return null }`,
  'a name that is made regular once': `const slug = (s) => s.trim().toLowerCase().replace(/\\s+/g, '_'); export function onEvent(event) { const n = slug(event.event); if (n !== event.event) posthog.capture(n) }`,
  'a property that is trimmed once': `export function onEvent(event) { const name = event.properties.name; if (name !== name.trim()) posthog.capture('trimmed', { name: name.trim() }) }`,
  'a name that loses its beginning': `export function onEvent(event) { if (event.event.startsWith('app:')) posthog.capture(event.event.slice(4)) }`,
  'a beginning that is replaced': `export function onEvent(event) { if (event.event.startsWith('app:')) posthog.capture(event.event.replace('app:', 'web:')) }`,
  'a letter that is taken out': `export function onEvent(event) { if (event.event.includes('!')) posthog.capture(event.event.replace('!', '')) }`,
  'a text that becomes a number': `export function onEvent(event) { if (typeof event.properties.price === 'string') posthog.capture('price was text', { price: Number(event.properties.price) }) }`,
  'a text that becomes a number by its sign': `export function onEvent(event) { if (typeof event.properties.price === 'string') posthog.capture('price was text', { price: +event.properties.price }) }`,
  'a list that becomes its length': `export function onEvent(event) { if (Array.isArray(event.properties.items)) posthog.capture('x', { items: event.properties.items.length }) }`,
  'distinct_id among the properties': `export function onEvent(event) { if (event.properties.distinct_id) return; posthog.capture('x') }`,
  'a list in a text that the own name is added to': `export function onEvent(event) { const s = event.properties.sources || ''; if (s.split(',').includes('me')) return; posthog.capture('x', { sources: s + ',me' }) }`,
  'an amount that is halved': `export function onEvent(event) { const a = event.properties.amount; if (!(a > 100)) return; posthog.capture('big', { amount: a / 2 }) }`,
  'hasOwnProperty of the language': `export function onEvent(event) { if (Object.prototype.hasOwnProperty.call(event.properties, 'own')) return; posthog.capture('x', { own: 1 }) }`,
  'includes of the language': `export function onEvent(event) { if (Array.prototype.includes.call(['x'], event.event)) return; posthog.capture('x') }`,
  'startsWith of the language': `export function onEvent(event) { if (String.prototype.startsWith.call(event.event, 'x')) return; posthog.capture('xy') }`,
  'hasOwnProperty of a table, for the name': `const M = { x: 1 }; export function onEvent(event) { if (Object.prototype.hasOwnProperty.call(M, event.event)) return; posthog.capture('x') }`,
  'properties copied one by one but for the flag': `export function onEvent(event) { const props = {}; const p = event.properties; for (const k of Object.keys(p)) { if (k === 'flag') continue; props[k] = p[k] } if (!p.flag) return; posthog.capture('x', props) }`,
  'middleware that counts up': `const mw = [(e, next) => { if (e.event === 'x') return; next() }, (e) => { posthog.capture('x') }]; export function onEvent(e) { let i = 0; const next = () => { const f = mw[i++]; if (f) f(e, next) }; next() }`,
  'a list from its end': `const IGN = ['a', 'x']; export function onEvent(e) { let i = IGN.length; while (i--) if (e.event === IGN[i]) return; posthog.capture('x') }`,
  'a configured list and an own name, joined': `export function onEvent(e, { config }) { const ignored = (config.ignore || '').split(',').concat('x'); if (ignored.includes(e.event)) return; posthog.capture('x') }`,
  'a configured list and an own name, pushed': `export function onEvent(e, { config }) { const ignored = (config.ignore || '').split(',').map((s) => s.trim()); ignored.push('x'); if (ignored.includes(e.event)) return; posthog.capture('x') }`,
  'a configured list and an own name, in one text': `export function onEvent(e, { config }) { if (\`\${config.ignore},x\`.split(',').includes(e.event)) return; posthog.capture('x') }`,
  'items of the event, one by one': `export function onEvent(event) { for (const item of event.properties.items) posthog.capture('item', { ...item, distinct_id: event.distinct_id }) }`,
  'the same made-up name on both sides': `export function setupPlugin({ config, global }) { global.out = \`\${config.prefix || 'p'}_seen\` } export function onEvent(event, { global }) { if (event.event !== global.out) posthog.capture(global.out) }`,
  'a setting with a default on both sides': `export function onEvent(event, { config }) { const { outputName = 'x' } = config; if (event.event === outputName) return; posthog.capture(outputName) }`,
  'a counter with a limit': `export function onEvent({ properties }) { const hops = properties.hops || 0; if (hops < 3) posthog.capture('x', { hops: hops + 1 }) }`,
  'a countdown': `export function onEvent({ properties }) { if (properties.ttl > 0) posthog.capture('x', { ttl: properties.ttl - 1 }) }`,
  'an index in a variable': `const steps = ['a', 'b']; export function onEvent(event) { const index = steps.indexOf(event.event); if (index < 0) return; posthog.capture(\`step \${index}\`) }`,
  'an index that is found by a function': `const steps = [{ name: 'a' }]; export function onEvent(event) { const index = steps.findIndex((step) => step.name === event.event); if (index === -1) return; posthog.capture('x') }`,
  'a name of limited length': `export function onEvent(event) { if (event.event.length > 60) return; posthog.capture(event.event + ' (copy)') }`,
  'a flag that is left out': `export function onEvent(event) { const { flag, ...rest } = event.properties; if (!flag) return; posthog.capture('x', rest) }`,
  'what PostHog adds to each event of a batch': `export async function exportEvents(events) { if (events[0].uuid) return; await posthog.capture('x') }`,
  'what PostHog adds to each event of a batch that is not empty': `export async function exportEvents(events) { if (events.length > 0 && events[0].timestamp) return; await posthog.capture('x') }`,
  'a batch without the own event': `export function processEventBatch(events) { return events.filter((event) => event.event !== 'x') } export async function onEvent() { await posthog.capture('x') }`,
  'a kind that is worked out, of another event': `const kindOf = ({ plan }) => (plan === 'pro' ? 'paid' : 'free'); export function onEvent({ properties }) { if (kindOf(properties) === 'paid') posthog.capture('x', { plan: 'free' }) }`,
};

const loops: Readonly<Record<string, string>> = {
  'a name that grows': `export function onEvent(event) { if (event.event.includes('a')) posthog.capture(event.event + '!') }`,
  'distinct_id among the properties, which is always there': `export function onEvent(event) { if (event.properties.distinct_id) posthog.capture('x') }`,
  'distinct_id among the keys': `export function onEvent(event) { if (Object.keys(event.properties).filter(k => k[0] !== '$').length) posthog.capture('x') }`,
  'hasOwnProperty of a table': `const M = { x: 1 }; export function onEvent(event) { if (Object.prototype.hasOwnProperty.call(M, 'x')) posthog.capture('x') }`,
  'properties copied one by one': `export function onEvent(event) { const props = {}; const p = event.properties; for (const k of Object.keys(p)) props[k] = p[k]; if (!p.flag) return; posthog.capture('x', props) }`,
  'a function that puts another in its place': `function onEvent() { return _onEvent.apply(this, arguments) } function _onEvent() { _onEvent = (async function (event) { posthog.capture('x') }); return _onEvent.apply(this, arguments) } exports.onEvent = onEvent`,
  'exports that esbuild defines before their values': `var __defProp = Object.defineProperty; var __export = (t, all) => { for (var n in all) __defProp(t, n, { get: all[n], enumerable: true }) }; var __copyProps = (to, from, except, desc) => { if (from && typeof from === 'object' || typeof from === 'function') { for (let key of Object.getOwnPropertyNames(from)) if (!Object.prototype.hasOwnProperty.call(to, key) && key !== except) __defProp(to, key, { get: () => from[key], enumerable: true }) } return to }; var x = {}; __export(x, { onEvent: () => onEvent }); module.exports = __copyProps(__defProp({}, "__esModule", { value: true }), x); var onEvent = (event) => { posthog.capture('x') };`,
  'exports that swc defines by getters': `Object.defineProperty(exports, "__esModule", { value: true }); function _export(target, all) { for (var name in all) Object.defineProperty(target, name, { enumerable: true, get: Object.getOwnPropertyDescriptor(all, name).get }) } _export(exports, { get onEvent() { return onEvent } }); function onEvent(event) { posthog.capture('x') }`,
  'a helper for await of TypeScript': `var __awaiter = (this && this.__awaiter) || function (thisArg, _arguments, P, generator) { function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); } return new (P || (P = Promise))(function (resolve, reject) { function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } } function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } } function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); } step((generator = generator.apply(thisArg, _arguments || [])).next()); }); }; class R { track() { posthog.capture('x') } } function make() { return __awaiter(this, void 0, void 0, function* () { return new R() }) } exports.onEvent = function (e) { return __awaiter(this, void 0, void 0, function* () { (yield make()).track() }) }`,
  'super in an async method, as TypeScript writes it': `class A { p() { posthog.capture('x') } } class B extends A { p() { const _super = Object.create(null, { p: { get: () => super.p } }); _super.p.call(this) } } export function onEvent(e) { new B().p(e) }`,
  'a setter of a prototype': `function S() {} Object.defineProperty(S.prototype, 'last', { set: function (v) { posthog.capture('x') }, enumerable: false, configurable: true }); exports.onEvent = function (e) { new S().last = 1 }`,
  'a getter of a prototype': `function S() {} Object.defineProperty(S.prototype, 'last', { get: function () { posthog.capture('x') }, enumerable: false, configurable: true }); exports.onEvent = function (e) { return new S().last }`,
  'a helper for the rest of an object': `var __rest = (this && this.__rest) || function (s, e) { var t = {}; for (var p in s) if (Object.prototype.hasOwnProperty.call(s, p) && e.indexOf(p) < 0) t[p] = s[p]; return t }; export function onEvent(e) { const _a = e.properties, { other } = _a, rest = __rest(_a, ['other']); if (!rest.flag) return; posthog.capture('x', rest) }`,
  'a list that is turned around': `export function onEvent() { const fs = [() => 1, () => posthog.capture('x')]; fs.reverse()[0]() }`,
  'methods copied by their descriptors': `class A {} class B { go() { posthog.capture('x') } } for (const n of Object.getOwnPropertyNames(B.prototype)) Object.defineProperty(A.prototype, n, Object.getOwnPropertyDescriptor(B.prototype, n)); export function onEvent() { new A().go() }`,
  'a generator method for the iteration': `class C { *[Symbol.iterator]() { posthog.capture('x'); yield 1 } } export function onEvent() { for (const x of new C()); }`,
  'an object that is thrown': `export function onEvent() { try { throw { go: () => posthog.capture('x') } } catch (o) { o.go() } }`,
  'a function of the global object': `globalThis.helper = () => posthog.capture('x'); export function onEvent() { helper() }`,
  'a function called with new that gives another object': `function K() { return { go: () => posthog.capture('x') } } export function onEvent() { new K().go() }`,
  'a constructor that gives another object': `class K { constructor() { return { go: () => posthog.capture('x') } } } export function onEvent() { new K().go() }`,
  'a counter that only grows': `export function onEvent({ properties }) { const hops = properties.hops || 0; if (hops > 3) posthog.capture('x', { hops: hops + 1 }) }`,
  'what is stored, without await': `export async function onEvent(event, { cache }) { if (!cache.get('on')) return; await posthog.capture('x') }`,
  'what is stored, without await, beside a text': `export async function onEvent(event, { storage }) { const state = storage.get('state'); if (state === 'done') return; await posthog.capture('x') }`,
  'how often something was stored, without await': `export async function onEvent(event, { cache }) { if (cache.incr('n') > 1) return; await posthog.capture('x') }`,
  'an answer without await': `export async function onEvent(event) { const answer = fetch('https://crm.example.com'); if (answer.status === 404) return; await posthog.capture('x') }`,
  'a promise with a default': `export async function onEvent(event, { cache }) { const on = cache.get('on') ?? false; if (on) await posthog.capture('x') }`,
  'a promise as a condition': `const isForeign = async (event) => event.event !== 'x'; export async function onEvent(event) { if (isForeign(event)) posthog.capture('x') }`,
  'a filter with an async function': `export async function onEvent(event) { if ([event].filter(async (one) => one.event !== 'x').length > 0) posthog.capture('x') }`,
  'a flag that an earlier spread brings back': `export function onEvent(event) { const { flag, ...rest } = event.properties; if (!flag) return; posthog.capture('x', { ...event.properties, ...rest }) }`,
  'a kind that is worked out': `const kindOf = ({ plan }) => (plan === 'pro' ? 'paid' : 'free'); export function onEvent({ properties }) { if (kindOf(properties) === 'paid') posthog.capture('x', { plan: properties.plan }) }`,
};

const mayLoop: Readonly<Record<string, string>> = {
  'an address of which nothing is known, with a body of PostHog': `export async function onEvent(event, { config }) { await fetch(config.url, { method: 'POST', body: JSON.stringify({ api_key: config.key, event: 'x', distinct_id: 1, properties: {} }) }) }`,
  'an address that gets its path later': `export async function onEvent(event, { config }) { const url = new URL(config.host); url.pathname = '/capture/'; await fetch(url.toString(), { method: 'POST', body: JSON.stringify({ api_key: config.key, event: 'x' }) }) }`,
  'a failure after some tries': `export async function onEvent() { let tries = 0; while (true) { const answer = await fetch('https://crm.example.com'); if (answer.ok) break; tries++; if (tries > 3) { await posthog.capture('failed'); return } } }`,
  'the last of some tries': `export async function onEvent() { for (let i = 0; i <= 3; i++) { try { await fetch('https://crm.example.com'); return } catch {} if (i === 3) posthog.capture('failed') } }`,
  'a job that gives up': `async function deliver(payload, { jobs }) { const answer = await fetch('https://crm.example.com'); if (answer.ok) return; if (payload.retries > 5) { await posthog.capture('gave up'); return } await jobs.deliver({ ...payload, retries: payload.retries + 1 }).runIn(3, 'seconds') } export const jobs = { deliver }; export async function onEvent(event, meta) { await deliver({ retries: 0 }, meta) }`,
  'what is stored': `export async function onEvent(event, { cache }) { if (!(await cache.get('on'))) return; await posthog.capture('x') }`,
  'what is stored, beside a text': `export async function onEvent(event, { storage }) { const state = await storage.get('state'); if (state === 'done') return; await posthog.capture('x') }`,
  'how often something was stored': `export async function onEvent(event, { cache }) { if ((await cache.incr('n')) > 1) return; await posthog.capture('x') }`,
  'an answer': `export async function onEvent(event) { const answer = await fetch('https://crm.example.com'); if (answer.status === 404) return; await posthog.capture('x') }`,
  'a stored value with a default': `export async function onEvent(event, { cache }) { const on = (await cache.get('on')) ?? false; if (on) await posthog.capture('x') }`,
  'a stored value that is waited for with others': `export async function onEvent(event, { cache }) { const [on] = await Promise.all([cache.get('on'), cache.get('off')]); if (on) await posthog.capture('x') }`,
  'a stored value that a helper gives': `const read = (cache) => cache.get('on'); export async function onEvent(event, { cache }) { if (await read(cache)) await posthog.capture('x') }`,
  'a stored value that a callback gets': `export function onEvent(event, { cache }) { return cache.get('on').then((on) => { if (on) return posthog.capture('x') }) }`,
  'a property of the first event of a batch': `export async function exportEvents(events) { if (events[0].properties.mark) return; await posthog.capture('x', { mark: 1 }) }`,
  'what PostHog does not add to each event of a batch': `export async function exportEvents(events) { if (events[0].ip === null) return; await posthog.capture('x') }`,
  'the first event of a batch': `export async function exportEvents(events) { if (events[0].event === 'x') return; await posthog.capture('x') }`,
};

function grades(text: string): readonly (string | null)[] {
  return findingsIn(text, { endingLoops: 'information' }).flatMap(({ rule, grade }) =>
    rule === 'posthog-apps/event-loop' ? [grade] : [],
  );
}

describe('a promise that is always true, in front of a return', () => {
  it.each([
    ['cache.get', `if (cache.get('seen')) return`],
    ['storage.get', `if (meta.storage.get('seen', false)) return`],
    ['an own function', `if (isKnown(event)) return`],
  ])('lets nothing come to the call: %s', (_, guard) => {
    const code = (condition: string): string =>
      `const isKnown = async (event) => event.event !== 'y'; export async function onEvent(event, meta) { const { cache } = meta; ${condition}; await posthog.capture('x') }`;
    expect(grades(code(guard))).toEqual([]);
    expect(grades(code(guard.replace('(', '(await ')))).not.toEqual([]);
  });
});

for (const [grade, cases] of Object.entries({ ends, loops, 'may-loop': mayLoop })) {
  describe(grade, () => {
    for (const [title, text] of Object.entries(cases)) it(title, () => expect(grades(text)).toEqual([grade]));
  });
}
