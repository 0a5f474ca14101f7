import { testRule } from '../../ruleCases.ts';

testRule('export-default', {
  marks: {
    'a function': `
export default function onEvent(event) {}
     //^^^^^^^ error export-default: Export the functions by name
`,
    'a class beside functions': `
function processEvent(event) { return event }
export default class App {}
     //^^^^^^^ error export-default: finds no function in this default export
`,
    'an arrow': `
export default (event) => event
             //^^^^^^^^^^^^^^^^ error export-default: runs nothing
`,
  },
  leaves: {
    'an object': `export default { onEvent(event) {} }`,
    names: `export function onEvent(event) {}`,
    'another file of the app': `
//- /index.js
import send from './send'
export const onEvent = (event) => send(event)
//- /send.js
export default function send(event) {}
`,
  },
  fixes: {
    'a handler': [
      `export default async function onEvent(event) {}`,
      'Export onEvent by Name',
      `export async function onEvent(event) {}`,
    ],
  },
});
