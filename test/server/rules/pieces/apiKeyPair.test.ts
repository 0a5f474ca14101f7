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
    'a key out of a helper that makes the options': `
const auth = (config) => ({ personalApiKey: config.key, host: config.host })
                          //^^^^^^^^^^^^^^ error api-key-pair: projectApiKey is missing
export const runEveryDay = async ({ config }) => posthog.api.get('/api/projects/1/', auth(config))
export const runEveryHour = async ({ config }) => posthog.api.get('/api/projects/2/', auth(config))`,
    'a key out of a constant that is spread in': `
const auth = { personalApiKey: 'key' }
             //^^^^^^^^^^^^^^ error api-key-pair: projectApiKey is missing
export const runEveryDay = async () => posthog.api.get('/api/projects/1/', { ...auth, host: 'https://eu.posthog.com' })`,
  },
  leaves: {
    'a helper that is given the rest': `const auth = (rest) => ({ personalApiKey: 'a', ...rest }); export const f = (rest) => posthog.api.get('/x', auth(rest))`,
    'keys of two constants': `const a = { personalApiKey: 'a' }; const b = { projectApiKey: 'b' }; export const f = () => posthog.api.get('/x', { ...a, ...b })`,
    'a constant that gets the other key before it is spread in': `const a = { personalApiKey: 'a' }; a.projectApiKey = 'b'; export const f = () => posthog.api.get('/x', { ...a })`,
    'constants that are made of each other': `const a = { personalApiKey: 'a', ...b }; const b = { ...a }; export const f = () => posthog.api.get('/x', { ...a })`,
    'a key that is added later': `export const f = ({ config }) => { const options = { personalApiKey: config.a }; options.projectApiKey = config.b; return posthog.api.get('/x', options) }`,
    'both keys': `export const f = (a, b) => posthog.api.get('/x', { personalApiKey: a, projectApiKey: b })`,
    'no keys': `export const f = () => posthog.api.get('/x', { data: {} })`,
    'options that are spread in': `export const f = (o) => posthog.api.get('/x', { ...o, personalApiKey: 'x' })`,
    'another function': `export const f = (o) => request('/x', { personalApiKey: 'x' })`,
  },
});
