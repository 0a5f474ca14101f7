import { testRule } from '../../ruleCases.ts';

testRule('export-default', {
  marks: {
    'a function that a function gives back': `
const withLog = (handle) => (event) => { console.log(event.event); return handle(event) }
export default withLog((event) => event)
             //^^^^^^^^^^^^^^^^^^^^^^^^^ error export-default: Export the functions by name
`,
    'a function': `
export default function onEvent(event) {}
     //^^^^^^^ error export-default: Export the functions by name
`,
    'a list': `
function onEvent(event) {}
export default [onEvent]
             //^^^^^^^^^ error export-default: Export the functions by name
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
    'a function by its name': `
function onEvent(event) {}
export default onEvent
             //^^^^^^^ error export-default: Export the functions by name
`,
    'a function under the name default': `
const onEvent = async (event) => {}
export { onEvent as default }
       //^^^^^^^^^^^^^^^^^^ error export-default: finds no function
`,
    'a class by its name': `
class App { onEvent() {} }
export default App
             //^^^ error export-default: finds no function
`,
    'a function as module.exports': `
module.exports = async function onEvent(event) {}
               //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error export-default: finds no function
`,
  },
  leaves: {
    'a function as module.exports, beside plain functions': `function helper() {} module.exports = helper; function onEvent(event) {}`,
    'an object that a function gives back': `const app = (handle) => ({ onEvent: handle }); export default app((event) => {})`,
    'an object by its name': `const app = { onEvent(event) {} }\nexport default app`,
    'an instance': `class App { onEvent() {} }\nexport default new App()`,
    'a function by its own name': `function onEvent(event) {}\nexport { onEvent }`,
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
    'a function that is exported by name as well': [
      `export function onEvent() {}\nexport default onEvent\n`,
      'Remove the Default Export',
      `export function onEvent() {}\n`,
    ],
    'a function that is exported by name, with the blank line before': [
      `export function onEvent() {}\n\nexport default onEvent\n`,
      'Remove the Default Export',
      `export function onEvent() {}\n`,
    ],
    'a function by its name': [
      `function onEvent(event) {}\nexport default onEvent`,
      'Export onEvent by Name',
      `function onEvent(event) {}\nexport { onEvent }`,
    ],
    'a function under the name default': [
      `function onEvent(event) {}\nexport { onEvent as default }`,
      'Export onEvent by Name',
      `function onEvent(event) {}\nexport { onEvent }`,
    ],
    'a handler': [
      `export default async function onEvent(event) {}`,
      'Export onEvent by Name',
      `export async function onEvent(event) {}`,
    ],
  },
});
