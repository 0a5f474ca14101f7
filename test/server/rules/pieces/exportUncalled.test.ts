import { testRule } from '../../ruleCases.ts';

testRule('export-uncalled', {
  marks: {
    'letters that are wrong': `
export function proccessEvent(event) { return event }
              //^^^^^^^^^^^^^ warning export-uncalled: Use processEvent
exports.setUpPlugin = () => {}
      //^^^^^^^^^^^ warning export-uncalled: Use setupPlugin
`,
    'a letter that is missing in a short name': `
export function onEvnt(event) { console.log(event.event) }
              //^^^^^^ warning export-uncalled: PostHog never calls onEvnt. Use onEvent
`,
    'a letter that is missing in a short name, exported behind the function': `
function oneven(event) { console.log(event.event) }
       //^^^^^^ warning export-uncalled: Use onEvent
module.exports = { oneven }
`,
    'collections under a name that is nearly right': `
exports.job = { send: async (payload, meta) => {} }
      //^^^ warning export-uncalled: PostHog never reads job. Use jobs.
      // fix: Rename to jobs
exports.Metrics = { sent: 'sum', most: 'max' }
      //^^^^^^^ warning export-uncalled: PostHog never reads Metrics. Use metrics.
exports.onEvent = () => {}
`,
    'a letter too much in the name of a schedule': `
export const runEveryHours = () => {}
           //^^^^^^^^^^^^^ warning export-uncalled: Use runEveryHour.
`,
    'an object that is exported by its name': `
const app = { runEvery5Minutes() {} }
            //^^^^^^^^^^^^^^^^ warning export-uncalled: Use runEveryMinute
export default app
`,
    'a schedule that PostHog does not have': `
export async function runEvery5Minutes() {}
                    //^^^^^^^^^^^^^^^^ warning export-uncalled: Use runEveryMinute
`,
    'names of old types': `
module.exports = {
  onEventWithPostHogEvent(event) {},
//^^^^^^^^^^^^^^^^^^^^^^^ warning export-uncalled: Use onEvent
  runEveryWeek: async () => {},
//^^^^^^^^^^^^ warning export-uncalled: keep the time of the last run
}`,
    'a slip of the pen': `
export const setup = () => {}
           //^^^^^ warning export-uncalled: Use setupPlugin
export function onEvent() {}`,
    'what is no function': `
export const runEveryMinute = 3
           //^^^^^^^^^^^^^^ warning export-uncalled: is a number, so PostHog finds no function there and never runs it
export const onEvent = { handler() {} }
           //^^^^^^^ warning export-uncalled: is an object, not a function, so PostHog cannot call it
export const setupPlugin = null
           //^^^^^^^^^^^ warning export-uncalled: is null, so PostHog finds no function there
export class teardownPlugin {}
           //^^^^^^^^^^^^^^ warning export-uncalled: which PostHog calls without new
export const jobs = 5
           //^^^^ warning export-uncalled: is a number, not an object, so PostHog finds no job there
export const metrics = 1
           //^^^^^^^ warning export-uncalled: so PostHog finds no metric there
`,
    'what is no function, in every style of export': `
exports.processEvent = 'x'
      //^^^^^^^^^^^^ warning export-uncalled: is a text, not a function, so PostHog cannot call it
module.exports.jobs = () => ({})
             //^^^^ warning export-uncalled: is a function, not an object
module.exports = { onEvent: ['a'], runEveryDay: \`\${1}\` }
                 //^^^^^^^ warning export-uncalled: is an array
                                 //^^^^^^^^^^^ warning export-uncalled: is a text
`,
    'a list of metrics': `
export const metrics = ['seen']
           //^^^^^^^ warning export-uncalled: and does not load the app
`,
    'a text for metrics, and jobs without a function': `
export const metrics = 'sum'
           //^^^^^^^ warning export-uncalled: is a text, not an object of metrics
export const jobs = ['send', 1]
           //^^^^ warning export-uncalled: is an array without a function, so none of its jobs can run
`,
    'what never gets a value': `
export let onEvent
         //^^^^^^^ warning export-uncalled: is undefined, so PostHog finds no function there
`,
    'what the app makes that is no function': `
class Handler { constructor(limit) { this.limit = limit } run() { return () => {} } }
export const teardownPlugin = new Handler(1)
           //^^^^^^^^^^^^^^ warning export-uncalled: is an object, not a function
function make() { const limit = 1; return { limit } }
export const onEvent = make()
           //^^^^^^^ warning export-uncalled: is an object, not a function
const load = async () => () => {}
export const runEveryDay = load()
           //^^^^^^^^^^^ warning export-uncalled: is a promise, so PostHog finds no function there
`,
    'what is no function, behind another name': `
const limit = 10
export { limit as runEveryHour }
       //^^^^^ warning export-uncalled: The export runEveryHour is a number
`,
  },
  leaves: {
    'what may be a function': `
let onEvent = null
onEvent = () => {}
const made = JSON.parse('1')
export { onEvent }
export const runEveryDay = made
export const processEvent = made ?? null
`,
    'what may get a value': `
export let onEvent
export let runEveryDay, processEvent
Object.assign({}, { processEvent })
if (typeof posthog === 'object') onEvent = () => {}
runEveryDay = () => {}
`,
    'what is declared alone': [
      `//- /index.ts`,
      `export declare let onEvent: () => void`,
      `export const runEveryDay = () => {}`,
    ].join('\n'),
    'what the app makes that may be a function': `
class Callable { constructor() { return () => {} } }
class Other extends Callable {}
export const onEvent = new Callable()
export const onSnapshot = new Other()
let make = () => ({})
make = () => () => {}
export const setupPlugin = make()
function maybe(isOn) { if (isOn) return () => {}; return {} }
export const runEveryDay = maybe(true)
const wrap = (handle) => (event) => handle(event)
export const processEvent = wrap((event) => event)
export const runEveryHour = new Function('return 1')
`,
    'a list with a job': `export const jobs = [() => {}, 'a']; export const onEvent = () => {}`,
    'an export that comes again, as a function': `
exports.onEvent = null
exports.onEvent = () => {}
`,
    'room that is made for an export': `
exports.onEvent = void 0
exports.onEvent = function () {}
`,
    'a list of kinds of metrics': `export const metrics = ['sum', 1]; export const onEvent = () => {}`,
    'collections that are objects': `export const jobs = []; export const metrics = {}; export const onEvent = () => {}`,
    'files with exports that nobody sees here': `
export * from 'elsewhere'
export const onEvent = 3
`,
    'a helper that the app calls itself': `export function setup(meta) { meta.global.x = 1 }; export const onEvent = (event, meta) => setup(meta)`,
    'a helper with nearly the same name': `export function onEvent() { onEvents() } export function onEvent2() {} export function composeWebhooks() {} export function composeWebhook() {}`,
    'a name near to one of PostHog that the app calls itself': `export function getSetting(meta, key) { return meta.config[key] ?? '' }; export const onEvent = (event, meta) => console.log(getSetting(meta, 'a'))`,
    'a short name that the app uses': `export function onEvnt(event) {} export const runEveryDay = () => onEvnt({})`,
    'a short name beside the right one': `export function onEvnt(event) {} export const onEvent = () => {}`,
    'short names far from any': `export function onSend(event) {} export function event() {} export const evente = () => {}`,
    'names far from any': `export function process(event) {} export function exporter() {} export function onEvent() {}`,
    'objects that are nearly called so and hold something else': `exports.job = { name: 'a', run() {} }; exports.metric = { unit: 'ms' }; exports.onEvent = () => {}`,
    'such an object that the app uses': `export const job = { send() {} }; export const onEvent = () => job.send()`,
    'such an object beside the right one': `export const job = { send() {} }; export const jobs = { send() {} }; export const onEvent = () => {}`,
    'the schedules that there are': `export function runEveryMinute() {} export const runEveryHour = () => {}; export function runEveryDay() {}`,
    'other exports': `export function onEvent() {} export function parse() {} export const VERSION = 1`,
    'a helper beside the function of PostHog': `export function setupPlugin() { setup() } export function setup() {}`,
  },
  fixes: {
    'a schedule': [
      `export async function runEvery5Minutes() {}`,
      'Rename to runEveryMinute',
      `export async function runEveryMinute() {}`,
    ],
    'a function that is exported by its name': [
      `function process_event(event) { return event }\nmodule.exports = { process_event, other: { process_event } }`,
      'Rename to processEvent',
      `function processEvent(event) { return event }\nmodule.exports = { processEvent, other: { process_event: processEvent } }`,
    ],
    'one that is exported behind it': [
      `function setup_plugin(meta) {}\nexport { setup_plugin }`,
      'Rename to setupPlugin',
      `function setupPlugin(meta) {}\nexport { setupPlugin }`,
    ],
    'a schedule that the app calls itself': [
      `export async function runEvery5Minutes(meta) {}\nexport const onEvent = (event, meta) => runEvery5Minutes(meta)`,
      'Rename to runEveryMinute',
      `export async function runEveryMinute(meta) {}\nexport const onEvent = (event, meta) => runEveryMinute(meta)`,
    ],
    'a short name': [
      `export function onEvnt(event) {}`,
      'Rename to onEvent',
      `export function onEvent(event) {}`,
    ],
  },
});
