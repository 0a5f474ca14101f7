/** Lists that are handed on from event to event: whether they ever come to what ends the loop. */
import { describe, expect, it } from 'vitest';
import { loopGradesIn } from '../../check.ts';

const ends: Readonly<Record<string, string>> = {
  'the rest of a list': `export function onEvent(e) { const [head, ...rest] = e.properties.queue ?? []; if (!head) return; posthog.capture('dequeued', { head, queue: rest }) }`,
  'a list without its first': `export function onEvent(e) { const q = e.properties.queue ?? []; if (!q.length) return; posthog.capture('dequeued', { queue: q.slice(1) }) }`,
  'a list without its first, asked for its length': `export function onEvent(e) { const q = e.properties.queue ?? []; if (q.length === 0) return; posthog.capture('dequeued', { head: q[0], queue: q.slice(1) }) }`,
  'a copy that is shifted': `export function onEvent(e) { const todo = [...(e.properties.todo ?? [])]; const next = todo.shift(); if (!next) return; posthog.capture('done', { todo }) }`,
  'a copy that is popped': `export function onEvent(e) { const todo = [...(e.properties.todo ?? [])]; if (todo.length === 0) return; todo.pop(); posthog.capture('done', { todo }) }`,
  'a list of steps with a limit': `export function onEvent(e) { const path = e.properties.path ?? []; if (path.length > 4) return; posthog.capture('visited', { path: [...path, e.event] }) }`,
  'steps that are joined': `export function onEvent(e) { const path = e.properties.path ?? []; if (path.length >= 4) return; posthog.capture('visited', { path: path.concat(e.event) }) }`,
  'steps that are pushed': `export function onEvent(e) { const path = e.properties.path ?? []; if (path.length >= 4) return; path.push('x'); posthog.capture('visited', { path }) }`,
  'a list that is asked for its mark': `export function onEvent(e) { const p = e.properties; if ((p.tags ?? []).includes('x')) return; posthog.capture('x', { tags: [...(p.tags ?? []), 'x'] }) }`,
};

const loops: Readonly<Record<string, string>> = {
  'a limit that is passed ever after': `export function onEvent(e) { const path = e.properties.path ?? []; if (path.length < 4) return; posthog.capture('visited', { path: [...path, e.event] }) }`,
  'a list as it is': `export function onEvent(e) { const q = e.properties.queue ?? []; if (!q.length) return; posthog.capture('dequeued', { queue: q }) }`,
  'a list that is turned': `export function onEvent(e) { const [head, ...rest] = e.properties.queue ?? []; if (!head) return; posthog.capture('dequeued', { queue: [...rest, head] }) }`,
  'a limit that others do not have': `export function onEvent(e) { const p = e.properties, tags = p.tags ?? []; if (tags.length > 2 && !p.vip) return; posthog.capture('x', { ...p, tags: [...tags, 'x'] }) }`,
  'a list that grows': `export function onEvent(e) { const p = e.properties; if (p.done) return; posthog.capture('x', { tags: [...(p.tags ?? []), 'x'] }) }`,
  'a list that is filtered': `export function onEvent(e) { const p = e.properties; const l = (p.items ?? []).filter((i) => i !== 'b'); if (!l.length) return; posthog.capture('x', { items: l }) }`,
};

it.each(Object.entries(ends))('ends: %s', (_, code) => {
  expect(loopGradesIn(code)).toEqual(['ends']);
});

it.each(Object.entries(loops))('loops: %s', (_, code) => {
  expect(loopGradesIn(code)).toEqual(['loops']);
});

