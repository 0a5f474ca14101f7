/** Ways from an entry point to a sink. */
import { describe, expect, it } from 'vitest';
import { check } from '../../check.ts';

const reached: Readonly<Record<string, string>> = {
  'an arrow function': `
const send = () => posthog.capture('seen')
//                 ^^^^^^^^^^^^^^^ warning loops: through send
export const onEvent = async () => { await send() }`,
  'a function expression': `
const send = function () { posthog.capture('seen') }
//                         ^^^^^^^^^^^^^^^ warning loops: 'seen'
export const onEvent = function () { send() }`,
  'a function declared later': `
export function onEvent() { send() }
function send() { posthog.capture('seen') }
//                ^^^^^^^^^^^^^^^ warning loops: 'seen'`,
  'several functions': `
const a = () => b()
const b = () => c()
function c() { posthog.capture('seen') }
//             ^^^^^^^^^^^^^^^ warning loops: through a → b → c
export function onEvent() { a() }`,
  'mutual recursion': `
function a(n) { if (n > 0) b(n - 1); else posthog.capture('seen') }
//                                        ^^^^^^^^^^^^^^^ warning loops: 'seen'
function b(n) { a(n) }
export function onEvent() { a(3) }`,
  'recursion without an end': `
function a() { a(); posthog.capture('seen') }
//                  ^^^^^^^^^^^^^^^ warning loops: 'seen'
export function onEvent() { a() }`,
  'a method of an object': `
const tracker = { send() { posthog.capture('seen') } }
//                         ^^^^^^^^^^^^^^^ warning loops: through send
export function onEvent() { tracker.send() }`,
  this: `
const tracker = {
  send() { this.really() },
  really() { posthog.capture('seen') },
//           ^^^^^^^^^^^^^^^ warning loops: send → really
}
export function onEvent() { tracker.send() }`,
  'an inherited method': `
class Base { send() { posthog.capture(this.name()) } }
//                    ^^^^^^^^^^^^^^^ warning loops: 'derived'
class Derived extends Base { name() { return 'derived' } }
export function onEvent() { new Derived().send() }`,
  super: `
class Base { send() { posthog.capture('seen') } }
//                    ^^^^^^^^^^^^^^^ warning loops: 'seen'
class Derived extends Base { send() { super.send() } }
export function onEvent() { new Derived().send() }`,
  'a constructor': `
class Sender { constructor() { posthog.capture('seen') } }
//                             ^^^^^^^^^^^^^^^ warning loops: new Sender
export function onEvent() { new Sender() }`,
  'a constructor of a base': `
class Base { constructor(name) { posthog.capture(name) } }
//                               ^^^^^^^^^^^^^^^ warning loops: 'seen'
class Derived extends Base { constructor() { super('seen') } }
export function onEvent() { new Derived() }`,
  'a static method': `
class Sender { static send() { posthog.capture('seen') } }
//                             ^^^^^^^^^^^^^^^ warning loops: Sender.send
export function onEvent() { Sender.send() }`,
  'a field with an arrow function': `
class Sender { send = () => posthog.capture(this.name); name = 'seen' }
//                          ^^^^^^^^^^^^^^^ warning loops: 'seen'
export function onEvent() { new Sender().send() }`,
  'a prototype': `
function Sender() { this.name = 'seen' }
Sender.prototype = { send() { posthog.capture(this.name) } }
//                            ^^^^^^^^^^^^^^^ warning loops: 'seen'
export function onEvent() { new Sender().send() }`,
  'a method put on a prototype': `
function Sender() {}
Sender.prototype.send = function () { posthog.capture('seen') }
//                                    ^^^^^^^^^^^^^^^ warning loops: 'seen'
export function onEvent() { new Sender().send() }`,
  forEach: `
export function onEvent() { ['a'].forEach((name) => posthog.capture(name)) }
//                                                  ^^^^^^^^^^^^^^^ warning loops: 'a'`,
  'map of what is not known': `
export function onEvent(event) { const { items } = event.properties; items.map((item) => posthog.capture('item', { item, items })) }
//                                                                                       ^^^^^^^^^^^^^^^ warning loops: 'item'`,
  'a function given by name': `
function send(name) { posthog.capture(name) }
//                    ^^^^^^^^^^^^^^^ warning loops: 'a'
export function onEvent() { ['a'].forEach(send) }`,
  'Promise.all': `
export async function onEvent() { await Promise.all(['a'].map(async (name) => { await posthog.capture(name) })) }
//                                                                                    ^^^^^^^^^^^^^^^ warning loops: 'a'`,
  'then of a promise': `
export function onEvent() { return Promise.resolve('a').then((name) => posthog.capture(name)) }
//                                                                     ^^^^^^^^^^^^^^^ warning loops: 'a'`,
  'then after fetch': `
export async function onEvent() { await fetch('https://example.com').then(() => posthog.capture('fetched')) }
//                                                                              ^^^^^^^^^^^^^^^ warning loops: 'fetched'`,
  finally: `
export function onEvent() { fetch('https://example.com').finally(() => posthog.capture('done')) }
//                                                                     ^^^^^^^^^^^^^^^ warning loops: 'done'`,
  catch: `
export function onEvent() { fetch('https://example.com').catch(() => posthog.capture('failed')) }
//                                                                   ^^^^^^^^^^^^^^^ warning may-loop: 'failed'`,
  'a new Promise': `
export function onEvent() { return new Promise((resolve) => resolve(posthog.capture('seen'))) }
//                                                                  ^^^^^^^^^^^^^^^ warning loops: 'seen'`,
  'an own higher-order function': `
const twice = (run) => { run(); run() }
export function onEvent() { twice(() => posthog.capture('seen')) }
//                                      ^^^^^^^^^^^^^^^ warning loops: 'seen'`,
  'a decorator function': `
const logged = (run) => async (...args) => { console.log('run'); return run(...args) }
export const onEvent = logged(async (event) => { await posthog.capture('seen') })
//                                                     ^^^^^^^^^^^^^^^ warning loops: 'seen'`,
  'an unknown function that gets a callback': `
import { retry } from 'somewhere'
export async function onEvent() { await retry(() => posthog.capture('seen')) }
//                                                  ^^^^^^^^^^^^^^^ warning may-loop: 'seen'`,
  createBuffer: `
import { createBuffer } from '@posthog/plugin-contrib'
export function setupPlugin({ global }) {
  global.buffer = createBuffer({ limit: 10, onFlush: async (batch) => { for (const event of batch) posthog.capture('seen', event) } })
//                                                                                                 ^^^^^^^^^^^^^^^ warning loops: 'seen'
}
export function onEvent(event, { global }) { global.buffer.add(event) }`,
  'an own buffer': `
const held = []
export function onEvent(event) {
  held.push(event)
  if (held.length > 9) for (const one of held.splice(0)) posthog.capture('copied', { from: one.event })
//                                                       ^^^^^^^^^^^^^^^ warning may-loop: 'copied'
}`,
  'an event emitter': `
import { EventEmitter } from 'events'
const emitter = new EventEmitter()
emitter.on('seen', () => posthog.capture('seen'))
//                       ^^^^^^^^^^^^^^^ warning may-loop: 'seen'
export function onEvent() { emitter.emit('seen') }`,
  'an own event emitter': `
class Emitter {
  handlers = {}
  on(name, run) { (this.handlers[name] ??= []).push(run) }
  emit(name, ...args) { for (const run of this.handlers[name] ?? []) run(...args) }
}
const emitter = new Emitter()
emitter.on('seen', (name) => posthog.capture(name))
//                           ^^^^^^^^^^^^^^^ warning event-loop: 'copy'
export function onEvent() { emitter.emit('seen', 'copy') }`,
  'a table of functions': `
const handlers = { $pageview: () => posthog.capture('viewed'), viewed: () => posthog.capture('$pageview') }
//                                  ^^^^^^^^^^^^^^^ warning event-loop: 'viewed'
//                                                                           ^^^^^^^^^^^^^^^ warning event-loop: '$pageview'
export function onEvent(event) { handlers[event.event]?.() }`,
  'a Map of functions': `
const handlers = new Map([['viewed', () => posthog.capture('viewed')]])
//                                         ^^^^^^^^^^^^^^^ warning loops: 'viewed'
export function onEvent(event) { handlers.get(event.event)?.() }`,
  'a generator': `
function* names() { yield 'a' }
export function onEvent() { for (const name of names()) posthog.capture(name) }
//                                                      ^^^^^^^^^^^^^^^ warning loops: 'a'`,
  'an async generator': `
async function* names() { yield* ['a'] }
export async function onEvent() { for await (const name of names()) posthog.capture(name) }
//                                                                  ^^^^^^^^^^^^^^^ warning loops: 'a'`,
  reduce: `
export function onEvent() { ['a'].reduce((before, name) => { posthog.capture(name); return before }, 0) }
//                                                           ^^^^^^^^^^^^^^^ warning loops: 'a'`,
  'a switch': `
export function onEvent(event) {
  switch (event.properties.kind) {
    case 'a':
      posthog.capture('seen', { kind: 'a' })
//    ^^^^^^^^^^^^^^^ warning loops: 'seen'
  }
}`,
  'a loop': `
export function onEvent() { for (let i = 0; i < 2; i++) posthog.capture('seen') }
//                                                      ^^^^^^^^^^^^^^^ warning loops: 'seen'`,
  'while with a break': `
export function onEvent() {
  while (true) {
    posthog.capture('seen')
//  ^^^^^^^^^^^^^^^ warning loops: 'seen'
    break
  }
}`,
  'a labelled loop': `
export function onEvent() {
  outer: for (const a of [1, 2]) for (const b of [1, 2]) { if (b === 2) continue outer; posthog.capture('seen') }
//                                                                                      ^^^^^^^^^^^^^^^ warning loops: 'seen'
}`,
  'do and while': `
export function onEvent() { do { posthog.capture('seen') } while (false) }
//                               ^^^^^^^^^^^^^^^ warning loops: 'seen'`,
  'a catch block': `
export function onEvent() {
  try { risky() } catch { posthog.capture('failed') }
//                        ^^^^^^^^^^^^^^^ warning may-loop: an error being thrown
}`,
  'a finally block': `
export function onEvent() {
  try { return } finally { posthog.capture('done') }
//                         ^^^^^^^^^^^^^^^ warning loops: 'done'
}`,
  'a job': `
export const jobs = { send: async () => { await posthog.capture('seen') } }
//                                              ^^^^^^^^^^^^^^^ warning loops: through jobs.send
export async function onEvent(event, { jobs }) { await jobs.send({}).runNow() }`,
  'a job that starts another': `
export const jobs = {
  one: async (payload, { jobs }) => { await jobs.two(payload).runIn(1, 'minutes') },
  two: async (payload) => { posthog.capture('seen') },
//                          ^^^^^^^^^^^^^^^ warning loops: jobs.one → jobs.two
}
export async function processEvent(event, meta) { meta.jobs.one({ id: 1 }).runAt(new Date()); return event }`,
  'setTimeout, although PostHog has none': `
export function onEvent() { setTimeout(() => posthog.capture('later'), 10) }
//                                           ^^^^^^^^^^^^^^^ warning loops: 'later'`,
  'a tagged template': `
const send = (strings) => posthog.capture('seen')
//                        ^^^^^^^^^^^^^^^ warning loops: 'seen'
export function onEvent() { send\`x\` }`,
  'a default parameter': `
function send(result = posthog.capture('seen')) {}
//                     ^^^^^^^^^^^^^^^ warning loops: 'seen'
export function onEvent() { send() }`,
  'an immediately called function': `
export async function onEvent() { await (async () => { await posthog.capture('seen') })() }
//                                                           ^^^^^^^^^^^^^^^ warning loops: 'seen'`,
  'an enum and a namespace': `
//- /index.ts
enum Names { Seen = 'seen' }
namespace Sender { export function send(name: string) { posthog.capture(name) } }
//                                                      ^^^^^^^^^^^^^^^ warning loops: 'seen'
export function onEvent() { Sender.send(Names.Seen) }`,
  'another file': `
//- /index.js
import { send } from './send'
export function onEvent() { send() }
//- /send.js
export function send() { posthog.capture('seen') }
//                       ^^^^^^^^^^^^^^^ warning loops: through send`,
  'another file with its ending': `
//- /index.ts
import send from './lib/send.js'
export function onEvent() { send() }
//- /lib/send.ts
export default () => posthog.capture('seen')
//                   ^^^^^^^^^^^^^^^ warning loops: 'seen'`,
  're-exports': `
//- /index.js
import { deliver } from './lib'
export function onEvent() { deliver() }
//- /lib/index.js
export * from './more'
//- /lib/more.js
export { send as deliver } from '../send'
//- /send.js
export function send() { posthog.capture('seen') }
//                       ^^^^^^^^^^^^^^^ warning loops: 'seen'`,
  'a namespace import': `
//- /index.js
import * as tools from './tools'
export function onEvent() { tools.send() }
//- /tools.js
export const send = () => posthog.capture('seen')
//                        ^^^^^^^^^^^^^^^ warning loops: 'seen'`,
  require: `
//- /index.js
const { send } = require('./send')
module.exports = { onEvent() { send() } }
//- /send.js
exports.send = () => posthog.capture('seen')
//                   ^^^^^^^^^^^^^^^ warning loops: 'seen'`,
  'CommonJS imported as a module': `
//- /index.js
import tools, { send } from './tools'
export function onEvent() { tools.other(); send() }
//- /tools.js
module.exports = { send() { posthog.capture('a') }, other() { posthog.capture('b') } }
//                          ^^^^^^^^^^^^^^^ warning loops: 'a'
//                                                            ^^^^^^^^^^^^^^^ warning loops: 'b'`,
  'files that import each other': `
//- /index.js
import { send } from './other'
export const name = 'seen'
export function onEvent() { send() }
//- /other.js
import { name } from './index'
export const send = () => posthog.capture(name)
//                        ^^^^^^^^^^^^^^^ warning loops: 'seen'`,
  'posthog passed on by another file': `
//- /index.js
import { client } from './client'
export function onEvent() {
  client.capture('seen')
//^^^^^^^^^^^^^^ warning loops: 'seen'
}
//- /client.js
export const client = posthog`,
  'a name out of JSON': `
//- /index.js
import names from './names.json'
export function onEvent() {
  posthog.capture(names.seen)
//^^^^^^^^^^^^^^^ warning loops: 'from json'
}
//- /names.json
{ "seen": "from json" }`,
};

