/**
 * Writes what follows from the table of rules: the settings in package.json and the list docs/rules/README.md.
 * `npm run generate:rules`; a test compares both.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ruleTable } from '../protocol/rules.ts';
import { root } from './paths.ts';

interface Manifest {
  /** A section of the settings page each. */
  contributes: { configuration: { id: string; properties: Record<string, unknown> }[] };
}

const severities = {
  error: 'Shown as an error.',
  warning: 'Shown as a warning.',
  information: 'Shown as information.',
  hint: 'Shown as a hint.',
  off: 'Not shown.',
};

/** The settings `posthogApps.lint.<rule>` as package.json has them. */
export function ruleProperties(): Readonly<Record<string, object>> {
  return Object.fromEntries(
    ruleTable.map(({ name, severity, summary }, index) => [
      `posthogApps.lint.${name}`,
      {
        type: 'string',
        default: severity,
        enum: Object.keys(severities),
        enumDescriptions: Object.values(severities),
        scope: 'resource',
        // Behind the settings that people look for.
        order: 100 + index,
        markdownDescription: summary,
      },
    ]),
  );
}

/** The page that lists the rules. */
export function rulesPage(): string {
  const rows = ruleTable.map(
    ({ name, severity, summary }) => `| [${name}](${name}.md) | ${severity} | ${summary} |`,
  );
  return [
    '# Rules',
    '',
    'This page lists what PostHog Apps reports in the code of an app, at which level, and how to change that.',
    '',
    'The defaults are the recommended level: an app that works as its author thinks passes them without a warning and without a comment that switches a rule off.',
    '',
    'In what a build has made, only [event-loop](event-loop.md), [syntax](syntax.md) and [import-refused](import-refused.md) look: the other rules are for code that somebody wrote. A file is taken for the output of a build when a compiler or bundler has left its marks in it, when its lines are too long to be read, or when it lies in `dist`, `build`, `out`, `lib` or `bundle` and its source is there.',
    '',
    '## Change the level of a rule',
    '',
    'Each rule has a setting `posthogApps.lint.<rule>`: `error`, `warning`, `information`, `hint` or `off`. On the command line it is `--rule <rule>=<level>`.',
    '',
    '```json',
    '{ "posthogApps.lint.module-state": "off" }',
    '```',
    '',
    '## Ignore one finding',
    '',
    'Write a comment with a reason on the line of the finding, or above its statement:',
    '',
    '```js',
    '// posthog-apps-ignore event-loop: the project drops this event before it comes to apps',
    '```',
    '',
    'A comment without a reason, or one that suppresses nothing, is reported: see [suppression](suppression.md).',
    '',
    '## Fix on saving',
    '',
    '*Fix All* applies at once all quick fixes that are certain to do what was meant. To apply them whenever you save:',
    '',
    '```json',
    '{ "editor.codeActionsOnSave": { "source.fixAll.posthogApps": "explicit" } }',
    '```',
    '',
    '## All rules',
    '',
    '| rule | shown as | what it reports |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

if (import.meta.main) {
  const path = join(root, 'package.json');
  const manifest = JSON.parse(await readFile(path, 'utf8')) as Manifest;
  const configuration = manifest.contributes.configuration.find(({ id }) => id === 'lint');
  if (configuration === undefined) throw new Error('package.json has no section of settings for the rules.');
  const others = Object.entries(configuration.properties).filter(
    ([key]) => !(key in ruleProperties()) || key === 'posthogApps.lint.endingLoops',
  );
  const place = others.findIndex(([key]) => key === 'posthogApps.lint.endingLoops');
  configuration.properties = Object.fromEntries([
    ...others.slice(0, place),
    ...Object.entries(ruleProperties()),
    ...others.slice(place),
  ]);
  await writeFile(path, `${JSON.stringify(manifest, undefined, 2)}\n`);
  await writeFile(join(root, 'docs/rules/README.md'), rulesPage());
}
