import { testRule } from '../../ruleCases.ts';

testRule('absent-global', {
  marks: {
    'timers and process': `
export function onEvent() {
  setTimeout(() => {}, 1000)
//^^^^^^^^^^ error absent-global: setTimeout does not exist in a PostHog app
  return process.env.KEY
       //^^^^^^^ error absent-global: meta.config
}`,
    'a class, and a shorthand': `
export const onEvent = () => [new URLSearchParams(), { btoa }]
                                //^^^^^^^^^^^^^^^ error absent-global: searchParams
                                                     //^^^^ error absent-global: Buffer
`,
  },
  leaves: {
    'globals that are there': `export const onEvent = () => [new URL('https://a.example'), Buffer.from('a'), fetch, RetryError, Promise, JSON]`,
    'imported names': `import { URLSearchParams } from 'url'; import crypto from 'crypto'; export const onEvent = () => [new URLSearchParams(), crypto]`,
    'own names': `function setTimeout() {} export const onEvent = (process) => [process.env, setTimeout()]`,
    'members and properties': `export const onEvent = (event) => [event.window, { process: 1, document: 2 }, event.performance()]`,
    'code that asks first': `export const onEvent = () => typeof process !== 'undefined' && process.env`,
    types: `
//- /index.ts
export const onEvent = (event: any, response: Response) => response
`,
    'files that the app does not reach': `
//- /index.js
export function onEvent() {}
//- /build.js
process.exit(setTimeout)
`,
    'tests beside the app': `
//- /index.js
export function onEvent() {}
//- /index.test.js
import { onEvent } from './index'
setTimeout(onEvent)
`,
  },
});
