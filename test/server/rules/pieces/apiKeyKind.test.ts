import { testRule } from '../../ruleCases.ts';

testRule('api-key-kind', {
  marks: {
    'a shorthand': `
const projectApiKey = 'phx_1234567890abcdefghijklmnopqrstuvwx'
export const runEveryDay = ({ config }) => posthog.api.get('/api/users/@me/', { projectApiKey, personalApiKey: config.key })
                                                                              //^^^^^^^^^^^^^ error api-key-kind: personal
`,
    "keys in each other's place": `
export const setupPlugin = () =>
  posthog.api.get('/x', { projectApiKey: 'phx_aB3dE5gH7jK9mN1pQ3sT5vW7yZ9', personalApiKey: 'phc_aB3dE5gH7jK9mN1pQ3sT5vW7yZ9' })
                                       //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error api-key-kind: personal API key, which PostHog refuses here
                                                                                          //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error api-key-kind: project API key, which PostHog refuses here
`,
    'a personal key as api_key': `
const key = 'phx_aB3dE5gH7jK9mN1pQ3sT5vW7yZ9'
export const onEvent = (event) =>
  fetch('https://eu.posthog.com/capture/', { method: 'POST', body: JSON.stringify({ api_key: key, event: 'a' }) })
                                                                                           //^^^ error api-key-kind: Use the project API key
`,
  },
  leaves: {
    'keys in their place': `export const f = () => ({ projectApiKey: 'phc_aB3dE5gH7jK9mN1pQ3sT5vW7yZ9' })`,
    'keys from the config': `export const f = ({ config }) => ({ projectApiKey: config.a, personalApiKey: config.b })`,
  },
});
