/** What is random in the package `crypto`, in a run that must come out the same each time. */
import { Buffer } from './buffer.ts';
import { fixedChance } from './fixedRun.ts';

/** The answer of the fixed sequence; undefined in an ordinary run, and for what is not random. */
export function fixedRandom(name: string, values: readonly unknown[]): unknown {
  const chance = fixedChance();
  if (chance === undefined) return undefined;
  const below = (limit: number): number => Math.floor(chance() * limit);
  switch (name) {
    case 'randomBytes':
      return Buffer.from(Array.from({ length: Number(values[0]) }, () => below(256)));
    case 'randomInt': {
      const from = Number(values[0]);
      const to = Number(values[1]);
      return from + below(to - from);
    }
    case 'randomUUID':
      return 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replaceAll(/[xy]/g, (kind) =>
        kind === 'x' ? '0123456789abcdef'.charAt(below(16)) : '89ab'.charAt(below(4)),
      );
    default:
      return undefined;
  }
}
