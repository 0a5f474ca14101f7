import { testRule } from '../../ruleCases.ts';

testRule('manifest-field', {
  marks: {
    'a value in a condition that is none of the choices': `
//- /plugin.json
{ "config": [{ "key": "mode", "type": "choice", "choices": ["on", "off"] }, { "key": "b", "type": "string", "visible_if": [["mode", "onn"], ["mode"], ["mode", ""]] }] }
                                                                                                                                  //^^^^^ warning manifest-field: onn is none of the choices of mode, so this never holds. Use one of on, off.
                                                                                                                                  // fix: Change to on
                                                                                                                                  // fix: Change to off
                                                                                                                                                             //^^ warning manifest-field: mode cannot be onn and "" at once, so this never holds.
                                                                                                                                                             // fix: Remove This Pair
//- /index.js
export function onEvent() {}
`,
    'defaults of another kind, choices of no choice, and a condition on itself': `
//- /plugin.json
{ "config": [{ "key": "a", "type": "json", "default": "{a" }, { "key": "b", "type": "string", "choices": ["S"], "visible_if": [["b", "x"]] }], "publicJobs": { "go": { "payload": { "n": { "type": "number", "default": "x" }, "m": { "type": "number", "default": "5" } } } } }
                                                    //^^^^ warning manifest-field: This default is no JSON
                                                    // fix: Remove the Default
                                                                                                       //^^^^^ warning manifest-field: Only a field of the type choice has choices
                                                                                                       // fix: Change the Type to choice
                                                                                                       // fix: Remove the Choices
                                                                                                                              //^^^ warning manifest-field: b asks for its own value here
                                                                                                                              // fix: Remove This Pair
                                                                                                                                                                                                                      //^^^ warning manifest-field: PostHog expects a number for this default
                                                                                                                                                                                                                      // fix: Remove the Default
                                                                                                                                                                                                                                                                 //^^^ warning manifest-field: PostHog expects a number for this default
                                                                                                                                                                                                                                                                 // fix: Change to 5
//- /index.js
export const jobs = { go() {} }
`,
    'texts that are empty, and a job beside the one that it is like': `
//- /plugin.json
{ "config": [{ "key": "a", "type": "" }, { "key": "b", "type": "string", "visible_if": [[""]] }], "publicJobs": { "rebild": {}, "rebuild": {} } }
                                 //^^ warning manifest-field: no config fields of the type "", and
                                                                                       //^^ warning manifest-field: There is no config field "", so
                                                                                                                //^^^^^^^^ warning manifest-field: exports no job rebild, so its button does nothing. Write it
                                                                                                                // fix: Remove rebild
//- /index.js
export const jobs = { rebuild() {} }
`,
    'two values of one field in a condition': `
//- /plugin.json
{ "config": [{ "key": "a", "type": "string" }, { "key": "b", "type": "string", "required_if": [["a", "x"], ["a", "y"]] }] }
                                                                                                               //^^^ warning manifest-field: a cannot be x and y at once
//- /index.js
export function onEvent() {}
`,
    'names of other tools': `
//- /plugin.json
{ "desc": "x", "title": "Mine", "config": [], "publicJobs": { "send": { "payload": { "to": { "type": "string", "titel": "To" } } } } }
//^^^^^^ warning manifest-field: PostHog does not know desc. Did you mean description?
             //^^^^^^^ warning manifest-field: PostHog does not know title. Did you mean name?
                                                                                                             //^^^^^^^ warning manifest-field: PostHog does not know titel. Did you mean title?
//- /index.js
export const jobs = { send() {} }
`,
    'names of other tools in a public job': `
//- /plugin.json
{ "config": [], "publicJobs": { "send": { "paylod": {} }, "more": { "fields": {} } } }
                                        //^^^^^^^^ warning manifest-field: PostHog does not know paylod. Did you mean payload?
                                        // fix: Rename to payload
                                                                  //^^^^^^^^ warning manifest-field: PostHog does not know fields. Did you mean payload?
//- /index.js
export const jobs = { send() {}, more() {} }
`,
    'entries that are no fields': `
//- /plugin.json
{ "config": ["apiKey", "A text in the form.", 5] }
           //^^^^^^^^ warning manifest-field: This is not a field
           // fix: Make It a Field
           // fix: Remove This Entry
                     //^^^^^^^^^^^^^^^^^^^^^ warning manifest-field: This is not a field
                                            //^ warning manifest-field: This is not a field
//- /index.js
export function onEvent() {}
`,
    'choices that are no texts, or there twice': `
//- /plugin.json
{ "config": [{ "key": "a", "type": "choice", "choices": ["a", 5, "a"] }] }
                                                            //^ warning manifest-field: A choice is a text in quotes
                                                            // fix: Change to "5"
                                                               //^^^ warning manifest-field: The choice a appears twice in this list.
                                                               // fix: Remove This Choice
//- /index.js
export function onEvent() {}
`,
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
    'a field that is to be filled in without a key': `
//- /plugin.json
{ "config": [{ "type": "string" }] }
           //^^^^^^^^^^^^^^^^^^^^ warning manifest-field: has no key yet
//- /index.js
export function onEvent() {}
`,
    'choices that are no list, once': `
//- /plugin.json
{ "config": [{ "key": "a", "type": "choice", "choices": "fast, slow" }, { "key": "b", "type": "string", "required": "yes" }] }
                                                      //^^^^^^^^^^^^ warning manifest-field: nothing to choose from
                                                                                                                  //^^^^^ warning manifest-field: required takes true or false, without quotes.
//- /index.js
export function onEvent() {}
`,
    'a key that is being typed, once': `
//- /plugin.json
{ "config": [{ "key": "" }, { "key": "", "type": "choice" }] }
                    //^^ warning manifest-field: has no key yet
                                   //^^ warning manifest-field: has no key yet
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
    'a default that is none of the choices, with each of them': `
//- /plugin.json
{ "config": [{ "key": "a", "type": "choice", "choices": ["on", "off", "auto"], "default": "of" }] }
                                                                                        //^^^^ warning manifest-field: none of the choices
                                                                                        // fix: Change to off
                                                                                        // fix: Change to on
                                                                                        // fix: Change to auto
//- /index.js
export function onEvent() {}
`,
    'a default that is none of the choices, one of which is empty': `
//- /plugin.json
{ "config": [{ "key": "a", "type": "choice", "choices": ["", "one"], "default": "two" }] }
                                                                              //^^^^^ warning manifest-field: Use one of "", one.
                                                                              // fix: Change to ""
                                                                              // fix: Change to one
//- /index.js
export function onEvent() {}
`,
    'values of another kind': `
//- /plugin.json
{ "name": 5, "stateless": "true", "config": [{ "key": "a", "type": "string", "default": 10, "required": "true", "choices": "x" }] }
        //^ warning manifest-field: name takes a text in quotes
                        //^^^^^^ warning manifest-field: stateless takes true or false, without quotes
                                                                                      //^^ warning manifest-field: default takes a text in quotes
                                                                                                      //^^^^^^ warning manifest-field: true or false
                                                                                                                         //^^^ warning manifest-field: a list in brackets
//- /index.js
export function onEvent() {}
`,
    'names at the top, and versions': `
//- /plugin.json
{ "descripton": "x", "config": [], "posthogVersion": "version 1.25.0" }
//^^^^^^^^^^^^ warning manifest-field: Did you mean description?
                                                   //^^^^^^^^^^^^^^^^ warning manifest-field: Invalid PostHog semantic version requirement
//- /index.js
export function onEvent() {}
`,
    conditions: `
//- /plugin.json
{ "config": [{ "key": "mode", "type": "string" }, { "key": "b", "type": "string", "visible_if": ["mode", "x"], "required_if": [["mod", "x"]] }] }
                                                                                              //^^^^^^^^^^^^^ warning manifest-field: a list of pairs
                                                                                                                              //^^^^^ warning manifest-field: Did you mean mode?
//- /index.js
export function onEvent() {}
`,
    'a config without a state': `
//- /plugin.json
{ "stateless": true, "config": [{ "key": "a", "type": "string" }] }
             //^^^^ warning manifest-field: Stateless plugins cannot have a config!
//- /index.js
export function onEvent() {}
`,
    'public jobs': `
//- /plugin.json
{ "publicJobs": { "resent": { "payload": { "from": { "type": "integer" }, "to": { "title": "To" } } } }, "config": [] }
                //^^^^^^^^ warning manifest-field: Did you mean resend?
                                                           //^^^^^^^^^ warning manifest-field: one of the types string, boolean, json, number, date, daterange
                                                                        //^^^^ warning manifest-field: one of the types
//- /index.js
export const jobs = { resend: async (payload) => {} }
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
    'versions, conditions and public jobs as they should be': `
//- /plugin.json
{ "posthogVersion": ">= 1.25.0, < 2", "stateless": false, "config": [{ "key": "a", "type": "string", "default": null }, { "key": "b", "type": "string", "visible_if": [["a", ""], ["a"]] }], "publicJobs": { "resend": { "payload": { "from": { "type": "date", "default": 5 } } } } }
//- /index.js
export const jobs = { resend: async (payload) => {} }
`,
    'public jobs whose code is elsewhere': `
//- /plugin.json
{ "config": [], "publicJobs": { "resend": {} } }
//- /index.js
import { resend } from './more'
const named = { [resend.name]: resend }
export const jobs = named
`,
    'names that nobody knows': `
//- /plugin.json
{ "config": [{ "key": "a", "type": "string", "x-internal": 1 }], "whatever": {} }
//- /index.js
export function onEvent() {}
`,
  },
  fixes: {
    'a field without a key': [
      `//- /plugin.json\n{ "config": [{ "name": "API token", "type": "string" }] }\n//- /index.js\nexport function onEvent() {}`,
      'Give It the Key apiToken',
      `//- /plugin.json\n{ "config": [{ "name": "API token", "type": "string", "key": "apiToken" }] }\n//- /index.js\nexport function onEvent() {}`,
    ],
    'an empty list of choices': [
      `//- /plugin.json\n{ "config": [{ "key": "a", "type": "choice", "choices": [] }] }\n//- /index.js\nexport function onEvent() {}`,
      'Add Choices',
      `//- /plugin.json\n{ "config": [{ "key": "a", "type": "choice", "choices": ["Yes", "No"] }] }\n//- /index.js\nexport function onEvent() {}`,
    ],
    'choices that are no texts': [
      `//- /plugin.json\n{ "config": [{ "key": "a", "type": "choice", "choices": [1, 2] }] }\n//- /index.js\nexport function onEvent() {}`,
      'Write Them as Texts',
      `//- /plugin.json\n{ "config": [{ "key": "a", "type": "choice", "choices": ["1", "2"] }] }\n//- /index.js\nexport function onEvent() {}`,
    ],
    'choices in one text, the default with them': [
      `//- /plugin.json\n{ "config": [{ "key": "a", "type": "choice", "choices": "fast, slow", "default": "later" }] }\n//- /index.js\nexport function onEvent() {}`,
      'Write Them as Texts',
      `//- /plugin.json\n{ "config": [{ "key": "a", "type": "choice", "choices": ["later", "fast", "slow"], "default": "later" }] }\n//- /index.js\nexport function onEvent() {}`,
    ],
    'no choices beside a default': [
      `//- /plugin.json\n{ "config": [{ "key": "a", "type": "choice", "default": "fast" }] }\n//- /index.js\nexport function onEvent() {}`,
      'Add Choices',
      `//- /plugin.json\n{ "config": [{ "key": "a", "type": "choice", "default": "fast", "choices": ["fast", "Yes", "No"] }] }\n//- /index.js\nexport function onEvent() {}`,
    ],
    'a public job that the code does not have': [
      `//- /plugin.json\n{ "config": [], "publicJobs": { "go": {}, "send mails": {} } }\n//- /index.js\nexport const jobs = { go: async () => {} }`,
      'Remove send mails',
      `//- /plugin.json\n{ "config": [], "publicJobs": { "go": {} } }\n//- /index.js\nexport const jobs = { go: async () => {} }`,
    ],
    'a boolean': [
      `//- /plugin.json\n{ "config": [{ "key": "a", "type": "boolean" }] }\n//- /index.js\nexport function onEvent() {}`,
      'Change to choice',
      `//- /plugin.json\n{ "config": [{ "key": "a", "type": "choice", "choices": ["Yes", "No"] }] }\n//- /index.js\nexport function onEvent() {}`,
    ],
    'a boolean with a default': [
      `//- /plugin.json\n{ "config": [{ "key": "a", "type": "bool", "default": "true" }] }\n//- /index.js\nexport function onEvent() {}`,
      'Change to choice',
      `//- /plugin.json\n{ "config": [{ "key": "a", "type": "choice", "default": "Yes", "choices": ["Yes", "No"] }] }\n//- /index.js\nexport function onEvent() {}`,
    ],
    'a choice under another name, whose default is like one of its choices': [
      `//- /plugin.json\n{ "config": [{ "key": "a", "type": "select", "choices": ["eu", "usa"], "default": "USA" }] }\n//- /index.js\nexport function onEvent() {}`,
      'Change to choice',
      `//- /plugin.json\n{ "config": [{ "key": "a", "type": "choice", "choices": ["eu", "usa"], "default": "usa" }] }\n//- /index.js\nexport function onEvent() {}`,
    ],
    'a choice under another name, whose default is like none of them': [
      `//- /plugin.json\n{ "config": [{ "key": "a", "type": "select", "default": "somewhere", "choices": ["eu", "usa"] }] }\n//- /index.js\nexport function onEvent() {}`,
      'Change to choice',
      `//- /plugin.json\n{ "config": [{ "key": "a", "type": "choice", "choices": ["eu", "usa"] }] }\n//- /index.js\nexport function onEvent() {}`,
    ],
    'a boolean with a field in each line': [
      `//- /plugin.json\n{\n  "config": [\n    {\n      "key": "a",\n      "type": "boolean"\n    }\n  ]\n}\n//- /index.js\nexport function onEvent() {}`,
      'Change to choice',
      `//- /plugin.json\n{\n  "config": [\n    {\n      "key": "a",\n      "type": "choice",\n      "choices": [\n        "Yes",\n        "No"\n      ]\n    }\n  ]\n}\n//- /index.js\nexport function onEvent() {}`,
    ],
    'a name': [
      `//- /plugin.json\n{ "config": [{ "key": "a", "type": "string", "description": "b" }] }\n//- /index.js\nexport function onEvent() {}`,
      'Rename to hint',
      `//- /plugin.json\n{ "config": [{ "key": "a", "type": "string", "hint": "b" }] }\n//- /index.js\nexport function onEvent() {}`,
    ],
    'a text that is none': [
      `//- /plugin.json\n{ "config": [{ "key": "a", "type": "string", "default": 10 }] }\n//- /index.js\nexport function onEvent() {}`,
      'Change to "10"',
      `//- /plugin.json\n{ "config": [{ "key": "a", "type": "string", "default": "10" }] }\n//- /index.js\nexport function onEvent() {}`,
    ],
    'a word for true': [
      `//- /plugin.json\n{ "config": [{ "key": "a", "type": "string", "required": "yes" }] }\n//- /index.js\nexport function onEvent() {}`,
      'Change to true',
      `//- /plugin.json\n{ "config": [{ "key": "a", "type": "string", "required": true }] }\n//- /index.js\nexport function onEvent() {}`,
    ],
    'a condition that is no pair': [
      `//- /plugin.json\n{ "config": [{ "key": "a", "type": "string" }, { "key": "b", "type": "string", "visible_if": ["a", "x"] }] }\n//- /index.js\nexport function onEvent() {}`,
      'Put It Into a Pair',
      `//- /plugin.json\n{ "config": [{ "key": "a", "type": "string" }, { "key": "b", "type": "string", "visible_if": [["a", "x"]] }] }\n//- /index.js\nexport function onEvent() {}`,
    ],
    'a config without a state': [
      `//- /plugin.json\n{\n  "name": "A",\n  "stateless": true,\n  "config": [{ "key": "a", "type": "string" }]\n}\n//- /index.js\nexport function onEvent() {}`,
      'Remove stateless',
      `//- /plugin.json\n{\n  "name": "A",\n  "config": [{ "key": "a", "type": "string" }]\n}\n//- /index.js\nexport function onEvent() {}`,
    ],
    'a config without a state, on one line': [
      `//- /plugin.json\n{ "name": "A", "stateless": true, "config": [{ "key": "a", "type": "string" }] }\n//- /index.js\nexport function onEvent() {}`,
      'Remove stateless',
      `//- /plugin.json\n{ "name": "A", "config": [{ "key": "a", "type": "string" }] }\n//- /index.js\nexport function onEvent() {}`,
    ],
    'the type of a payload': [
      `//- /plugin.json\n{ "config": [], "publicJobs": { "go": { "payload": { "n": { "type": "integer" } } } } }\n//- /index.js\nexport const jobs = { go: async () => {} }`,
      'Change to number',
      `//- /plugin.json\n{ "config": [], "publicJobs": { "go": { "payload": { "n": { "type": "number" } } } } }\n//- /index.js\nexport const jobs = { go: async () => {} }`,
    ],
    'a default': [
      `//- /plugin.json\n{ "config": [{ "key": "a", "type": "choice", "choices": ["daily", "hourly"], "default": "dayly" }] }\n//- /index.js\nexport function onEvent() {}`,
      'Change to daily',
      `//- /plugin.json\n{ "config": [{ "key": "a", "type": "choice", "choices": ["daily", "hourly"], "default": "daily" }] }\n//- /index.js\nexport function onEvent() {}`,
    ],
  },
});
