import { testRule } from '../../ruleCases.ts';

testRule('api-key-pair', {
  marks: {
    'a personal key alone': `
export async function setupPlugin({ config }) {
  await posthog.api.get('/api/projects/1/', { personalApiKey: config.key })
                                            //^^^^^^^^^^^^^^ error api-key-pair: projectApiKey is missing
}`,
    'a project key alone, in a constant': `
export async function setupPlugin({ config }) {
  const options = { projectApiKey: config.token, data: {} }
                  //^^^^^^^^^^^^^ error api-key-pair: personalApiKey is missing
  await posthog.api.get('/api/projects/1/', options)
}`,
  },
  leaves: {
    'a key that is added later': `export const f = ({ config }) => { const options = { personalApiKey: config.a }; options.projectApiKey = config.b; return posthog.api.get('/x', options) }`,
    'both keys': `export const f = (a, b) => posthog.api.get('/x', { personalApiKey: a, projectApiKey: b })`,
    'no keys': `export const f = () => posthog.api.get('/x', { data: {} })`,
    'options that are spread in': `export const f = (o) => posthog.api.get('/x', { ...o, personalApiKey: 'x' })`,
    'another function': `export const f = (o) => request('/x', { personalApiKey: 'x' })`,
  },
});
