/** `posthog.capture` in every disguise, and what only looks like it. */
import { describe, expect, it } from 'vitest';
import { check } from '../../check.ts';

const loops: Readonly<Record<string, string>> = {
  'a direct call': `
export function onEvent(event) {
  posthog.capture('seen')
//^^^^^^^^^^^^^^^ warning loops: comes back to onEvent
}`,
  'optional chaining': `
export function onEvent() {
  posthog?.capture?.('seen')
//^^^^^^^^^^^^^^^^ warning loops: 'seen'
}`,
  'an element access': `
export function onEvent() {
  posthog['capture']('seen')
//^^^^^^^^^^^^^^^^^^ warning loops: 'seen'
}`,
  'a key in a constant': `
const method = 'cap' + 'ture'
export function onEvent() {
  posthog[method]('seen')
//^^^^^^^^^^^^^^^ warning loops: 'seen'
}`,
  'an alias of posthog': `
const client = posthog
export function onEvent() {
  client.capture('seen')
//^^^^^^^^^^^^^^ warning loops: 'seen'
}`,
  'an alias of the method': `
const send = posthog.capture
export function onEvent() {
  send('seen')
//^^^^ warning loops: 'seen'
}`,
  destructuring: `
export function onEvent() {
  const { capture } = posthog
  capture('seen')
//^^^^^^^ warning loops: 'seen'
}`,
  'destructuring with another name': `
const { capture: send } = posthog
export function onEvent() {
  send('seen')
//^^^^ warning loops: 'seen'
}`,
  'a destructured parameter with a default': `
function send({ capture } = posthog) {
  capture('seen')
//^^^^^^^ warning loops: through send
}
export function onEvent() { send() }`,
  'a parameter': `
function send(client) {
  client.capture('seen')
//^^^^^^^^^^^^^^ warning loops: through send
}
export function onEvent() { send(posthog) }`,
  'a returned value': `
function client() { return posthog }
export function onEvent() {
  client().capture('seen')
//^^^^^^^^^^^^^^^^ warning loops: 'seen'
}`,
  'a closure': `
function makeSender(client) {
  return (name) => client.capture(name)
//                 ^^^^^^^^^^^^^^ warning loops: 'seen'
}
const send = makeSender(posthog)
export function onEvent() { send('seen') }`,
  'a field of an object': `
const services = { analytics: posthog }
export function onEvent() {
  services.analytics.capture('seen')
//^^^^^^^^^^^^^^^^^^^^^^^^^^ warning loops: 'seen'
}`,
  'a nested field under a name that is computed': `
const services = {}
services['a' + 1] = { client: posthog }
export function onEvent() {
  services.a1.client.capture('seen')
//^^^^^^^^^^^^^^^^^^^^^^^^^^ warning loops: 'seen'
}`,
  'a field of a class': `
class Tracker {
  client = posthog
  send(name) {
    this.client.capture(name)
//  ^^^^^^^^^^^^^^^^^^^ warning loops: Tracker.send
  }
}
const tracker = new Tracker()
export function onEvent() { tracker.send('seen') }`,
  'a private field': `
class Tracker {
  #client
  constructor(client) { this.#client = client }
  send() {
    this.#client.capture('seen')
//  ^^^^^^^^^^^^^^^^^^^^ warning loops: 'seen'
  }
}
export function onEvent() { new Tracker(posthog).send() }`,
  'a getter': `
const services = { get client() { return posthog } }
export function onEvent() {
  services.client.capture('seen')
//^^^^^^^^^^^^^^^^^^^^^^^ warning loops: 'seen'
}`,
  'a setter': `
const box = { set client(value) { this.kept = value } }
box.client = posthog
export function onEvent() {
  box.kept.capture('seen')
//^^^^^^^^^^^^^^^^ warning loops: 'seen'
}`,
  'meta.global': `
export function setupPlugin({ global }) { global.send = (name) => posthog.capture(name) }
//                                                                ^^^^^^^^^^^^^^^ warning loops: 'seen'
export function onEvent(event, { global }) { global.send('seen') }`,
  'meta itself': `
export function setupPlugin(meta) { meta.client = posthog }
export function onEvent(event, meta) {
  meta.client.capture('seen')
//^^^^^^^^^^^^^^^^^^^ warning loops: 'seen'
}`,
  bind: `
const send = posthog.capture.bind(posthog, 'seen')
export function onEvent() {
  send()
//^^^^ warning loops: 'seen'
}`,
  call: `
export function onEvent() {
  posthog.capture.call(posthog, 'seen')
//^^^^^^^^^^^^^^^^^^^^ warning loops: 'seen'
}`,
  apply: `
export function onEvent() {
  posthog.capture.apply(posthog, ['seen'])
//^^^^^^^^^^^^^^^^^^^^^ warning loops: 'seen'
}`,
  'a spread of the arguments': `
const args = ['seen', {}]
export function onEvent() {
  posthog.capture(...args)
//^^^^^^^^^^^^^^^ warning loops: 'seen'
}`,
  'a spread of the object': `
const client = { ...posthog, name: 'mine' }
export function onEvent() {
  client.capture('seen')
//^^^^^^^^^^^^^^ warning loops: 'seen'
}`,
  globalThis: `
export function onEvent() {
  globalThis.posthog.capture('seen')
//^^^^^^^^^^^^^^^^^^^^^^^^^^ warning loops: 'seen'
}`,
  'an array': `
const [first] = [posthog]
export function onEvent() {
  first.capture('seen')
//^^^^^^^^^^^^^ warning loops: 'seen'
}`,
  'a Map': `
const services = new Map([['client', posthog]])
export function onEvent() {
  services.get('client').capture('seen')
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning loops: 'seen'
}`,
  'a condition': `
export function onEvent(event, { config }) {
  const client = config.enabled ? posthog : null
  client && client.capture('seen')
//          ^^^^^^^^^^^^^^ warning may-loop: 'seen'
}`,
  'a declaration by the user': `
//- /index.ts
declare const posthog: { capture(event: string): Promise<void> }
export function onEvent() {
  posthog.capture('seen')
//^^^^^^^^^^^^^^^ warning loops: 'seen'
}`,
  'a declared variable in global': `
//- /index.ts
declare global { var posthog: any }
export function onEvent() {
  posthog.capture('seen')
//^^^^^^^^^^^^^^^ warning loops: 'seen'
}`,
  'as, satisfies and !': `
//- /index.ts
export function onEvent() {
  ;(posthog as any)!.capture('seen')
// ^^^^^^^^^^^^^^^^^^^^^^^^^ warning loops: 'seen'
}`,
  'a comma expression': `
export function onEvent() {
  ;(0, posthog.capture)('seen')
// ^^^^^^^^^^^^^^^^^^^^ warning loops: 'seen'
}`,
  'no name at all': `
export function onEvent(event) {
  posthog.capture(event.event)
//^^^^^^^^^^^^^^^ warning loops: Each event captured here
}`,
  'Reflect.apply': `
export function onEvent() {
  Reflect.apply(posthog.capture, posthog, ['seen'])
//^^^^^^^^^^^^^ warning loops: 'seen'
}`,
};

