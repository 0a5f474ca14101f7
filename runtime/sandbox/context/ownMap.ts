/** A Map with the methods of the language as they were before the app came, which may replace them. */
export class OwnMap<K, V> extends Map<K, V> {}

const { forEach } = Map.prototype;
const { apply } = Reflect;

/** The values of a map, without the iterators of the language. */
export function valuesOf<V>(map: ReadonlyMap<unknown, V>): V[] {
  const values: V[] = [];
  apply(forEach, map, [(value: V) => (values[values.length] = value)]);
  return values;
}

/** The keys of a map, as {@link valuesOf}. */
export function keysOf<K>(map: ReadonlyMap<K, unknown>): K[] {
  const keys: K[] = [];
  apply(forEach, map, [(_: unknown, key: K) => (keys[keys.length] = key)]);
  return keys;
}

/** The keys and values of a map, as {@link valuesOf}. */
export function entriesOf<K, V>(map: ReadonlyMap<K, V>): (readonly [K, V])[] {
  const entries: (readonly [K, V])[] = [];
  apply(forEach, map, [(value: V, key: K) => (entries[entries.length] = [key, value])]);
  return entries;
}

Object.defineProperties(OwnMap.prototype, {
  ...(Object.getOwnPropertyDescriptors(Map.prototype) as PropertyDescriptorMap),
  constructor: { value: OwnMap },
});
