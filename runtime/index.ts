/**
 * The documented entry of the runtime for programs: see docs/runtime.md. The panel, the command line and the tests
 * use this same function.
 */
import type { Profile } from '../platform/profiles.ts';
import { defaultProfile } from '../platform/profiles.ts';
import { localHost } from '../platform/hosts.ts';
import type { AppSource, ConsentRequest, HostAccess } from '../protocol/runtime.ts';
import type { AttachmentContent } from '../protocol/sandbox.ts';
import type { EmbeddedHost } from './localHost/localHost.ts';
import { App } from './runner/app.ts';
import type { Replay } from './runner/appSettings.ts';
import { folderFiles, textFiles } from './runner/appFiles.ts';
import { SandboxPool } from './runner/sandboxPool.ts';

export interface CreateAppOptions {
  /** A folder with plugin.json, or the texts of an app's files by path. */
  readonly source: AppSource | { readonly files: { readonly [path: string]: string } };
  /** Absolute path of the bundle `sandbox.js`, with `context.js` beside it; not needed with a pool. */
  readonly sandboxPath?: string;
  /** Shares ready sandboxes among apps; whoever makes it disposes it. */
  readonly pool?: SandboxPool;
  readonly config?: { readonly [key: string]: string };
  readonly attachments?: { readonly [key: string]: AttachmentContent };
  /** Evaluates parts of awaited expressions twice, as servers of June 2021 to August 2022 did. For the profile of 2021. */
  readonly doubledAwaits?: boolean;
  /** Path of an `.mmdb` file, from which `meta.geoip.locate` answers; it knows nothing without one. */
  readonly geoipDatabase?: string;
  /** The embedded host when absent: nothing is sent. */
  readonly access?: HostAccess;
  readonly profile?: Profile;
  /** 30 when absent, as in PostHog. */
  readonly timeoutSeconds?: number;
  /** Asked once per origin before the first live write; without it, live writes are refused. */
  readonly consent?: (request: ConsentRequest) => Promise<boolean>;
  /**
   * Asked once where the app imports packages that PostHog provides and that lie in its own `node_modules`, such as `pg`.
   * They run outside of the app's sandbox, in its process; without a yes, importing them fails. See docs/security.md.
   */
  readonly allowPackages?: (names: readonly string[]) => Promise<boolean>;
  /**
   * Runs the app under a debugger: called with the address of its inspector, before anything of the app runs. It answers
   * whether a debugger has attached; the app goes on when that says so (`Runtime.runIfWaitingForDebugger`).
   */
  readonly attachDebugger?: (address: string) => Promise<boolean>;
  /** Makes calls come out the same each time: fixed time and chance, and answers from `host` alone. */
  readonly replay?: Replay;
  /** The embedded PostHog that several apps share; each has its own when absent. */
  readonly localHost?: EmbeddedHost;
}

/** The embedded host: answers in memory, needs no key. */
export const localAccess: HostAccess = {
  host: localHost,
  projectId: '1',
  projectApiKey: null,
  personalApiKeys: {},
  mode: 'live',
};

/**
 * An app that can be called. It is read and loaded by the first call; mistakes in it are part of the trace.
 *
 * @throws TypeError where neither `pool` nor `sandboxPath` is given.
 */
export function createApp(options: CreateAppOptions): App {
  const { attachDebugger, profile = defaultProfile, source, sandboxPath } = options;
  const pool = options.pool ?? (sandboxPath === undefined ? undefined : new SandboxPool(sandboxPath));
  if (pool === undefined) throw new TypeError('createApp needs a pool, or the path of the sandbox bundle.');
  return new App({
    read: 'files' in source ? textFiles(source.files) : folderFiles(source),
    config: options.config ?? {},
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
    doublesAwaits: options.doubledAwaits === true && profile === 'plugin-server-1.10.5',
    pool,
    ownsPool: options.pool === undefined,
  });
}
