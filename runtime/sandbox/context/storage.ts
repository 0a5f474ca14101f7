/** `meta.storage` and `meta.utils.cursor`, which share one table. Reference 3.4, 3.5. */
import type { StoreNote } from '../../../protocol/sandbox.ts';
import { note } from './asking.ts';
import { parseJson, toJson } from './host.ts';
import { readOnly } from './readOnly.ts';

/** @param rows JSON texts. */
export function createStorage(rows: Map<string, string>): {
  readonly storage: object;
  readonly cursor: object;
} {
  const put = (key: unknown, value: unknown): void => {
    const text = toJson(value);
    if (text === undefined) rows.delete(String(key));
    else rows.set(String(key), text);
  };
  const read = (key: unknown): unknown => parseJson(rows.get(String(key)) ?? 'null');

  const storage = {
    async get(key: unknown, defaultValue: unknown): Promise<unknown> {
      const value = rows.has(String(key)) ? read(key) : defaultValue;
      record('get', key, value);
      return value;
    },
    async set(key: unknown, value: unknown): Promise<void> {
      put(key, value);
      // What has no JSON, such as undefined, deletes.
      record(rows.has(String(key)) ? 'set' : 'del', key, value);
    },
    async del(key: unknown): Promise<void> {
      rows.delete(String(key));
      record('del', key, null);
    },
  };
  const cursor = {
    async init(key: unknown, initialValue: unknown = 0): Promise<void> {
      if (typeof initialValue !== 'number') throw new Error("The cursor's initial value must be a number!");
      if (!rows.has(String(key))) put(key, initialValue);
      record('cursor.init', key, initialValue);
    },
    async increment(key: unknown, incrementBy: unknown = 1): Promise<number> {
      if (typeof incrementBy !== 'number') throw new Error('The incrementBy value must be a number!');
      const value = Number(read(key) ?? 0) + (incrementBy || 1);
      put(key, value);
      record('cursor.increment', key, value);
      return value;
    },
  };
  return { storage: readOnly(storage), cursor: readOnly(cursor) };
}

function record(operation: string, key: unknown, value: unknown): void {
  note('storage', { operation, key: String(key), value: value ?? null } satisfies StoreNote);
}
