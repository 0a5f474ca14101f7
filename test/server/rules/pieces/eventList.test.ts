import { expect, it } from 'vitest';
import { findingsIn } from '../../check.ts';
import { only } from '../../levels.ts';
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
    'what apps of 2021 call it': `//- /index.ts\nimport { PluginEvent, PluginMeta } from '@posthog/plugin-scaffold'\nexport async function exportEvents(events: PluginEvent[], meta: PluginMeta) { for (const { properties } of events) console.log(properties?.plan) }`,
    'what a pattern takes out of one': `export function exportEvents([{ event, properties }]) { console.log(event, properties) }`,
  },
  fixes: {
    'a body of lines': [
      `export async function exportEvents(event, { config }) {\n  const { url } = config\n\n  await fetch(url, { body: event.uuid })\n}`,
      'Go through the Events',
      `export async function exportEvents(events, { config }) {\n  for (const event of events) {\n    const { url } = config\n\n    await fetch(url, { body: event.uuid })\n  }\n}`,
    ],
    'a body on one line, with a pattern': [
      `exports.exportEvents = async ({ event, properties }, meta) => { console.log(event, properties) }`,
      'Go through the Events',
      `exports.exportEvents = async (events, meta) => { for (const { event, properties } of events) { console.log(event, properties) } }`,
    ],
    'an event that is typed': [
      `//- /index.ts\nexport const exportEvents = (one: PluginEvent, meta: PluginMeta) => console.log(one.event)`,
      'Go through the Events',
      `//- /index.ts\nexport const exportEvents = (events: PluginEvent[], meta: PluginMeta) => { for (const one of events) console.log(one.event) }`,
    ],
    'an arrow without a block': [
      `export const exportEvents = (one) => console.log(one.event)`,
      'Go through the Events',
      `export const exportEvents = (events) => { for (const one of events) console.log(one.event) }`,
    ],
    'what is made of each': [
      `export function processEventBatch(event, meta) {\n  if (event.event === 'a') return event\n  return { ...event, event: 'b' }\n}`,
      'Go through the Events',
      `export function processEventBatch(events, meta) {\n  return events.map((event) => {\n    if (event.event === 'a') return event\n    return { ...event, event: 'b' }\n  })\n}`,
    ],
    'what is made of each later': [
      `//- /index.ts\nexport async function processEventBatch(event: PluginEvent): Promise<PluginEvent> {\n  event.properties = await (await fetch('https://example.com/' + event.uuid)).json()\n  return event\n}`,
      'Go through the Events',
      `//- /index.ts\nexport async function processEventBatch(events: PluginEvent[]): Promise<PluginEvent[]> {\n  return Promise.all(events.map(async (event) => {\n    event.properties = await (await fetch('https://example.com/' + event.uuid)).json()\n    return event\n  }))\n}`,
    ],
    'what an arrow makes of each': [
      `exports.processEventBatch = (one) => ({ ...one, properties: { ...one.properties, seen: true } })`,
      'Go through the Events',
      `exports.processEventBatch = (events) => events.map((one) => ({ ...one, properties: { ...one.properties, seen: true } }))`,
    ],
  },
});

// What a return means in a loop, and what else is done with the list, nobody knows.
it.each([
  `export function exportEvents(event) { if (event.event) return; console.log(1) }`,
  `export function exportEvents(event) { console.log(event.length, event.properties) }`,
  `export function exportEvents(event) { let events = 1; console.log(event.properties, events) }`,
  'export function exportEvents(event) {\n  console.log(`a\n  b`, event.properties)\n}',
  `export const processEventBatch = (all) => [all.event]`,
  `export function processEventBatch(event) { if (event.event === 'a') return null; return event }`,
  `export function processEventBatch(event) { if (event.event === 'a') return event }`,
  `export function* processEventBatch(event) { yield event.uuid; return event }`,
  `/** @returns {PluginEvent} */\nexport function processEventBatch(event) { event.properties.a = 1; return event }`,
  `//- /index.ts\nexport function processEventBatch(event: PluginEvent): PluginEvent | null { event.properties = {}; return event.uuid ? event : event }`,
])('offers no loop in %s', (source) => {
  expect(
    findingsIn(source, only('event-list')).flatMap(({ fixes }) =>
      fixes.filter(({ isIgnoring }) => isIgnoring !== true),
    ),
  ).toEqual([]);
});
