/**
 * The bundle for programs: `import { createApp } from 'posthog-apps'`. See docs/runtime.md. The sandbox lies beside it, so
 * that nothing has to be said about it.
 */
import { join } from 'node:path';
import { createApp as create, type CreateAppOptions } from './index.ts';
import type { App } from './runner/app.ts';
import { SandboxPool as Pool } from './runner/sandboxPool.ts';

export { localAccess } from './index.ts';

const sandboxPath = join(__dirname, 'sandbox.js');

/** An app that can be called; dispose it, or declare it with `await using`. */
export function createApp(options: CreateAppOptions): App {
  return create({ sandboxPath, ...options });
}

/** Keeps a sandbox ready for the next app; whoever makes it disposes it. */
export class SandboxPool extends Pool {
  constructor() {
    super(sandboxPath);
  }
}
