import { expect, test } from 'vitest';
import { Redactor } from '../../runtime/gate/redact.ts';
import { localAccess } from '../../runtime/index.ts';

const redactor = new Redactor({
  ...localAccess,
  projectApiKey: 'phc_abcdefghijklmnop',
  personalApiKeys: { 'https://a.example': 'unprefixed+old/key', 'https://b.example': 'phx_minemineminemine' },
});

test.each([
  ['Bearer phx_minemineminemine', 'Bearer phx_…'],
  ['phx_somebodyelses', 'phx_…'],
  ['phs_secret1234 pha_token1234 phr_token1234', 'phs_… pha_… phr_…'],
  ['phc_abcdefghijklmnop and phc_otherproject', 'phc_abc… and phc_oth…'],
  ['unprefixed+old/key', 'un…'],
  [encodeURIComponent('unprefixed+old/key'), 'un…'],
  ['https://a/?token=abcdefgh&b=1', 'https://a/?token=abc…&b=1'],
  ['https://a/?x=1&api_key=abcdefgh', 'https://a/?x=1&api_key=abc…'],
  ['token=abcdefgh&b=1', 'token=abc…&b=1'],
  ['body: "access_token=abcdefgh"', 'body: "access_token=abc…"'],
  ['const token="abc"; mytoken=abcdefgh', 'const token="abc"; mytoken=abcdefgh'],
  ['socks5://ada:lovelace@proxy.example:1080', 'socks5://…@proxy.example:1080'],
  ['https://a/?token=local', 'https://a/?token=local'],
  ['authorization: bearer eyJhbGciOi.abc', 'authorization: bearer …'],
  ['phone, phc and phx_ are words', 'phone, phc and phx_ are words'],
])('%s', (text, expected) => {
  expect(redactor.text(text)).toBe(expected);
});

test('secrets of the config are dots, whatever their length is not too short to be one', () => {
  const own = new Redactor(localAccess);
  own.hide(['hunter2 & co', 'no', '']);
  expect(own.text('no: hunter2 & co, hunter2%20%26%20co')).toBe('no: ••••••, ••••••');
  expect(own.ownKeys('hunter2 & co')).toBe('hunter2 & co');
  own.hide(['other']);
  expect(own.data({ org: 'from other', to: 'another' })).toEqual({ org: 'from ••••••', to: 'another' });
  expect(own.text('https://a.test/?to=the%20other')).toBe('https://a.test/?to=the%20••••••');
});

test('events lose keys and secrets, and nothing that only looks like one', () => {
  const own = new Redactor({ ...localAccess, projectApiKey: 'phc_minemineminemine' });
  own.hide(['hunter2']);
  expect(
    own.data({ list: ['a hunter2', 1, null], hunter2: 'phc_minemineminemine', url: '?token=of-somebody' }),
  ).toEqual({ list: ['a ••••••', 1, null], '••••••': 'phc_min…', url: '?token=of-somebody' });
});

test('what goes to the app loses our keys and keeps its own', () => {
  expect(redactor.ownKeys('phx_minemineminemine phx_ofthesameapp')).toBe('phx_… phx_ofthesameapp');
  const bytes = Buffer.from([0xff, ...Buffer.from('phx_minemineminemine'), 0xfe]);
  expect(redactor.ownKeysInBytes(bytes).includes('minemine')).toBe(false);
  expect(redactor.ownKeysInBytes(Buffer.from([0xff, 0xfe]))).toEqual(Buffer.from([0xff, 0xfe]));
  const name = Buffer.concat([Buffer.from(`{"name":"Zoë","token":"`), bytes, Buffer.from('"}')]);
  const shown = redactor.ownKeysInBytes(name).toString('utf8');
  expect(shown).toContain('Zoë');
  expect(shown).toMatch(/…/);
});
