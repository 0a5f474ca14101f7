/** Conditions on the incoming event, and whether the captured event passes them: each guard with its look-alike. */
import { describe, it } from 'vitest';
import { check } from '../../check.ts';

/** The body of `onEvent(event, { config, global, cache, storage })`; the sink stands on a line of its own. */
type Cases = Readonly<Record<string, string>>;

const sink = /posthog(?:\.api)?\.(?:capture|post)/;

/** Puts the expected finding under the sink. */
function marked(code: string, expectation: string): string {
  return code
    .split('\n')
    .map((line) => {
      const found = sink.exec(line);
      if (found === null) return line;
      const width = found[0].length;
      return found.index >= 2
        ? `${line}\n//${' '.repeat(found.index - 2)}${'^'.repeat(width)} ${expectation}`
        : line;
    })
    .join('\n');
}

function handler(body: string): string {
  return /\b(export|module\.exports)\b/.test(body)
    ? body
    : `export async function onEvent(event, { config, global, cache, storage }) {\n${body}\n}`;
}

/** `prefix | body`: code before the handler. */
function program(code: string): string {
  const [before, body] = code.includes('\n---\n') ? code.split('\n---\n') : ['', code];
  return `${before ?? ''}\n${handler(body ?? '')}`;
}

const ends: Cases = {
  'fields that are left out': `
const omit = (object, ...names) => Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)))
---
  if (!event.properties.items) return
  posthog.capture('cart', omit(event.properties, 'items'))`,
  'fields that are picked': `
  if (!event.properties.items) return
  const kept = Object.fromEntries(Object.entries(event.properties).filter(([name]) => name.startsWith('utm_')))
  posthog.capture('cart', kept)`,
  'a pattern that is searched': `
  if (event.event.search(/^buy/) < 0) return
  posthog.capture('sold')`,
  'two settings that must differ': `
  if (config.from === config.to) return
  if (event.event === config.from) posthog.capture(config.to)`,
  'two settings that setupPlugin compares': `
export function setupPlugin({ config }) { if (config.to === config.from) throw new Error('It would loop.') }
export function onEvent(event, { config }) {
  if (event.event !== config.from) return
  posthog.capture(config.to)
}`,
  'a beginning that is a setting': `
  if (event.event.startsWith(config.prefix)) return
  posthog.capture(config.prefix + event.event)`,
  'a name that is cut off': `
  if (event.event.startsWith('app:')) return
  posthog.capture(('app:' + event.event).slice(0, 200))`,
  'pieces that are joined': `
  if (event.event.startsWith('app:')) return
  posthog.capture(['app', event.event].filter(Boolean).join(':'))`,
  'a name that is longer than those that pass': `
  if (event.event.length > 5) return
  posthog.capture('z'.repeat(6))`,
  'the beginning, cut out by slice': `
  if (event.event.slice(0, 4) === 'app:') return
  posthog.capture('app:' + event.event)`,
  'the beginning, cut out by substring': `
  if (event.event.substring(0, 4) === 'app:') return
  posthog.capture(\`app:\${event.event}\`)`,
  'the beginning, cut out by substr': `
  if (event.event.substr(0, 3) === 'app') return
  posthog.capture(\`app:\${event.event}\`)`,
  'the place of a text': `
  if (event.event.indexOf('app:') === 0) return
  posthog.capture('app:' + event.event)`,
  'a place that is there': `
  if (event.event.indexOf(':') >= 0) return
  posthog.capture('app:' + event.event)`,
  'the first part of a split': `
  if (event.event.split(':')[0] === 'app') return
  posthog.capture('app:' + event.event)`,
  'the first character of a name that is made': `
  if (event.event[0] === '~') return
  posthog.capture('~' + event.event.trim())`,
  charAt: `
  if (event.event.charAt(0) === '~') return
  posthog.capture('~' + event.event)`,
  'the last character': `
  if (event.event.slice(-2) === '_2') return
  posthog.capture(event.event + '_2')`,
  'the beginning, whatever its case': `
  if (event.event.toLowerCase().startsWith('app ')) return
  posthog.capture('App ' + event.event)`,
  'a pattern of the beginning': `
  if (/^App: /.test(event.event)) return
  posthog.capture(\`App: \${event.event}\`)`,
  'a pattern of the beginning, whatever its case': `
  if (event.event.match(/^app[ :]/i)) return
  posthog.capture(\`App: \${event.event}\`)`,
  'a pattern of the beginning up to the end': `
  if (/^app:.*$/.test(event.event)) return
  posthog.capture(\`app:\${event.event}\`)`,
  'a pattern that begins anew each time': `
  if (/^app:/g.test(event.event)) return
  posthog.capture(\`app:\${event.event}\`)`,
  'a pattern of the end': `
  if (/_copy$/.test(event.event)) return
  posthog.capture(event.event + '_copy')`,
  'a pattern of a word': `
  if (/^app\\b/.test(event.event)) return
  posthog.capture('app ' + event.event)`,
  'a pattern somewhere': `
  if (/copied/.test(event.event)) return
  posthog.capture(event.event + ' copied by ' + event.distinct_id)`,
  'an early return for the own name': `
  if (event.event === 'seen') return
  posthog.capture('seen')`,
  'the same, turned around': `
  if ('seen' === event.event) return
  posthog.capture('seen')`,
  'loose equality': `
  if (event.event == 'seen') return
  posthog.capture('seen')`,
  'a block around the sink': `
  if (event.event !== 'seen') {
    posthog.capture('seen')
  }`,
  'a positive test of another name': `
  if (event.event === '$pageview') posthog.capture('seen')`,
  else: `
  if (event.event === 'seen') console.log('own')
  else posthog.capture('seen')`,
  'a constant': `
const NAME = 'seen'
---
  if (event.event === NAME) return
  posthog.capture(NAME)`,
  'a constant object': `
const EVENTS = { seen: 'seen', other: 'other' }
---
  if (event.event === EVENTS.seen) return
  posthog.capture(EVENTS.seen)`,
  'Object.freeze': `
const EVENTS = Object.freeze({ seen: 'seen' })
---
  if (Object.values(EVENTS).includes(event.event)) return
  posthog.capture(EVENTS.seen)`,
  'a name in a variable': `
  const name = event.event
  if (name === 'seen') return
  posthog.capture('seen')`,
  destructuring: `
  const { event: name } = event
  if (name !== '$pageview') return
  posthog.capture('seen')`,
  'a destructured parameter': `
export function onEvent({ event, properties }) {
  if (event === 'seen') return
  posthog.capture('seen')
}`,
  includes: `
  if (['seen', 'other'].includes(event.event)) return
  posthog.capture('seen')`,
  'includes that has to be true': `
  if (!['$pageview', '$screen'].includes(event.event)) return
  posthog.capture('seen')`,
  indexOf: `
  if (['seen', 'other'].indexOf(event.event) !== -1) return
  posthog.capture('seen')`,
  'indexOf with < 0': `
  if (['$pageview'].indexOf(event.event) < 0) return
  posthog.capture('seen')`,
  '~indexOf': `
  if (~['seen'].indexOf(event.event)) return
  posthog.capture('seen')`,
  'a Set': `
const own = new Set(['seen'])
---
  if (own.has(event.event)) return
  posthog.capture('seen')`,
  'a Set that is filled later': `
const own = new Set()
own.add('seen').add('other')
---
  if (own.has(event.event)) return
  posthog.capture('seen')`,
  'a Map': `
const names = new Map([['$pageview', 'page seen'], ['$screen', 'screen seen']])
---
  const name = names.get(event.event)
  if (!name) return
  posthog.capture(name)`,
  'Map.has': `
const names = new Map([['$pageview', 'seen']])
---
  if (!names.has(event.event)) return
  posthog.capture('seen')`,
  'a table of names': `
const names = { $pageview: 'page seen', $screen: 'screen seen' }
---
  const name = names[event.event]
  if (name) posthog.capture(name)`,
  in: `
const names = { $pageview: 1 }
---
  if (!(event.event in names)) return
  posthog.capture('seen')`,
  hasOwnProperty: `
const names = { $pageview: 1 }
---
  if (!names.hasOwnProperty(event.event)) return
  posthog.capture('seen')`,
  'Object.keys': `
const names = { $pageview: 1 }
---
  if (!Object.keys(names).includes(event.event)) return
  posthog.capture('seen')`,
  'a switch': `
  switch (event.event) {
    case '$pageview':
      posthog.capture('seen')
      break
    default:
  }`,
  'a switch that falls through': `
  switch (event.event) {
    case '$screen':
    case '$pageview':
      posthog.capture('seen')
  }`,
  'a switch with return for the own name': `
  switch (event.event) {
    case 'seen':
      return
  }
  posthog.capture('seen')`,
  'a switch with the sink in default': `
  switch (event.event) {
    case 'seen':
      break
    default:
      posthog.capture('seen')
  }`,
  'switch (true)': `
  switch (true) {
    case event.event === 'seen':
      return
    default:
      posthog.capture('seen')
  }`,
  and: `
  if (event.properties && event.event === '$pageview') posthog.capture('seen')`,
  or: `
  if (!event.properties || event.event === 'seen') return
  posthog.capture('seen')`,
  'not (a or b)': `
  if (!(event.event === 'seen' || event.event === 'other')) posthog.capture('seen')`,
  'and as a statement': `
  event.event !== 'seen' && posthog.capture('seen')`,
  'or as a statement': `
  event.event === 'seen' || posthog.capture('seen')`,
  'a conditional expression': `
  return event.event === 'seen' ? null : posthog.capture('seen')`,
  'a flag in a variable': `
  const isOwn = event.event === 'seen'
  if (isOwn) return
  posthog.capture('seen')`,
  'a flag out of two': `
  const isOwn = event.event === 'seen' || event.event === 'other'
  if (!isOwn) posthog.capture('seen')`,
  'a flag that is set in a branch': `
  let isOwn = false
  if (event.event === 'seen') isOwn = true
  if (!isOwn) posthog.capture('seen')`,
  'a predicate': `
const isOwn = (event) => event.event === 'seen'
---
  if (isOwn(event)) return
  posthog.capture('seen')`,
  'a predicate with statements': `
function isWanted(event) {
  if (event.event === 'seen') return false
  return true
}
---
  if (isWanted(event)) posthog.capture('seen')`,
  'a predicate of the name': `
const own = ['seen']
const isOwn = (name) => own.some((one) => one === name)
---
  if (isOwn(event.event)) return
  posthog.capture('seen')`,
  every: `
  if (!['seen', 'other'].every((name) => event.event !== name)) return
  posthog.capture('seen')`,
  find: `
  const rule = [{ on: '$pageview', send: 'page seen' }, { on: '$screen', send: 'screen seen' }].find((one) => one.on === event.event)
  if (!rule) return
  posthog.capture(rule.send)`,
  'a loop over names': `
  for (const name of ['seen', 'other']) if (event.event === name) return
  posthog.capture('seen')`,
  'a loop with continue': `
export function exportEvents(events) {
  for (const event of events) {
    if (event.event === 'seen') continue
    posthog.capture('seen')
  }
}`,
  filter: `
export function exportEvents(events) {
  const wanted = events.filter((event) => event.event !== 'seen')
  for (const event of wanted) {
    posthog.capture('seen')
  }
}`,
  'filter and forEach': `
export function exportEvents(events) {
  events.filter(({ event }) => event === '$pageview').forEach(() => {
    posthog.capture('seen')
  })
}`,
  'a batch that becomes empty': `
export function exportEvents(events) {
  const wanted = events.filter((event) => event.event !== 'seen')
  if (wanted.length === 0) return
  posthog.capture('seen', { count: wanted.length })
}`,
  'a helper that throws': `
function assertForeign(event) {
  if (event.event === 'seen') throw new Error('own')
}
---
  assertForeign(event)
  posthog.capture('seen')`,
  'an async helper that throws': `
async function assertForeign(event) {
  if (event.event === 'seen') throw new Error('own')
}
---
  await assertForeign(event)
  posthog.capture('seen')`,
  'a guard in the caller': `
async function send(event) {
  posthog.capture('seen')
}
---
  if (event.event === 'seen') return
  await send(event)`,
  'a guard in try': `
  try {
    if (event.event === 'seen') return
    await fetch('https://example.com')
    posthog.capture('seen')
  } catch (error) {
    posthog.capture('seen')
  }`,
  'startsWith on the own prefix': `
  if (event.event.startsWith('mine ')) return
  posthog.capture('mine seen')`,
  'startsWith with a name that is made': `
  if (event.event.startsWith('mine ')) return
  posthog.capture(\`mine \${event.event}\`)`,
  'endsWith with a name that is made': `
  if (event.event.endsWith('_enriched')) return
  posthog.capture(event.event + '_enriched')`,
  'startsWith that has to be true': `
  if (!event.event.startsWith('$')) return
  posthog.capture('seen')`,
  'the first character': `
  if (event.event[0] !== '$') return
  posthog.capture('seen')`,
  slice: `
  if (event.event.slice(0, 1) !== '$') return
  posthog.capture('seen')`,
  'a pattern': `
  if (/^mine /.test(event.event)) return
  posthog.capture('mine seen')`,
  'a pattern that has to match': `
  if (!/^\\$/.test(event.event)) return
  posthog.capture('seen')`,
  match: `
  if (!event.event.match(/^order (placed|paid)$/)) return
  posthog.capture('seen')`,
  'upper and lower case': `
  if (event.event.toLowerCase() === 'seen') return
  posthog.capture('Seen')`,
  'a marker property': `
  if (event.properties.copied) return
  posthog.capture(event.event, { ...event.properties, copied: true })`,
  'a marker property with optional chaining': `
  if (event.properties?.copied === true) return
  posthog.capture('seen', { copied: true })`,
  'a marker under a constant key': `
const MARK = 'copied'
---
  if (event.properties[MARK]) return
  posthog.capture('seen', { [MARK]: true })`,
  'a marker that another function sets': `
const marked = (properties) => ({ ...properties, copied: true })
---
  if (event.properties.copied) return
  posthog.capture('seen', marked(event.properties))`,
  'a marker with in': `
  if ('copied' in event.properties) return
  posthog.capture('seen', { copied: false })`,
  'a marker with hasOwnProperty': `
  if (event.properties.hasOwnProperty('copied')) return
  posthog.capture('seen', { copied: 1 })`,
  'a marker that is set on the event itself': `
  if (event.properties.copied) return
  event.properties.copied = true
  posthog.capture('seen', event.properties)`,
  'a marker by Object.assign': `
  if (event.properties.copied) return
  posthog.capture('seen', Object.assign({}, event.properties, { copied: true }))`,
  'a nested marker': `
  if (event.properties.meta?.copied) return
  posthog.capture('seen', { meta: { copied: true } })`,
  'a property that the captured event lacks': `
  if (!event.properties.items) return
  posthog.capture('counted', { count: event.properties.items.length })`,
  'a property that the captured event has otherwise': `
  if (event.properties.step !== 1) return
  posthog.capture('seen', { step: 2 })`,
  'a property that is removed': `
  const { items, ...rest } = event.properties
  if (!items) return
  posthog.capture('seen', rest)`,
  'a deleted property': `
  if (!event.properties.items) return
  const properties = { ...event.properties }
  delete properties.items
  posthog.capture('seen', properties)`,
  'the library': `
  if (event.properties.$lib === 'posthog-plugin-server') return
  posthog.capture('seen')`,
  'the library, that it has to be': `
  if (event.properties?.$lib !== 'web') return
  posthog.capture('seen', { distinct_id: event.distinct_id })`,
  'a secret': `
  if (event.properties.secret !== config.secret) return
  posthog.capture('seen')`,
  'a setting that is compared with itself': `
  if (event.event === config.name) return
  posthog.capture(config.name)`,
  'a setting with a default of the app': `
export function setupPlugin({ config, global }) { global.name = config.name || 'seen' }
export function onEvent(event, { global }) {
  if (event.event === global.name) return
  posthog.capture(global.name)
}`,
  'a list of names in a setting': `
  const wanted = config.events.split(',').map((name) => name.trim())
  if (!wanted.includes(event.event)) return
  posthog.capture('seen')`,
  'a list in a setting, kept by setup': `
export function setupPlugin({ config, global }) { global.wanted = new Set((config.events || '').split(',')) }
export function onEvent(event, { global }) {
  if (!global.wanted.has(event.event)) return
  posthog.capture('seen')
}`,
  'a list of names kept by setup': `
export function setupPlugin({ global }) { global.ignored = ['seen'] }
export function onEvent(event, { global }) {
  if (global.ignored.includes(event.event)) return
  posthog.capture('seen')
}`,
  'the event that setup names': `
  if (event.event !== config.trigger) return
  posthog.capture('seen')`,
  'processEvent that drops the own event': `
export function processEvent(event) { return event.event === 'seen' ? null : event }
export function onEvent(event) {
  posthog.capture('seen')
}`,
  'processEvent that marks the own event': `
export function processEvent(event) {
  if (event.event === 'seen') event.properties.own = true
  return event
}
export function onEvent(event) {
  if (event.properties.own) return
  posthog.capture('seen')
}`,
  'a limit on the hops': `
  const hops = event.properties.hops || 0
  if (hops > 3) return
  posthog.capture('seen', { hops: hops + 1 })`,
  'a chain of events that ends': `
  if (event.event === 'a') posthog.capture('b')
  if (event.event === 'b') posthog.capture('c')`,
  'the address of the event': `
  if (!event.ip) return
  posthog.capture('seen')`,
  'identify alone': `
  if (event.event !== '$identify' || !event.$set) return
  posthog.capture('seen')`,
  typeof: `
  if (typeof event.properties.url !== 'string') return
  posthog.capture('seen')`,
  'Array.isArray': `
  if (!Array.isArray(event.properties.items)) return
  posthog.capture('seen')`,
  'await in front of a predicate': `
const isOwn = async (name) => name === 'seen'
---
  if (await isOwn(event.event)) return
  posthog.capture('seen')`,
  'a class with a predicate': `
class Filter {
  constructor(names) { this.names = names }
  has(name) { return this.names.includes(name) }
}
const own = new Filter(['seen'])
---
  if (own.has(event.event)) return
  posthog.capture('seen')`,
  'an enum': `
//- /index.ts
enum Names { Seen = 'seen' }
export function onEvent(event: any) {
  if (event.event === Names.Seen) return
  posthog.capture(Names.Seen)
}`,
  'names of another file': `
//- /index.js
import { isOwn, NAME } from './names'
export function onEvent(event) {
  if (isOwn(event)) return
  posthog.capture(NAME)
}
//- /names.js
export const NAME = 'seen'
export const isOwn = ({ event }) => event === NAME`,
  'a wrapper that filters': `
const only = (name, run) => (event, meta) => (event.event === name ? run(event, meta) : undefined)
export const onEvent = only('$pageview', () => {
  posthog.capture('seen')
})`,
  'a job behind a guard': `
export const jobs = {
  async send() {
    posthog.capture('seen')
  },
}
export async function onEvent(event, { jobs }) {
  if (event.event === '$pageview') await jobs.send({ id: 1 }).runNow()
}`,
  'a guard in the job': `
export const jobs = {
  async send(event) {
    if (event.event === 'seen') return
    posthog.capture('seen')
  },
}
export async function onEvent(event, { jobs }) { await jobs.send(event).runNow() }`,
};

