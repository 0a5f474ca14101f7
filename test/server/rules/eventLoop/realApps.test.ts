/** Apps as people write them: trackers, enrichers, replicators, importers, exporters, alerts. */
import { describe, expect, it } from 'vitest';
import { check, findingsIn } from '../../check.ts';

describe('apps that are safe', () => {
  it('capture the first event of a session, behind a flag and a list of names', () => {
    check(`
//- /plugin.json
{ "main": "index.ts", "config": [{ "key": "events", "type": "string", "default": "$pageview,$screen" }] }
//- /index.ts
import { Plugin, PluginEvent, PluginMeta } from '@posthog/plugin-scaffold'

interface FirstTimeMeta extends PluginMeta<Plugin> {
    global: { eventsToTrack: Set<string> }
}

export function setupPlugin({ config, global }: FirstTimeMeta) {
    global.eventsToTrack = new Set(
        config.events ? config.events.split(',').map((event: string) => event.trim()) : null
    )
}

export async function onEvent(event: PluginEvent, { cache, global }: FirstTimeMeta) {
    if (!global.eventsToTrack.has(event.event)) {
        return
    }
    const isFirst = await cache.get(\`first_\${event.event}_\${event.distinct_id}\`, true)
    if (isFirst) {
        await cache.set(\`first_\${event.event}_\${event.distinct_id}\`, false)
        await posthog.capture('first_event_for_user', { distinct_id: event.distinct_id, source: event.event })
//            ^^^^^^^^^^^^^^^ information ends: ends there
    }
}`);
  });

  it('split an event into one for each of its items', () => {
    check(`
async function onEvent(event, { config }) {
  if (!event.properties || !Array.isArray(event.properties[config.listProperty])) return
  const { [config.listProperty]: items, ...rest } = event.properties
  for (const item of items) {
    await posthog.capture(\`\${event.event}_item\`, { distinct_id: event.distinct_id, product: item.product, price: item.price })
//        ^^^^^^^^^^^^^^^ information ends: ends there
  }
}
module.exports = { onEvent }`);
  });

  it('turn an event with a secret into another', () => {
    check(`
export async function processEvent(event, { config, jobs }) {
  if (event.event !== 'webhook received') return event
  if (event.properties.secret !== config.secret) return event
  await jobs.importAll({ page: 1 }).runNow()
  return null
}
export const jobs = {
  importAll: async (payload, { jobs }) => {
    const response = await fetch('https://api.example.com/orders?page=' + payload.page)
    const { orders, next } = await response.json()
    for (const order of orders) {
      posthog.capture('order imported', { distinct_id: order.customer, total: order.total })
//    ^^^^^^^^^^^^^^^ information ends: ends there
    }
    if (next) await jobs.importAll({ page: next }).runIn(1, 'minutes')
  },
}`);
  });

  it('import on a schedule', () => {
    expect(
      findingsIn(`
import fetch from 'node-fetch'
export async function setupPlugin({ config, global }) {
  global.headers = { Authorization: 'Bearer ' + config.apiKey }
}
export async function runEveryMinute({ cache, global }) {
  const last = await cache.get('last', 0)
  const response = await fetch('https://api.example.com/events?since=' + last, { headers: global.headers })
  for (const event of await response.json()) {
    await posthog.capture(event.name, { distinct_id: event.user, timestamp: event.time })
  }
}
export function processEvent(event) { event.properties.imported = false; return event }`),
    ).toEqual([]);
  });

  it('export to a warehouse, and answer with a count from a schedule', () => {
    expect(
      findingsIn(`
import { createBuffer } from '@posthog/plugin-contrib'
import { RetryError } from '@posthog/plugin-scaffold'
export const setupPlugin = async ({ global, config }) => {
  global.buffer = createBuffer({
    limit: Number(config.limit) * 1024,
    timeoutSeconds: 10,
    onFlush: async (batch) => {
      const response = await fetch('https://warehouse.example.com/batch', { method: 'POST', body: JSON.stringify({ rows: batch }) })
      if (!response.ok) throw new RetryError('later')
    },
  })
}
export const onEvent = (event, { global }) => global.buffer.add(event, JSON.stringify(event).length)
export async function runEveryHour({ storage }) {
  await posthog.capture('export finished', { count: await storage.get('count', 0) })
}`),
    ).toEqual([]);
  });

  it('enrich the event itself', () => {
    expect(
      findingsIn(`
export async function processEvent(event, { geoip, cache }) {
  if (!event.ip) return event
  const response = await geoip.locate(event.ip)
  if (response) {
    event.properties = { ...event.properties, $geoip_city_name: response.city?.names?.en }
    event.$set = { ...(event.$set ?? {}), city: event.properties.$geoip_city_name }
  }
  return event
}`),
    ).toEqual([]);
  });

  it('alert another service', () => {
    expect(
      findingsIn(`
export async function onEvent(event, { config }) {
  const triggering = (config.triggers || '').split(',')
  if (!triggering.includes(event.event)) return
  await fetch('https://api.twilio.com/2010-04-01/Accounts/' + config.sid + '/Messages.json', {
    method: 'POST',
    headers: { Authorization: 'Basic ' + Buffer.from(config.sid + ':' + config.token).toString('base64') },
    body: 'Body=' + encodeURIComponent(event.event),
  })
}`),
    ).toEqual([]);
  });

  it('count in a window, and say so once', () => {
    check(`
const ALERT = 'threshold reached'
class Counter {
  constructor(meta) { this.meta = meta }
  async isOver(event) {
    const count = await this.meta.cache.incr(event.event)
    return count > Number(this.meta.config.limit)
  }
}
export async function onEvent(event, meta) {
  if (event.event.startsWith('$') || event.event === ALERT) return
  if (await new Counter(meta).isOver(event)) {
    await posthog.capture(ALERT, { of: event.event })
//        ^^^^^^^^^^^^^^^ information ends: ends there
  }
}`);
  });

  it('rename, with a map out of the settings', () => {
    check(`
export function setupPlugin({ config, global }) {
  global.names = Object.fromEntries(config.names.split(',').map((pair) => pair.split(':')))
}
export function processEvent(event, { global }) {
  const name = global.names[event.event]
  if (name) event.event = name
  return event
}`);
  });
});

