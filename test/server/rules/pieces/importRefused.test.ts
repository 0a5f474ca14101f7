import { testRule } from '../../ruleCases.ts';

testRule('import-refused', {
  marks: {
    'an import of nothing': `
  import 'node-fetch'
//^^^^^^^^^^^^^^^^^^^ error import-refused: takes nothing out of a package
export const onEvent = () => {}
`,
    'a package that PostHog does not provide': `
import axios from 'axios'
                //^^^^^^^ error import-refused: Use the global fetch
export const onEvent = () => axios.get('https://a.example')`,
    'a file, and part of a package': `
import { send } from './send'
                   //^^^^^^^^ error import-refused: PostHog loads one file
const S3 = require('aws-sdk/clients/s3')
                 //^^^^^^^^^^^^^^^^^^^^ error import-refused: Only the whole package
export const onEvent = () => send(S3)
`,
    'a name that is not known': `
export const onEvent = (event) => require(event.event)
                                        //^^^^^^^^^^^ error import-refused: Write the name itself
`,
    'what the code hands on, and one that takes no name': `
import { map } from 'lodash'
                  //^^^^^^^^ error import-refused: does not load an app that imports 'lodash'
import {} from 'axios'
             //^^^^^^^ error import-refused: Use the global fetch
export { map }
export const onEvent = () => {}
`,
    'a name that is not provided': `
import { Readable } from 'stream'
                       //^^^^^^^^ error import-refused: provides only PassThrough
export const onEvent = () => Readable`,
  },
  leaves: {
    'packages that PostHog provides': `import fetch from 'node-fetch'; import { createHash } from 'crypto'; const { Pool } = require('pg'); export const onEvent = () => [fetch, createHash, Pool]`,
    types: `
//- /index.ts
import type { Thing } from 'some-types'
import { PluginEvent, Plugin } from 'other-types'
export const onEvent = (event: PluginEvent, thing: Thing) => [event, thing]
`,
    'what nothing uses, which is gone before PostHog looks': `
import _, { map } from 'lodash'
import * as dates from 'date-fns'
export const onEvent = (event, { config: { map } }) => [map, event._, { dates: 1 }]
`,
    'an app that is built': `
//- /plugin.json
{ "main": "dist/index.js" }
//- /src/index.ts
import axios from 'axios'
import { send } from './send'
export const onEvent = () => send(axios)
//- /src/send.ts
export const send = (x: unknown) => x
`,
  },
  fixes: {
    'an import of nothing': [
      `import 'node-fetch'\nexport const onEvent = () => {}`,
      'Remove the Import',
      `export const onEvent = () => {}`,
    ],
    'an import of nothing, with the blank line behind it': [
      `import 'node-fetch'\n\nexport const onEvent = () => {}\n`,
      'Remove the Import',
      `export const onEvent = () => {}\n`,
    ],
    'an import of nothing, behind another': [
      `import { gzipSync } from 'zlib'\nimport 'node-fetch'\n\nexport const onEvent = () => gzipSync('')\n`,
      'Remove the Import',
      `import { gzipSync } from 'zlib'\n\nexport const onEvent = () => gzipSync('')\n`,
    ],
    'part of a package': [
      `import S3 from 'aws-sdk/clients/s3'; export const onEvent = () => S3`,
      "Import 'aws-sdk'",
      `import S3 from 'aws-sdk'; export const onEvent = () => S3`,
    ],
    'a prefix': [
      `import { createHash } from "node:crypto"; export const onEvent = () => createHash("md5")`,
      "Import 'crypto'",
      `import { createHash } from "crypto"; export const onEvent = () => createHash("md5")`,
    ],
  },
});
