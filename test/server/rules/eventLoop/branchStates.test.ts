/** What variables and properties are where paths meet: on those on which nobody wrote them, and where a call fails. */
import { describe, expect, it } from 'vitest';
import { loopGradesIn } from '../../check.ts';

const app = (body: string, before = ''): string => `${before}
  export async function onEvent(event, { cache }) { const p = event.properties; ${body} }`;
const pro = `if (p.plan !== 'pro') return;`;
const send = `await fetch('https://a.example');`;

const cases: readonly (readonly [grade: string, name: string, code: string])[] = [
  [
    'loops',
    'a copy that is changed on some paths',
    app(`${pro} const c = { ...p }; if (p.n > 5) c.plan = 'b'; posthog.capture('x', c)`),
  ],
  [
    'ends',
    'a copy that is changed on all paths',
    app(`${pro} const c = { ...p }; if (p.n > 5) c.plan = 'b'; else c.plan = 'c'; posthog.capture('x', c)`),
  ],
  [
    'loops',
    'properties that are changed on some paths',
    app(`${pro} if (p.n > 5) p.plan = 'b'; posthog.capture('x', p)`),
  ],
  [
    'loops',
    'a property that is deleted on some paths',
    app(`${pro} const c = { ...p }; if (p.n > 5) delete c.plan; posthog.capture('x', c)`),
  ],
  [
    'ends',
    'a property that is deleted',
    app(`${pro} const c = { ...p }; delete c.plan; posthog.capture('x', c)`),
  ],
  [
    'loops',
    'a property that a loop may write',
    app(
      `${pro} const c = { ...p }; for (const k of ['a', 'b']) if (p.n > 5) c.plan = k; posthog.capture('x', c)`,
    ),
  ],
  [
    'loops',
    'a property of an object that is filled and changed on some paths',
    app(
      `${pro} posthog.capture('x', new Copy(p).mark())`,
      `class Copy { constructor(p) { Object.assign(this, p) } mark() { if (this.n > 5) this.plan = 'c'; return this } }`,
    ),
  ],
  [
    'may-loop',
    'what is done behind a call that fails',
    app(`let ok = false; try { ${send} ok = true } catch {} if (!ok) posthog.capture('x')`),
  ],
  [
    'silent',
    'what is done before a call that fails',
    app(`let ok = false; try { ok = true; ${send} } catch {} if (!ok) posthog.capture('x')`),
  ],
  [
    'silent',
    'what nobody does',
    app(`let ok = true; try { ${send} } catch {} if (!ok) posthog.capture('x')`),
  ],
  [
    'may-loop',
    'what is done between calls that fail',
    app(
      `let step = 0; try { ${send} step = 1; ${send} step = 2; ${send} step = 3 } catch {} if (step === 1) posthog.capture('x')`,
    ),
  ],
  [
    'may-loop',
    'a field that is set behind a call that fails',
    app(
      `const s = new Sender(); await s.run(); if (s.failed) posthog.capture('x')`,
      `class Sender { failed = true; async run() { try { ${send} this.failed = false } catch {} } }`,
    ),
  ],
  [
    'may-loop',
    'a mark that is set behind a call that fails',
    app(`if (p.mark) return; const c = {}; try { ${send} c.mark = true } catch {} posthog.capture('x', c)`),
  ],
  [
    'ends',
    'a mark that is set before it',
    app(`if (p.mark) return; const c = {}; try { c.mark = true; ${send} } catch {} posthog.capture('x', c)`),
  ],
  [
    'may-loop',
    'tries that are counted',
    app(
      `let tries = 0; while (tries < 3) { try { ${send} break } catch { tries += 1 } } if (tries === 3) posthog.capture('x')`,
    ),
  ],
];

describe('where paths meet', () => {
  it.each(cases)('%s: %s', (grade, _name, code) => {
    expect(loopGradesIn(code)).toEqual(grade === 'silent' ? [] : [grade]);
  });
});
