import { testRule } from '../../ruleCases.ts';

testRule('export-overridden', {
  marks: {
    'a batch beside processEvent': `
export function processEvent(event) { return event }
export function processEventBatch(events) { return events }
              //^^^^^^^^^^^^^^^^^ warning export-overridden: only in apps without processEvent
`,
  },
  leaves: {
    'a batch alone': `export function processEventBatch(events) { return events }`,
    'a batch that is not exported': `export function processEvent(event) { return event }\nfunction processEventBatch(events) { return events }`,
  },
});
