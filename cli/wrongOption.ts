/** What `parseArgs` of Node refuses, in one sentence that says what was meant. */
import { similarName } from '../platform/similarName.ts';
import { UsageError } from './command.ts';

/**
 * @param error what `parseArgs` threw.
 * @param names of the options that there are.
 */
export function wrongOption(error: unknown, names: readonly string[]): UsageError {
  const { code, message } =
    error instanceof Error ? (error as NodeJS.ErrnoException) : { code: '', message: String(error) };
  const [, given] = /'(?:-\w, )?--?([\w-]+)/.exec(message) ?? [];
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
  return new UsageError(`There is no option --${given}.${hint}`);
}
