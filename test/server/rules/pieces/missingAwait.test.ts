import { testRule } from '../../ruleCases.ts';

testRule('missing-await', {
  marks: {
    'a member of a response that is still to come': `
export async function runEveryDay() {
  const response = posthog.api.post('/api/projects/@current/annotations/', { data: {} })
  if (response.status === 201) console.log('made')
             //^^^^^^ error missing-await: A promise has no status. Write await before posthog.api.post(…).
}
`,
    'several uses of one promise, once': `
export async function runEveryDay() {
  const response = posthog.api.get('/x')
  if (response.ok) return response.status
             //^^ error missing-await: A promise has no ok. Write await before posthog.api.get(…).
  return response || null
}
export async function runEveryHour(meta) {
  const { ok, status } = fetch('https://example.com')
        //^^ error missing-await: has no ok
  return ok && status
}
`,
    'a member in place': `
export async function onEvent(event) { console.log(fetch('https://example.com').ok) }
                                                                              //^^ error missing-await: Write await before fetch(…)
`,
    'what is taken out of a promise': `
export async function onEvent(event) { const { ok, ...rest } = fetch('https://example.com'); return ok && rest }
                                             //^^ error missing-await: has no ok
`,
    'what is read as a text': `
export async function onEvent(event, { cache, storage }) {
  const list = JSON.parse(storage.get('list', '[]'))
                        //^^^^^^^^^^^^^^^^^^^^^^^^^ error missing-await: This is a promise, and not yet its value. Write await before storage.get(…).
  const count = cache.get('count', '0')
  return list.length > parseInt(count, 10)
                              //^^^^^ error missing-await: Write await before cache.get(…).
}
`,
    'a member with a key': `
export async function onEvent(event, { storage }) { return storage.get('all')[0] }
                                                                            //^ error missing-await: has no 0
`,
    'a test of the own async function': `
const isReady = async ({ storage }) => (await storage.get('ready')) === true
export async function setupPlugin(meta) {
  if (isReady(meta)) return
    //^^^^^^^^^^^^^ error missing-await: A promise is true, whatever comes of it. Write await before isReady(…).
  await meta.storage.set('ready', true)
}
`,
    'a negated test': `
export async function onEvent(event, { cache }) {
  if (!cache.get(event.distinct_id, null)) await posthog.capture('new')
     //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error missing-await: is true
}
`,
    'a test of a constant': `
export async function onEvent(event, { cache }) {
  const seen = cache.get('seen', null)
  return seen || event.uuid
       //^^^^ error missing-await: is true, whatever comes of it. Write await before cache.get(…).
}
`,
    'the end of a condition': `
async function isKnown(id) { return id === 'a' }
export const onEvent = (event) => { if (event.distinct_id && isKnown(event.distinct_id)) console.log('known') }
                                                           //^^^^^^^^^^^^^^^^^^^^^^^^^^ error missing-await: is true
`,
    'a comparison with a value': `
export async function onEvent(event, { cache }) { return cache.get('n', 0) === 0 }
                                                       //^^^^^^^^^^^^^^^^^ error missing-await: not yet its value
`,
    'a calculation': `
export async function onEvent(event, { cache }) { await cache.set('n', cache.get('n', 0) + 1) }
                                                                     //^^^^^^^^^^^^^^^^^ error missing-await: not yet its value
`,
    'what is added to a sum': `
export async function onEvent(event, { cache }) { let sum = 0; sum += cache.get('n', 0); return sum }
                                                                    //^^^^^^^^^^^^^^^^^ error missing-await: not yet its value
`,
    'what a switch looks at': `
const load = async () => 1
export const onEvent = () => { switch (load()) { case 1: console.log('one') } }
                                     //^^^^^^ error missing-await: not yet its value
`,
    'a text': `
const load = async () => 'x'
export const onEvent = () => console.log(\`It is \${load()}\`)
                                                //^^^^^^ error missing-await: not yet its value. Write await before load(…).
`,
    'a loop over it': `
async function list() { return [1] }
export async function onEvent() { for (const one of list()) console.log(one) }
                                                  //^^^^^^ error missing-await: not yet its value
`,
    'a copy of it': `
export async function onEvent() { return { ...Promise.resolve({}) } }
                                            //^^^^^^^^^^^^^^^^^^^ error missing-await: not yet its value
`,
    'through a function that returns it, and then': `
const get = (path) => posthog.api.get(path)
export const onEvent = () => console.log(get('/x').then((response) => response.json()).results)
                                                                                     //^^^^^^^ error missing-await: has no results
`,
    'a promise made by hand': `
export function onEvent() { const later = new Promise((resolve) => resolve(1)); return later > 0 }
                                                                                     //^^^^^ error missing-await: Write await before Promise(…).
`,
  },
  leaves: {
    'what is waited for': `
export async function onEvent(event, { cache, storage }) {
  const response = await fetch('https://example.com')
  if (response.ok && (await cache.get('a', null))) return (await storage.get('b')).length
  return fetch('https://example.com').then(({ status }) => status)
}
`,
    'promises that are kept, handed on and compared': `
const waiting = new Map()
let last = null
export async function onEvent(event) {
  const mine = fetch('https://example.com')
  waiting.set(event.uuid, mine)
  last = last ?? mine
  if (waiting.get(event.uuid) === mine) await Promise.all([mine, ...waiting.values()])
  mine.catch(() => null)
  return { mine }
}
`,
    'one that the app reads itself, or hands on': `
import { read } from './read'
const JSON = { parse: (given) => given.then((text) => text.length) }
export async function onEvent(event, { storage }) {
  console.log(await JSON.parse(storage.get('list', '[]')), read(storage.get('list', '[]')))
}
`,
    'one that is tested and waited for': `
export async function onEvent(event) {
  const sent = fetch('https://example.com')
  if (sent) await sent
}
`,
    'a variable that gets something else': `
export async function onEvent(event) {
  let found = posthog.api.get('/x')
  found = await found
  return found.ok
}
`,
    'functions that may give a value at once': `
const cached = new Map()
const load = (id) => cached.get(id) ?? fetch('https://example.com/' + id)
const find = (id) => { if (id) return fetch('https://example.com/' + id) }
export const onEvent = (event) => { if (load(event.uuid) || find(event.uuid)) console.log('maybe') }
`,
    'what the app calls by such a name': `
const fetch = (url) => ({ ok: url.length > 3 })
const cache = { get: () => 1 }
export const onEvent = () => { if (fetch('x').ok && cache.get('y') > 0) console.log('own') }
`,
    'generators, and a loop that waits': `
async function* pages() { yield 1 }
export async function onEvent() { for await (const page of pages()) console.log(page) }
`,
    'what all objects have': `
export const onEvent = () => { const sent = fetch('x'); console.log(sent.constructor, sent.hasOwnProperty('ok')); return sent }
`,
  },
  fixes: {
    'a constant': [
      "export async function onEvent() { const r = fetch('x')\n  return r.$0ok }",
      'Add await',
      "export async function onEvent() { const r = await fetch('x')\n  return r.ok }",
    ],
    'a member in place': [
      "export async function onEvent() { return fetch('x').$0ok }",
      'Add await',
      "export async function onEvent() { return (await fetch('x')).ok }",
    ],
    'a test': [
      "export async function onEvent(event, { cache }) { if (!$0cache.get('a', null)) return event }",
      'Add await',
      "export async function onEvent(event, { cache }) { if (!await cache.get('a', null)) return event }",
    ],
  },
});
