/** A Map with the methods of the language as they were before the app came, which may replace them. */
export class OwnMap<K, V> extends Map<K, V> {}

Object.defineProperties(OwnMap.prototype, {
  ...(Object.getOwnPropertyDescriptors(Map.prototype) as PropertyDescriptorMap),
  constructor: { value: OwnMap },
});
