import { testRule } from '../../ruleCases.ts';

testRule('capture-without-key', {
  marks: {
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
    'an event with a key': `export const f = ({ config }) => posthog.api.post('/capture/', { data: { api_key: config.key, event: 'a' } })`,
    'a token': `export const f = ({ config }) => posthog.api.post('/e', { data: { token: config.key, event: 'a' } })`,
    'data that is not known': `export const f = (data) => [posthog.api.post('/e', { data }), posthog.api.post('/e', { data: { ...data } })]`,
    'other endpoints': `export const f = () => posthog.api.post('/api/x/', { data: { event: 'a' } })`,
  },
});
