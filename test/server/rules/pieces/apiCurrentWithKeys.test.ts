import { testRule } from '../../ruleCases.ts';

testRule('api-current-with-keys', {
  marks: {
    '@current with keys': `
export async function runEveryHour({ config }) {
  const { token, key } = config
  await posthog.api.get('/api/projects/@current/cohorts/', { projectApiKey: token, personalApiKey: key })
                      //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning api-current-with-keys: not for the one of these keys
}`,
  },
  leaves: {
    '@current without keys': `export const f = () => posthog.api.get('/api/projects/@current/cohorts/')`,
    'an id with keys': `export const f = (a, b) => posthog.api.get('/api/projects/12/', { projectApiKey: a, personalApiKey: b })`,
  },
});
