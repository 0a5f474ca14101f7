import { testRule } from '../../ruleCases.ts';

testRule('webhook-async', {
  marks: {
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
    'a function without await': [
      `export async function composeWebhook(event) { return null }`,
      'Remove async',
      `export function composeWebhook(event) { return null }`,
    ],
  },
});
