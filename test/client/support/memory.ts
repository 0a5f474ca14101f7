import type { Memory } from '../../../client/consent.ts';

/** What the editor remembers, as JSON like the real one. */
export function memory(): Memory {
  const values = new Map<string, string>();
  return {
    get: (key): unknown => {
      const text = values.get(key);
      return text === undefined ? undefined : JSON.parse(text);
    },
    update: async (key, value) => {
      values.set(key, JSON.stringify(value));
    },
  };
}
