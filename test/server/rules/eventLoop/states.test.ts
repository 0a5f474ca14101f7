/** Variables that go through several states, from event to event. */
import { describe, expect, it } from 'vitest';
import { findingsIn } from '../../check.ts';

function gradesOf(code: string): readonly unknown[] {
  return findingsIn(code).map(({ grade }) => grade);
}

/** A function for each state, of which the last captures, and what state comes after each. */
function table(states: string): string {
  const names = states.split('');
  const acts = names.map((name, index) =>
    index === names.length - 1 ? `${name}() { posthog.capture('seen') }` : `${name}() {}`,
  );
  const next = names.map((name, index) => `${name}: '${names[(index + 1) % names.length]}'`);
  return `const acts = { ${acts.join(', ')} }\nconst next = { ${next.join(', ')} }\n`;
}

const inVariable = `let phase = 'a'
export function onEvent(event) { acts[phase](); phase = next[phase] }`;

const inGlobal = `export function onEvent(event, { global }) {
  global.phase = global.phase || 'a'
  acts[global.phase]()
  global.phase = next[global.phase]
}`;

const inObject = `let state = { phase: 'a' }
export function onEvent(event) { acts[state.phase](); state = { phase: next[state.phase] } }`;

/** The next state is one of those before, and the last is never reached. */
const goingBack = (code: string): string => code.replace(/'(\w)' \}\n/, "'a' }\n").replace(/: 'c'/, ": 'a'");

describe.each(Object.entries({ inVariable, inGlobal, inObject }))('a state kept %s', (_where, handler) => {
  it.each(['ab', 'abc', 'abcd', 'abcdefgh'])('that goes through %s comes to its end', (states) => {
    expect(gradesOf(table(states) + handler)).toEqual(['may-loop']);
  });

  it('that turns back before its end does not', () => {
    expect(gradesOf(goingBack(table('abcd')) + handler)).toEqual([]);
  });
});

describe('a handler that is replaced', () => {
  const steps = (last: string): string => `let handle = first
function first() { handle = second }
function second() { handle = ${last} }
function third() { posthog.capture('seen') }
export function onEvent(event) { handle() }`;

  it('comes to the third', () => {
    expect(gradesOf(steps('third'))).toEqual(['may-loop']);
  });

  it('never does where nothing leads there', () => {
    expect(gradesOf(steps('first'))).toEqual([]);
  });
});
