/**
 * Code while it is being typed: the rules never throw, never hang, and say the same for the same text. Some two hundred
 * prefixes of each text here; `POSTHOG_APPS_EVERY_PREFIX=1` takes all of them.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findEntryPoints } from '../../../../server/analysis/entryPoints.ts';
import { loopLevels } from '../../levels.ts';
import { runRules } from '../../../../server/rules/checkApp.ts';
import { appOf, filesOf } from '../../check.ts';

const examples = join(import.meta.dirname, '../../../../examples');

/** Code with much of the language in it. */
const everything = `
import http, { Headers as H } from 'node-fetch'
import * as tools from './tools'
const NAMES = { seen: 'seen', [\`a\${1}\`]: 2, ...{ b: 3 }, get c() { return 1 }, set c(v) {}, async *d() { yield* [1] } }
class A { #x = 1; static y = 2; static { this.z = 3 } constructor(a, ...b) { this.a = a } get x() { return this.#x } }
class B extends A { constructor() { super(...[1, 2]) } async run() { await super.x; return super.toString() } }
label: for (let i = 0, j; i < 3; i++) { if (i) continue label; else break label }
for (const k in NAMES) { delete NAMES[k] }
for await (const [x, { y = 1, ...z } = {}] of tools.list ?? []) { void x }
do { var q = q?.r?.[0]?.(1) } while (q--)
switch (q) { case 1: case 2: { break } default: q ||= 1; q &&= 2; q ??= 3 }
try { throw new Error('x') } catch ({ message }) { console.log(message) } finally { q = [...'ab', , 3] }
export const jobs = { send: async ({ a: [b = 1] } = {}, { cache }) => { (await cache.get('x')) || posthog.capture(b) } }
export default async function (e, m) {}
export async function onEvent({ event, properties: { $lib: lib = 'web', ...rest } = {} }, { jobs: { send }, config: { 'a-b': c } }) {
  if (/^\\$(page|screen)/u.test(event) && !(lib in NAMES)) return send({ a: [event] }).runIn(3, 'hours')
  const { length } = Object.entries(rest).filter(([k, v]) => k !== c && typeof v === 'string').map(([k]) => k.toUpperCase()).join()
  await Promise.all([1, 2].map(async (n) => { await http(\`https://\${c}/e/?n=\${n}\`, { method: 'POST', body: JSON.stringify({ token: c, event }) }) }))
  return length > 3 ? posthog.capture(\`\${event} seen\`, { ...rest, n: -1, f: function g() { return g } }) : new B().run\`x\`
}
`;

const texts: readonly string[] = [
  everything,
  ...readdirSync(examples).flatMap((folder) =>
    readdirSync(join(examples, folder))
      .filter((name) => /\.[jt]s$/.test(name))
      .map((name) => readFileSync(join(examples, folder, name), 'utf8')),
  ),
];

/** What the rules say about a text, or what they threw. */
function outcome(text: string): string {
  const app = appOf(new Map([['/index.ts', text]]));
  const points = findEntryPoints(app).map(({ name }) => name);
  const { findings } = runRules(app, loopLevels);
  return JSON.stringify([points, findings.map(({ span, grade, message }) => [span, grade, message])]);
}

describe('the rules', () => {
  it.each(texts.map((text, index) => [index, text] as const))(
    'bear every prefix of text %i',
    (_index, text) => {
      const start = performance.now();
      const step =
        process.env['POSTHOG_APPS_EVERY_PREFIX'] === '1' ? 1 : Math.max(1, Math.floor(text.length / 200));
      for (let end = 0; end <= text.length; end += step) outcome(text.slice(0, end));
      // A hang would take minutes; the bound is wide, so that a slow machine does not fail.
      expect(performance.now() - start).toBeLessThan(60_000);
    },
    90_000,
  );

  it('bear holes in the text', () => {
    for (let start = 0; start < everything.length; start += 61) {
      const text = everything.slice(0, start) + everything.slice(start + 9);
      expect(() => outcome(text)).not.toThrow();
    }
  }, 60_000);

  it('say the same for the same text', () => {
    for (const text of texts) expect(outcome(text)).toBe(outcome(text));
  });

  it('bear deep nesting', () => {
    const deep = `export function onEvent() { posthog.capture(${'('.repeat(400)}'x'${')'.repeat(400)}) }`;
    expect(outcome(deep)).toContain('loops');
    const long = `export function onEvent() { posthog.capture('x'${" + 'y'".repeat(3000)}) }`;
    expect(() => outcome(long)).not.toThrow();
  });

  it('bear many calls of many functions', () => {
    const count = 24;
    const functions = Array.from(
      { length: count },
      (_, index) => `const f${index} = () => { f${index + 1}(); f${index + 1}() }`,
    );
    const text = `${functions.join('\n')}\nconst f${count} = () => posthog.capture('seen')\nexport function onEvent() { f0() }`;
    const start = performance.now();
    expect(outcome(text)).toContain('seen');
    expect(performance.now() - start).toBeLessThan(5000);
  });

  it('bear a text that names everything', () => {
    const { size } = filesOf('//- /index.js\nexport function onEvent() {}\n//- /a.js\nexport {}');
    expect(size).toBe(2);
    expect(() =>
      outcome('export function onEvent(e) { for (;;) for (;;) for (;;) { if (e.a) posthog.capture(e.b) } }'),
    ).not.toThrow();
    expect(() => outcome('function f() { return f } export const onEvent = f()()()')).not.toThrow();
    expect(() =>
      outcome(
        'class A extends A {} ; const o = {}; o.o = o; export const onEvent = () => posthog.capture("x", o)',
      ),
    ).not.toThrow();
  });
});
