/** In the place of the package `abort-controller`: apps have no AbortController, and none of the streams asks for one. */
export const AbortController = undefined;
export const AbortSignal = { any: undefined };