describe('a list that counts the hops', () => {
  const app = (chain: string, body: string): string =>
    `export const onEvent = (event) => { const p = event.properties ?? {}, chain = ${chain}; ${body} }`;

  it.each([
    ['p.chain || []', 'chain.length >= 3', '{ chain: [...chain, event.event] }'],
    ['p.chain ?? []', '!(chain.length < 3)', '{ ...p, chain: [event.event, ...chain] }'],
    ['Array.isArray(p.chain) ? p.chain : []', 'chain.length > 40', '{ chain: [...chain, event.event] }'],
    ['p.chain || []', '2 < chain.length', '{ chain: chain.concat(event.event) }'],
    ['[...(p.chain ?? []), event.event]', 'chain.length > 3', '{ chain }'],
    ['p.meta?.chain ?? []', 'chain.length >= 3', "{ meta: { chain: [...chain, 'a'] } }"],
  ])('ends: %s behind %s with %s', (chain, condition, properties) => {
    expect(loopGradesIn(app(chain, `if (${condition}) return; posthog.capture('x', ${properties})`))).toEqual(
      ['ends'],
    );
  });

  it('ends where it is taken apart or pushed', () => {
    const taken =
      "export const onEvent = (event) => { const { chain = [], ...rest } = event.properties || {}; if (chain.length >= 3) return; posthog.capture('x', { ...rest, chain: [...chain, 1] }) }";
    expect(loopGradesIn(taken)).toEqual(['ends']);
    const pushed = "if (chain.length >= 3) return; chain.push(1); posthog.capture('x', { chain })";
    expect(loopGradesIn(app('[...(p.chain ?? [])]', pushed))).toEqual(['ends']);
  });

  it.each([
    ['chain.length === 3', '{ chain: [...chain, event.event] }'],
    ['chain.length - 3 === 0', '{ chain: [...chain, event.event] }'],
    ['chain.length < 3', '{ chain: [...chain, event.event] }'],
    ['chain.length >= 3', '{ chain: [event.event] }'],
    ['chain.length >= 3', '{ chain }'],
    ['chain.length >= 3', '{ other: [...chain, event.event] }'],
    ['chain.length >= 3', '{ chain: [...chain, event.event].slice(-2) }'],
    ['chain.length >= 3', '{ chain: [...chain.slice(1), event.event] }'],
    ['chain.length >= 3', "{ chain: [...new Set([...chain, 'a'])] }"],
    ['chain.length >= 3', "{ chain: [...chain, 'a'].filter((one) => one !== 'a') }"],
    ['chain.length >= 3', "{ chain: [...(p.old ?? []), 'a'], old: p.old }"],
    ['chain.length >= 3', "{ chain: [...(p.chain?.[0] ?? []), 'a'] }"],
  ])('does not end for sure behind %s with %s', (condition, properties) => {
    const body = `if (${condition}) return; posthog.capture('x', ${properties})`;
    expect(loopGradesIn(app('p.chain ?? []', body))).not.toEqual(['ends']);
  });

  it.each([
    "if (chain.length >= 4) return; chain.shift(); posthog.capture('x', { chain })",
    "if (chain.length >= 4) return; chain.splice(0, 1); posthog.capture('x', { chain })",
    "if (chain.length >= 4) return; chain.length = 0; posthog.capture('x', { chain })",
  ])('does not end for sure where it gets shorter again: %s', (body) => {
    expect(loopGradesIn(app("[...(p.chain ?? []), 'a']", body))).not.toEqual(['ends']);
  });

  it.each([
    "if (chain.length >= 3) posthog.capture('reset', { chain: [] }); else posthog.capture('x', { chain: [...chain, 1] })",
    "if (chain.length >= 3) return; if (event.event === 'a') posthog.capture('b', { chain: [...chain, 1] }); else posthog.capture('a', { chain: chain.slice(1) })",
    "if (chain.length >= 3) return; if (event.event === 'a') posthog.capture('b', { chain: [...chain, 1] }); else posthog.capture('a', { chain: chain.filter(Boolean) })",
    "if (chain.length >= 3) return; if (event.event !== 'a') posthog.capture('b', { chain }); else posthog.capture('b', { chain: [...chain, 1] })",
  ])('goes on where another event does not hand it on as it was: %s', (body) => {
    expect(loopGradesIn(app('p.chain ?? []', body))).not.toEqual(['ends', 'ends']);
  });
});

describe('an event for each item of a list', () => {
  const app = (list: string, properties: string): string =>
    `export const onEvent = async (event) => { for (const item of ${list}) await posthog.capture('item', ${properties}) }`;

  it.each([
    ['event.properties.items', '{ ...event.properties, item }'],
    ['event.properties.items ?? []', '{ ...event.properties, item }'],
    ['new Set(event.properties.items)', '{ ...event.properties, item }'],
    ['event.properties.items', '{ items: event.properties.items, item }'],
  ])('is a loop where the list goes on with it: %s, %s', (list, properties) => {
    const [grade] = loopGradesIn(app(list, properties));
    expect(['loops', 'may-loop']).toContain(grade);
  });

  it.each([
    ['event.properties.items', '{ item }'],
    ['event.properties.items', '{ ...event.properties, items: item }'],
    ['event.properties.items', '{ ...item }'],
  ])('ends where it does not, or an item takes its place: %s, %s', (list, properties) => {
    expect(loopGradesIn(app(list, properties))).toEqual(['ends']);
  });
});

describe('one of many that is left out where it is the name of the event', () => {
  const each = (list: string, properties: string): string =>
    `export function onEvent(e) { const p = e.properties; for (const one of ${list}) { if (one === e.event) continue; posthog.capture(one, ${properties}) } }`;

  it.each(['p.list', 'Object.keys(p)'])('goes back and forth between two of %s', (list) => {
    expect(loopGradesIn(each(list, '{ ...p }'))).toEqual(['loops']);
  });

  it('ends where the list is not handed on, or has one alone', () => {
    expect(loopGradesIn(each('p.list ?? []', '{}'))).toEqual(['ends']);
    expect(loopGradesIn(each('[p.next]', '{ ...p }'))).toEqual(['ends']);
  });
});
