import { testRule } from '../../ruleCases.ts';

testRule('manifest-field', {
  marks: {
    'a config that is no list': `
//- /plugin.json
{ "config": "oops" }
          //^^^^^^ warning manifest-field: Write "config": []
//- /index.js
export function onEvent() {}
`,
    'types that PostHog does not have': `
//- /plugin.json
{ "config": [{ "key": "a", "type": "boolean" }, { "key": "b", "type": "multiline" }, { "key": "c" }] }
                                 //^^^^^^^^^ warning manifest-field: Use choice with the choices "Yes" and "No"
                                                                    //^^^^^^^^^^^ warning manifest-field: Use string
                                                                                            //^^^ warning manifest-field: has no type
//- /index.js
export function onEvent() {}
`,
    choices: `
//- /plugin.json
{ "config": { "a": { "type": "choice" }, "b": { "type": "choice", "choices": [] }, "c": { "type": "choice", "choices": ["x", "y"], "default": "z" } } }
            //^^^ warning manifest-field: nothing to choose from
                                                                           //^^ warning manifest-field: nothing to choose from
                                                                                                                                            //^^^ warning manifest-field: Use one of x, y
//- /index.js
export function onEvent() {}
`,
    'a key twice, and names of other tools': `
//- /plugin.json
{ "config": [{ "key": "a", "type": "string", "description": "Help" }, { "key": "a", "type": "string", "reqired": true }] }
                                           //^^^^^^^^^^^^^ warning manifest-field: Did you mean hint?
                                                                             //^^^ warning manifest-field: There are two config fields a
                                                                                                    //^^^^^^^^^ warning manifest-field: Did you mean required?
//- /index.js
export function onEvent() {}
`,
  },
  leaves: {
    'a list that is empty, and no list at all': `
//- /plugin.json
{ "config": [] }
//- /index.js
export function onEvent() {}
`,
    'fields as they should be': `
//- /plugin.json
{ "config": [{ "markdown": "Hello" }, { "key": "a", "name": "A", "type": "string", "hint": "h", "secret": true, "required": true }, { "key": "b", "type": "choice", "choices": ["x"], "default": "x" }, { "key": "c", "type": "attachment" }, { "key": "d", "type": "json", "visible_if": [["a", "x"]] }, { "key": "e", "type": "choice", "choices": ["x"], "default": "" }] }
//- /index.js
export function onEvent() {}
`,
    'names that nobody knows': `
//- /plugin.json
{ "config": [{ "key": "a", "type": "string", "x-internal": 1 }], "whatever": {} }
//- /index.js
export function onEvent() {}
`,
  },
  fixes: {
    'a boolean': [
      `//- /plugin.json\n{ "config": [{ "key": "a", "type": "boolean" }] }\n//- /index.js\nexport function onEvent() {}`,
      'Change to choice',
      `//- /plugin.json\n{ "config": [{ "key": "a", "type": "choice", "choices": ["Yes", "No"] }] }\n//- /index.js\nexport function onEvent() {}`,
    ],
    'a name': [
      `//- /plugin.json\n{ "config": [{ "key": "a", "type": "string", "description": "b" }] }\n//- /index.js\nexport function onEvent() {}`,
      'Rename to hint',
      `//- /plugin.json\n{ "config": [{ "key": "a", "type": "string", "hint": "b" }] }\n//- /index.js\nexport function onEvent() {}`,
    ],
    'a default': [
      `//- /plugin.json\n{ "config": [{ "key": "a", "type": "choice", "choices": ["daily", "hourly"], "default": "dayly" }] }\n//- /index.js\nexport function onEvent() {}`,
      'Change to daily',
      `//- /plugin.json\n{ "config": [{ "key": "a", "type": "choice", "choices": ["daily", "hourly"], "default": "daily" }] }\n//- /index.js\nexport function onEvent() {}`,
    ],
  },
});
