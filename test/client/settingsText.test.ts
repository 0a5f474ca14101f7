import { expect, test } from 'vitest';
import { settingIn, withSettingEmptied } from '../../client/settingsText.ts';

const key = 'posthogApps.personalApiKey';

test.each([
  ['settings with comments', `{ // mine\n "posthogApps.personalApiKey": "phx_1", }`, 'phx_1'],
  ['a workspace file', `{ "folders": [], "settings": { "posthogApps.personalApiKey": "phx_2" } }`, 'phx_2'],
  ['another setting', `{ "posthogApps.host": "us" }`, undefined],
  ['a value that is no text', `{ "posthogApps.personalApiKey": [5] }`, [5]],
  ['a broken file, up to where it breaks', `{ "posthogApps.personalApiKey": "phx_3", "a": `, 'phx_3'],
  ['nothing', '', undefined],
])('%s', (_title, text, expected) => {
  expect(settingIn(text, key)).toEqual(expected);
});

test.each([
  [
    'beside a comment',
    '{\n  // why\n  "k": "secret", // mine\n  "a": 1\n}',
    '{\n  // why\n  "k": "", // mine\n  "a": 1\n}',
  ],
  ['of a workspace file', '{ "settings": { "k": "secret", "a": 1 } }', '{ "settings": { "k": "", "a": 1 } }'],
  [
    'in both places',
    '{ "k": "secret", "settings": { "k": "secret" } }',
    '{ "k": "", "settings": { "k": "" } }',
  ],
  ['where there is none', '{ "a": 1 }', '{ "a": 1 }'],
  ['in an empty file', '', ''],
])('a setting is emptied %s', (_, before, after) => {
  expect(withSettingEmptied(before, 'k')).toBe(after);
});