describe('apps that loop', () => {
  it('replicate to a host of the settings', () => {
    check(`
export async function exportEvents(events, { config }) {
  const batch = events.map((event) => ({ ...event, properties: { ...event.properties, token: config.project_api_key } }))
  const response = await fetch(\`https://\${config.host.length > 0 ? config.host : 'app.posthog.com'}/e\`, {
//                       ^^^^^ warning may-loop: if to this project
    method: 'POST',
    body: JSON.stringify(batch),
    headers: { 'Content-Type': 'application/json' },
  })
  if (response.status >= 500) throw new RetryError('later')
}`);
  });

  it('keep a session going', () => {
    check(`
const sessions = new Map()
export async function processEvent(event) {
  const last = sessions.get(event.distinct_id)
  sessions.set(event.distinct_id, Date.now())
  if (!last || Date.now() - last > 30 * 60 * 1000) {
    await posthog.capture('session started', { distinct_id: event.distinct_id })
//        ^^^^^^^^^^^^^^^ warning may-loop: depends
  }
  return event
}`);
  });

  it('copy each event to a person of the company', () => {
    check(`
//- /index.ts
import type { ProcessedPluginEvent } from '@posthog/plugin-scaffold'
import { companyOf } from './company'

export const onEvent = async (event: ProcessedPluginEvent): Promise<void> => {
  const company = companyOf(event)
  if (!company) return
  await posthog.capture(event.event, { ...event.properties, distinct_id: company })
//      ^^^^^^^^^^^^^^^ warning loops: without end
}
//- /company.ts
import type { ProcessedPluginEvent } from '@posthog/plugin-scaffold'
export function companyOf({ properties }: ProcessedPluginEvent): string | null {
  const email: string | undefined = properties?.email
  return email ? email.slice(email.indexOf('@') + 1) : null
}`);
  });

  it('report their own errors', () => {
    check(`
export async function onEvent(event, { config }) {
  try {
    await fetch(config.webhook, { method: 'POST', body: JSON.stringify(event) })
  } catch (error) {
    await posthog.capture('webhook failed', { message: error.message })
//        ^^^^^^^^^^^^^^^ warning may-loop: an error being thrown
  }
}`);
  });

  it('log every event as another', () => {
    check(`
async function log(level, message, properties = {}) {
  console[level](message)
  await posthog.capture('app log', { level, message, ...properties })
//      ^^^^^^^^^^^^^^^ warning loops: through handle → log
}
async function handle(event) {
  if (!event.properties) return
  await log('info', \`seen \${event.event}\`)
}
module.exports = {
  async onEvent(event) { await handle(event) },
}`);
  });
});
