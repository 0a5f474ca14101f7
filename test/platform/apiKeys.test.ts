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

  test('never repeats the key', () => {
    expect(keyProblem(`phx_${body}`, 'project')).not.toContain(body);
  });
});

describe('a key that somebody enters', () => {
  const old = `${body}-_${body}`.slice(0, 43);

  test.each([
    ['personal', ` phx_${body} `],
    // Of a PostHog under development.
    ['personal', 'phx_dev_local_test_api_key_1234567890abcdef'],
    ['project', `phc_${body}`],
    ['personal', old],
    ['personal', old.slice(0, 42)],
    ['project', old],
    ['personal', ''],
  ] as const)('may be this %s key: %s', (use, text) => {
    expect(enteredKeyProblem(text, use)).toBeUndefined();
  });

  test.each([
    ['personal', 'hello', 'This is no personal API key: one begins with phx_.'],
    ['personal', 'a'.repeat(43), 'This is no personal API key'],
    ['personal', 'SomeThirtyFiveLettersThatAreNoKeyAt', 'This is no personal API key'],
    ['personal', `${old}x`, 'This is no personal API key'],
    ['personal', 'this-is-a-long-password-of-somebody-withit1', 'This is no personal API key'],
    ['personal', 'phx_short1234', 'This is too short for a personal API key.'],
    ['personal', 'phx_...', 'This is no personal API key: after phx_ one has letters and digits alone.'],
    ['personal', `phx_${'x'.repeat(40)}`, 'This is a placeholder for a personal API key.'],
    ['personal', `phx_${body.repeat(4)}`, 'This is too long for a personal API key.'],
    ['personal', `phc_${body}`, 'This is a project API key, which PostHog refuses here.'],
    ['project', 'phc_x', 'This is too short for a project API key.'],
    ['project', 'hello', 'This is no project API key: one begins with phc_.'],
  ] as const)('cannot be this %s key: %s', (use, text, problem) => {
    expect(enteredKeyProblem(text, use)).toContain(problem);
  });

  test('is called what the sentence is about', () => {
    expect(enteredKeyProblem('phc_x', 'project', 'The value of NAME')).toBe(
      'The value of NAME is too short for a project API key. Copy the whole key. It stands in the settings of the project.',
    );
  });

  test('is never repeated', () => {
    for (const text of ['SomeThirtyFiveLettersThatAreNoKeyAt', 'phx_short1234', `phx_${body.repeat(4)}`])
      expect(enteredKeyProblem(text, 'personal')).not.toContain(text.slice(4));
  });
});
