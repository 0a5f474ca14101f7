/** What PostHog keeps outside of an app: it lives on when the app is loaded once more. */
import { parseJson, toJson } from './host.ts';
import { OwnMap } from './ownMap.ts';

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

export function keptText({ cache, storage }: Kept): string {
  const entries = [...cache].map(([key, { expiresAt, value }]): SentEntry => [
    key,
    value,
    expiresAt === Infinity ? null : expiresAt,
  ]);
  return toJson([entries, [...storage]]);
}
