// As they were before the app came; and the handler inherits nothing that the app may add to objects.
const { freeze, setPrototypeOf } = Object;
const OwnProxy = Proxy;
const handler: ProxyHandler<object> = setPrototypeOf({ set: () => false }, null);

/**
 * What PostHog gives to an app cannot be changed: sloppy code is ignored, strict code gets the TypeError of a proxy,
 * as there. Reference 3.
 */
export function readOnly<T extends object>(target: T): T {
  return new OwnProxy(freeze(target), handler) as T;
}

/** An empty object that answers by these functions alone. */
export function withHandler(handler: ProxyHandler<object>): object {
  return new OwnProxy(freeze({}), setPrototypeOf(handler, null) as ProxyHandler<object>);
}
