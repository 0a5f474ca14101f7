import { expect, it } from 'vitest';
import { findingsIn } from '../../check.ts';
import { only } from '../../levels.ts';
import { testRule } from '../../ruleCases.ts';

testRule('absent-global', {
  marks: {
    'a global of old servers': `
export const setupPlugin = ({ global }) => { global.client = new google.cloud.bigquery.BigQuery() }
                                                               //^^^^^^ error absent-global: no global google
`,
    'a global of old servers, in a file that asks with require': `
module.exports = { setupPlugin({ global }) { global.client = new google.cloud.pubsub.PubSub() } }
                                                               //^^^^^^ error absent-global: Write const { PubSub } = require('@google-cloud/pubsub').
`,
    'what a library in a bundle does as it is loaded, and code of the app behind it': `
// node_modules/clock/index.js
var started = process.uptime();
            //^^^^^^^ error absent-global: does not exist
var wait = (call) => setTimeout(call, 5);
// src/index.js
export function onEvent(event) { wait(() => {}); setTimeout(() => {}, started) }
                                               //^^^^^^^^^^ error absent-global: no timers
`,
    'a helper that an export comes to': `
const later = (f) => setTimeout(f, 5)
                   //^^^^^^^^^^ error absent-global: Use a job
exports.onEvent = () => later(() => {})
`,
    'a wish to wait': `
export const onEvent = () => new Promise((done) => setTimeout(done, 5))
                                                 //^^^^^^^^^^ error absent-global: cannot wait
`,
    'a member of the window, by what gives it here': `
export const onEvent = (event) => [window.location.href, window.scrollX]
                                 //^^^^^^ error absent-global: Read event.properties.$current_url.
                                                       //^^^^^^ error absent-global: Use globalThis.
`,
    'a member of the global object': `
export const onEvent = () => globalThis.setTimeout(() => {}, 5)
                                      //^^^^^^^^^^ error absent-global: no timers
`,
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
    'what only another place of the file asks for': `
export function setupPlugin() {
  if (typeof process !== 'undefined') console.log(process.env.A)
  if (typeof process === 'undefined') console.log(process.env.B)
                                                //^^^^^^^ error absent-global: meta.config
}
export function onEvent() {
  if (typeof process !== 'undefined') {} else process.exit()
                                            //^^^^^^^ error absent-global: meta.config
  return process.env.KEY
       //^^^^^^^ error absent-global: meta.config
}`,
    'a function that is called without a question, too': `
const key = () => process.env.KEY
                //^^^^^^^ error absent-global: meta.config
export const onEvent = () => typeof process !== 'undefined' && key()
export const setupPlugin = () => key()
`,
    'require under another name, and its members': `
const load = require
           //^^^^^^^ error absent-global: Only require('name')
exports.onEvent = () => [load('crypto'), require.resolve('crypto')]
                                       //^^^^^^^ error absent-global: Only require('name')
`,
    'classes of the web': `
export const onEvent = () => [new CustomEvent('a'), new MessageChannel(), new ReadableStream(), new File([], 'a')]
                                //^^^^^^^^^^^ error absent-global: does not exist
                                                      //^^^^^^^^^^^^^^ error absent-global: does not exist
                                                                            //^^^^^^^^^^^^^^ error absent-global: stream
                                                                                                  //^^^^ error absent-global: attachment
`,
    'fields and locals of the same name': `
class Clock { process = 1; setTimeout = () => {} }
export const onEvent = (event, setInterval) => {
  setInterval = 1
  const named = { process: 2 }
  return [new Clock(), named, process.env.KEY, setTimeout]
                            //^^^^^^^ error absent-global: meta.config
                                             //^^^^^^^^^^ error absent-global: Use a job
}
export const setupPlugin = () => setInterval(onEvent, 5)
                               //^^^^^^^^^^^ error absent-global: setInterval does not exist
`,
    'a member of the global object in brackets': `
export const onEvent = () => [globalThis['process'].env, globalThis['setTimeout'](onEvent, 5), new globalThis.Blob([])]
                                       //^^^^^^^^^ error absent-global: meta.config
                                                                  //^^^^^^^^^^^^ error absent-global: Use a job
                                                                                                            //^^^^ error absent-global: Buffer
`,
  },
  leaves: {
    'what is asked for in other ways': `
const isNode = typeof process === 'object' && process.versions != null
const read = () => process.env.KEY
export function setupPlugin() {
  if (isNode) console.log(process.version, read())
  console.log("undefined" != typeof process ? process.pid : 0, "u" > typeof process && process.pid)
}
export function onEvent() {
  if (typeof process === 'undefined' || !process.env) return null
  return [process.env.KEY, [1].map(() => process.pid)]
}
export function runEveryDay() {
  if (!('process' in globalThis)) return
  if (globalThis.setTimeout) setTimeout(onEvent, 5)
  console.log(process.pid)
}`,
    'require that is asked for': `const load = typeof require === 'function' ? require : undefined; exports.onEvent = () => [load, require('crypto')]`,
    'a name of the app': `import * as google from './google'; export const f = () => google.search('a')`,
    'functions of a library in a bundle': `
//#region node_modules/underscore/modules/delay.js
var delay = (call, wait) => setTimeout(call, wait);
//#endregion
//#region src/index.js
var apps = { delay };
export function onEvent(event) { return apps }
`,
    'what is imported': `import fetch, { Headers } from 'node-fetch'; export const f = () => new Headers()`,
    'what is required': `const { Response } = require('node-fetch'); exports.f = () => new Response()`,
    'what a bundle has and no export comes to': `
function debounce(f, wait) { var t; return function () { clearTimeout(t); t = setTimeout(f, wait) } }
function pick(a) { return a }
var utils = { debounce: debounce, pick: pick }
exports.processEvent = function (event) { return utils.pick(event) }
`,
    'the last resort of a bundle': `export const root = typeof globalThis !== 'undefined' ? globalThis : self; export const g = globalThis || self`,
    'a member of the global object that is asked for': `export const f = () => { if (globalThis.setTimeout) globalThis.setTimeout(f, 5) }`,
    'globals that are there': `export const onEvent = () => [new URL('https://a.example'), Buffer.from('a'), fetch, RetryError, Promise, JSON]`,
    'imported names': `import { URLSearchParams } from 'url'; import crypto from 'crypto'; export const onEvent = () => [new URLSearchParams(), crypto]`,
    'own names': `function setTimeout() {} export const onEvent = (process) => [process.env, setTimeout()]`,
    'members and properties': `export const onEvent = (event) => [event.window, { process: 1, document: 2 }, event.performance()]`,
    'what the app makes itself': `
globalThis.setTimeout ??= (run) => run()
process = { env: {} }
export const onEvent = () => setTimeout(() => process.env)
`,
    'what the app makes in other ways': `
root['setTimeout'] = (run) => run()
;({ process } = { process: { env: {} } })
export const onEvent = () => setTimeout(() => process.env)
`,
    'a library that gives the global object to itself': `
(function (global) { if (global.MessageChannel) new MessageChannel() })(globalThis)
export const onEvent = () => {}
`,
    'code that asks with a function': `
const isNode = () => typeof process !== 'undefined'
export const onEvent = () => { if (isNode()) return process.env }
`,
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
  fixes: {
    'a class of url': [
      `export const onEvent = () => new URLSearchParams().toString()\n`,
      "Add import { URLSearchParams } from 'url'",
      `import { URLSearchParams } from 'url'\n\nexport const onEvent = () => new URLSearchParams().toString()\n`,
    ],
    'a package, before the other imports, with their quotes and semicolons': [
      `// @ts-check\nimport zlib from "zlib";\nexport const onEvent = () => [crypto.randomUUID(), zlib];\n`,
      'Add import crypto from "crypto"',
      `// @ts-check\nimport crypto from "crypto";\nimport zlib from "zlib";\nexport const onEvent = () => [crypto.randomUUID(), zlib];\n`,
    ],
    'a package in CommonJS': [
      `'use strict'\n\nexports.onEvent = () => crypto.randomUUID()\n`,
      "Add const crypto = require('crypto')",
      `'use strict'\nconst crypto = require('crypto')\n\nexports.onEvent = () => crypto.randomUUID()\n`,
    ],
    'a package in CommonJS, before what is required already': [
      `const { URLSearchParams } = require('url')\n\nexports.onEvent = () => [crypto.randomUUID(), URLSearchParams]\n`,
      "Add const crypto = require('crypto')",
      `const crypto = require('crypto')\nconst { URLSearchParams } = require('url')\n\nexports.onEvent = () => [crypto.randomUUID(), URLSearchParams]\n`,
    ],
    'a package in CommonJS that is TypeScript': [
      `//- /index.ts\nmodule.exports = { onEvent: () => crypto.randomUUID() }\n`,
      "Add import crypto from 'crypto'",
      `//- /index.ts\nimport crypto from 'crypto'\n\nmodule.exports = { onEvent: () => crypto.randomUUID() }\n`,
    ],
    'a class of the old global google': [
      `export const setupPlugin = ({ global }) => { global.client = new google.cloud.bigquery.BigQuery() }\n`,
      "Add import { BigQuery } from '@google-cloud/bigquery'",
      `import { BigQuery } from '@google-cloud/bigquery'\n\nexport const setupPlugin = ({ global }) => { global.client = new BigQuery() }\n`,
    ],
    'the same in CommonJS': [
      `module.exports = { setupPlugin({ global }) { global.client = new google.cloud.pubsub.PubSub() } }\n`,
      "Add const { PubSub } = require('@google-cloud/pubsub')",
      `const { PubSub } = require('@google-cloud/pubsub')\n\nmodule.exports = { setupPlugin({ global }) { global.client = new PubSub() } }\n`,
    ],
    'all of such a client in CommonJS': [
      `const { BigQuery } = google.cloud.bigquery\nmodule.exports = { setupPlugin: () => new BigQuery() }\n`,
      "Change to require('@google-cloud/bigquery')",
      `const { BigQuery } = require('@google-cloud/bigquery')\nmodule.exports = { setupPlugin: () => new BigQuery() }\n`,
    ],
    'a clock': [
      `export const onEvent = () => performance.now()`,
      'Use Date.now',
      `export const onEvent = () => Date.now()`,
    ],
  },
});

it.each([
  'export const onEvent = () => crypto.subtle.digest()',
  'export const onEvent = () => google.cloud.bigquery',
  'export const onEvent = () => performance.mark()',
  'export const onEvent = () => globalThis.crypto.randomUUID()',
  '// node_modules/a/index.js\nvar a = crypto.randomUUID()\n// src/index.js\nexport const onEvent = () => a',
])('offers no import in %s', (source) => {
  const found = findingsIn(source, only('absent-global'));
  expect(found).not.toEqual([]);
  expect(found.flatMap(({ fixes }) => fixes.filter(({ isIgnoring }) => isIgnoring !== true))).toEqual([]);
});

it('names what a file of CommonJS has in place of an import', () => {
  const [found] = findingsIn('exports.onEvent = () => crypto.randomUUID()', only('absent-global'));
  expect(found?.message).toContain("const crypto = require('crypto')");
});
