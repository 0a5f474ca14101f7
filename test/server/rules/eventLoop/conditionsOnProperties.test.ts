/** Conditions on properties, settings, hops and the way through other functions that the captured event does not pass. */
import { describe, it } from 'vitest';
import { check } from '../../check.ts';
import { type Cases, marked, program } from './conditionCases.ts';

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

describe('it ends by', () => {
  for (const [title, code] of Object.entries(ends)) {
    it(title, () => void check(marked(program(code), 'information ends: ends there')));
  }
});
