/** `meta.cache`, with the peculiarities of the Redis client behind it. Reference 3.3. */
import type { StoreNote } from '../../../protocol/sandbox.ts';
import { note } from './asking.ts';
import { clockNow } from './clock.ts';
import type { CacheEntry } from './kept.ts';
import { parseJson, toJson } from './host.ts';
import { readOnly } from './readOnly.ts';
import { backwards, filterList, mapList, partOf, joined } from './lists.ts';

interface CacheOptions {
  readonly jsonSerialize?: boolean;
}

const mostElements = 1000;

/** What PostHog throws where an app asks for something that is not allowed. */
export class IllegalOperationError extends Error {
  override readonly name: string = 'IllegalOperationError';
}

const isInteger = (text: string): boolean => /^-?\d+$/.test(text);

function noInteger(): Error {
  return new Error('ERR value is not an integer or out of range');
}

/** As Redis reads them: of the text that is sent to it. */
function wholeSeconds(ttlSeconds: unknown): number {
  const text = String(ttlSeconds);
  if (!isInteger(text)) throw noInteger();
  return Number(text);
}

export function createCache(entries: Map<string, CacheEntry>): object {
  const find = (key: string): CacheEntry | undefined => {
    const entry = entries.get(key);
    if (entry !== undefined && entry.expiresAt <= clockNow()) entries.delete(key);
    return entries.get(key);
  };

  const textAt = (key: string): string | undefined => {
    const value = find(key)?.value;
    if (Array.isArray(value)) throw wrongType();
    return value;
  };

  const listAt = (key: string): string[] => {
    const value = find(key)?.value ?? [];
    if (!Array.isArray(value)) throw wrongType();
    return value;
  };

  const keep = (
    key: string,
    value: string | string[],
    expiresAt = find(key)?.expiresAt ?? Infinity,
  ): void => {
    if (Array.isArray(value) && value.length === 0) entries.delete(key);
    else entries.set(key, { value, expiresAt });
  };

  return readOnly({
    async set(key: unknown, value: unknown, ttlSeconds?: number, options: CacheOptions = {}): Promise<void> {
      const { jsonSerialize = true } = options;
      const seconds = ttlSeconds ? wholeSeconds(ttlSeconds) : Infinity;
      if (seconds <= 0) throw new Error('ERR invalid expire time in set');
      keep(String(key), jsonSerialize ? (toJson(value) ?? '') : String(value), clockNow() + seconds * 1000);
      record('set', key, value, ttlSeconds);
    },
    async get(key: unknown, _defaultValue: unknown, options: CacheOptions = {}): Promise<unknown> {
      // A missing key gives null, whatever the default: the client never answers undefined.
      const value = readText(textAt(String(key)), options.jsonSerialize ?? true);
      record('get', key, value);
      return value;
    },
    async incr(key: unknown): Promise<number> {
      const text = textAt(String(key)) ?? '0';
      if (!isInteger(text)) throw noInteger();
      keep(String(key), String(Number(text) + 1));
      record('incr', key, Number(text) + 1);
      return Number(text) + 1;
    },
    async expire(key: unknown, ttlSeconds: number): Promise<boolean> {
      const seconds = wholeSeconds(ttlSeconds);
      const entry = find(String(key));
      if (entry !== undefined) keep(String(key), entry.value, clockNow() + seconds * 1000);
      record('expire', key, ttlSeconds);
      return entry !== undefined;
    },
    async lpush(key: unknown, elements: unknown): Promise<number> {
      const list = joined(backwards(listToPush(elements)), listAt(String(key)));
      keep(String(key), list);
      record('lpush', key, elements);
      return list.length;
    },
    async lrange(key: unknown, start: unknown, end: unknown): Promise<string[]> {
      if (typeof start !== 'number' || typeof end !== 'number') {
        throw new TypeError('cache.lrange expects a number for the start and end indexes');
      }
      const list = listAt(String(key));
      const result = partOf(list, start, end === -1 ? undefined : end + 1);
      record('lrange', key, result);
      return result;
    },
    async llen(key: unknown): Promise<number> {
      const { length } = listAt(String(key));
      record('llen', key, length);
      return length;
    },
    async lrem(key: unknown, count: unknown, element: unknown): Promise<number> {
      if (typeof count !== 'number')
        throw new TypeError('cache.lrem expects a number for the "count" argument');
      const { kept, removed } = removeFrom(listAt(String(key)), count, String(element));
      keep(String(key), kept);
      record('lrem', key, element);
      return removed;
    },
    async lpop(key: unknown, count: unknown): Promise<string[] | null> {
      if (typeof count !== 'number')
        throw new TypeError('cache.lpop expects a number for the "count" argument');
      const list = listAt(String(key));
      const result = list.length === 0 ? null : partOf(list, 0, count);
      if (result !== null) keep(String(key), partOf(list, count));
      record('lpop', key, result);
      return result;
    },
  });
}

function readText(text: string | undefined, isJson: boolean): unknown {
  if (text === undefined || text === '') return null;
  if (!isJson) return text;
  try {
    return parseJson(text);
  } catch {
    return null; // As the server does with a text that is no JSON.
  }
}

function wrongType(): Error {
  return new Error('WRONGTYPE Operation against a key holding the wrong kind of value');
}

function listToPush(elements: unknown): readonly string[] {
  if (typeof elements === 'string') return [elements];
  if (!Array.isArray(elements)) throw new Error('cache.lpush expects a string value or an array of strings');
  if (elements.length > mostElements) {
    throw new IllegalOperationError(`Too many elements in array for cache.lpush. Maximum: ${mostElements}`);
  }
  return mapList(elements, String);
}

/** Redis: from the head for a positive count, from the tail for a negative one, all for zero. */
function removeFrom(
  list: readonly string[],
  count: number,
  element: string,
): { readonly kept: string[]; readonly removed: number } {
  const most = count === 0 ? Infinity : Math.abs(count);
  let removed = 0;
  const kept = filterList(count < 0 ? backwards(list) : list, (entry) => {
    if (entry !== element || removed >= most) return true;
    removed += 1;
    return false;
  });
  return { kept: count < 0 ? backwards(kept) : kept, removed };
}

function record(operation: string, key: unknown, value: unknown, ttlSeconds?: number): void {
  const kept = { operation, key: String(key), value: value ?? null };
  note('cache', (ttlSeconds ? { ...kept, ttlSeconds } : kept) satisfies StoreNote);
}
