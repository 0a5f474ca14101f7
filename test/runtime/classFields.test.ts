/** Fields of classes as PostHog's Babel leaves them: those without a value are types alone (reference 4.4). */
import { expect, test } from 'vitest';
import { profiles } from '../../platform/profiles.ts';
import { runApp } from './support/runApp.ts';
import { usePool } from './support/sandboxBundle.ts';

const pool = usePool();

const model = 'class Model { constructor(data) { Object.assign(this, data) } }';
const typedModel = 'class Model { constructor(data: Record<string, unknown>) { Object.assign(this, data) } }';
const given = `new Person({ name: 'Ada', email: 'a@b.c', plan: 'pro' })`;
const filled = { name: 'Ada', email: 'a@b.c', plan: 'pro' };

test.each([
  [
    'JavaScript',
    'index.js',
    `${model} class Person extends Model { name; email; static plan }`,
    given,
    filled,
  ],
  [
    'TypeScript',
    'index.ts',
    `${typedModel} class Person extends Model { name!: string; email?: string; plan: string }`,
    given,
    filled,
  ],
  [
    'a class in an expression',
    'index.js',
    `${model} const Person = class extends Model { name; 'email'; ['plan'] }`,
    given,
    filled,
  ],
  [
    'a parameter, which is assigned alone',
    'index.ts',
    `const seen: object = {}
class Model { set name(value: string) { Object.assign(seen, { name: value }) } }
class Person extends Model { b = 2; constructor(public name: string) { super() } }`,
    `({ ...seen, of: new Person('Ada'), after: seen })`,
    { of: { b: 2 }, after: { name: 'Ada' } },
  ],
  [
    'fields with a value, which are defined',
    'index.js',
    `class Model { set name(_) { throw new Error('assigned') } }
class Person extends Model { name = 'Ada'; #plan; email = undefined; static of() { const one = new Person(); one.#plan = 1; return one } }`,
    `((one) => ({ ...one, keys: Object.keys(one) }))(Person.of())`,
    { name: 'Ada', keys: ['name', 'email'] },
  ],
])('of %s', async (_name, path, classes, value, expected) => {
  const code = `${classes}\nexport async function onEvent() { await posthog.capture('made', { value: ${value} }) }`;
  for (const profile of profiles) {
    const { captured, errors } = await runApp(pool(), code, { entryPoint: 'onEvent', file: path, profile });
    expect(errors).toEqual([]);
    expect(captured[0]?.properties['value']).toEqual(expected);
  }
});