const loops: Cases = {
  'fields left out that no condition is about': `
const omit = (object, ...names) => Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)))
---
  if (!event.properties.items) return
  posthog.capture('cart', omit(event.properties, 'token', 'ip'))`,
  'picked fields, with the one that is asked for': `
  if (!event.properties.items) return
  const kept = Object.fromEntries(Object.entries(event.properties).filter(([name]) => name === 'items'))
  posthog.capture('cart', kept)`,
  'a pattern that is searched, and found': `
  if (event.event.search(/buy/) < 0) return
  posthog.capture('to buy')`,
  'a name that is cut off too early': `
  if (event.event.startsWith('app:')) return
  posthog.capture(('app:' + event.event).slice(0, 3))`,
  'a name that is as long as those that pass': `
  if (event.event.length > 6) return
  posthog.capture('z'.repeat(6))`,
  'the beginning, cut out by slice': `
  if (event.event.slice(0, 4) === 'apps') return
  posthog.capture('app:' + event.event)`,
  'the beginning, cut out by substring': `
  if (event.event.substring(1, 4) === 'app') return
  posthog.capture(\`app:\${event.event}\`)`,
  'the beginning, cut out by substr': `
  if (event.event.substr(1, 3) === 'app') return
  posthog.capture(\`app:\${event.event}\`)`,
  'the place of a text': `
  if (event.event.indexOf('app:') === 1) return
  posthog.capture('app:' + event.event)`,
  'a place that is there': `
  if (event.event.indexOf(':') > 3) return
  posthog.capture('app:' + event.event)`,
  'the first part of a split': `
  if (event.event.split(':')[0] === 'app:') return
  posthog.capture('app:' + event.event)`,
  'another first character of a name that is made': `
  if (event.event[0] === '-') return
  posthog.capture('~' + event.event.trim())`,
  charAt: `
  if (event.event.charAt(0) === '-') return
  posthog.capture('~' + event.event)`,
  'the last character': `
  if (event.event.slice(-2) === '_1') return
  posthog.capture(event.event + '_2')`,
  'the beginning, whatever its case': `
  if (event.event.startsWith('app ')) return
  posthog.capture('App ' + event.event)`,
  'a pattern of the beginning': `
  if (/^Apps: /.test(event.event)) return
  posthog.capture(\`App: \${event.event}\`)`,
  'a pattern of the beginning, whatever its case': `
  if (event.event.match(/^app[ :]/)) return
  posthog.capture(\`App: \${event.event}\`)`,
  'a pattern of the beginning up to the end': `
  if (/^app$/.test(event.event)) return
  posthog.capture(\`app\${event.event}\`)`,
  'a pattern of the end': `
  if (/^_copy$/.test(event.event)) return
  posthog.capture(event.event + '_copy')`,
  'a pattern of a word': `
  if (/^app\\b/.test(event.event)) return
  posthog.capture('app' + event.event.trim())`,
  'a pattern somewhere': `
  if (/copied!/.test(event.event)) return
  posthog.capture(event.event + ' copied by us')`,
  nothing: `
  posthog.capture('seen')`,
  'an early return for another name': `
  if (event.event === '$pageview') return
  posthog.capture('seen')`,
  'the guard after the sink': `
  posthog.capture('seen')
  if (event.event === 'seen') return`,
  'a guard that does not return': `
  if (event.event === 'seen') console.log('own')
  posthog.capture('seen')`,
  'the guard for another spelling': `
  if (event.event === 'Seen') return
  posthog.capture('seen')`,
  'the guard in another function': `
function guard(event) { if (event.event === 'seen') return }
---
  guard(event)
  posthog.capture('seen')`,
  'a guard on one branch': `
  if (event.properties.a) { if (event.event === 'seen') return }
  posthog.capture('seen')`,
  'a positive test of the own name': `
  if (event.event === 'seen') posthog.capture('seen')`,
  'or instead of and': `
  if (event.event !== 'seen' || event.event !== 'other') posthog.capture('seen')`,
  'includes of other names': `
  if (['$pageview'].includes(event.event)) return
  posthog.capture('seen')`,
  'includes with the own name': `
  if (!['$pageview', 'seen'].includes(event.event)) return
  posthog.capture('seen')`,
  'a switch with the own name': `
  switch (event.event) {
    case '$pageview':
    case 'seen':
      posthog.capture('seen')
  }`,
  'a break that leaves the switch only': `
  switch (event.event) {
    case 'seen':
      break
  }
  posthog.capture('seen')`,
  'continue in another loop': `
export function exportEvents(events) {
  for (const event of events) if (event.event === 'seen') continue
  for (const event of events) {
    posthog.capture('seen')
  }
}`,
  'a predicate that is not called': `
const isOwn = (event) => event.event === 'seen'
---
  if (!isOwn) return
  posthog.capture('seen')`,
  'a prefix that the name lacks': `
  if (event.event.startsWith('mine')) return
  posthog.capture('seen')`,
  'a prefix that is added in front': `
  if (event.event.endsWith('_copy')) return
  posthog.capture('copy_' + event.event)`,
  'the incoming name': `
  posthog.capture(event.event, event.properties)`,
  'the incoming name behind a test of others': `
  if (event.event === '$pageview') return
  posthog.capture(event.event)`,
  'a name that grows': `
  posthog.capture(\`\${event.event}!\`)`,
  'a property that is passed on': `
  if (!event.properties.email) return
  posthog.capture('seen', { email: event.properties.email })`,
  'all properties': `
  if (event.properties.plan !== 'pro') return
  posthog.capture('seen', { ...event.properties })`,
  'a marker that is not set': `
  if (event.properties.copied) return
  posthog.capture('seen', { copy: true })`,
  'a marker that is overwritten': `
  if (event.properties.copied) return
  posthog.capture('seen', { copied: true, ...{ copied: false } })`,
  'a marker in the wrong place': `
  if (event.copied) return
  posthog.capture('seen', { copied: true })`,
  'a library that is passed on': `
  if (event.properties.$lib === 'posthog-plugin-server') return
  posthog.capture('seen', { ...event.properties, $lib: 'web' })`,
  'a name that was changed before': `
  event.event = 'other'
  if (event.event === 'seen') return
  posthog.capture('seen')`,
  'processEvent that renames': `
export function processEvent(event) { return { ...event, event: 'renamed' } }
export function onEvent(event) {
  if (event.event === 'seen') return
  posthog.capture('seen')
}`,
  finally: `
  try {
    if (event.event === 'seen') return
  } finally {
    posthog.capture('seen')
  }`,
  'an error that is caught': `
function assertForeign(event) {
  if (event.event === 'seen') throw new Error('own')
}
---
  try {
    assertForeign(event)
  } catch {}
  posthog.capture('seen')`,
  'a promise whose error nobody awaits': `
async function assertForeign(event) {
  if (event.event === 'seen') throw new Error('own')
}
---
  assertForeign(event)
  posthog.capture('seen')`,
  'a table with the own name': `
const names = { $pageview: 'seen', seen: 'seen' }
---
  const name = names[event.event]
  if (name) posthog.capture(name)`,
};

