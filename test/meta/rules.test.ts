/** The table of rules, the rules, their settings and their pages say the same; the samples on the pages are true. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ruleTable } from '../../protocol/rules.ts';
import { ruleProperties, rulesPage } from '../../scripts/generateRules.ts';
import { root } from '../../scripts/paths.ts';
import { rules } from '../../server/rules/checkApp.ts';
import { defaultLevels } from '../../server/lintSettings.ts';
import { nodeRules } from '../../server/rules/nodeRules.ts';
import { findingsIn } from '../server/check.ts';
import { only } from '../server/levels.ts';

const names = ruleTable.map(({ name }) => name);

it('the table lists the rules that there are', () => {
  const built = [...rules, ...nodeRules].map(({ name }) => name);
  expect(built.toSorted()).toEqual(names.toSorted());
});

it('the list of rules is the one that npm run generate:rules writes', () => {
  expect(withoutPadding(readFileSync(join(root, 'docs/rules/README.md'), 'utf8'))).toBe(
    withoutPadding(rulesPage()),
  );
});

it('the settings are those that npm run generate:rules writes', () => {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly contributes: {
      readonly configuration: readonly { readonly id: string; readonly properties: object }[];
    };
  };
  const section = manifest.contributes.configuration.find(({ id }) => id === 'lint');
  expect(section?.properties).toMatchObject(ruleProperties());
});

/** It needs a file that is not there, which the samples have; its own tests have more. */
const needsFiles = new Set<string>(['manifest-main']);

/** Rules for the PostHog of October 2021 alone. */
const ofOlderProfile = new Set<string>(['doubled-await', 'api-newer']);

/** All rules as they come, but those about fields of a plugin.json that the samples do not have. */
const everything = {
  ...defaultLevels,
  'config-undeclared': 'off',
  'config-unused': 'off',
};

describe.each(nodeRules.map(({ name }) => name))('the page of %s', (name) => {
  const path = join(root, 'docs/rules', `${name}.md`);
  const page = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const samples = [...page.matchAll(/```js(?:on)?\n(.*?)```/gs)].map(([, code = '']) => code);

  it('names the setting and the comment', () => {
    expect(page).toMatch(new RegExp(`^# ${name}\n`));
    expect(page).toContain(`\`posthogApps.lint.${name}\``);
    expect(page).toMatch(new RegExp(`// posthog-apps-ignore ${name}: reason|JSON has no comments`));
  });

  if (needsFiles.has(name)) return;

  it('shows what is reported, and then what is not', () => {
    const [bad = '', good] = samples;
    // A key that is whole must not stand on a page, and a key with dots is none.
    const code = bad.replaceAll('…', 'aB3dE5gH7jK9mN1pQ3sT5vW7yZ9');
    const levels = {
      ...only(name),
      ...(ofOlderProfile.has(name) ? { profile: 'plugin-server-1.10.5' } : {}),
    };
    expect(findingsIn(appWith(code), levels).map(({ rule }) => rule)).toContain(`posthog-apps/${name}`);
    if (good !== undefined) expect(findingsIn(appWith(good), levels)).toEqual([]);
  });

  it('shows nothing else that is reported', () => {
    const [bad = '', good = ''] = samples;
    // A page shows a piece of an app, whose helpers stand elsewhere.
    const others = (code: string): readonly string[] =>
      findingsIn(appWith(code), { ...everything, 'undeclared-name': 'off' })
        .map(({ message, rule }) => `${rule}: ${message}`)
        .filter((text) => !text.startsWith(`posthog-apps/${name}:`));
    expect(others(bad)).toEqual([]);
    expect(others(good)).toEqual([]);
  });
});

/** The formatter makes the columns of tables equally wide. */
function withoutPadding(page: string): string {
  return page.replaceAll(/ *\| */g, '|').replaceAll(/-{3,}/g, '---');
}

/** A sample that exports nothing stands inside a handler: one for events where it has an event, else a schedule. */
function appWith(code: string): string {
  if (code.startsWith('{ "')) {
    return `//- /plugin.json\n${code}\n//- /index.js\nexport function onEvent(event, { config: { isActive } }) {}\n`;
  }
  const manifest = '{ "config": [{ "key": "labels", "type": "json" }] }';
  const isWhole = /^(import|export) /m.test(code);
  const jobs = [...code.matchAll(/\bmeta\.jobs\.(\w+)/g)].map(([, job]) => `${job}: async () => {}`);
  const declared = jobs.length === 0 ? '' : `export const jobs = { ${jobs.join(', ')} }\n`;
  const start = 'const { cache, config } = meta';
  const app = isWhole
    ? `${code}\nexport function setupPlugin() {}`
    : /\bevent\b(?![:'])/.test(code)
      ? `${declared}export async function processEvent(event, meta) {\n${start}\n${code}\nreturn event }`
      : `${declared}export async function runEveryHour(meta) {\n${start}\n${code}\n}`;
  return `//- /plugin.json\n${manifest}\n//- /index.js\n${app}\n`;
}
