import { expect, it } from 'vitest';
import { findingsIn } from '../../check.ts';
import { only } from '../../levels.ts';
import { testRule } from '../../ruleCases.ts';

testRule('unguarded-properties', {
  marks: {
    'taken apart': `
export function processEvent(event) {
  const { properties } = event
  if (event.event === '$pageview') properties.seen = true
                                 //^^^^^^^^^^ information unguarded-properties: have no properties
  return event
}
`,
    'in a helper': `
const stamp = (given) => { given.properties['stamp'] = 1 }
                         //^^^^^^^^^^^^^^^^ information unguarded-properties: have no properties
export function processEvent(event) {
  stamp(event)
  return event
}
`,
    'a write': `
export function processEvent(event) {
  event.properties.seen = true
//^^^^^^^^^^^^^^^^ information unguarded-properties: Write event.properties ??= {}
  return event
}`,
    'a read, once': `
exports.processEvent = (event) => {
  if (event.properties['$ip']) delete event.properties['$ip']
    //^^^^^^^^^^^^^^^^ information unguarded-properties: have no properties
  return event
}`,
  },
  leaves: {
    'a helper behind a test': `
const stamp = (given) => { given.properties['stamp'] = 1 }
export function processEvent(event) {
  if (event.properties) stamp(event)
  return event
}
`,
    'taken apart with a default': `
export function processEvent(event) {
  const { properties = {} } = event
  properties.seen = true
  return { ...event, properties }
}
`,
    'taken apart, then tested': `
export function processEvent(event) {
  const { properties } = event
  if (properties) properties.seen = true
  return event
}
`,
    'a condition': `export function processEvent(event) { if (event.properties) event.properties.seen = true; return event }`,
    'an early return': `export function processEvent(event) { if (!event.properties) return event; event.properties.a = 1; return event }`,
    'a default': `export function processEvent(event) { event.properties ??= {}; event.properties.a = 1; return event }`,
    'another default': `export function processEvent(event) { event.properties = event.properties || {}; event.properties.a = 1; return event }`,
    'optional chaining': `export function processEvent(event) { console.log(event.properties?.a); return event }`,
    'a spread': `export function processEvent(event) { return { ...event, properties: { ...event.properties, a: 1 } } }`,
    'onEvent, where they are always there': `export function onEvent(event) { console.log(event.properties.a) }`,
  },
  fixes: {
    'a function that begins with a comment': [
      `export function processEvent(event) { // all of them\n  // Marks it.\n  /* now */ event.properties.seen = true\n  return event\n}`,
      'Begin with Empty Properties',
      `export function processEvent(event) { // all of them\n  event.properties ??= {}\n  // Marks it.\n  /* now */ event.properties.seen = true\n  return event\n}`,
    ],
    'a function': [
      `export function processEvent(event) {\n  event.properties.seen = true\n  return event\n}`,
      'Begin with Empty Properties',
      `export function processEvent(event) {\n  event.properties ??= {}\n  event.properties.seen = true\n  return event\n}`,
    ],
  },
});

it('looks at onEvent, too, for the server of 2021, which hands it the event as it came in', () => {
  const code = 'export function onEvent(event) { console.log(event.properties.a) }';
  const levels = { ...only('unguarded-properties'), profile: 'plugin-server-1.10.5' };
  expect(findingsIn(code, levels)).toMatchObject([{ rule: 'posthog-apps/unguarded-properties' }]);
});
