/**
 * Time and chance of a run that must come out the same each time: the clock begins at a given moment and moves only
 * between calls, and what is random comes from one fixed sequence.
 */
import { fixTime, timeNow } from './clock.ts';

let sequence: (() => number) | undefined;

/**
 * Replaces `Date` and `Math.random` of the context, before any code of the app runs.
 *
 * @param startedAt milliseconds since 1970: the time of the first call.
 */
export function fixTimeAndChance(startedAt: number): void {
  sequence = fixedSequence();
  fixTime(startedAt);
  const value = fixedDate(Date, timeNow);
  Object.defineProperty(globalThis, 'Date', { value, writable: true, configurable: true });
  // Built-in objects are what has to change: these are the app's own, of a context that is made for one run.
  Reflect.set(value.prototype, 'constructor', value);
  Reflect.set(Math, 'random', sequence);
}

/** The fixed sequence of numbers from 0 to below 1; undefined in an ordinary run. */
export function fixedChance(): (() => number) | undefined {
  return sequence;
}

function fixedDate(real: DateConstructor, now: () => number): DateConstructor {
  return new Proxy(real, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as Date,
    apply: () => new real(now()).toString(),
    get: (target, name, receiver) =>
      name === 'now' ? now : (Reflect.get(target, name, receiver) as unknown),
  });
}

/** A xorshift generator: short, and the same on every machine. */
function fixedSequence(): () => number {
  let state = 0x2f6e2b1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
