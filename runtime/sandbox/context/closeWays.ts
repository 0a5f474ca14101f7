/**
 * Takes out of the language what Node completes with functions of its own realm: their errors would be objects of that
 * realm in the hands of the app. PostHog's Node had none of this.
 */
export function closeWays(): void {
  const { WebAssembly } = globalThis as { readonly WebAssembly?: object };
  if (WebAssembly === undefined) return;
  for (const name of ['compileStreaming', 'instantiateStreaming']) Reflect.deleteProperty(WebAssembly, name);
}
