import { testRule } from '../../ruleCases.ts';

testRule('event-list', {
  marks: {
    'a member of the list': `
export async function exportEvents(event, meta) { await fetch(meta.config.url, { body: event.properties.plan + event.uuid }) }
                                                                                           //^^^^^^^^^^ error event-list: PostHog calls exportEvents with a list of events, and a list has no properties.
`,
    'what a pattern takes out of it': `
exports.exportEvents = async ({ event, properties }, meta) => console.log(event, properties)
                              //^^^^^ error event-list: a list has no event
`,
    'what a pattern takes out of it later': `
export const processEventBatch = (all) => { const { distinct_id: id } = all; return id ? all : [] }
                                                  //^^^^^^^^^^^ error event-list: PostHog calls processEventBatch with a list
`,
    'a type that is wrong': `//- /index.ts
export function exportEvents(one: PluginEvent) { console.log(one.event) }
                                                               //^^^^^ error event-list: no event
`,
  },
  leaves: {
    'what a list has': `export function exportEvents(events) { console.log(events.length, events.map((event) => event.properties)) }`,
    'members of one of them': `export function exportEvents(events) { for (const event of events) console.log(event.event, events[0].uuid) }`,
    'handlers of one event': `export function onEvent(event) { console.log(event.properties) }`,
    'a list that is typed, where the editor says it': `//- /index.ts\nexport function exportEvents(events: { length: number }[]) { console.log(events.properties) }`,
    'what a pattern takes out of one': `export function exportEvents([{ event, properties }]) { console.log(event, properties) }`,
  },
});
