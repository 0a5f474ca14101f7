import { testRule } from '../../ruleCases.ts';

testRule('module-state', {
  marks: {
    'a number in an object of the module': `
const state = { count: 0 }
    //^^^^^ hint module-state: has a state of its own
export function onEvent() { state.count++ }
`,
    counting: `
let count = 0
  //^^^^^ hint module-state: a count of its own
export const onEvent = () => { count++ }
`,
    'a set that grows': `
const seen = new Set()
    //^^^^ hint module-state: a seen of its own
export const onEvent = (event) => { seen.add(event.distinct_id) }
`,
    'a counter': `
let count = 0
  //^^^^^ hint module-state: several threads
export function onEvent() {
  count += 1
}`,
    'a global of PostHog that another value is put in place of': `
export function onEvent() { posthog = { capture() {} } }
                          //^^^^^^^ hint module-state: posthog is a global that PostHog gives to apps. This puts another value in its place for the whole app, in this thread alone
`,
    'a global that our declarations have': `//- /posthog-env.d.ts
declare var URL: any
//- /index.js
export function onEvent() { URL++ }
                          //^^^ hint module-state: URL is a global
`,
  },
  leaves: {
    'a variable of a declaration file': `//- /lib.d.ts\ndeclare var status: string\n//- /index.js\nexport function onEvent() { status = 'seen' }`,
    'a variable with the name of a global': `export function onEvent() { let URL = 1; URL = 2; let posthog; posthog = {} }`,
    'a global that each thread puts another value in place of': `export function setupPlugin() { fetch = null } posthog = { ...posthog }`,
    'what setupPlugin works out': `let client; const names = []; export function setupPlugin() { client = connect(); names.push('a') } export const onEvent = () => client.send(names)`,
    'a memo': `const known = new Map(); export function onEvent(event) { if (!known.has(event.event)) known.set(event.event, event.event.trim()) }`,
    'a list of the function': `export function onEvent(event) { const list = []; list.push(event); let n = 0; n++; return list }`,
    'constants and local variables': `const a = 1; export function onEvent() { let b = a; b += 1 }`,
    'a value that is kept once it is there': `let client; export function onEvent() { client ??= connect() }`,
    'a value that is put together at the top': `let names = []; names = names.concat('a'); export function onEvent() { return names }`,
  },
});
