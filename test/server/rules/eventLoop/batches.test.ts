/** Batches of exportEvents: walked in every way, and asked for what stands at a place or how long they are. */
import { expect, it } from 'vitest';
import { loopGradesIn } from '../../check.ts';

/** Ways to look at each event; `CAPTURE` is what is done with it. */
const walks: Readonly<Record<string, string>> = {
  'for of': `for (const e of events) { CAPTURE }`,
  'an index': `for (let i = 0; i < events.length; i++) { const e = events[i]; CAPTURE }`,
  'an index, with the length beside it': `for (let i = 0, n = events.length; i < n; i += 1) { const e = events[i]; CAPTURE }`,
  'an index from the end': `for (let i = events.length - 1; i >= 0; i--) { const e = events[i]; CAPTURE }`,
  'an index and at': `for (let i = 0; i < events.length; i++) { const e = events.at(i); CAPTURE }`,
  while: `let i = 0; while (i < events.length) { const e = events[i++]; CAPTURE }`,
  'for in': `for (const i in events) { const e = events[i]; CAPTURE }`,
  'the index of a callback': `events.forEach((_, i) => { const e = events[i]; CAPTURE })`,
  shift: `while (events.length > 0) { const e = events.shift(); CAPTURE }`,
  'the first and the rest': `const [first, ...rest] = events; for (const e of [first, ...rest]) { CAPTURE }`,
};

const captures = {
  ends: `if (e.event !== 'x') posthog.capture('x')`,
  loops: `if (e.event !== 'y') posthog.capture('x')`,
};

it.each(
  Object.entries(walks).flatMap(([name, walk]) =>
    Object.entries(captures).map(
      ([grade, capture]) => [name, grade, walk.replace('CAPTURE', capture)] as const,
    ),
  ),
)('%s: %s', (_name, grade, body) => {
  expect(loopGradesIn(`export async function exportEvents(events) { ${body} }`)).toEqual([grade]);
});

it.each<[string, string, string]>([
  ['the first may be another event', `const [first] = events; if (first.event === 'x') return`, 'may-loop'],
  ['the first by its place', `if (events[0].event === 'x') return`, 'may-loop'],
  ['the first by at', `if (events.at(0).event === 'x') return`, 'may-loop'],
  ['each has an id', `const [first] = events; if (!first.uuid) return`, 'loops'],
  ['each has an id, asked of the first', `if (!events[0].uuid) return`, 'loops'],
  [
    'each has an id, so that nothing is captured twice',
    `const [first] = events; if (first.uuid) return`,
    'ends',
  ],
  ['there is always one', `if (events.length === 0) return`, 'loops'],
  ['nobody knows how many there are', `if (events.length === 1) return`, 'may-loop'],
  [
    'nor behind a loop over them',
    `for (let i = 0; i < events.length; i++) console.log(i); if (events.length === 1) return`,
    'may-loop',
  ],
])('%s', (_name, guard, grade) => {
  const code = `export async function exportEvents(events) { ${guard}; posthog.capture('x') }`;
  expect(loopGradesIn(code)).toEqual([grade]);
});

/** Lists that are filled on some ways only: whether there is anything in one tells which way it was. */
const filled = (condition: string): string =>
  `export async function onEvent(event, { config }) {
  const todo = []
  if (${condition}) todo.push(event)
  if (todo.length === 0) return
  posthog.capture('x', { done: event.properties.done })
}`;

it.each<[string, string]>([
  [`event.event === 'a'`, 'ends'],
  [`event.event !== 'a'`, 'loops'],
  [`!event.properties.done`, 'loops'],
  [`event.properties.plan`, 'ends'],
  [`config.on === 'yes'`, 'may-loop'],
])('a list that is filled when %s: %s', (condition, grade) => {
  expect(loopGradesIn(filled(condition))).toEqual([grade]);
});
