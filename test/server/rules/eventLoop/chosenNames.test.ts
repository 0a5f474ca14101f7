/** Names that something besides the event chooses: a loop through one of them is sure only where all of them come back. */
import { describe, expect, it } from 'vitest';
import { findingsIn, loopGradesIn } from '../../check.ts';

const app = (
  name: string,
  before = '',
): string => `export async function onEvent(event, { config, storage }) {
  if (event.event !== 'signup' && event.event !== 'lead') return
  ${before}
  await posthog.capture(${name})
}`;

const onlyOf = (code: string) => {
  const [only, ...others] = findingsIn(code);
  expect(others).toEqual([]);
  return only;
};

const choices: readonly (readonly [name: string, before: string])[] = [
  ["config.vip === 'Yes' ? 'lead' : 'cold lead'", ''],
  ["`${config.vip === 'Yes' ? 'lead' : 'cold lead'}`", ''],
  ["(config.vip === 'Yes' && 'lead') || 'cold lead'", ''],
  ["{ Yes: 'lead', No: 'cold lead' }[config.vip]", ''],
  ["['lead', 'cold lead'][Number(config.place)]", ''],
  ["['lead', 'cold lead'][Math.floor(Math.random() * 2)]", ''],
  ["new Date().getHours() < 12 ? 'lead' : 'cold lead'", ''],
  ["known ? 'cold lead' : 'lead'", "const known = await storage.get('known')"],
  ["score.high ? 'lead' : 'cold lead'", "const score = await (await fetch('https://a.example')).json()"],
  ['name', "let name = 'cold lead'\n  if (config.vip === 'Yes') name = 'lead'"],
  [
    'name',
    "let name = event.event === 'lead' ? 'lead' : 'other'\n  if (config.vip !== 'Yes') name = 'cold lead'",
  ],
];

describe('a name that is chosen', () => {
  it.each(choices)('by a setting, an answer or chance may loop: %s', (name, before) => {
    expect(loopGradesIn(app(name, before))).toEqual(['may-loop']);
  });

  it('is told with what chooses it', () => {
    const finding = onlyOf(app("config.vip === 'Yes' ? 'lead' : 'cold lead'"));
    expect(finding?.message).toContain("Whether it ends depends on a setting, in `config.vip === 'Yes'`.");
    expect(finding?.fixes.map(({ title }) => title)).toContain(
      "Ignore Because `config.vip === 'Yes'` Stops It",
    );
  });

  it.each([
    "config.vip === 'Yes' ? 'lead' : 'signup'",
    "Math.random() < 0.5 ? 'lead' : 'signup'",
    "event.properties.vip ? 'lead' : 'cold lead'",
    "config.a ? (config.b ? 'lead' : 'signup') : 'lead'",
  ])('loops where each of the names comes back, or the event alone chooses: %s', (name) => {
    expect(loopGradesIn(app(name, "event.properties.vip ??= 'yes'"))).toEqual(['loops']);
  });

  it('ends where none comes back', () => {
    expect(loopGradesIn(app("config.vip === 'Yes' ? 'hot lead' : 'cold lead'"))).toEqual(['ends']);
  });

  it('does not loop for sure where one of them only leads to another call', () => {
    expect(
      loopGradesIn(`export async function onEvent({ event }, { config }) {
        if (event === 'a') await posthog.capture(config.x ? 'a' : 'b')
        if (event === 'b') await posthog.capture(config.y ? 'b' : 'c')
      }`),
    ).toEqual(['may-loop', 'may-loop']);
  });

  it('ends where a number that grows chooses another in the end', () => {
    expect(
      loopGradesIn(`export async function onEvent(event) {
        if (event.event !== 'retry') return
        const n = (event.properties.n ?? 0) + 1
        await posthog.capture(n > 3 ? 'given up' : 'retry', { n })
      }`),
    ).toEqual(['ends']);
  });
});

describe('a name that is looked up by its place', () => {
  const steps = (search: string): string => `const STEPS = [{ from: 'a', to: 'b' }, { from: 'b', to: 'c' }]
export async function onEvent(event) {
  const i = STEPS.${search}
  if (i < 0) return
  await posthog.capture(STEPS[i].to)
}`;

  it.each([
    'findIndex((step) => step.from === event.event)',
    'findLastIndex((step) => step.from === event.event)',
    'findIndex(({ from }) => event.event.startsWith(from))',
  ])('ends where the list does: %s', (search) => {
    expect(loopGradesIn(steps(search))).toEqual(['ends']);
  });

  it('loops where the list leads round', () => {
    expect(loopGradesIn(steps('findIndex((step) => step.from !== event.event)'))).toEqual(['loops']);
  });

  it('may loop where a condition on something else stands before', () => {
    expect(
      loopGradesIn(
        steps('findIndex((step, i) => (i === 0 && globalThis.fast) || step.from === event.event)'),
      ),
    ).not.toContain('loops');
  });
});
