import { testRule } from '../../ruleCases.ts';

testRule('api-headers', {
  marks: {
    'a Headers object that a function makes': `
import { Headers } from 'node-fetch'
const csv = () => new Headers({ accept: 'text/csv' })
                //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning api-headers: Give a plain object
export const runEveryDay = () => posthog.api.get('/api/x.csv', { headers: csv() })`,
    'a Headers object': `
export const setupPlugin = () =>
  posthog.api.get('/api/x/', { headers: new fetch.Headers({ accept: 'text/csv' }) })
                                      //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning api-headers: Give a plain object
`,
  },
  leaves: {
    'a plain object': `export const f = () => posthog.api.get('/x', { headers: { accept: 'text/csv' } })`,
    'fetch, which takes both': `export const f = () => fetch('https://a.example', { headers: new fetch.Headers({}) })`,
  },
  fixes: {
    'an object inside': [
      `export const f = () => posthog.api.get('/x', { headers: new Headers({ accept: 'a' }) })`,
      'Use the Plain Object',
      `export const f = () => posthog.api.get('/x', { headers: { accept: 'a' } })`,
    ],
  },
});
