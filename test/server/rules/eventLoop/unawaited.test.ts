/** What nobody waits for is done later than what follows it: a guard that it sets is no guard for sure. */
import { describe, expect, it } from 'vitest';
import { loopGradesIn } from '../../check.ts';

const helpers = `
  const names = async () => ['x']
  async function load(context, event) { const known = await names(); context.own = known.includes(event.event) }
  function start(context, event) { load(context, event) }
  const allowed = async (name) => name.length > 0
  const run = (task) => { task() }
`;

/** Captures `x`, unless `own` is set by what stands before. */
const app = (before: string, condition = 'context.own'): string => `${helpers}
  export async function onEvent(event, { storage }) {
    const context = {}
    const ignored = []
    ${before}
    if (${condition}) return
    await posthog.capture('x')
  }`;

describe('a guard that is set by what nobody waits for', () => {
  it.each([
    'load(context, event)',
    'void load(context, event)',
    'start(context, event)',
    'event.properties && load(context, event)',
    'load(context, event).catch(() => {})',
    'run(async () => { await load(context, event) })',
    'names().then((known) => { context.own = known.includes(event.event) })',
    "fetch('https://a.example').then(() => { context.own = event.event === 'x' })",
    "setTimeout(() => { context.own = event.event === 'x' }, 0)",
    'const loading = load(context, event); if (event.properties.a) return; await storage.get(1)',
    'for (const one of [event]) load(context, one)',
  ])('may come too late: %s', (before) => {
    expect(loopGradesIn(app(before))).toEqual(['may-loop']);
  });

  it.each([
    ";['x'].forEach(async (name) => { if (await allowed(name)) ignored.push(name) })",
    ";['x'].map((name) => allowed(name).then(() => ignored.push(name)))",
  ])('may come too late in a list: %s', (before) => {
    expect(loopGradesIn(app(before, 'ignored.includes(event.event)'))).toEqual(['may-loop']);
  });

  it.each([
    'await load(context, event)',
    'await Promise.all([event].map(async (one) => { await load(context, one) }))',
    'const loading = load(context, event); await loading',
    'const loading = load(context, event); const other = storage.get(1); await Promise.all([loading, other])',
    'await new Promise((resolve) => { load(context, event).then(resolve) })',
    'await new Promise((resolve) => { setTimeout(() => { load(context, event).then(() => resolve()) }, 10) })',
    'for await (const done of [load(context, event)]) console.log(done)',
  ])('comes in time where somebody does: %s', (before) => {
    expect(loopGradesIn(app(before))).toEqual(['ends']);
  });

  it.each([
    "async function mark(context, { event }) { context.own = event === 'x'; await names() }",
    "async function mark(context, { event }) { await names(context.own = event === 'x') }",
    "async function mark(context, { event }) { if (event === 'x') { context.own = true; return } await names() }",
    "function mark(context, { event }) { names().then(() => console.log(1)); context.own = event === 'x' }",
  ])('comes in time in front of the first await: %s', (mark) => {
    expect(loopGradesIn(`${mark}; ${app('mark(context, event)')}`)).toEqual(['ends']);
  });

  it.each([
    "async function send(event) { const context = {}; await load(context, event); if (!context.own) await posthog.capture('x') }",
    "function send(event) { names().then(() => ({ own: event.event === 'x' })).then(({ own }) => own || posthog.capture('x')) }",
    "function send(event) { let own; names().then(() => { own = event.event === 'x' }).then(() => own || posthog.capture('x')) }",
  ])('is there for what follows in the same code: %s', (send) => {
    expect(
      loopGradesIn(`${helpers} ${send}
        export function onEvent(event) { send(event) }`),
    ).toEqual(['ends']);
  });

  it('is there when events come, where the set-up leaves it to itself', () => {
    expect(
      loopGradesIn(`const ignored = new Set()
        export function setupPlugin() { (async () => ['x'])().then((all) => all.forEach((name) => ignored.add(name))) }
        export async function onEvent(event) { if (!ignored.has(event.event)) await posthog.capture('x') }`),
    ).toEqual(['ends']);
  });

  it('goes on where that never comes to an end', () => {
    expect(
      loopGradesIn(`async function poll() { await new Promise((resolve) => { setTimeout(resolve, 10) }); return poll() }
        export async function onEvent(event) { poll(); if (event.event !== 'x') await posthog.capture('y') }`),
    ).toEqual(['loops']);
  });
});
