import { testRule } from '../../ruleCases.ts';

testRule('capture-without-key', {
  marks: {
    'a path of which a function is given a part': `
const path = (kind) => \`/\${kind}/\`
export const runEveryHour = () => posthog.api.post(path('batch'), { data: { batch: [] } })
                                                 //^^^^^^^^^^^^^ error capture-without-key: Add api_key to data
`,
    'a body that a function makes': `
const payload = (name) => ({ event: name, distinct_id: 'app', properties: {} })
export async function runEveryHour({ config }) {
  await fetch(config.host + '/capture/', { method: 'POST', body: JSON.stringify(payload('tick')) })
            //^^^^^^^^^^^^^^^^^^^^^^^^^ error capture-without-key: Add api_key
}
`,
    'fetch to PostHog': `
const body = { event: 'a', distinct_id: 'ada' }
export const f = () => fetch('https://app.posthog.com/capture/', { method: 'POST', body: JSON.stringify(body) })
                           //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error capture-without-key: Add api_key to the body
`,
    'fetch to a host out of the config': `
export const runEveryDay = ({ config }) => fetch(\`\${config.host}/e/\`, { method: 'POST', body: JSON.stringify({ event: 'a' }) })
                                               //^^^^^^^^^^^^^^^^^^^ error capture-without-key: answers 401
`,
    'an event without a key': `
export const runEveryDay = () => posthog.api.post('/capture/', { data: { event: 'a', distinct_id: 'ada' } })
                                                //^^^^^^^^^^^ error capture-without-key: Add api_key to data
`,
    'a batch in a constant': `
const data = { batch: [{ event: 'a' }] }
export const runEveryDay = () => posthog.api.post('/batch', { data })
                                                //^^^^^^^^ error capture-without-key: answers 401
`,
  },
  leaves: {
    'a path of which a function is given another part': `const path = (kind) => \`/\${kind}/\`; export const f = () => posthog.api.post(path('decide'), { data: { batch: [] } })`,
    'a path of which a function is given what nobody knows': `const path = (kind) => \`/\${kind}/\`; export const f = (kind) => posthog.api.post(path(kind), { data: { batch: [] } })`,
    'a body with a key that a function makes': `
const payload = (name, key) => ({ api_key: key, event: name, distinct_id: 'app', properties: {} })
export async function runEveryHour({ config }) {
  await fetch(config.host + '/capture/', { method: 'POST', body: JSON.stringify(payload('tick', config.key)) })
}
`,
    'a key that a helper adds': `
const sign = (payload, key) => { payload.api_key = key }
export const f = (config) => { const body = { event: 'a' }; sign(body, config.key); return posthog.api.post('/capture/', { data: body }) }
`,
    'a key that is added further in': `export const f = (config) => { const options = { data: { event: 'a' } }; options.data.token = config.key; return posthog.api.post('/capture/', options) }`,
    'a key that is added later': `export const f = ({ config }) => { const data = { event: 'a' }; data.api_key = config.key; return posthog.api.post('/e', { data }) }`,
    'fetch to another service': `export const f = () => fetch('https://a.example/capture/', { method: 'POST', body: JSON.stringify({ event: 'a' }) })`,
    'fetch with a key': `export const f = ({ config }) => fetch('https://eu.i.posthog.com/e/', { method: 'POST', body: JSON.stringify({ event: 'a', api_key: config.key }) })`,
    'an event with a key': `export const f = ({ config }) => posthog.api.post('/capture/', { data: { api_key: config.key, event: 'a' } })`,
    'a token': `export const f = ({ config }) => posthog.api.post('/e', { data: { token: config.key, event: 'a' } })`,
    'data that is not known': `export const f = (data) => [posthog.api.post('/e', { data }), posthog.api.post('/e', { data: { ...data } })]`,
    'other endpoints': `export const f = () => posthog.api.post('/api/x/', { data: { event: 'a' } })`,
  },
});
