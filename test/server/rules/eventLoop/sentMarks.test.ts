/** Marks as they are sent: a promise that nobody awaits, and keys of which not all is known. */
import { expect, it } from 'vitest';
import { loopGradesIn } from '../../check.ts';

const gradeOf = (properties: string, guard = 'event.properties.mark'): readonly unknown[] =>
  loopGradesIn(`const made = async () => ({ mark: true })
export async function onEvent(event, { cache, config }) {
  const key = event.properties.key
  if (${guard}) return
  await posthog.capture('x', ${properties})
}`);

it.each([
  ['a promise is an object in JSON', `{ mark: cache.get('on') }`, ['ends']],
  ['also beside others', `{ ...event.properties, mark: cache.get('on') }`, ['ends']],
  ['what it is fulfilled with may be nothing', `{ mark: await cache.get('on') }`, ['may-loop']],
  ['a spread promise has no properties', `{ ...made() }`, ['loops']],
  ['nor has one that is given as they are', `made()`, ['loops']],
  ['nor one that is assigned', `Object.assign({}, made())`, ['loops']],
  ['what it is fulfilled with has them', `{ ...(await made()) }`, ['ends']],
])('%s', (_, properties, grades) => {
  expect(gradeOf(properties)).toEqual(grades);
});

it.each([
  ['may be that of the mark, in a spread', `{ mark: true, key, ...{ [key]: false } }`, ['may-loop']],
  ['may be that of the mark', `{ mark: true, key, [key]: false }`, ['may-loop']],
  ['may be that of the mark, assigned', `Object.assign({ mark: true, key }, { [key]: false })`, ['may-loop']],
  ['before the mark does nothing to it', `{ key, ...{ [key]: false }, mark: true }`, ['ends']],
  ['that begins otherwise is another', `{ mark: true, key, ...{ ['p_' + key]: false } }`, ['ends']],
  ['with the same value does nothing to it', `{ mark: true, key, ...{ [key]: true } }`, ['ends']],
  ['out of a setting is taken for another', `{ mark: true, ...{ [config.key]: false } }`, ['ends']],
])('a key %s', (_, properties, grades) => {
  expect(gradeOf(properties, 'event.properties.mark === true')).toEqual(grades);
});

it('a key that is known not to be that of the mark is another', () => {
  const guard = `key === 'mark' || event.properties.mark === true`;
  expect(gradeOf(`{ mark: true, key, ...{ [key]: false } }`, guard)).toEqual(['ends']);
});

it('JSON has no -0', () => {
  expect(gradeOf('{ mark: -0 }', 'Object.is(event.properties.mark, -0)')).toEqual(['loops']);
  expect(gradeOf('{ mark: -0 }', 'Object.is(event.properties.mark, 0)')).toEqual(['ends']);
});

it.each([
  ['a text in JSON', `typeof event.properties.page === 'string'`, ['ends']],
  ['which has no pieces', `event.properties.page?.host`, ['loops']],
  ['also within others', `event.properties.list?.[0].page?.host`, ['loops']],
  ['that of its parts', `event.properties.page === 'https://a.example/b?c=1'`, ['ends']],
])('an address is %s', (_, guard, grades) => {
  expect(
    loopGradesIn(`export async function onEvent(event) {
  if (${guard}) return
  const page = new URL('https://a.example/b')
  page.searchParams.set('c', '1')
  await posthog.capture('x', { page, list: [{ page }] })
}`),
  ).toEqual(grades);
});

it('an object that only looks like an address stays one', () => {
  expect(gradeOf(`{ mark: { href: 'a', host: 'b' } }`, 'event.properties.mark?.host')).toEqual(['ends']);
});

it.each([
  ['the number', `event.distinct_id === person`, ['loops']],
  ['its text', `event.distinct_id === String(person)`, ['ends']],
  ['either', `event.distinct_id == person`, ['ends']],
  ['its kind', `typeof event.distinct_id === 'number'`, ['loops']],
  ['a set of numbers', `new Set([person]).has(event.distinct_id)`, ['loops']],
  ['the property, which stays a number', `event.properties?.distinct_id === person`, ['ends']],
])('a person is a text, whatever it is captured with, where a guard asks for %s', (_, guard, grades) => {
  expect(
    loopGradesIn(`const person = 4711
export async function onEvent(event) {
  if (${guard}) return
  await posthog.capture('x', { distinct_id: person })
}`),
  ).toEqual(grades);
});

it.each([
  ['null', `event.distinct_id === null`, ['loops']],
  ['the text of null', `event.distinct_id === 'null'`, ['ends']],
])('a person that is null is a text, too, where a guard asks for %s', (_, guard, grades) => {
  expect(
    loopGradesIn(`export const onEvent = (event) => ${guard} || posthog.capture('x', { distinct_id: null })`),
  ).toEqual(grades);
});

it.each([
  ['the number', `event.event === code`, ['loops']],
  ['its text', `event.event === String(code)`, ['ends']],
  ['a list of numbers', `[404, 500].includes(event.event)`, ['loops']],
])('a name is a text, whatever it is captured with, where a guard asks for %s', (_, guard, grades) => {
  expect(
    loopGradesIn(`const code = 404
export const onEvent = (event) => ${guard} || posthog.capture(code)`),
  ).toEqual(grades);
});
