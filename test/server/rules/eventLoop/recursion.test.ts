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

/** Ways to go through something that is known, one piece in each call. */
const endings: Readonly<Record<string, (end: string) => string>> = {
  'a list that gets shorter': (end) => `
function run(todo) { if (todo.length === 0) { ${end}; return } run(todo.slice(1)) }
export function onEvent(event) { run(['a', 'b', 'c', 'd', 'e', 'f', 'g']) }`,
  'the same in an async function': (end) => `
async function run(todo) { if (todo.length === 0) { ${end}; return } await run(todo.slice(1)) }
export async function onEvent(event) { await run(['a', 'b', 'c', 'd', 'e', 'f', 'g']) }`,
  'the same by its pieces': (end) => `
function run([head, ...tail]) { if (!head) { ${end}; return } run(tail) }
export function onEvent(event) { run(['a', 'b', 'c', 'd', 'e', 'f', 'g']) }`,
  'the same under a condition': (end) => `
function run(todo, event) {
  if (todo.length === 0) { ${end}; return }
  if (Math.random() < 0.9) run(todo.slice(1), event)
}
export function onEvent(event) { run(['a', 'b', 'c', 'd', 'e', 'f', 'g'], event) }`,
  'objects in objects': (end) => `
const tree = { next: { next: { next: { next: { next: { next: { next: null } } } } } } }
function walk(node) { if (node.next) walk(node.next); else { ${end} } }
export function onEvent(event) { walk(tree) }`,
  'the same under a condition, objects in objects': (end) => `
const tree = { next: { next: { next: { next: { next: { next: { next: null } } } } } } }
function walk(node, event) { if (!node.next) { ${end} } else if (Math.random() < 0.9) walk(node.next, event) }
export function onEvent(event) { walk(tree, event) }`,
  'a list by an index outside': (end) => `
const steps = [() => {}, () => {}, () => {}, () => {}, () => {}, () => {}, () => {}]
let at = 0
function next(event) { if (at >= steps.length) { ${end}; return } steps[at++](); if (Math.random() < 0.9) next(event) }
export function onEvent(event) { at = 0; next(event) }`,
};

describe('the end of a recursion is reached', () => {
  it.each(Object.entries(endings))('through %s', (what, code) => {
    const grade = /under a condition|outside/.test(what) ? 'may-loop' : 'loops';
    expect(gradesOf(code(`posthog.capture('seen')`))).toEqual([grade]);
    expect(gradesOf(code(`console.log('seen')`))).toEqual([]);
  });

  it('and what stands behind one that cannot be is not', () => {
    expect(
      gradesOf(`
function run(todo) { if (todo.length > 7) { posthog.capture('seen'); return } if (todo.length > 0) run(todo.slice(1)) }
export function onEvent(event) { run(['a', 'b', 'c', 'd', 'e', 'f', 'g']) }`),
    ).toEqual([]);
  });
});