const silent: Readonly<Record<string, string>> = {
  'a local variable of that name': `
const posthog = { capture(name) {} }
export function onEvent() { posthog.capture('seen') }`,
  'a parameter of that name': `
function send(posthog) { posthog.capture('seen') }
export function onEvent() { send({ capture() {} }) }`,
  'a local function of that name': `
function capture(name) {}
export function onEvent() { capture('seen') }`,
  'an import of that name': `
import posthog from 'posthog-js'
export function onEvent() { posthog.capture('seen') }`,
  'a member of something else': `
const camera = { posthog: { capture() {} } }
export function onEvent() { camera.posthog.capture('seen') }`,
  'another method': `
export function onEvent() { posthog.identify('ada') }`,
  'a mention only': `
export function onEvent() { console.log(posthog.capture) }`,
  'a comment and a string': `
// posthog.capture('seen')
export function onEvent() { return "posthog.capture('seen')" }`,
  'a function that is never called': `
function send() { posthog.capture('seen') }
export function onEvent() {}`,
  'a shadowed destructuring': `
export function onEvent(event, { capture }) { const { posthog } = { posthog: { capture() {} } }; posthog.capture('seen') }`,
  'a class of the app': `
class PostHog { capture() {} }
const client = new PostHog()
export function onEvent() { client.capture('seen') }`,
  'a catch variable': `
export function onEvent() { try { throw { capture() {} } } catch (posthog) { posthog.capture('seen') } }`,
  'a setup': `
export async function setupPlugin() { await posthog.capture('installed') }`,
  'a schedule': `
export async function runEveryMinute() { await posthog.capture('tick') }
export function processEvent(event) { return event }`,
  'a teardown': `
export function teardownPlugin() { posthog.capture('bye') }`,
  'a file that exports nothing PostHog calls': `
export function helper() { posthog.capture('seen') }`,
};

describe('a captured event', () => {
  for (const [title, text] of Object.entries(loops)) it(`is found through ${title}`, () => void check(text));
});

describe('no captured event', () => {
  for (const [title, text] of Object.entries(silent)) {
    it(`is ${title}`, () => expect(check(text)).toEqual([]));
  }
});
