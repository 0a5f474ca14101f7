import { describe, expect, it } from 'vitest';
import { check, findingsIn } from '../../check.ts';
import { only } from '../../levels.ts';

const levels = { ...only('doubled-await'), profile: 'plugin-server-1.10.5' };

describe('doubled-await', () => {
  it('marks what old servers evaluate twice', () => {
    check(
      `
export async function onEvent(event) {
  const page = await (await fetch(event.url)).json()
             //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ information doubled-await: Put that part into a variable first
  await fetch(event.url).then((response) => response.json())
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ information doubled-await: runs a part of this twice
  await (event.cached ?? load())
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ information doubled-await: twice
}`,
      levels,
    );
  });

  it.each([
    'await fetch(event.url)',
    'await client.send(event)',
    'await new Promise((resolve) => resolve())',
    'const promise = fetch(event.url); await promise',
    'await Promise.all([load(), load()])',
  ])('leaves %s alone', (code) => {
    expect(findingsIn(`export async function onEvent(event) { ${code} }`, levels)).toEqual([]);
  });

  it('is about old servers only', () => {
    const code = 'export async function onEvent(event) { await (await fetch(event.url)).json() }';
    expect(findingsIn(code, only('doubled-await'))).toEqual([]);
  });
});
