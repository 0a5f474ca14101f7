/** Options that `run`, `dev` and `test` have in common, checked. */
import { type Profile, profiles } from '../platform/profiles.ts';
import { mostKept } from '../protocol/eventsReport.ts';
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

/** Items of each kind of a list of events: what people read, and what programs do, as long as memory holds it. */
const [usualItems, usualItemsOfJson] = [mostKept, 100_000];

/**
 * @returns how many items of each kind the trace of a list of events holds.
 * @throws UsageError where it is no whole number from 1.
 */
export function mostItemsFrom(value: string | undefined, isJson: boolean): number {
  if (value === undefined) return isJson ? usualItemsOfJson : usualItems;
  const most = Number(value);
  if (value.trim() !== '' && Number.isInteger(most) && most >= 1) return most;
  throw new UsageError(`--max-items takes a whole number from 1, not ${value}.`);
}
