import { testRule } from '../../ruleCases.ts';

testRule('export-overridden', {
  marks: {
    'both objects of exports': `
exports.onEvent = (event) => console.log(1)
module.exports = { onEvent: (event) => console.log(2) }
                          //^^^^^^^^^^^^^^^^^^^^^^^^^ warning export-overridden: PostHog calls the other onEvent
`,
    'a default beside a name': `
export function onEvent(event) {}
export default { onEvent(event) {} }
               //^^^^^^^ warning export-overridden: exported by name comes before
`,
    'a batch beside processEvent': `
export function processEvent(event) { return event }
export function processEventBatch(events) { return events }
              //^^^^^^^^^^^^^^^^^ warning export-overridden: only in apps without processEvent
`,
  },
  leaves: {
    'both objects with names of their own': `exports.onEvent = () => {}; module.exports = { setupPlugin: () => {} }`,
    'one function in both': `export function onEvent() {}\nexport default { onEvent }`,
    'a batch alone': `export function processEventBatch(events) { return events }`,
    'a batch that is not exported': `export function processEvent(event) { return event }\nfunction processEventBatch(events) { return events }`,
  },
});