const notReached: Readonly<Record<string, string>> = {
  'a callback that is only put aside': `
import { EventEmitter } from 'events'
const emitter = new EventEmitter()
export function setupPlugin() { emitter.on('seen', () => posthog.capture('seen')) }
export function onEvent() {}`,
  'a filter that does not call': `
const kept = (run) => run
export function onEvent() { kept(() => posthog.capture('seen')) }`,
  'a method that is overridden': `
class Base { send() { posthog.capture('seen') } }
class Derived extends Base { send() {} }
export function onEvent() { new Derived().send() }`,
  'a job that nobody starts on events': `
export const jobs = { send: () => posthog.capture('seen') }
export function runEveryMinute({ jobs }) { jobs.send({}).runNow() }
export function onEvent() {}`,
  'a job that is named but not started': `
export const jobs = { send: () => posthog.capture('seen') }
export function onEvent(event, { jobs }) { jobs.send({}) }`,
  'code after return': `
export function onEvent() { return; posthog.capture('seen') }`,
  'code after a throw in a helper': `
function stop() { throw new Error('no') }
export function onEvent() { stop(); posthog.capture('seen') }`,
  'a branch that a constant excludes': `
const debug = false
export function onEvent() { if (debug) posthog.capture('seen') }`,
  'the other entry of a table': `
const handlers = { a: () => posthog.capture('seen'), b: () => {} }
export function onEvent() { handlers.b() }`,
  'an empty list': `
export function onEvent() { for (const name of []) posthog.capture(name) }`,
  'a file of the app that nobody imports': `
//- /index.js
export function onEvent() {}
//- /other.js
export function onEvent() { posthog.capture('seen') }`,
};

describe('a sink is reached through', () => {
  for (const [title, text] of Object.entries(reached)) it(title, () => void check(text));
});

describe('a sink is not reached through', () => {
  for (const [title, text] of Object.entries(notReached)) it(title, () => expect(check(text)).toEqual([]));
});
