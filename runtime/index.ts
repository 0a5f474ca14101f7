/**
 * The documented entry of the runtime for programs: see docs/runtime.md. The panel, the command line and the tests
 * use this same function.
 */
import { defaultProfile } from '../platform/profiles.ts';
import type { ProgramOptions } from './appApi.ts';
import { checkOptions, checkPool, textValues } from './checkOptions.ts';
import type { EmbeddedHost } from './localHost/localHost.ts';
import { localAccess } from './localAccess.ts';
import { App } from './runner/app.ts';
import type { Replay } from './runner/appSettings.ts';
import { folderFiles, textFiles } from './runner/appFiles.ts';
import { SandboxPool } from './runner/sandboxPool.ts';

export { localAccess } from './localAccess.ts';

/** What the panel, the command line and the tests can say besides. */
export interface CreateAppOptions extends ProgramOptions {
  /** Absolute path of the bundle `sandbox.js`, with `context.js` beside it; not needed with a pool. */
  readonly sandboxPath?: string;
  /** Shares ready sandboxes among apps; whoever makes it disposes it. */
  readonly pool?: SandboxPool;
  /** Makes calls come out the same each time: fixed time and chance, and answers from `host` alone. */
  readonly replay?: Replay;
  /** The embedded PostHog that several apps share; each has its own when absent. */
  readonly localHost?: EmbeddedHost;
  /**
   * Whether events that are collected for `exportEvents` wait for `handOverBatch`, for who serves events as they come.
   * Else each call hands over what it has collected.
   */
  readonly holdsBatches?: boolean;
}

/**
 * An app that can be called. It is read and loaded by the first call; mistakes in it are part of the trace.
 *
 * @throws TypeError where neither `pool` nor `sandboxPath` is given, or another option cannot be.
 */
export function createApp(options: CreateAppOptions): App {
  checkOptions(options);
  checkPool(options.pool, options.pool instanceof SandboxPool);
  const { attachDebugger, profile = defaultProfile, source, sandboxPath } = options;
  const pool = options.pool ?? (sandboxPath === undefined ? undefined : new SandboxPool(sandboxPath));
  if (pool === undefined) throw new TypeError('createApp needs a pool, or the path of the sandbox bundle.');
  return new App({
    read: 'files' in source ? textFiles(source.files) : folderFiles(source),
    config: textValues(options.config ?? {}),
    attachments: options.attachments ?? {},
    access: options.access ?? localAccess,
    profile,
    timeoutSeconds: options.timeoutSeconds ?? 30,
    consent: options.consent ?? (() => Promise.resolve(false)),
    debugging:
      attachDebugger === undefined
        ? undefined
        : { root: 'files' in source ? '/' : source.root, attach: attachDebugger },
    replay: options.replay,
    localHost: options.localHost,
    folder: 'files' in source ? undefined : source.root,
    allowPackages: options.allowPackages ?? (() => Promise.resolve(false)),
    geoipDatabase: options.geoipDatabase,
    holdsBatches: options.holdsBatches ?? false,
    doublesAwaits: options.doubledAwaits === true && profile === 'plugin-server-1.10.5',
    pool,
    ownsPool: options.pool === undefined,
  });
}
