/** What is said of the condition that ends a loop: the one that the captured event does not pass, as its code calls it. */
import { describe, expect, it } from 'vitest';
import { findingsIn } from '../../check.ts';
import { messageOf, onEvent } from './messages.ts';

describe('what stops an event is called', () => {
  it.each([
    [
      'by the call in the handler, not by a variable of the helper',
      `function must(v, name) { if (!v) throw new Error(name) }
${onEvent("must(event.properties.email, 'email'); posthog.capture('b')")}`,
      "ends there: `must(event.properties.email, 'email')` stops it, because it is captured without `email`.",
    ],
    [
      'by the call in the handler, through two helpers',
      `const check = (v) => { if (v === undefined) throw new Error('missing') }
const must = (value) => { check(value) }
${onEvent("must(event.properties.email); posthog.capture('b')")}`,
      'ends there: `must(event.properties.email)` stops it, because it is captured without `email`.',
    ],
    [
      'with what the helper asks of the event',
      `const isOwn = (e) => e.properties.from === 'me'
${onEvent("if (isOwn(event)) return; posthog.capture('b', { from: 'me' })")}`,
      "ends there: `isOwn(event)` stops it, because its `from` is 'me'.",
    ],
    [
      'with what a short name stands for',
      onEvent("const { plan: p } = event.properties; if (!p) return; posthog.capture('b')"),
      'ends there: `!p` stops it, because it is captured without `plan`.',
    ],
    [
      'by the condition alone where that says it all',
      onEvent("if (event.event !== 'a') return; posthog.capture('b')"),
      "ends there: `event.event !== 'a'` stops it.",
    ],
    [
      'a list that has nothing for it',
      `export function processEventBatch(events) {
  const byUser = {}
  for (const e of events) if (e.event === 'x') (byUser[e.distinct_id] ??= []).push(e)
  for (const [user, list] of Object.entries(byUser)) posthog.capture('b', { user, n: list.length })
  return events
}`,
      'ends there: `Object.entries(byUser)` has nothing for it.',
    ],
    [
      'what leaves it out of a list',
      `export function processEventBatch(events) {
  const purchases = events.filter((event) => event.event === 'x')
  if (purchases.length) posthog.capture('b', { n: purchases.length })
  return events
}`,
      "ends there: `event.event === 'x'` leaves it out of `purchases`.",
    ],
    [
      'what leaves it out of a list that is compared with nothing',
      `export function processEventBatch(events) {
  const purchases = events.filter((event) => event.event === 'x')
  if (purchases.length === 0) return events
  posthog.capture('b', { n: purchases.length })
  return events
}`,
      "ends there: `event.event === 'x'` leaves it out of `purchases`.",
    ],
  ])('%s', (_title, code, piece) => {
    expect(messageOf(code)).toContain(piece);
  });

  it('and points to the handler', () => {
    const code = `function must(v, name) { if (!v) throw new Error(name) }
${onEvent("must(event.properties.email, 'email'); posthog.capture('b')")}`;
    expect(findingsIn(code)[0]?.guard?.span.start).toBe(code.indexOf('must(event'));
  });
});

describe('an exporter that asks for the length of a batch is told what fills it', () => {
  const exporter = (body: string): string =>
    `const sent = (batch, config) => fetch(\`https://\${config.host}/batch/\`, { method: 'POST', body: JSON.stringify({ api_key: config.key, batch }) })
export const setupPlugin = ({ config, global }) => { global.ignored = new Set((config.ignored ?? '').split(',')) }
export async function exportEvents(events, { config, global }) { ${body} }`;
  const send = 'await sent(batch, config)';

  it.each([
    [
      'a list of names out of a setting',
      `const batch = []; for (const e of events) { if (config.ignored.split(',').includes(e.event)) continue; batch.push(e) } if (batch.length > 0) ${send}`,
      "depends on a setting, in `config.ignored.split(',').includes(e.event)`",
    ],
    [
      'a filter',
      `const batch = events.filter((e) => !global.ignored.has(e.event)); if (batch.length === 0) return; ${send}`,
      'depends on a setting, in `global.ignored.has(e.event)`',
    ],
    [
      'a number that is counted along',
      `const batch = []; let count = 0; for (const e of events) { if (global.ignored.has(e.event)) continue; count += 1; batch.push(e) } if (count === 0) throw new Error('nothing'); ${send}`,
      'depends on a setting, in `global.ignored.has(e.event)`',
    ],
    [
      'groups of a filtered list',
      `const wanted = events.filter((e) => config.wanted.split(',').includes(e.event)); const batches = []; for (let i = 0; i < wanted.length; i += 10) batches.push(wanted.slice(i, i + 10)); for (const batch of batches) ${send}`,
      "depends on a setting, in `config.wanted.split(',').includes(e.event)`",
    ],
    [
      'a list that a function fills',
      `const select = (all) => { const out = []; for (const e of all) if (config.wanted.includes(e.event)) out.push(e); return out }; const batch = select(events); if (batch.length) ${send}`,
      'depends on a setting, in `config.wanted.includes(e.event)`',
    ],
    [
      'names that the app itself has',
      `const batch = []; for (const e of events) { if (['$snapshot'].includes(e.event)) continue; batch.push(e) } if (batch.length > 0) ${send}`,
      'may be sent again. It gets here through sent. Mark',
    ],
    [
      'a list that has nothing to do with events',
      `const hosts = JSON.parse(config.hosts); const batch = events; if (hosts.length === 0) return; ${send}`,
      'depends on a setting, in `hosts.length === 0`',
    ],
  ])('%s', (_, body, piece) => {
    expect(messageOf(exporter(body))).toContain(piece);
  });

  it('and what does not stop it', () => {
    const code = exporter(
      `let count = 0; for (const e of events) if (e.event !== 'b') count += 1; if (count > 0) await posthog.capture('exported', { count })`,
    );
    expect(messageOf(code)).toContain("`e.event !== 'b'` does not stop it");
  });
});
