import { testRule } from '../../ruleCases.ts';

testRule('floating-request', {
  marks: {
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
