import { testRule } from '../../ruleCases.ts';

testRule('webhook-async', {
  marks: {
    'an async function': `
export async function composeWebhook(event) { return { url: 'https://a.example', body: '' } }
     //^^^^^ error webhook-async: Build the webhook without await
`,
  },
  leaves: {
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
