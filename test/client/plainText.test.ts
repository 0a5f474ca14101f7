/** Texts of others in notifications and lists. */
import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { withoutIcons, withoutLinks } from '../../client/plainText.ts';

/** What the editor makes a link of, as its notifications do it. */
const link = /\[[^\]]+\]\((?:https?:\/\/|command:|file:)[^)\s]+/;

describe('what others wrote', () => {
  it.each([
    'It works for [Shop](command:workbench.action.quit) now.',
    '[a](https://evil.example) and [b](command:x)',
    '[[a](command:x)](command:y)',
  ])('is no link in a notification: %s', (text) => {
    expect(link.test(text)).toBe(true);
    expect(withoutLinks(text)).not.toMatch(link);
  });

  it('is no icon in a list', () => {
    expect(withoutIcons('$(trash) Shop')).toBe('\\$(trash) Shop');
  });

  it('is shown by no other way', () => {
    const others = globSync('client/**/*.ts').filter(
      (file) =>
        !file.endsWith('notifications.ts') &&
        /window\.show(?:Information|Warning|Error)Message/.test(readFileSync(file, 'utf8')),
    );
    expect(others).toEqual([]);
  });
});
