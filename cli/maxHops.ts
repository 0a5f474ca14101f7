/** The option `--max-hops` of `run` and `dev`. */
import { mostMaxHops, usualMaxHops } from '../protocol/settings.ts';
import { UsageError } from './command.ts';

/** @throws UsageError */
export function maxHopsFrom(value: string | undefined): number {
  if (value === undefined) return usualMaxHops;
  const hops = Number(value);
  if (value.trim() !== '' && Number.isInteger(hops) && hops >= 1 && hops <= mostMaxHops) return hops;
  throw new UsageError(`--max-hops takes a whole number from 1 to ${mostMaxHops}, not ${value}.`);
}
