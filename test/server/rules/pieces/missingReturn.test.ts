import { testRule } from '../../ruleCases.ts';

testRule('missing-return', {
  marks: {
    'code by hand where builds stand': `
//- /plugin.json
{ "config": [], "main": "lib/index.js" }
//- /lib/index.js
export function processEvent(event) { event.properties.seen = true }
              //^^^^^^^^^^^^ warning missing-return: drops
`,
    'results that are no event': `
export async function processEvent(event, meta) {
  if (event.event === 'a') return 'a'
                                //^^^ warning missing-return: returns a text here, which is no event
  if (event.event === 'b') return { ok: true }
                                //^^^^^^^^^^^^ warning missing-return: an object without event
  return event.ip !== null
       //^^^^^^^^^^^^^^^^^ warning missing-return: true
}
`,
    'a new event that lacks what PostHog gave': `
export function processEvent(event) {
  if (event.event === 'a') return { event: 'b', properties: {} }
                                //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning missing-return: This is a new event without distinct_id and team_id. Return a copy
  if (event.event === 'c') return { event: 'b', distinct_id: event.distinct_id }
                                //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning missing-return: without team_id.
  return { ...event, event: 'd' }
}
`,
    'what gives nothing, and answers that are no event': `
export async function processEvent(event, meta) {
  if (event.event === 'a') return posthog.capture('b', { distinct_id: event.distinct_id })
                                //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning missing-return: gives nothing
  if (event.event === 'c') return await meta.storage.set('last', event.uuid)
                                //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning missing-return: gives nothing
  if (event.event === 'd') return made()
                                //^^^^^^ warning missing-return: the answer to a request here, which is no event
  if (event.event === 'e') return meta.cache.get('kept', null)
  return event
}
class Response {}
const made = () => new Response()
`,
    'what gives nothing, on one way, under a name, or by a helper': `
async function tell(event) { return posthog.capture('told', { distinct_id: event.distinct_id }) }
export async function processEvent(event, meta) {
  const done = posthog.capture('x')
  if (event.event === 'a') return event.ip ? posthog.capture('x') : event
                                           //^^^^^^^^^^^^^^^^^^^^ warning missing-return: gives nothing
  if (event.event === 'b') return done
                                //^^^^ warning missing-return: gives nothing
  if (event.event === 'c') return tell(event)
                                //^^^^^^^^^^^ warning missing-return: tell returns nothing
  if (event.event === 'd') return meta.jobs.later({}).runNow()
                                //^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning missing-return: gives nothing
  if (event.event === 'e') return await meta.metrics.seen.increment(1)
                                //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning missing-return: gives nothing
  return event.ip && posthog.capture('x')
                   //^^^^^^^^^^^^^^^^^^^^ warning missing-return: gives nothing
}
export const jobs = { later: async () => {} }
export const metrics = { seen: 'sum' }
`,
    'results that are no list and no webhook': `
module.exports = {
  processEventBatch: (events) => ({ events }),
                               //^^^^^^^^^^^^ warning missing-return: an object here, which is no list of events
  composeWebhook: () => 'https://example.com',
                      //^^^^^^^^^^^^^^^^^^^^^ warning missing-return: no webhook
}
`,
    'webhooks that cannot be sent': `
export function composeWebhook(event) {
  if (event.event === 'a') return { url: 5, body: '' }
                                //^^^^^^^^^^^^^^^^^^^^ warning missing-return: The url of a webhook is a text
  if (event.event === 'b') return { url: 'https://a.example', body: { event } }
                                //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning missing-return: JSON.stringify
  if (event.event === 'c') return { url: 'https://a.example', body: '', method: 'get' }
                                //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning missing-return: no method get
  if (event.event === 'd') return { url: 'https://a.example', body: '', headers: 'a: b' }
                                //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning missing-return: object of texts
  if (event.event === 'e') return { url: 'https://a.example' }
                                //^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning missing-return: an object without body
  return null
}
`,
    'a helper with a way that returns nothing': `
function addCountry(event) {
  if (!event.properties) return event
  event.properties.country = 'NL'
}
export function processEvent(event) {
  return addCountry(event)
       //^^^^^^^^^^^^^^^^^ warning missing-return: addCountry has a way to its end
}
`,
    'an event that is replaced by nothing': `
function mark(event) { event.$set = { seen: true } }
export function processEvent(event) {
  event = mark(event)
        //^^^^^^^^^^^ warning missing-return: no event from here on
  return event
}
`,
    'then with a block': `
export const processEvent = (event, { cache }) =>
  cache.incr('n').then((n) => { event.properties = { ...event.properties, n } })
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning missing-return: gives nothing
`,
    'a result that is nothing': `
export const processEvent = (event) => console.log(event)
                                     //^^^^^^^^^^^^^^^^^^ warning missing-return: gives nothing
`,
    'a result that is kept first': `
const change = (event) => { event.x = 1 }
export function processEvent(event) { const c = change(event); return c }
                                                                    //^ warning missing-return: change returns nothing
`,
    'a function that is exported under the name': `
function enrich(event) { event.x = 1 }
       //^^^^^^ warning missing-return: returns nothing
module.exports = { processEvent: enrich }
`,
    'a helper that returns nothing': `
async function change(event) { event.seen = true }
export const processEvent = async (event) => await change(event)
                                           //^^^^^^^^^^^^^^^^^^^ warning missing-return: change returns nothing
`,
    'a function that returns nothing': `
export function processEvent(event) {
              //^^^^^^^^^^^^ warning missing-return: drops every event
  event.properties.seen = true
}`,
    'a method of an object that is exported by its name': `
const app = { processEvent(event) { event.seen = true } }
            //^^^^^^^^^^^^ warning missing-return: drops every event
export default app`,
    'a method of an instance': `
class App { processEvent(event) { event.seen = true } }
          //^^^^^^^^^^^^ warning missing-return: drops every event
module.exports = new App()`,
    'a path to the end': `
module.exports = {
  processEvent: async (event) => {
//^^^^^^^^^^^^ warning missing-return: get to the end
    if (event.event === 'a') return event
    console.log(event.event)
  },
}`,
    'a return without a value': `
export function processEvent(event) {
  if (event.event === 'a') return
                         //^^^^^^ warning missing-return: or null to drop it on purpose
  return event
}`,
    'a list': `
export function processEventBatch(events) {
              //^^^^^^^^^^^^^^^^^ warning missing-return: Return the list of events
  for (const event of events) event.seen = 1
}`,
  },
  leaves: {
    'what a compiler wrote': `
//- /plugin.json
{ "config": [], "main": "lib/index.js" }
//- /lib/index.js
exports.__esModule = true
exports.processEvent = function (event) { event.properties.seen = true }
`,
    'what was built of another file': `
//- /plugin.json
{ "config": [], "main": "lib/index.js" }
//- /lib/index.js
export function processEvent(event) { event.properties.seen = true }
//- /src/index.ts
export function processEvent(event: any) { return event }
`,
    'a new event with all that it needs': `
export const processEvent = ({ event, distinct_id, team_id }) => ({ event, distinct_id, team_id })
`,
    'an event whose members come from somewhere else': `
export const processEvent = (event) => ({ event: 'b', ...rest(event) })
const rest = ({ event, ...others }) => others
`,
    'results that may be events': `
const made = (event) => { const copy = {}; copy.event = event.event; return copy }
export function processEvent(event, meta) {
  if (event.event === 'a') return false
  if (event.event === 'b') return { ...event, event: 'c' }
  if (event.event === 'c') return { ...event }
  if (event.event === 'd') return made(event)
  if (event.event === 'e') return meta.global.kept
  if (event.event === 'f') return JSON.parse(JSON.stringify(event))
  if (event.event === 'g') return event.ip && event
  const copy = { uuid: event.uuid }
  copy.event = 'x'
  return event.event === 'h' ? copy : Object.assign({}, event)
}
`,
    'webhooks as they are sent': `
export function composeWebhook(event, { config }) {
  if (event.event === 'a') return { url: config.url, body: JSON.stringify(event), method: 'PUT', headers: { 'x-a': 'b' } }
  if (event.event === 'b') return { url: config.url, method: 'GET' }
  return { ...config.base, url: event.properties.url }
}`,
    'lists and webhooks': `
export const processEventBatch = (events) => events.filter(({ event }) => event !== 'a')
export function composeWebhook(event) { return event.event === 'a' ? null : { url: 'https://example.com', body: '{}' } }
`,
    'a helper that drops on purpose': `
function onlyPaid(event) {
  if (event.properties?.plan !== 'paid') return null
  return event
}
export const processEvent = (event) => onlyPaid(event)
`,
    'a helper that throws at its end': `
function kindOf(event) {
  if (event.event === 'a') return event
  fail('another event')
}
function fail(text) { throw new Error(text) }
export const processEvent = (event) => kindOf(event)
`,
    'then that returns the event': `
export const processEvent = (event, { cache }) => cache.incr('n').then((n) => { event.uuid = String(n); return event })
`,
    'an end that throws': `const fail = (m) => { throw new Error(m) }\nexport function processEvent(event) { if (event.properties) return event\n fail('none') }`,
    'a switch whose default never returns': `
//- /index.ts
function never(x: never): never { throw new Error(x) }
export function processEvent(event: any, { config }: any) { switch (config.a) { case 'b': return event; default: never(config.a) } }
`,
    'a helper of another file that has the name': `
//- /index.js
import { processEvent as annotate } from './annotate'
export const processEvent = (event) => { annotate(event); return event }
//- /annotate.js
export function processEvent(event) { event.x = 1 }
`,
    'a helper that returns the event': `const change = (event) => { event.seen = true; return event }; export const processEvent = (event) => change(event)`,
    'a deliberate drop': `export function processEvent(event) { if (event.event === 'a') return null; return event }`,
    'an expression': `export const processEvent = (event) => event`,
    'an end that is never reached': `export function processEvent(event) { if (event.a) { return event } else { throw new Error('b') } }`,
    'a switch with a default': `export function processEvent(event) { switch (event.event) { case 'a': return null; default: return event } }`,
    'returns of functions inside': `export function processEvent(event) { [1].forEach(() => { return }); return event }`,
    'other handlers': `export function onEvent(event) { console.log(event) }`,
    'try with a return behind': `export function processEvent(event) { try { change(event) } catch (error) { console.error(error) } return event }`,
  },
  fixes: {
    'the end of a function': [
      `export function processEvent(event) {\n  event.seen = true\n}`,
      'Return event at the End',
      `export function processEvent(event) {\n  event.seen = true\n  return event\n}`,
    ],
    'a function on one line': [
      `export function processEvent(event) { event.seen = true }`,
      'Return event at the End',
      `export function processEvent(event) { event.seen = true; return event }`,
    ],
    'a bare return': [
      `export function processEvent(e) { if (e.a) return; return e }`,
      'Return null',
      `export function processEvent(e) { if (e.a) return null; return e }`,
    ],
  },
});
