/** The options of `lint`, checked. */
import { type Profile, profiles } from '../../platform/profiles.ts';
import { ruleTable } from '../../protocol/rules.ts';
import { settings } from '../../protocol/settings.ts';
import { defaultLevels, type LintLevels } from '../../server/lintSettings.ts';
import { similarName } from '../../platform/similarName.ts';
import { UsageError } from '../command.ts';
import { parseOptions } from '../parseOptions.ts';

export const formats = ['text', 'json', 'sarif', 'github', 'junit'] as const;
export type Format = (typeof formats)[number];

export interface LintOptions {
  readonly paths: readonly string[];
  readonly format: Format;
  readonly output: string | undefined;
  readonly isFixing: boolean;
  readonly baseline: string | undefined;
  readonly baselineMode: 'use' | 'write' | 'prune';
  readonly levels: LintLevels;
}

export const usage = `posthog-apps lint [paths] [options]

  Checks the apps below the paths, or below the current folder.

  --format <format>         ${formats.join(', ')}. Default: text
  --output <file>           writes the report into a file
  --fix                     applies the fixes that are safe
  --rule <rule>=<level>     error, warning, information, hint or off. May be repeated
  --ending-loops <level>    loops that a condition ends: information, warning or hidden. Default: information
  --loops-between-apps <level>
                            loops through several apps: information, warning or hidden. Default: information
  --profile <profile>       ${profiles.join(' or ')}. Default: documented
  --baseline <file>         a file of known findings, which do not count
  --write-baseline          writes all present findings into the baseline
  --prune-baseline          removes from the baseline what is no longer found

Exit codes: 0 no errors and no warnings; 1 at least one; 2 wrong use. Loops that a condition ends never count.`;

/** @throws UsageError with a sentence for each mistake. */
export function readOptions(args: readonly string[]): LintOptions {
  const { positionals, values } = parseOptions(args, options);
  const format = oneOf('--format', values.format, formats);
  if (values['write-baseline'] && values['prune-baseline']) {
    throw new UsageError('Choose --write-baseline or --prune-baseline, not both.');
  }
  const changesBaseline = values['write-baseline'] || values['prune-baseline'];
  if (changesBaseline && values.baseline === undefined) {
    throw new UsageError('Name the file of the baseline: --baseline <file>.');
  }
  return {
    paths: positionals.length === 0 ? ['.'] : positionals,
    format,
    output: values.output,
    isFixing: values.fix,
    baseline: values.baseline,
    baselineMode: values['write-baseline'] ? 'write' : values['prune-baseline'] ? 'prune' : 'use',
    levels: {
      ...defaultLevels,
      ...Object.fromEntries((values.rule ?? []).map(levelOf)),
      endingLoops: oneOf('--ending-loops', values['ending-loops'], settings['lint.endingLoops'].values ?? []),
      loopsBetweenApps: oneOf(
        '--loops-between-apps',
        values['loops-between-apps'],
        settings['lint.loopsBetweenApps'].values ?? [],
      ),
      profile: oneOf<Profile>('--profile', values.profile, profiles),
    },
  };
}

const options = {
  format: { type: 'string', default: 'text' },
  output: { type: 'string' },
  fix: { type: 'boolean', default: false },
  rule: { type: 'string', multiple: true },
  'ending-loops': { type: 'string', default: 'information' },
  'loops-between-apps': { type: 'string', default: 'information' },
  profile: { type: 'string', default: 'documented' },
  baseline: { type: 'string' },
  'write-baseline': { type: 'boolean', default: false },
  'prune-baseline': { type: 'boolean', default: false },
} as const;

function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((name) => name === value);
  if (found === undefined) throw new UsageError(`${option} is one of ${allowed.join(', ')}, not ${value}.`);
  return found;
}

function levelOf(text: string): readonly [rule: string, level: string] {
  const [name = '', level = ''] = text.split('=');
  const rule = name.replace(/^posthog-apps\//, '');
  if (!ruleTable.some((info) => info.name === rule)) {
    const similar = similarName(
      rule,
      ruleTable.map((info) => info.name),
    );
    const advice =
      similar === undefined ? 'The page docs/rules/README.md lists them.' : `Did you mean ${similar}?`;
    throw new UsageError(`There is no rule ${name}. ${advice}`);
  }
  return [rule, oneOf('The level of a rule', level, ['error', 'warning', 'information', 'hint', 'off'])];
}
