import { testRule } from '../../ruleCases.ts';

testRule('api-delete-data', {
  marks: {
    'data that a constant brings in': `
const common = { data: { force: true } }
               //^^^^ warning api-delete-data: Put the values into the path
export const teardownPlugin = () => posthog.api.delete('/api/x/', { ...common })`,
    'data of delete': `
export async function runEveryDay() {
  await posthog.api.delete('/api/annotations/5/', { data: { hard: true } })
                                                  //^^^^ warning api-delete-data: Put the values into the path
}`,
    'data in a constant, of a method that was taken out': `
const options = { host: 'https://eu.posthog.com', data: { id: 1 } }
                                                //^^^^ warning api-delete-data: No PostHog server sends data
const { api } = posthog
export const jobs = { clean: () => api.delete('/api/x/', options) }`,
  },
  leaves: {
    'data that is unset behind what is spread in': `const common = { data: { a: 1 } }; export const f = () => posthog.api.delete('/x', { ...common, data: undefined })`,
    'nothing as data': `export const f = () => [posthog.api.delete('/api/x', { data: undefined }), posthog.api.delete('/api/x', { data: {} })]`,
    'data of other methods': `export const f = () => posthog.api.post('/api/x/', { data: { a: 1 } })`,
    'delete without data': `export const f = () => posthog.api.delete('/api/x/', { host: 'https://eu.posthog.com' })`,
    'a local posthog': `const posthog = client(); posthog.api.delete('/x', { data: {} })`,
  },
  fixes: {
    'plain values': [
      `export const f = () => posthog.api.delete('/api/x/', { data: { id: 5, kind: 'a b' } })`,
      'Move the Data into the Path',
      `export const f = () => posthog.api.delete('/api/x/?id=5&kind=a+b')`,
    ],
    'plain values beside something else': [
      `export const f = () => posthog.api.delete('/api/x/', { data: { id: 5 }, host: 'https://a.example' })`,
      'Move the Data into the Path',
      `export const f = () => posthog.api.delete('/api/x/?id=5', { host: 'https://a.example' })`,
    ],
  },
});
