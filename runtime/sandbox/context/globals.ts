/** Makes the global object what an app of PostHog finds: reference 4.2, and nothing else. */
import { globalNamesOf } from '../../../platform/vmGlobals.ts';
import type { LoadMessage } from '../../../protocol/sandbox.ts';
import { Buffer } from './buffer.ts';
import { createConsole } from './console.ts';
import { fetch } from './fetch.ts';
import { importHelpers } from './modules.ts';
import { createPosthog } from './posthog.ts';
import { RetryError } from './retryError.ts';
import { URL } from './url.ts';

/** vm2's error class, which apps see though they have no use for it. */
class VMError extends Error {
  override readonly name: string = 'VMError';
}

export function installGlobals(app: LoadMessage, imports: object): void {
  removeNewerGlobals(app);
  const services = {
    console: createConsole(),
    posthog: createPosthog(app),
    fetch,
    RetryError,
    URL,
    Buffer,
    VMError,
    global: globalThis,
    GLOBAL: globalThis,
    root: globalThis,
  };
  // Apps may set these names anew, as there; what is behind them is frozen.
  for (const [name, value] of Object.entries(services)) {
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
  }
  for (const [name, value] of Object.entries({ ...importHelpers, __pluginHostImports: imports })) {
    Object.defineProperty(globalThis, name, { value });
  }
}

/** A newer Node has more of the language than PostHog's had: an app that used it would fail there. */
function removeNewerGlobals(app: LoadMessage): void {
  const kept = new Set(globalNamesOf(app.profile));
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    if (!kept.has(name) && !name.startsWith('__pluginHost')) Reflect.deleteProperty(globalThis, name);
  }
}
