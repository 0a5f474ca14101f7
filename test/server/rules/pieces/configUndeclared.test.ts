import { testRule } from '../../ruleCases.ts';

testRule('config-undeclared', {
  marks: {
    'what is kept in global and in a class': `
//- /plugin.json
{ "config": [{ "key": "host", "type": "string" }] }
//- /index.js
class Client {
  constructor(config) { this.config = config }
  url() { return this.config.hostname }
                           //^^^^^^^^ error config-undeclared: no config field hostname
}
export function setupPlugin({ config, global }) {
  global.config = config
  global.client = new Client(config)
}
export function processEvent(event, { global }) {
  if (global.config.dropAll === 'yes') return null
                  //^^^^^^^ error config-undeclared: no config field dropAll
  return { ...event, site_url: global.config.host }
}
`,
    'what setupPlugin puts into a variable for the others': `
//- /plugin.json
{ "config": [{ "key": "host", "type": "string" }] }
//- /index.js
let config
let kept
export function setupPlugin(meta) {
  config = meta.config
  kept = meta
}
export function processEvent(event) {
  if (config.hots === 'a') return null
           //^^^^ error config-undeclared: Did you mean host?
           // fix: Change to host
           // fix: Add hots to plugin.json
  return { ...event, site_url: config.host + kept.config.prot }
                                                       //^^^^ error config-undeclared: no config field prot
}
`,
    'a choice that the field does not offer': `
//- /plugin.json
{ "config": [{ "key": "mode", "type": "choice", "choices": ["on", "off", "on"] }, { "key": "text", "type": "string" }] }
//- /index.js
export function onEvent(event, { config }) {
  if (config.mode === 'On' || config.mode === 'off' || config.mode !== '' || config.text === 'On') return
                    //^^^^ error config-undeclared: mode is never On: its choices in plugin.json are on, off.
                    // fix: Change to on
                    // fix: Add On to the Choices
  switch (config.mode) {
    case 'on': return
    case 'always': return
       //^^^^^^^^ error config-undeclared: mode is never always
  }
}
`,
    'an attachment that is read in the config': `
//- /plugin.json
{ "config": [{ "key": "db", "type": "attachment" }, { "key": "region", "type": "string" }] }
//- /index.js
export function onEvent(event, meta) {
  const { db } = meta.config
        //^^ error config-undeclared: db is an attachment, which is never in meta.config, so this is undefined. Read it as meta.attachments.db.
  return meta.config.db ?? meta.attachments.db
                   //^^ error config-undeclared: Read it as meta.attachments.db.
                   // fix: Read It in attachments
}
`,
    'a text that is read in the attachments': `
//- /plugin.json
{ "config": [{ "key": "db", "type": "attachment" }, { "key": "region", "type": "string" }] }
//- /index.js
export function onEvent(event, { attachments, ...meta }) {
  return [attachments.region, meta.attachments['region'], attachments.bd, attachments.other]
                    //^^^^^^ error config-undeclared: region is not an attachment, so this is undefined. Its value is a string: read it as meta.config.region.
                                                                    //^^ error config-undeclared: plugin.json has no attachment bd, so its value is undefined. Did you mean db?
                                                                                    //^^^^^ error config-undeclared: Add it there
}
`,
    'a key that a helper reads': `
//- /plugin.json
{ "config": [{ "key": "apiKey", "type": "string" }] }
//- /index.js
const check = (settings) => { if (!settings.apikey) throw new Error('no key') }
                                          //^^^^^^ error config-undeclared: Did you mean apiKey?
export const setupPlugin = (meta) => check(meta.config)
`,
    'a key that plugin.json does not have': `
//- /plugin.json
{ "config": [{ "key": "webhookURL", "type": "string" }] }
//- /index.js
export function onEvent(event, meta) {
  return [meta.config.webhookUrl, meta.config['other']]
                    //^^^^^^^^^^ error config-undeclared: Did you mean webhookURL?
                                            //^^^^^^^ error config-undeclared: Add it there
}`,
    'keys that are taken out, in a manifest without any': `
//- /plugin.json
{ "name": "Mine" }
//- /index.js
exports.setupPlugin = ({ config: { url }, config }) => {
                                 //^^^ error config-undeclared: no config field url
  const { token: key } = config
        //^^^^^ error config-undeclared: no config field token
}`,
  },
  leaves: {
    'a variable that is not always the config': `
//- /plugin.json
{ "config": [{ "key": "host", "type": "string" }] }
//- /index.js
let settings
let options = { limit: 5 }
export function setupPlugin({ config }) {
  settings = config
  if (config.host === '') settings = { host: 'a', limit: 5 }
  options = config
}
export const onEvent = () => console.log(settings.limit, options.limit)
`,
    'what is kept in global and changed there': `
//- /plugin.json
{ "config": [{ "key": "host", "type": "string" }] }
//- /index.js
export function setupPlugin({ config, global }) {
  global.settings = config
  global.settings &&= { ...config, limit: 5 }
}
export const onEvent = (event, { global }) => console.log(global.settings.limit)
`,
    'a field that is sometimes something else': `
//- /plugin.json
{ "config": [{ "key": "host", "type": "string" }] }
//- /index.js
class Client {
  constructor(options) { this.options = options }
  url() { return this.options.hostname }
}
export function setupPlugin({ config, global }) {
  global.clients = [new Client(config), new Client({ hostname: 'x' })]
}
export const onEvent = (event, { global }) => global.clients.length
`,
    'a choice that older versions of the app had, which is the default still': `
//- /plugin.json
{ "config": [{ "key": "mode", "type": "choice", "choices": ["on", "off"], "default": "auto" }] }
//- /index.js
export const onEvent = (event, { config }) => config.mode === 'auto'
`,
    'a key with a default': `
//- /plugin.json
{ "config": [{ "key": "url", "type": "string" }] }
//- /index.js
export const onEvent = (event, { config }) => { const { verbose = 'No' } = config; return [verbose, config.limit ?? 5, config.other || '', config.url] }
`,
    'a helper that is given other things too': `
//- /plugin.json
{ "config": [] }
//- /index.js
const read = (object) => object.apikey
export const setupPlugin = (meta) => [read(meta.config), read({ apikey: 1 })]
`,
    'a name that is still to come': `
//- /plugin.json
{ "config": [] }
//- /index.js
export function onEvent(event, meta) {
  meta.config.
}
`,
    'keys that are there': `
//- /plugin.json
{ "config": { "url": { "type": "string" }, "a": { "type": "string" } } }
//- /index.js
export const onEvent = (event, { config }) => [config.url, config['a'], config[event.event], config.hasOwnProperty('b')]
`,
    'a manifest that cannot be read': `
//- /index.js
export const onEvent = (event, { config }) => config.url
`,
    'another config': `
//- /plugin.json
{ "config": [] }
//- /index.js
const config = load()
export const onEvent = () => config.url
`,
  },
  fixes: {
    'an attachment behind a name in the handler': [
      `//- /plugin.json\n{ "config": [{ "key": "mapping", "type": "attachment" }, { "key": "api-key", "type": "string" }, { "key": "webhookURL", "type": "string" }] }\n//- /index.js\nexport const setupPlugin = ({ config }) => config.mapping`,
      'Read It in attachments',
      `//- /plugin.json\n{ "config": [{ "key": "mapping", "type": "attachment" }, { "key": "api-key", "type": "string" }, { "key": "webhookURL", "type": "string" }] }\n//- /index.js\nexport const setupPlugin = ({ config, attachments }) => attachments.mapping`,
    ],
    'an attachment behind a constant': [
      `//- /plugin.json\n{ "config": [{ "key": "mapping", "type": "attachment" }, { "key": "api-key", "type": "string" }, { "key": "webhookURL", "type": "string" }] }\n//- /index.js\nexport const setupPlugin = (meta) => { const config = meta.config; return config.mapping }`,
      'Read It in attachments',
      `//- /plugin.json\n{ "config": [{ "key": "mapping", "type": "attachment" }, { "key": "api-key", "type": "string" }, { "key": "webhookURL", "type": "string" }] }\n//- /index.js\nexport const setupPlugin = (meta) => { const config = meta.config; return meta.attachments.mapping }`,
    ],
    'a slip of the pen in brackets': [
      `//- /plugin.json\n{ "config": [{ "key": "list", "type": "attachment" }, { "key": "apiKey", "type": "string" }] }\n//- /index.js\nexport const setupPlugin = ({ config }) => config['api-key']`,
      'Change to apiKey',
      `//- /plugin.json\n{ "config": [{ "key": "list", "type": "attachment" }, { "key": "apiKey", "type": "string" }] }\n//- /index.js\nexport const setupPlugin = ({ config }) => config['apiKey']`,
    ],
    'a setting among the attachments': [
      `//- /plugin.json\n{ "config": [{ "key": "list", "type": "attachment" }, { "key": "apiKey", "type": "string" }] }\n//- /index.js\nexport const setupPlugin = ({ attachments }) => attachments.apiKey`,
      'Read It in config',
      `//- /plugin.json\n{ "config": [{ "key": "list", "type": "attachment" }, { "key": "apiKey", "type": "string" }] }\n//- /index.js\nexport const setupPlugin = ({ attachments, config }) => config.apiKey`,
    ],
    'an attachment that a pattern takes alone': [
      `//- /plugin.json\n{ "config": [{ "key": "list", "type": "attachment" }, { "key": "apiKey", "type": "string" }] }\n//- /index.js\nexport const setupPlugin = ({ config }) => { const { list } = config; return list }`,
      'Read It in attachments',
      `//- /plugin.json\n{ "config": [{ "key": "list", "type": "attachment" }, { "key": "apiKey", "type": "string" }] }\n//- /index.js\nexport const setupPlugin = ({ config, attachments }) => { const { list } = attachments; return list }`,
    ],
    'an attachment that a pattern takes out of meta.config': [
      `//- /plugin.json\n{ "config": [{ "key": "list", "type": "attachment" }, { "key": "apiKey", "type": "string" }] }\n//- /index.js\nexport const setupPlugin = (meta) => { const { list } = meta.config; return list }`,
      'Read It in attachments',
      `//- /plugin.json\n{ "config": [{ "key": "list", "type": "attachment" }, { "key": "apiKey", "type": "string" }] }\n//- /index.js\nexport const setupPlugin = (meta) => { const { list } = meta.attachments; return list }`,
    ],
    'a slip of the pen in a pattern': [
      `//- /plugin.json\n{ "config": [{ "key": "mapping", "type": "attachment" }, { "key": "api-key", "type": "string" }, { "key": "webhookURL", "type": "string" }] }\n//- /index.js\nexport const setupPlugin = ({ config }) => { const { webhookUrl } = config; return webhookUrl }`,
      'Change to webhookURL',
      `//- /plugin.json\n{ "config": [{ "key": "mapping", "type": "attachment" }, { "key": "api-key", "type": "string" }, { "key": "webhookURL", "type": "string" }] }\n//- /index.js\nexport const setupPlugin = ({ config }) => { const { webhookURL: webhookUrl } = config; return webhookUrl }`,
    ],
    'a slip of the pen before a name': [
      `//- /plugin.json\n{ "config": [{ "key": "mapping", "type": "attachment" }, { "key": "api-key", "type": "string" }, { "key": "webhookURL", "type": "string" }] }\n//- /index.js\nexport const setupPlugin = ({ config }) => { const { apiKey: key } = config; return key }`,
      'Change to api-key',
      `//- /plugin.json\n{ "config": [{ "key": "mapping", "type": "attachment" }, { "key": "api-key", "type": "string" }, { "key": "webhookURL", "type": "string" }] }\n//- /index.js\nexport const setupPlugin = ({ config }) => { const { 'api-key': key } = config; return key }`,
    ],
    'a slip of the pen for what is no name': [
      `//- /plugin.json\n{ "config": [{ "key": "mapping", "type": "attachment" }, { "key": "api-key", "type": "string" }, { "key": "webhookURL", "type": "string" }] }\n//- /index.js\nexport const setupPlugin = ({ config }) => config.apiKey`,
      'Change to api-key',
      `//- /plugin.json\n{ "config": [{ "key": "mapping", "type": "attachment" }, { "key": "api-key", "type": "string" }, { "key": "webhookURL", "type": "string" }] }\n//- /index.js\nexport const setupPlugin = ({ config }) => config['api-key']`,
    ],
    'a choice that is missing': [
      `//- /plugin.json\n{ "config": [{ "key": "mode", "type": "choice", "choices": ["on", "off"] }] }\n//- /index.js\nexport const onEvent = (event, meta) => meta.config.mode == 'always'`,
      'Add always to the Choices',
      `//- /plugin.json\n{ "config": [{ "key": "mode", "type": "choice", "choices": ["on", "off", "always"] }] }\n//- /index.js\nexport const onEvent = (event, meta) => meta.config.mode == 'always'`,
    ],
    'a slip of the pen': [
      `//- /plugin.json\n{ "config": [{ "key": "webhookURL", "type": "string" }] }\n//- /index.js\nexport const onEvent = (event, meta) => meta.config.webhookUrl`,
      'Change to webhookURL',
      `//- /plugin.json\n{ "config": [{ "key": "webhookURL", "type": "string" }] }\n//- /index.js\nexport const onEvent = (event, meta) => meta.config.webhookURL`,
    ],
    'a field that is missing': [
      `//- /plugin.json\n{\n  "config": []\n}\n//- /index.js\nexport const onEvent = (event, meta) => meta.config.webhookUrl`,
      'Add webhookUrl to plugin.json',
      `//- /plugin.json\n{\n  "config": [\n    {\n      "key": "webhookUrl",\n      "name": "Webhook url",\n      "type": "string",\n      "default": ""\n    }\n  ]\n}\n//- /index.js\nexport const onEvent = (event, meta) => meta.config.webhookUrl`,
    ],
    'a manifest without config': [
      `//- /plugin.json\n{ "name": "Mine" }\n//- /index.js\nexport const onEvent = (event, meta) => meta.config.a`,
      'Add a to plugin.json',
      `//- /plugin.json\n{ "name": "Mine", "config": [{ "key": "a", "name": "A", "type": "string", "default": "" }] }\n//- /index.js\nexport const onEvent = (event, meta) => meta.config.a`,
    ],
    'a manifest on one line': [
      `//- /plugin.json\n{ "config": [{ "key": "b", "type": "string" }], "main": "index.js" } \n//- /index.js\nexport const onEvent = (event, meta) => meta.config.a`,
      'Add a to plugin.json',
      `//- /plugin.json\n{ "config": [{ "key": "b", "type": "string" }, { "key": "a", "name": "A", "type": "string", "default": "" }], "main": "index.js" } \n//- /index.js\nexport const onEvent = (event, meta) => meta.config.a`,
    ],
    'a manifest with a field in each line': [
      `//- /plugin.json\n{\n\t"config": [\n\t\t{ "key": "b", "type": "string" }\n\t]\n}\n//- /index.js\nexport const onEvent = (event, meta) => meta.config.a`,
      'Add a to plugin.json',
      `//- /plugin.json\n{\n\t"config": [\n\t\t{ "key": "b", "type": "string" },\n\t\t{ "key": "a", "name": "A", "type": "string", "default": "" }\n\t]\n}\n//- /index.js\nexport const onEvent = (event, meta) => meta.config.a`,
    ],
    'a manifest without blanks': [
      `//- /plugin.json\n{"config":[{"key":"b","type":"string"}]}\n//- /index.js\nexport const onEvent = (event, meta) => meta.config.a`,
      'Add a to plugin.json',
      `//- /plugin.json\n{"config":[{"key":"b","type":"string"},{"key":"a","name":"A","type":"string","default":""}]}\n//- /index.js\nexport const onEvent = (event, meta) => meta.config.a`,
    ],
    'an object of fields': [
      `//- /plugin.json\n{\n    "config": {\n        "b": {\n            "type": "string"\n        }\n    }\n}\n//- /index.js\nexport const onEvent = (event, meta) => meta.config.a`,
      'Add a to plugin.json',
      `//- /plugin.json\n{\n    "config": {\n        "b": {\n            "type": "string"\n        },\n        "a": {\n            "name": "A",\n            "type": "string",\n            "default": ""\n        }\n    }\n}\n//- /index.js\nexport const onEvent = (event, meta) => meta.config.a`,
    ],
  },
});
