/** The arguments of a subcommand, read alike for all of them. */
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { similarName } from '../platform/similarName.ts';
import { UsageError } from './command.ts';

type Parsed<Options extends ParseArgsOptionsConfig> = ReturnType<
  typeof parseArgs<{ args: string[]; options: Options; allowPositionals: true }>
>;

/**
 * @returns the values of the options and what is left, such as paths.
 * @throws UsageError in one sentence, for an option that there is not (with the nearest one), for a value that is
 *   missing or too much, and for two values of an option that has one.
 */
export function parseOptions<const Options extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: Options,
): Parsed<Options> {
  const config = { args: [...args], options, allowPositionals: true } as const;
  try {
    const parsed = parseArgs(config);
    refuseSeveral(parseArgs({ ...config, tokens: true }).tokens, options);
    return parsed;
  } catch (error) {
    throw error instanceof UsageError ? error : wrongOption(error, Object.keys(options));
  }
}

type Token = { readonly kind: string; readonly name?: string; readonly value?: string | boolean | undefined };

/** The last would win, and nobody would learn that the others did not count. */
function refuseSeveral(tokens: readonly Token[], options: ParseArgsOptionsConfig): void {
  for (const [name, { multiple, type }] of Object.entries(options)) {
    if (type !== 'string' || multiple === true) continue;
    const given = new Set(tokens.flatMap((token) => (token.name === name ? [`${token.value}`] : [])));
    if (given.size < 2) continue;
    throw new UsageError(`--${name} takes one value, and got several: ${[...given].join(', ')}.`);
  }
}

/** What `parseArgs` refuses, in one sentence that says what was meant. */
function wrongOption(error: unknown, names: readonly string[]): UsageError {
  const { code, message } =
    error instanceof Error ? (error as NodeJS.ErrnoException) : { code: '', message: String(error) };
  const [, dashes, given] = /'(?:-\w, )?(--?)([\w-]+)/.exec(message) ?? [];
  // Node asks three questions at once where a value begins with a dash.
  if (code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE' && given !== undefined) {
    return new UsageError(
      message.includes('does not take')
        ? `--${given} takes no value.`
        : `--${given} needs a value. One that begins with a dash is written as --${given}=-….`,
    );
  }
  if (code !== 'ERR_PARSE_ARGS_UNKNOWN_OPTION' || given === undefined) return new UsageError(message);
  const begins = names.find((name) => given.length > 2 && name.startsWith(given));
  const meant = begins ?? similarName(given, names);
  const hint = meant === undefined ? '' : ` Did you mean --${meant}?`;
  return new UsageError(`There is no option ${dashes}${given}.${hint}`);
}
