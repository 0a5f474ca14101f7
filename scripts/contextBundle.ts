/** How the code is bundled that runs in the app's realm; the tests build it in the same way. */
import type { BuildOptions } from 'esbuild';

export const contextBundle: BuildOptions & { readonly inject: string[] } = {
  platform: 'browser',
  format: 'iife',
  target: 'chrome138',
  // Calls of `Object.keys` and the like get what the app cannot replace.
  inject: ['runtime/sandbox/context/ownStatics.ts'],
};
