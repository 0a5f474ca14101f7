import { expect, test } from 'vitest';
import { readManifest } from '../../platform/manifest.ts';
import { remarksOnGiven } from '../../runtime/runner/givenValues.ts';

function remarks(config: readonly object[], given: { readonly [key: string]: string } = {}): unknown {
  return remarksOnGiven(readManifest({ name: 'a', config }), { config: given, attachments: {} });
}

test('a required field that is empty is named', () => {
  const url = { key: 'url', name: 'Webhook URL', type: 'string', required: true };
  expect(remarks([url])).toEqual([
    'The required config field url (Webhook URL) is empty: PostHog asks for a value before the app runs.',
  ]);
  expect(remarks([url], { url: 'https://example.com' })).toEqual([]);
  expect(remarks([{ ...url, default: 'https://example.com' }])).toEqual([]);
  expect(remarks([{ ...url, required: false }])).toEqual([]);
});

test('a field that is hidden, or required in another case, is not missing', () => {
  const mode = { key: 'mode', type: 'choice', choices: ['off', 'on'], default: 'off' };
  const hidden = { key: 'url', type: 'string', required: true, visible_if: [['mode', 'on']] };
  const needed = { key: 'token', type: 'string', required_if: [['mode', 'on']] };
  expect(remarks([mode, hidden, needed])).toEqual([]);
  expect(remarks([mode, hidden, needed], { mode: 'on' })).toHaveLength(2);
});
