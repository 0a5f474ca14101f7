/** What a program says about an app when it creates it. */
import type { Profile } from '../../platform/profiles.ts';
import type { ConsentRequest, HostAccess } from '../../protocol/runtime.ts';
import type { AttachmentContent } from '../../protocol/sandbox.ts';
import type { EmbeddedHost } from '../localHost/localHost.ts';
import type { ReadAppFile } from './appFiles.ts';
import type { SandboxPool } from './sandboxPool.ts';

export interface AppSettings {
  readonly read: ReadAppFile;
  /** Values of config fields; a field without one has its default from plugin.json. */
  readonly config: { readonly [key: string]: string };
  readonly attachments: { readonly [key: string]: AttachmentContent };
  readonly access: HostAccess;
  readonly profile: Profile;
  readonly timeoutSeconds: number;
  readonly consent: (request: ConsentRequest) => Promise<boolean>;
  /** Attaches a debugger; the app runs without a time limit then. */
  readonly debugging: Debugging | undefined;
  readonly replay: Replay | undefined;
  /** Shared with others, such as other apps; the app's own when absent. */
  readonly localHost: EmbeddedHost | undefined;
  /** The app's folder, in whose `node_modules` packages are looked for; undefined for an app made of texts. */
  readonly folder: string | undefined;
  /** Whether packages of that folder may run; without an answer they do not. */
  readonly allowPackages: (names: readonly string[]) => Promise<boolean>;
  /** Whether awaits are evaluated twice, as the servers of 2021 did. */
  readonly doublesAwaits: boolean;
  /** Whether batches of `exportEvents` that are not full wait until they are asked for. */
  readonly holdsBatches: boolean;
  /** Path of the database for `meta.geoip`. */
  readonly geoipDatabase: string | undefined;
  readonly pool: SandboxPool;
  /** Whether the pool is this app's alone and ends with it. */
  readonly ownsPool: boolean;
}

/** What makes runs come out the same each time. */
export interface Replay {
  /** Time of the first call. */
  readonly startedAt: Date;
  /** Answers in the place of the embedded PostHog. */
  readonly host: EmbeddedHost;
}

export interface Debugging {
  /** Absolute path of the app's folder, where the debugger finds the author's files. */
  readonly root: string;
  /** @returns whether a debugger has attached to the address of the inspector. */
  readonly attach: (address: string) => Promise<boolean>;
}
