import { expect, test } from 'vitest';
import { settingIn } from '../../client/settingsText.ts';

const key = 'posthogApps.personalApiKey';

test.each([
  ['settings with comments', `{ // mine\n "posthogApps.personalApiKey": "phx_1", }`, 'phx_1'],
  ['a workspace file', `{ "folders": [], "settings": { "posthogApps.personalApiKey": "phx_2" } }`, 'phx_2'],
  ['another setting', `{ "posthogApps.host": "us" }`, undefined],
  ['a value that is no text', `{ "posthogApps.personalApiKey": null }`, undefined],
  ['a broken file, up to where it breaks', `{ "posthogApps.personalApiKey": "phx_3", "a": `, 'phx_3'],
  ['nothing', '', undefined],
])('%s', (_title, text, expected) => {
  expect(settingIn(text, key)).toBe(expected);
});
