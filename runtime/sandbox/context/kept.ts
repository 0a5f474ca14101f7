/** What PostHog keeps outside of an app: it lives on when the app is loaded once more. */
import { parseJson, toOwnJson } from './host.ts';
import { mapList } from './lists.ts';
import { entriesOf, OwnMap } from './ownMap.ts';

export interface CacheEntry {
  readonly value: string | string[];
  /** On the virtual clock; Infinity for no end. */
  readonly expiresAt: number;
}

export interface Kept {
  readonly cache: Map<string, CacheEntry>;
  /** JSON texts. */
  readonly storage: Map<string, string>;
}

/** JSON has no Infinity. */
type SentEntry = readonly [key: string, value: string | string[], expiresAt: number | null];

/** @param text of {@link keptText}, from an earlier try to load the app. */
export function keptFrom(text: string | undefined): Kept {
  const [cache, storage] =
    text === undefined
      ? [[], []]
      : (parseJson(text) as [readonly SentEntry[], readonly (readonly [string, string])[]]);
  return {
    cache: new OwnMap(
      cache.map(([key, value, expiresAt]) => [key, { value, expiresAt: expiresAt ?? Infinity }]),
    ),
    storage: new OwnMap(storage),
  };
}

/** Without patterns and spread lists, which ask the iterator of lists: the app may have taken it away. */
export function keptText({ cache, storage }: Kept): string {
  const entries = mapList(entriesOf(cache), (entry): SentEntry => {
    const { value, expiresAt } = entry[1];
    return [entry[0], value, expiresAt === Infinity ? null : expiresAt];
  });
  return toOwnJson([entries, entriesOf(storage)]);
}