const mayLoop: Cases = {
  'a beginning that is another setting': `
  if (event.event.startsWith(config.other)) return
  posthog.capture('app:' + event.event)`,
  'two settings': `
  if (event.event !== config.from) return
  posthog.capture(config.to)`,
  'a pattern that goes on where it found something': `
const own = /^app:/g
---
  if (own.test(event.event)) return
  posthog.capture(\`app:\${event.event}\`)`,
  'a sticky pattern': `
const own = new RegExp('^app:', 'y')
---
  if (own.exec(event.event) !== null) return
  posthog.capture(\`app:\${event.event}\`)`,
  'a flag in storage': `
  if (await storage.get('done')) return
  posthog.capture('seen')`,
  'a flag in the cache': `
  const done = await cache.get(event.distinct_id, false)
  if (!done) posthog.capture('seen')`,
  'a flag in a variable': `
let done = false
---
  if (done) return
  done = true
  posthog.capture('seen')`,
  'a flag in global': `
  if (global.done) return
  global.done = true
  posthog.capture('seen')`,
  'a Set of persons': `
const seen = new Set()
---
  if (seen.has(event.distinct_id)) return
  seen.add(event.distinct_id)
  posthog.capture('seen', { distinct_id: event.distinct_id })`,
  'a counter in a variable': `
let count = 0
---
  count += 1
  if (count % 100 === 0) posthog.capture('seen')`,
  chance: `
  if (Math.random() < 0.1) posthog.capture('seen')`,
  'the answer of a server': `
  const response = await fetch('https://example.com/' + event.distinct_id)
  if (!response.ok) return
  posthog.capture('seen')`,
  'a switch of the settings': `
  if (config.enabled !== 'Yes') return
  posthog.capture('seen')`,
  'a list of names to leave out': `
  if (config.ignored && someFunction(event.event)) return
  posthog.capture('seen')`,
  'a pattern out of the settings': `
  if (!new RegExp(config.pattern).test(event.event)) return
  posthog.capture('seen')`,
  'properties of which nothing is known': `
import { enrich } from 'somewhere'
---
  if (!event.properties.email) return
  posthog.capture('seen', enrich(event))`,
  'a spread of which nothing is known': `
import { enrich } from 'somewhere'
---
  if (!event.properties.email) return
  posthog.capture('seen', { ...enrich(event), copied: true })`,
  'a name that nobody knows': `
import { nameOf } from 'somewhere'
---
  if (event.event === 'seen') return
  posthog.capture(nameOf(event))`,
};

