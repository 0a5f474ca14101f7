import { testRule } from '../../ruleCases.ts';

testRule('meta-part', {
  marks: {
    'names that are misspelt': `
export async function onEvent(event, { storge, config }) { await storge.set(config.key, 1) }
                                     //^^^^^^ error meta-part: meta has no storge, so it is undefined here. Did you mean storage?
export function setupPlugin(meta) { const { cach: kept } = meta; return [kept, meta.confg.url] }
                                          //^^^^ error meta-part: Did you mean cache?
                                                                                  //^^^^^ error meta-part: Did you mean config?
`,
    'globals that are taken out of it': `
export const onEvent = async (event, { config, fetch }) => { await fetch(config.url) }
                                             //^^^^^ error meta-part: meta has no fetch, so it is undefined here. It is a global: use fetch without taking it from meta.
export const runEveryHour = (meta) => meta.posthog.capture('tick')
                                         //^^^^^^^ error meta-part: It is a global: use posthog
`,
    'what onAction takes last': `
export function onAction(action, { properties }, { storge }) { return [action, properties, storge] }
                                                 //^^^^^^ error meta-part: Did you mean storage?
`,
    'a setting': `
//- /plugin.json
{ "config": [{ "key": "apiKey", "type": "string" }] }
//- /index.js
export const onEvent = (event, { apiKey }) => console.log(apiKey)
                               //^^^^^^ error meta-part: It is a setting: read it in meta.config.
`,
    'what nothing is like': `
exports.onEvent = (event, { properties }) => properties.plan
                          //^^^^^^^^^^ error meta-part: Its parts are attachments, cache,
`,
    'a job': `
export const jobs = { send: async (payload, { storge }) => { await storge.get('x') } }
                                            //^^^^^^ error meta-part: Did you mean storage?
`,
  },
  leaves: {
    'the parts that are there': `export function onEvent(event, { attachments, cache, config, geoip, global, jobs, metrics, storage, utils }) { return [attachments, cache, config, geoip, global, jobs, metrics, storage, utils] }`,
    'what the app puts there': `export function setupPlugin(meta) { meta.client = connect(meta.config) }\nexport function onEvent(event, { client }) { client.send(event) }`,
    'what a helper puts there': `function init(into) { into.client = 1 }\nexport function setupPlugin(meta) { init(meta) }\nexport function onEvent(event, meta) { return meta.client.a }`,
    'what is put there by name': `export function setupPlugin(meta) { Object.assign(meta, more()) }\nexport function onEvent(event, meta) { return meta.client.a }`,
    'what is asked for': `export function onEvent(event, { apiKey = 'none', logger, own }) { if (logger) logger(event); own?.tell(); return apiKey }\nexport const setupPlugin = (meta) => meta.other ? meta.third?.a : meta.fourth ?? 1`,
    'the event of an action': `export function onAction(action, event, { cache }) { cache.set(event.distinct_id, action.name) }`,
    'an event': `export function onEvent({ event, storge }) { return [event, storge] }`,
    'a payload': `export const jobs = { send: async ({ storge }) => storge }`,
    'what the app gives its own handler': `export function onEvent(event, { logger }) { logger(event) }\nexport function processEvent(event, meta) { onEvent(event, { ...meta, logger: console.log }); return event }`,
    'what a function gets that wraps it': `export const onEvent = withLogger((event, { logger }) => logger(event))`,
    'another meta': `function tell(meta) { return meta.title }\nexport const onEvent = (event) => tell(event.properties.meta)`,
    'the rest, and members of the parts': `export function onEvent(event, { config: { storge }, ...others }) { return [storge, others.storge] }`,
    'a type that has it': `//- /index.ts\nexport function onEvent(event: any, meta: { own: () => void }) { meta.own() }`,
    'what no export comes to': `function unused() { return (meta) => meta.storge }\nexport function onEvent() {}`,
  },
  fixes: {
    'a name that is misspelt, with its uses': [
      `export async function onEvent(event, { storge }) { await storge.set('a', { storge }) }`,
      'Change to storage',
      `export async function onEvent(event, { storage }) { await storage.set('a', { storge: storage }) }`,
    ],
    'a member': [
      `export const setupPlugin = (meta) => meta.storge.get('a')`,
      'Change to storage',
      `export const setupPlugin = (meta) => meta.storage.get('a')`,
    ],
    'a global in a pattern': [
      `export const onEvent = (event, { config, fetch }) => fetch(config.url)`,
      'Use the Global fetch',
      `export const onEvent = (event, { config }) => fetch(config.url)`,
    ],
    'a global as a member': [
      `export const onEvent = (event, meta) => meta.fetch(meta.config.url)`,
      'Use the Global fetch',
      `export const onEvent = (event, meta) => fetch(meta.config.url)`,
    ],
  },
});
