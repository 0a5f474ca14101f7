import { expect, it } from 'vitest';
import { findingsIn } from '../../check.ts';
import { only } from '../../levels.ts';
import { testRule } from '../../ruleCases.ts';

testRule('undeclared-name', {
  marks: {
    'what a catch takes': `
export function onEvent(event) { try { return sekret } catch { return null } }
                                            //^^^^^^ error undeclared-name: Nothing declares sekret, so this throws, and only the catch around it goes on. Declare
export const onSnapshot = (event) => { try { [1].map(() => secrets) } finally { tell() } }
                                                         //^^^^^^^ error undeclared-name: so the app fails where it comes to this
                                                                              //^^^^ error undeclared-name: so the app fails
export const setupPlugin = () => { try { open() } catch (error) { console.log(eror) } }
                                       //^^^^ error undeclared-name: only the catch
                                                                            //^^^^ error undeclared-name: so the app fails where it comes to this. Did you mean error?
`,
    'globals that are misspelt': `
export async function onEvent(event) { cosnole.log(Bufer.from(event.uuid)); await posthg.capture('a') }
                                     //^^^^^^^ error undeclared-name: Did you mean console?
                                                 //^^^^^ error undeclared-name: Did you mean Buffer?
                                                                                //^^^^^^ error undeclared-name: Did you mean posthog?
`,
    'what is used where it is known to be missing': `
export function onEvent(e) { if (typeof region === 'undefined') { return region.a } return typeof $b == "undefined" ? $b : $b }
                                                                       //^^^^^^ error undeclared-name: region
                                                                                                                    //^^ error undeclared-name: $b
`,
    'what is like nothing': `
const processElementsAgent = () => 1
export const onEvent = (e) => [processElementsCloud(e), processElementsAgent()]
                             //^^^^^^^^^^^^^^^^^^^^ error undeclared-name: Declare or import it.
`,
    'a function in a table': `
const handlers = { $pageview: () => sekret, pages: { $pageleave() { return secrets } } }
                                  //^^^^^^ error undeclared-name: sekret
                                                                         //^^^^^^^ error undeclared-name: secrets
export function onEvent(e) { handlers[e.event](); handlers.pages[e.event]?.() }
`,
    'functions of a table, one after the other': `
const checks = { one: () => sekret }
                          //^^^^^^ error undeclared-name: sekret
export const onEvent = (e) => Object.values(checks).every((check) => check(e))
`,
    'what is declared further down': `
const all = [first]
           //^^^^^ error undeclared-name: first is declared further down, in line 4, so the app fails where it comes to this. Move the declaration up.
const first = 1
export function onEvent(e) {
  later = new Client(e)
//^^^^^ error undeclared-name: later is declared further down, in line 9
            //^^^^^^ error undeclared-name: Client is declared further down, in line 10
  let later
  class Client {}
  if (e) { const { region } = e; return [region, size]; const size = 1 }
                                               //^^^^ error undeclared-name: size is declared further down
}
`,
    TypeScript: `//- /index.ts
export function onEvent(event: PluginEvent): void { zork<Kind>(event as Kind) }
                                                  //^^^^ error undeclared-name: Nothing declares zork
`,
    'JavaScript that is checked': `// @ts-check
export function onEvent() { return region }
                                 //^^^^^^ error undeclared-name: region
`,
    'a part of meta': `
export function onEvent(event) { return config.region }
                                      //^^^^^^ error undeclared-name: It is a part of meta: write meta.config
`,
    'a part of meta that another function takes': `
export async function onEvent(event, { config }) { await send(event, config.url) }
async function send(event) { await fetch(config.url) }
                                       //^^^^^^ error undeclared-name: It is a part of meta
`,
    'a name in each function once': `
const send = (event) => {
  if (config.url) fetch(config.url, { headers: config.headers, body: [event].map(() => config.key) })
    //^^^^^^ error undeclared-name: comes to this (3 times more in this function). It is a part of meta
}
const tell = () => console.log(config.url)
                             //^^^^^^ error undeclared-name: comes to this. It is
export function onEvent(event) { send(event); return [tell(), regions, regions] }
                                                            //^^^^^^^ error undeclared-name: (once more in this function)
`,
    'a misspelt function, in a helper': `
const send = (event) => { tellAll(event) }
                        //^^^^^^^ error undeclared-name: Nothing declares tellAll
export function onEvent(event) { send(event) }
`,
    'what a pattern reads': `
export function onEvent(event) { let a; ({ a = fallback } = event); return a }
                                             //^^^^^^^^ error undeclared-name: Nothing declares fallback
`,
    'a short property and a reading member': `
export function onEvent(event) { return { region, size: sizes.length } }
                                        //^^^^^^ error undeclared-name: region
                                                      //^^^^^ error undeclared-name: sizes
`,
    'what is added to, and what is filled where it is nothing': `
export function setupPlugin() {
  counter += 1
//^^^^^^^ error undeclared-name: Nothing declares counter
  table ??= {}
//^^^^^ error undeclared-name: Nothing declares table
}
`,
    'what strict code assigns': `
class Counter { count() { total = 1 } }
                        //^^^^^ error undeclared-name: Nothing declares total
export function setupPlugin() {
  'use strict'
  last = new Counter().count()
//^^^^ error undeclared-name: Nothing declares last
}
`,
    'in what a package calls back': `
import { createBuffer } from '@posthog/plugin-contrib'
const contrib = require('@posthog/plugin-contrib')
export function setupPlugin({ global }) {
  global.buffer = createBuffer({ limit: 1, onFlush: async (batch) => { sendAll(batch, config) } })
                                                                     //^^^^^^^ error undeclared-name: sendAll
                                                                                    //^^^^^^ error undeclared-name: config
  global.other = contrib.createBuffer({ async onFlush(batch) { tell(batch) } })
                                                             //^^^^ error undeclared-name: tell
}
`,
    'a class that is extended': `
class Client extends Base {}
                   //^^^^ error undeclared-name: Nothing declares Base
export const onEvent = () => new Client()
`,
    'a member that is asked for': `
export function onEvent(event) { return typeof region.size }
                                             //^^^^^^ error undeclared-name: region
`,
    'what is newer than PostHog': `
export function onEvent(event) { return Iterator.from([event]) }
                                      //^^^^^^^^ error undeclared-name: older than Iterator
`,
    'beside the global of meta': `
export function setupPlugin({ global }) { Object.assign(global, { client: 1 }); return client }
                                                                                     //^^^^^^ error undeclared-name: client
`,
  },
  leaves: {
    'what is declared by the time that it runs': `
const send = () => [first, new Client()]
class Own { static all = () => first; size = second; get() { return first } }
const first = 1, second = first + 1
class Client { static of() { return new Client() } again = Client }
export function onEvent(e, size = first) { const all = () => late; let late = 1; return [send(), Own, all, size, hoisted, named()] ; var hoisted = 1; function named() {} }`,
    'a table of which no function is taken by a name that is made': `const handlers = { unused: () => sekret, used: () => 1 }\nexport const onEvent = () => handlers.used()`,
    'globals of PostHog and the language': `export function onEvent(event) { return [posthog, fetch, Buffer, URL, RetryError, Intl, WeakRef, undefined, arguments, globalThis, global, NaN] }`,
    'what is asked for elsewhere': `
const hasCount = typeof counted !== 'undefined'
export function onEvent(event) {
  if (hasCount) counted(event)
  if (typeof define === 'function' && define.amd) define([], () => event)
  return 'sizes' in globalThis ? sizes : (typeof($late)) === 'undefined' ? 1 : $late
}`,
    'what is asked for in other ways': `
export function onEvent() {
  if (globalThis.first) first()
  if (globalThis?.second !== undefined) second()
  return [typeof /* there? */ third, fourth]
}
export const setupPlugin = () => 'x'.hasOwnProperty('fourth')`,
    'code that cannot be read': `export function onEvent(event) { return event.a ? region : }`,
    'what is no JavaScript': `export function onEvent(event) { return <div>{event.a}</div> }`,
    'what every object has': `export function onEvent(event) { return [hasOwnProperty.call(event, 'ip'), toString.call(event)] }`,
    'what files of browsers make': `(function (context, factory) { context.Library = factory() })(typeof window !== 'undefined' ? window : globalThis, () => 1)\nexport const onEvent = () => Library`,
    'functions in a case': `export function onEvent(event) { switch (event.event) { case 'a': function inCase() {} } return inCase() }`,
    'a global object by another name': `const g = typeof globalThis !== 'undefined' ? globalThis : global; g.client = 1; export const onEvent = () => client`,
    'a global object that is given away': `(function (root) { root.client = 1 })(globalThis); export const onEvent = () => client`,
    'a member of the global object by a name that is made': `for (const name of ['client']) globalThis[name] = 1\nexport const onEvent = () => client`,
    'this of sloppy functions': `function init() { this.client = 1 }\ninit(); export const onEvent = () => client`,
    'code out of texts': `eval('var client = 1'); export const onEvent = () => client`,
    'functions out of texts': `new Function('client = 1')(); export const onEvent = () => client`,
    'a global object that is filled': `export function setupPlugin() { Object.assign(globalThis, { client: 1 }) }\nexport const onEvent = () => client`,
    'what sloppy code makes a global': `
export function setupPlugin() {
  for (item of [1]) {}
  for (key in {}) {}
  ;[first, { second, third: fourth, ...rest }, ...others] = [1, {}]
  ;({ fifth = 1 } = {})
  global.sixth = 1
  globalThis.seventh = 2
  eighth = 1; eighth += 1
  if (item) { function inBlock() { return 1 } }
  return [item, key, first, second, fourth, rest, others, fifth, sixth, seventh, eighth, inBlock()]
}
export const onEvent = () => [item, key, first, second, fourth, rest, others, fifth, sixth, seventh, eighth]`,
    'defaults that read earlier parameters, and fields': `export class App { #size = 1; static all = []; onEvent(event, size = this.#size, twice = size * 2) { return [twice, App.all] } }\nexport const onEvent = (e) => new App().onEvent(e)`,
    'what is asked for': `export function onEvent() { return typeof region === 'undefined' ? 1 : 2 }`,
    'what sloppy code assigns': `export function setupPlugin() { count = 1 } export function onEvent() { return count }`,
    'what no export comes to': `function unused() { return region } export function onEvent() {}`,
    'files of CommonJS': `const crypto = require('crypto'); module.exports = { onEvent() { return crypto } }; exports.other = 1`,
    'members, labels, keys and names in types': `/** @param {Region} region */ export function onEvent(region) { outer: for (;;) { break outer } return region.part?.size ?? { size: 1 } }`,
    'functions and classes that name themselves': `export const onEvent = function again(event) { return event ? again() : class Own { static of() { return Own } } }`,
    'names of scopes around it': `export function onEvent({ a, b: [c] }, ...rest) { for (const d of rest) { let e = d; { return () => [a, c, rest, d, e] } } }`,
    'what is declared later or in a catch': `export function onEvent() { try { return late } catch (error) { return error } } var late = 1`,
    'TypeScript that asks for silence': `//- /index.ts
export function onEvent() {
  // @ts-ignore
  tell(1)
  return [
    // @ts-expect-error put in by the build
    region,
  ]
}`,
    'types, enums, namespaces and what is declared in TypeScript': `//- /index.ts
import type { Gone } from './gone'
declare const told: string
declare class Later extends Base { static at: typeof Base }
declare global { interface Window { a: Other } const here: Other }
enum Size { small = 1, large = small << 1 }
namespace Own { export const one = 1; export const two = one + 1 }
abstract class Client<T extends Other> implements Shape<T> { constructor(private readonly size: Size) {} get(): Missing { return this.size as unknown as Missing } }
export function onEvent(event: Gone): asserts event is Never { <Kind>event; return [told, here, Size.large, Own.two, Client, event satisfies Kind] as Array<Kind> }
type Local = Kind; export { Local }
export = undefined
`,
  },
  fixes: {
    'a name that is misspelt': [
      `export function onEvent(event) { const sizes = [1]; return { size, all: [size] } }`,
      'Change to sizes',
      `export function onEvent(event) { const sizes = [1]; return { size: sizes, all: [sizes] } }`,
    ],
    'a part of meta beside meta': [
      `export function onEvent(event, meta) { return config.region }`,
      'Write meta.config',
      `export function onEvent(event, meta) { return meta.config.region }`,
    ],
    'a short property beside meta': [
      `export function onEvent(event, m) { return { config } }`,
      'Write m.config',
      `export function onEvent(event, m) { return { config: m.config } }`,
    ],
    'a part of meta that is not taken': [
      `export function onEvent(event, { jobs }) { return [jobs, config.region] }`,
      'Take config from meta',
      `export function onEvent(event, { jobs, config }) { return [jobs, config.region] }`,
    ],
    'a part of meta that no handler takes': [
      `export function onEvent(event) { return [1].map(() => config.region) }`,
      'Take config from meta',
      `export function onEvent(event, { config }) { return [1].map(() => config.region) }`,
    ],
    'all uses beside meta': [
      `export function onEvent(event, meta) { if (config.a) return [1].map(() => config.b) }`,
      'Write meta.config',
      `export function onEvent(event, meta) { if (meta.config.a) return [1].map(() => meta.config.b) }`,
    ],
    'a handler without parentheses': [
      `export const onEvent = async event => [event, config.a, config.b]`,
      'Take config from meta',
      `export const onEvent = async (event, { config }) => [event, config.a, config.b]`,
    ],
    'a handler that takes nothing': [
      `export const onEvent = () => config.region`,
      'Take config from meta',
      `export const onEvent = (event, { config }) => config.region`,
    ],
    'a handler of lists that takes nothing': [
      `export async function exportEvents() { return config.region }`,
      'Take config from meta',
      `export async function exportEvents(events, { config }) { return config.region }`,
    ],
    'a part of meta in a schedule': [
      `export const runEveryDay = async () => cache.get(1)`,
      'Take cache from meta',
      `export const runEveryDay = async ({ cache }) => cache.get(1)`,
    ],
  },
});

it('offers no parameter that would hide a name, and none for a job without a payload', () => {
  const hidden = `let event = 1; export const onEvent = () => [event, config.region]`;
  const job = `export const jobs = { send: () => config.region }`;
  for (const source of [hidden, job]) {
    expect(findingsIn(source, only('undeclared-name')).map(({ fixes }) => fixes)).toEqual([[]]);
  }
});
