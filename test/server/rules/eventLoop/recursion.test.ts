/** Functions that call themselves: what they give is known as far as every turn of them gives it. */
import { describe, expect, it } from 'vitest';
import { findingsIn } from '../../check.ts';

function gradesOf(code: string): readonly unknown[] {
  return findingsIn(code).map(({ grade }) => grade);
}

const handler = `export function onEvent(event) {
  const flat = flatten(event.properties)
  if (flat.flattened) return
  posthog.capture(event.event, { ...flat, flattened: true })
}`;

/** Ways in which people write out nested properties. */
const flattening: Readonly<Record<string, string>> = {
  'with Object.entries and Object.assign': `
function flatten(object, prefix = '') {
  const out = {}
  for (const [key, value] of Object.entries(object)) {
    if (value && typeof value === 'object') Object.assign(out, flatten(value, \`\${prefix}\${key}.\`))
    else out[\`\${prefix}\${key}\`] = value
  }
  return out
}`,
  'with spreads': `
function flatten(object, prefix = '') {
  let out = {}
  for (const key in object) {
    const value = object[key]
    out = typeof value === 'object' ? { ...out, ...flatten(value, \`\${prefix}\${key}_\`) } : { ...out, [\`\${prefix}\${key}\`]: value }
  }
  return out
}`,
};

/** They may loop as far as one sees: what is handed on, or how often, is not followed so far. */
const notYet: Readonly<Record<string, string>> = {
  'into one object': `
function flatten(object, result = {}, parent = '') {
  for (const [k, v] of Object.entries(object)) {
    const name = parent ? \`\${parent}.\${k}\` : k
    if (typeof v === 'object') flatten(v, result, name)
    else result[name] = v
  }
  return result
}`,
  'beside what there is, as a chain of names': `
const flatten = (props, chain = []) => {
  let made = {}
  for (const [key, value] of Object.entries(props)) {
    if (Array.isArray(value)) made = { ...made, ...flatten(value, [...chain, key]) }
    else if (value !== null && typeof value === 'object' && Object.keys(value).length > 0)
      made = { ...made, ...flatten(props[key], [...chain, key]) }
    else if (chain.length > 0) made[chain.join('__') + '__' + key] = value
  }
  return chain.length > 0 ? { ...made } : { ...props, ...made }
}`,
};

it.each(Object.entries(flattening))(
  'a guard by a property stands behind flattened ones: %s',
  (_how, code) => {
    expect(gradesOf(`${code}\n${handler}`)).toEqual(['ends']);
  },
);

it.each(Object.entries(notYet))('but it is not seen behind those that are made %s', (_how, code) => {
  expect(gradesOf(`${code}\n${handler}`)).toEqual(['may-loop']);
});

it.each(Object.entries({ ...flattening, ...notYet }))(
  'and is missed where it is missing: %s',
  (_how, code) => {
    expect(gradesOf(`${code}\n${handler.replace('flattened: true', 'other: true')}`)).not.toEqual(['ends']);
  },
);

describe('what follows a call of itself is reached', () => {
  it.each([
    ['in an async function', 'async function poll() { await step(); poll(); posthog.capture("x") }'],
    ['behind a promise', 'function poll() { step().then(() => poll()); posthog.capture("x") }'],
    ['behind a timer', 'function poll() { setTimeout(() => poll(), 10); posthog.capture("x") }'],
    ['in a condition', 'function poll(n = 0) { if (n < 100) poll(n + 1); posthog.capture("x") }'],
    ['in a loop', 'function poll(list = [[]]) { for (const one of list) poll(one); posthog.capture("x") }'],
    [
      'of two functions',
      'function poll(n = 99) { if (n > 0) other(n - 1); posthog.capture("x") }\nfunction other(n) { poll(n) }',
    ],
  ])('%s', (_where, code) => {
    const app = `const step = async () => {}\n${code}\nexport function onEvent(event) { poll() }`;
    expect(gradesOf(app)).not.toEqual(['ends']);
    expect(gradesOf(app)).toHaveLength(1);
  });
});
