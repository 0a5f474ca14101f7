/** The options of `lint`, checked. */
import { parseArgs } from 'node:util';
import { type Profile, profiles } from '../../platform/profiles.ts';
import { ruleTable } from '../../protocol/rules.ts';
import { settings } from '../../protocol/settings.ts';
import { defaultLevels, type LintLevels } from '../../server/lintSettings.ts';
import { similarName } from '../../platform/similarName.ts';
import { UsageError } from '../command.ts';
import { wrongOption } from '../wrongOption.ts';

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

  Checks the apps below the paths (the current folder when there are none).

  --format <format>         ${formats.join(', ')}; text when absent
  --output <file>           writes there instead of to the standard output
  --fix                     applies the fixes that surely do what was meant
  --rule <rule>=<level>     error, warning, information, hint or off; may be repeated
  --ending-loops <level>    information (default), warning or hidden: loops that a condition ends
  --loops-between-apps <level>
                            information (default), warning or hidden: loops through several of the apps
  --profile <profile>       ${profiles.join(' or ')}
  --baseline <file>         findings that are known and do not count
  --write-baseline          writes what there is now into the baseline
  --prune-baseline          takes out of the baseline what is no longer there

The exit code is 0 without errors and warnings, 1 with one, 2 when this command was used wrongly.
Ending loops never change it.`;

/** @throws UsageError with a sentence for each mistake. */
export function readOptions(args: readonly string[]): LintOptions {
  const { positionals, values } = parse(args);
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

// The type of the result follows from the options above.
// oxlint-disable-next-line typescript/explicit-function-return-type
function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    throw wrongOption(error, Object.keys(options));
  }
}

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
