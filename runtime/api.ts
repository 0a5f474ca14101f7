/**
 * The bundle for programs: `import { createApp } from 'posthog-apps'`. See docs/runtime.md. The sandbox lies beside it, so
 * that nothing has to be said about it.
 */
import { join } from 'node:path';
import type { ProgramOptions, RunningApp } from './appApi.ts';
import { checkPool } from './checkOptions.ts';
import { createApp as create } from './index.ts';
import { SandboxPool as Pool } from './runner/sandboxPool.ts';

export { localAccess } from './localAccess.ts';

const sandboxPath = join(__dirname, 'sandbox.js');

export interface AppOptions extends ProgramOptions {
  /** Shares ready sandboxes among apps; whoever makes it disposes it. */
  readonly pool?: SandboxPool;
}

let poolIn: (pool: SandboxPool) => object;
let isPool: (pool: unknown) => boolean;

/** Keeps a sandbox ready for the next app, from the start on; whoever makes it disposes it. */
export class SandboxPool implements AsyncDisposable {
  readonly #pool = new Pool(sandboxPath, { refills: true });

  static {
    poolIn = (pool) => pool.#pool;
    isPool = (pool) => typeof pool === 'object' && pool !== null && #pool in pool;
  }

  /** Starts the one that waits, unless it is there: only of use where that has ended. */
  warmUp(): void {
    this.#pool.warmUp();
  }

  /** Ends all of them. */
  dispose(): Promise<void> {
    return this.#pool.dispose();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }
}

/**
 * An app that can be called; dispose it, or declare it with `await using`.
 *
 * @throws TypeError for options that cannot be.
 */
export function createApp(options: AppOptions): RunningApp {
  const { pool, ...others } = (options as AppOptions | undefined) ?? ({} as AppOptions);
  checkPool(pool, isPool(pool));
  return create({ sandboxPath, ...others, ...(pool === undefined ? {} : { pool: poolIn(pool) as Pool }) });
}
