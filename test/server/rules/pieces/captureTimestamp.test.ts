import { testRule } from '../../ruleCases.ts';

testRule('capture-timestamp', {
  marks: {
    'an event of a batch': `
export const runEveryHour = ({ config }) =>
  fetch('https://eu.i.posthog.com/batch/', { method: 'POST', body: JSON.stringify({ api_key: config.key, batch: [{ event: 'x', timestamp: Date.now() }] }) })
                                                                                                                                        //^^^^^^^^^^ warning capture-timestamp: PostHog reads timestamps in ISO 8601
`,
    'an event that is posted': `
export const runEveryHour = ({ config }) =>
  fetch(\`\${config.host}/capture/\`, { method: 'POST', body: JSON.stringify({ api_key: config.key, event: 'x', timestamp: +new Date() }) })
                                                                                                                      //^^^^^^^^^^^ warning capture-timestamp: PostHog reads timestamps in ISO 8601, and this is a number
`,
    'a function of the app': `
const now = () => Date.now()
export const runEveryHour = () => posthog.capture('tick', { timestamp: now() })
                                                                     //^^^^^ warning capture-timestamp: a number
`,
    numbers: `
export async function runEveryDay() {
  await posthog.capture('a', { timestamp: Date.now() })
                                        //^^^^^^^^^^ warning capture-timestamp: this is a number
  await posthog.capture('a', { timestamp: 1664625600000 })
                                        //^^^^^^^^^^^^^ warning capture-timestamp: this is a number
}`,
    'what is computed, and a constant': `
const now = Date.now()
export async function runEveryDay() {
  await posthog.capture('a', { timestamp: Math.floor(Date.now() / 1000) })
                                        //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning capture-timestamp: this is a number
  await posthog.capture('a', { timestamp: +new Date() })
                                        //^^^^^^^^^^^ warning capture-timestamp: this is a number
  await posthog.capture('a', { timestamp: now })
                                        //^^^ warning capture-timestamp: this is a number
}`,
    'other texts': `
export async function runEveryDay() {
  await posthog.capture('a', { timestamp: '10/01/2022' })
                                        //^^^^^^^^^^^^ warning capture-timestamp: this is no time that PostHog reads
  await posthog.capture('a', { timestamp: new Date().toLocaleString() })
                                        //^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning capture-timestamp: a text in another form
}`,
  },
  leaves: {
    'a batch in ISO 8601': `export const f = ({ config }) => fetch('https://eu.i.posthog.com/batch/', { method: 'POST', body: JSON.stringify({ api_key: config.key, batch: [{ event: 'x', timestamp: '2026-01-01T00:00:00Z' }] }) })`,
    'an event that another service gets': `export const f = () => fetch('https://api.segment.io/v1/track', { method: 'POST', body: JSON.stringify({ event: 'x', timestamp: Date.now() }) })`,
    'a function that makes a text': `
const now = () => new Date().toISOString()
export const runEveryHour = () => posthog.capture('tick', { timestamp: now() })
`,
    'a time that is put right later': `export const f = (at) => { const p = { timestamp: Date.now() }; p.timestamp = new Date(p.timestamp).toISOString(); return posthog.capture('a', p) }`,
    'ISO 8601': `export const f = (event) => [posthog.capture('a', { timestamp: '2022-10-01T12:00:00.000Z' }), posthog.capture('a', { timestamp: new Date().toISOString() }), posthog.capture('a', { timestamp: event.timestamp })]`,
    'a date, which becomes ISO 8601': `export const f = () => posthog.capture('a', { timestamp: new Date() })`,
  },
  fixes: {
    'a shorthand': [
      `export const f = () => { const timestamp = Date.now(); return posthog.capture('a', { timestamp }) }`,
      'Use toISOString()',
      `export const f = () => { const timestamp = Date.now(); return posthog.capture('a', { timestamp: new Date(timestamp).toISOString() }) }`,
    ],
    seconds: [
      `export const f = () => posthog.capture('a', { timestamp: 1666000000 })`,
      'Use toISOString()',
      `export const f = () => posthog.capture('a', { timestamp: new Date(1666000000 * 1000).toISOString() })`,
    ],
    'a constant': [
      `const now = Date.now()\nexport const f = () => posthog.capture('a', { timestamp: now })`,
      'Use toISOString()',
      `const now = Date.now()\nexport const f = () => posthog.capture('a', { timestamp: new Date(now).toISOString() })`,
    ],
    'Date.now()': [
      `export const f = () => posthog.capture('a', { timestamp: Date.now() })`,
      'Use toISOString()',
      `export const f = () => posthog.capture('a', { timestamp: new Date().toISOString() })`,
    ],
    'getTime()': [
      `export const f = (at) => posthog.capture('a', { timestamp: new Date(at).getTime() })`,
      'Use toISOString()',
      `export const f = (at) => posthog.capture('a', { timestamp: new Date(at).toISOString() })`,
    ],
  },
});
