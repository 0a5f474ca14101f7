import { testRule } from '../../ruleCases.ts';

testRule('webhook-async', {
  marks: {
    'promises in other forms': `
export const composeWebhook = (event, { storage }) => event.x ? Promise.resolve({}) : storage.get('a').then(() => ({}))
                                                    //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error webhook-async: without await
`,
    'the promise of a helper': `
const build = async (event) => ({ url: event.url, body: '' })
export const composeWebhook = (event) => build(event)
                                       //^^^^^^^^^^^^ error webhook-async: Build the webhook without await
`,
    'an async function': `
export async function composeWebhook(event) { return { url: 'https://a.example', body: '' } }
     //^^^^^ error webhook-async: Build the webhook without await
`,
  },
  leaves: {
    'what a helper builds': `const build = (event) => ({ url: event.url, body: '' }); export const composeWebhook = (event) => build(event)`,
    'a plain function': `export function composeWebhook(event) { return { url: 'https://a.example', body: '' } }`,
    'async handlers': `export async function onEvent(event) {}`,
  },
  fixes: {
    'the type of a function without await': [
      `//- /index.ts\nexport async function composeWebhook(event: any): Promise<Webhook | null> { return null }`,
      'Remove async',
      `//- /index.ts\nexport function composeWebhook(event: any): Webhook | null { return null }`,
    ],
    'a function without await': [
      `export async function composeWebhook(event) { return null }`,
      'Remove async',
      `export function composeWebhook(event) { return null }`,
    ],
  },
});
