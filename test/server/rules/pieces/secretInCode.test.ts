import { testRule } from '../../ruleCases.ts';

testRule('secret-in-code', {
  marks: {
    'a default in plugin.json': `
//- /plugin.json
{ "config": [{ "key": "key", "type": "string", "default": "phx_abcDEF1234567890abcDEF1234567890ab" }] }
                                                        //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error secret-in-code: personal
//- /index.js
export const onEvent = () => undefined
`,
    'a personal key': `
const key = 'phx_aB3dE5gH7jK9mN1pQ3sT5vW7yZ9'
          //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error secret-in-code: Revoke it in PostHog
export function setupPlugin() {}`,
    'a key inside a text': `
export const setupPlugin = () => fetch('https://a.example', { headers: { authorization: 'Bearer phx_aB3dE5gH7jK9mN1pQ3sT5vW7yZ9' } })
                                                                                      //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error secret-in-code: personal API key is a secret
`,
  },
  leaves: {
    'a project key, which is public': `const key = 'phc_aB3dE5gH7jK9mN1pQ3sT5vW7yZ9'; export function setupPlugin() {}`,
    placeholders: `const key = 'phx_your_personal_api_key_here'; const x = 'phx_xxxxxxxxxxxxxxxxxxxxxxxxxxxx'; export function setupPlugin() {}`,
    'a prefix to compare with': `export const setupPlugin = ({ config }) => config.key.startsWith('phx_')`,
  },
});
