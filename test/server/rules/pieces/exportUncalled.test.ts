import { testRule } from '../../ruleCases.ts';

testRule('export-uncalled', {
  marks: {
    'letters that are wrong': `
export function proccessEvent(event) { return event }
              //^^^^^^^^^^^^^ warning export-uncalled: Use processEvent
exports.setUpPlugin = () => {}
      //^^^^^^^^^^^ warning export-uncalled: Use setupPlugin
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
  },
  leaves: {
    'a helper that the app calls itself': `export function setup(meta) { meta.global.x = 1 }; export const onEvent = (event, meta) => setup(meta)`,
    'a helper with nearly the same name': `export function onEvent() { onEvents() } export function onEvent2() {} export function composeWebhooks() {} export function composeWebhook() {}`,
    'names far from any': `export function process(event) {} export function exporter() {} export function onEvent() {}`,
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
  },
});
