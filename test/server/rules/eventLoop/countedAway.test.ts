/** In which direction a number is counted, and where its limit lies: an event that never comes there goes on. */
import { describe, expect, it } from 'vitest';
import { loopGradesIn } from '../../check.ts';

/** An app that captures with a number, under a fixed name or one that grows. */
function app(number: string, isEnough: string, properties: string, name = `'x'`): string {
  return `export function onEvent(event) { const p = event.properties; const n = ${number}; if (${isEnough}) return; posthog.capture(${name}, ${properties}) }`;
}

describe('a number that grows away from a lower limit', () => {
  it.each([
    ['p.n', 'n <= 0', '{ n: n + 1 }'],
    ['p.n', 'n < 1', '{ n: n + 1 }'],
    ['p.n', 'n <= 10', '{ n: n + 1 }'],
    ['p.n', 'n <= 0', '{ n: n * 2 }'],
    ['Number(p.n)', 'n <= 0', '{ n: n + 1 }'],
    ['p.n', '!(n > 0)', '{ n: n + 1 }'],
  ])('loops: %s behind %s with %s', (number, isEnough, properties) => {
    expect(loopGradesIn(app(number, isEnough, properties))).toEqual(['loops']);
    expect(loopGradesIn(app(number, isEnough, properties, 'event.event'))).toEqual(['loops']);
  });

  it.each(['++p.n; posthog.capture("x", p)', 'p.n += 1; posthog.capture("x", p)'])(
    'loops where it is counted in place: %s',
    (code) => {
      const source = `export function onEvent(event) { const p = event.properties; if (p.n <= 0) return; ${code} }`;
      expect(loopGradesIn(source)).toEqual(['loops']);
    },
  );
});

describe('a number that is zero where there is none', () => {
  it.each([
    ['p.n || 0', 'n <= 0'],
    ['p.n || 0', 'n < 1'],
    ['p.n || 0', '!(n > 0)'],
    ['Number(p.n) || 0', 'n <= 0'],
    ['p.n ? p.n : 0', 'n <= 0'],
  ])('ends where it shrinks to its limit: %s behind %s', (number, isEnough) => {
    expect(loopGradesIn(app(number, isEnough, '{ n: n - 1 }'))).toEqual(['ends']);
    expect(loopGradesIn(app(number, isEnough, '{ n: n - 1 }', 'event.event'))).toEqual(['ends']);
  });

  it.each([
    ['p.n || 0', 'n >= 3'],
    ['p.n || 0', 'n > 3'],
    ['Number(p.n) || 0', 'n >= 3'],
    ['p.n ? p.n : 0', 'n >= 3'],
  ])('loops where it shrinks away from its limit: %s behind %s', (number, isEnough) => {
    expect(loopGradesIn(app(number, isEnough, '{ n: n - 1 }'))).toEqual(['loops']);
    expect(loopGradesIn(app(number, isEnough, '{ n: n - 1 }', 'event.event'))).toEqual(['loops']);
  });

  it.each(['n === 0', '!n'])('may loop behind %s, below which an event may begin', (isEnough) => {
    expect(loopGradesIn(app('p.n || 0', isEnough, '{ n: n - 1 }'))).toEqual(['may-loop']);
  });

  it('ends where it grows to its limit', () => {
    expect(loopGradesIn(app('p.n || 0', 'n >= 3', '{ n: n + 1 }'))).toEqual(['ends']);
  });
});

describe('a number that stands still, beside a name that grows', () => {
  const names = ["'re ' + event.event", "event.event + ' again'"];

  it.each(names)('loops where a later copy overwrites it: %s', (name) => {
    expect(loopGradesIn(app('p.n || 0', 'n >= 3', '{ n: n + 1, ...p }', name))).toEqual(['loops']);
  });

  it.each(names)('loops where it is doubled from zero on: %s', (name) => {
    expect(loopGradesIn(app('p.n || 0', 'n >= 3', '{ n: n * 2 }', name))).toEqual(['loops']);
  });

  it.each(names)('loops where it begins anew at zero, and so goes round: %s', (name) => {
    expect(loopGradesIn(app('p.n || 3', 'n > 5', '{ n: n - 1 }', name))).toEqual(['loops']);
    expect(loopGradesIn(app('p.n || 3', 'n > 5', '{ n: Math.floor(n / 2) }', name))).toEqual(['loops']);
  });

  it.each(names)('does not end where it is counted to a number below the limit: %s', (name) => {
    const [grade] = loopGradesIn(app('p.n || 0', 'n >= 3', '{ n: n > 1 ? n : n + 1 }', name));
    expect(grade).not.toBe('ends');
  });

  it.each(names)('ends where it is counted: %s', (name) => {
    expect(loopGradesIn(app('p.n || 0', 'n >= 3', '{ ...p, n: n + 1 }', name))).toEqual(['ends']);
  });
});

describe('a range as a limit', () => {
  it.each(['n > 3 && n < 10', 'n >= 3 && n <= 5', '!(n < 3 || n > 9)'])(
    'may loop: an event that stands beyond it from the start goes on: %s',
    (isEnough) => {
      expect(loopGradesIn(app('p.n ?? 0', isEnough, '{ n: n + 1 }'))).toEqual(['may-loop']);
    },
  );
});