describe('a number of hops', () => {
  const counting = (most: number): string => `export async function onEvent(event) {
  const hops = (event.properties?.hops ?? 0) + 1
  if (hops > ${most}) return
  await posthog.capture('hopped', { hops })
//      ^^^^^^^^^^^^^^^ information ends: hops > ${most}
}`;

  it('ends, also where another call of the app goes on for ever', () => {
    check(`${counting(5)}
export async function processEvent(event) {
  if (event.event !== 'hopped') await posthog.capture('deeper')
//                                    ^^^^^^^^^^^^^^^ warning loops: 'deeper'
  return event
}`);
  });
});

describe('a value with several alternatives', () => {
  const code = (classify: string, test: string): string => `
${classify}
export async function onEvent(event) {
  if (event.event === 'trial started' || event.event === 'plan upgraded') return
  const kind = classify(event)
  ${test}
  await posthog.capture(kind, { ...event.properties, distinct_id: event.distinct_id })
//      ^^^^^^^^^^^^^^^ information ends: stops it
}`;

  it.each([
    [
      'a switch',
      `function classify({ properties }) {
  switch (properties?.plan_change) {
    case 'trial': return 'trial started'
    case 'up': return 'plan upgraded'
    default: return null
  }
}`,
    ],
    [
      'tests one after the other',
      `function classify(event) {
  if (event.properties?.plan_change === 'trial') return 'trial started'
  if (event.properties?.plan_change === 'up') return 'plan upgraded'
}`,
    ],
    [
      'a variable',
      `function classify(event) {
  let kind = null
  if (event.properties?.plan_change === 'trial') kind = 'trial started'
  else if (event.properties?.plan_change === 'up') kind = 'plan upgraded'
  return kind
}`,
    ],
  ])('is not the empty one behind a test of it, from %s', (_, classify) => {
    check(code(classify, 'if (!kind) return'));
    check(code(classify, 'if (kind === null || kind === undefined) return'));
  });
});

describe('it ends by', () => {
  for (const [title, code] of Object.entries(ends)) {
    it(title, () => void check(marked(program(code), 'information ends: ends there')));
  }
});

describe('it loops in spite of', () => {
  for (const [title, code] of Object.entries(loops)) {
    it(title, () => void check(marked(program(code), 'warning loops: without end')));
  }
});

describe('it may loop, depending on', () => {
  for (const [title, code] of Object.entries(mayLoop)) {
    it(title, () => void check(marked(program(code), 'warning may-loop: may be')));
  }
});
