/** Whether a property is there, which is another question than what it is: after `delete`, a rest, or a spread over it. */
import { describe, expect, it } from 'vitest';
import { loopGradesIn } from '../../check.ts';

/** Code that goes on to the capture where `seen` is none of the keys of `p`. */
const asking: readonly string[] = [
  "if ('seen' in p) return",
  "if (Object.hasOwn(p, 'seen')) return",
  "if (p.hasOwnProperty('seen')) return",
  "if (Object.keys(p).includes('seen')) return",
  'if (p.seen !== undefined) return',
];

function handler(before: string, ask: string, properties: string): string {
  return `export function onEvent(event) { ${before}; ${ask}; posthog.capture('x', ${properties}) }`;
}

describe.each(asking)('%s', (ask) => {
  it('a mark under the properties that are spread over it is there, as the incoming event had none', () => {
    const before = 'const p = event.properties';
    expect(loopGradesIn(handler(before, ask, '{ seen: true, ...p }'))).toEqual(['ends']);
    expect(loopGradesIn(handler(before, ask, '{ ...p, seen: true }'))).toEqual(['ends']);
    expect(loopGradesIn(handler(before, ask, 'Object.assign({ seen: true }, p)'))).toEqual(['ends']);
  });

  it.each([
    ['deleted', 'const p = event.properties; delete p.seen'],
    ['deleted of a copy', 'const p = { ...event.properties }; delete p.seen'],
    ['left out of the rest', 'const { seen, ...p } = event.properties'],
  ])('a mark that is %s is not there', (_, before) => {
    expect(loopGradesIn(handler(before, ask, '{ ...p, seen: true }'))).toEqual(['loops']);
  });

  it('one that is deleted for some events may be there', () => {
    const before = "const p = event.properties; if (event.event === 'x') delete p.seen";
    expect(loopGradesIn(handler(before, ask, '{ ...p, seen: true }'))).toEqual(['loops']);
  });

  it('one that was left out of what was captured is in none of its copies', () => {
    const before = 'const { other, ...p } = event.properties';
    expect(loopGradesIn(handler(before, ask, '(({ seen: _seen, ...rest }) => rest)(p)'))).toEqual(['loops']);
  });
});

it('a mark under the properties that are spread over it is theirs, where they have it', () => {
  const code = handler('const p = event.properties', 'if (p.seen) return', '{ seen: true, ...p }');
  expect(loopGradesIn(code)).toEqual(['loops']);
});
