/** Options that `run`, `dev` and `test` have in common, checked. */
import { type Profile, profiles } from '../platform/profiles.ts';
import { mostTimeoutSeconds } from '../runtime/checkOptions.ts';
import { UsageError } from './command.ts';

/** @throws UsageError where there is none of that name. */
export function profileFrom(value: string): Profile {
  const profile = profiles.find((candidate) => candidate === value);
  if (profile === undefined)
    throw new UsageError(`There is no profile ${value}. Take ${profiles.join(' or ')}.`);
  return profile;
}

/**
 * @returns seconds.
 * @throws UsageError where it is no number of them, or more than a run may take.
 */
export function timeoutFrom(value: string): number {
  const seconds = Number(value);
  if (!(seconds > 0)) throw new UsageError(`--timeout takes a number of seconds, not ${value}.`);
  if (seconds > mostTimeoutSeconds)
    throw new UsageError(`--timeout takes at most ${mostTimeoutSeconds} seconds, not ${value}.`);
  return seconds;
}
