import { testRule } from '../../ruleCases.ts';

testRule('config-unused', {
  marks: {
    'a field that no code mentions': `
//- /plugin.json
{ "config": [{ "key": "url", "type": "string" }, { "key": "old", "type": "string" }] }
                                                        //^^^^^ hint config-unused: Use it, or remove it
//- /index.js
export const onEvent = (event, { config }) => config.url
`,
  },
  leaves: {
    'a key that is being typed': `//- /plugin.json\n{ "config": [{ "key": "", "type": "string" }] }\n//- /index.js\nexport function onEvent() {}`,
    'a field that steers another': `
//- /plugin.json
{ "config": [{ "key": "mode", "type": "choice", "choices": ["a", "b"] }, { "key": "url", "visible_if": [["mode", "a"]] }] }
//- /index.js
export const onEvent = (event, { config }) => config.url
`,
    'a key that is escaped in the code': `
//- /plugin.json
{ "config": [{ "key": "a\\\\b" }] }
//- /index.js
export const onEvent = (event, { config }) => config['a\\\\b']
`,
    'keys that are put together': `
//- /plugin.json
{ "config": [{ "key": "fieldA" }, { "key": "fieldB" }] }
//- /index.js
export const onEvent = (event, { config }) => ['A', 'B'].map((k) => config['field' + k])
`,
    'keys that are named anywhere': `
//- /plugin.json
{ "config": [{ "key": "url" }, { "key": "keys" }, { "markdown": "Text" }, { "key": "exportEventsToIgnore" }] }
//- /index.js
import './more'
export const onEvent = (event, { config }) => config.url
//- /more.js
export const names = ['keys']
`,
    'a config that is read by any key': `
//- /plugin.json
{ "config": [{ "key": "a" }] }
//- /index.js
export const onEvent = (event, { config }) => config[event.event]
`,
    'a config that is handed on': `
//- /plugin.json
{ "config": [{ "key": "a" }] }
//- /index.js
export const onEvent = (event, { config }) => send(config)
`,
    'a field for the site app': `
//- /plugin.json
{ "config": [{ "key": "a", "site": true }] }
//- /index.js
export const onEvent = () => {}
`,
    'an app whose code is elsewhere': `
//- /plugin.json
{ "config": [{ "key": "a" }], "main": "dist/index.js" }
//- /tool.js
console.log()
`,
  },
  fixes: {
    'a field': [
      `//- /plugin.json\n{\n  "config": [\n    { "key": "old" },\n    { "key": "url" }\n  ]\n}\n//- /index.js\nexport const onEvent = (event, { config }) => config.url`,
      'Remove old',
      `//- /plugin.json\n{\n  "config": [\n    { "key": "url" }\n  ]\n}\n//- /index.js\nexport const onEvent = (event, { config }) => config.url`,
    ],
  },
});
