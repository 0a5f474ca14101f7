import { testRule } from '../../ruleCases.ts';

testRule('floating-request', {
  marks: {
    'a function of the app in forEach': `
const post = (url, body) => fetch(url, { method: 'POST', body })
export async function exportEvents(events, { config }) {
  events.forEach(async (event) => {
//^^^^^^^^^^^^^^ warning floating-request: forEach waits for none
    await post(config.url, JSON.stringify(event))
  })
}
`,
    'requests of map': `
export const onEvent = (event, { config }) => {
  config.urls.split(',').map((url) => fetch(url))
//^^^^^^^^^^^^^^^^^^^^^^^^^^ warning floating-request: Nobody waits for any
}`,
    'all requests together': `
export const onEvent = () => {
  Promise.all([fetch('https://a.example'), fetch('https://b.example')])
//^^^^^^^^^^^ warning floating-request: Nobody waits for these requests
}`,
    'a helper that sends': `
async function send(event) { const r = await fetch('https://a.example'); if (!r.ok) throw new Error('no') }
export function onEvent(event) {
  send(event)
//^^^^ warning floating-request: the request that this sends
}`,
    'requests of forEach': `
export async function exportEvents(events) {
  events.forEach(async (event) => { await fetch('https://a.example', event) })
//^^^^^^^^^^^^^^ warning floating-request: forEach waits for none of these requests
}`,
    'a request that nobody waits for': `
export function onEvent(event) {
  fetch('https://a.example', { method: 'POST', body: JSON.stringify(event) })
//^^^^^ warning floating-request: Nobody waits for this request
  posthog.api.post('/api/projects/@current/annotations/', { data: {} })
//^^^^^^^^^^^^^^^^ warning floating-request: when it fails
}`,
    'a request with a handler of its success alone': `
export function onEvent(event) {
  fetch('https://a.example').then((response) => response.json()).then(console.log)
//^^^^^ warning floating-request: or .catch behind it
}`,
  },
  leaves: {
    'requests that are waited for together': `export const onEvent = async (event, { urls }) => { await Promise.all(urls.map((url) => fetch(url))) }`,
    'a helper that deals with failures': `
async function send(event) { try { await fetch('https://a.example') } catch (error) { console.error(error) } }
export function onEvent(event) { send(event) }
`,
    'a helper that is awaited': `
async function send(event) { await fetch('https://a.example') }
export async function onEvent(event) { await send(event) }
`,
    'forEach without requests': `export function exportEvents(events) { events.forEach(async (event) => { console.log(event) }) }`,
    'a request that is awaited, returned, or kept': `
export async function onEvent(event) {
  await fetch('https://a.example')
  const kept = fetch('https://b.example')
  await Promise.all([kept, fetch('https://c.example')])
  return fetch('https://d.example')
}`,
    'a request with a handler of its failure': `
export function onEvent() {
  fetch('https://a.example').catch(console.error)
  fetch('https://a.example').then(ok, failed)
  fetch('https://a.example').then(ok).catch(failed).finally(done)
}`,
    'a request that is let go on purpose': `export function onEvent() { void fetch('https://a.example') }`,
    'posthog.capture, which is queued': `export function runEveryDay() { posthog.capture('a') }`,
    'a local function of that name': `const fetch = () => 1; export function onEvent() { fetch('x') }`,
  },
  fixes: {
    'an async function': [
      `export async function onEvent() { fetch('https://a.example') }`,
      'Wait for the Request',
      `export async function onEvent() { await fetch('https://a.example') }`,
    ],
  },
});
