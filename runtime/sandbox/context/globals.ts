/** Makes the global object what an app of PostHog finds: reference 4.2, and nothing else. */
import { globalNamesOf } from '../../../platform/vmGlobals.ts';
import type { LoadMessage } from '../../../protocol/sandbox.ts';
import { Buffer } from './buffer.ts';
import { createConsole } from './console.ts';
import { fetch } from './fetch.ts';
import { fixTimeAndChance } from './fixedRun.ts';
import { googleGlobal } from './modules.ts';
import { named } from './named.ts';
import { createPosthog } from './posthog.ts';
import { readOnly } from './readOnly.ts';
import { RetryError } from './retryError.ts';
import { URL } from './url.ts';

/** vm2's error class, which apps see though they have no use for it. */
class VMError extends Error {
  override readonly name: string = 'VMError';
}

named('VMError', VMError);

/**
 * PostHog's compiler puts it around awaited values, to end waits of more than 30 seconds; here the runner does that.
 * Apps see the name.
 */
async function asyncGuard(value: unknown): Promise<unknown> {
  return value;
}

/**
 * @param imports what `__pluginHostImports` gives by name.
 * @param meta what the app will get as `meta`.
 */
export function installGlobals(app: LoadMessage, imports: object, meta: object): void {
  removeNewerGlobals(app);
  if (app.fixedStart !== undefined) fixTimeAndChance(app.fixedStart);
  const { global: _ownOfApp, ...hostMeta } = meta as { readonly global?: unknown };
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
    // Gone in 2022 (reference 4.2).
    ...(app.profile === 'plugin-server-1.10.5' ? { google: googleGlobal(imports) } : {}),
  };
  const internal = {
    __asyncGuard: asyncGuard,
    __pluginHostImports: imports,
    __pluginHostMeta: readOnly(hostMeta),
  };
  // Apps may set these names anew, as there; what is behind them is frozen.
  for (const [name, value] of Object.entries(services)) {
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
  }
  for (const [name, value] of Object.entries(internal)) {
    Object.defineProperty(globalThis, name, { value });
  }
}

/** A newer Node has more of the language than PostHog's had: an app that used it would fail there. */
function removeNewerGlobals(app: LoadMessage): void {
  const kept = new Set(globalNamesOf(app.profile));
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    if (!kept.has(name)) Reflect.deleteProperty(globalThis, name);
  }
}
