/**
 * What PostHog gives to an app cannot be changed: sloppy code is ignored, strict code gets the TypeError of a proxy,
 * as there. Reference 3.
 */
export function readOnly<T extends object>(target: T): T {
  return new Proxy(Object.freeze(target), { set: () => false });
}
