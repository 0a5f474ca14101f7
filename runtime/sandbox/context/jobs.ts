/** `meta.jobs`: any name gives a function, declared or not; the runner runs the job later. Reference 3.7. */
import type { JobNote } from '../../../protocol/sandbox.ts';
import { note } from './asking.ts';
import { timeNow } from './clock.ts';
import { parseJson, toJson } from './host.ts';
import { withHandler } from './readOnly.ts';
import { OwnMap } from './ownMap.ts';

const second = 1000;
const day = 24 * 60 * 60 * second;
/** No date of the language is further away. */
const mostMs = 8.64e15;

/** A month is 30 weeks: a mistake of every version of the server, which apps meet there too. */
const unitMs: ReadonlyMap<string, number> = new OwnMap([
  ['milliseconds', 1],
  ['seconds', second],
  ['minutes', 60 * second],
  ['hours', 60 * 60 * second],
  ['days', day],
  ['weeks', 7 * day],
  ['months', 30 * 7 * day],
  ['quarters', 13 * 7 * day],
  ['years', 365 * day],
]);

interface JobRunner {
  runNow(): Promise<void>;
  runIn(duration: number, unit: unknown): Promise<void>;
  runAt(date: Date): Promise<void>;
}

export function createJobs(): object {
  return withHandler({
    get: (_target, name) =>
      typeof name === 'string' ? (payload?: unknown) => runner(name, payload) : undefined,
    set: () => false,
  });
}

function runner(name: string, payload: unknown): JobRunner {
  const enqueue = async (inMs: number): Promise<void> => {
    // The payload travels as JSON, so a Date arrives as a text. A time that is none is due at once.
    const sent = parseJson(toJson(payload) ?? 'null');
    const isTime = inMs > -mostMs && inMs < mostMs;
    note('job', {
      name,
      payload: sent,
      inMs: inMs > 0 && isTime ? inMs : 0,
      ...(isTime ? {} : { hasNoTime: true }),
    } satisfies JobNote);
  };
  return {
    runNow: async () => enqueue(0),
    runIn: async (duration, unit) => enqueue(duration * unitInMs(unit)),
    runAt: async (date) => enqueue(new Date(date).getTime() - timeNow()),
  };
}

function unitInMs(unit: unknown): number {
  const name = String(unit);
  const plural = name.endsWith('s') ? name : `${name}s`;
  const value = unitMs.get(plural);
  if (value === undefined) throw new Error(`Unknown time unit: ${plural}`);
  return value;
}
