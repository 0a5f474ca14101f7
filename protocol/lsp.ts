/** Our extensions of the language server protocol. Positions are zero-based, as everywhere in the protocol. */

/** Something that can be run, found in an app's code. */
export interface EntryPointInfo {
  /** A lifecycle export, or `jobs.<name>`. */
  readonly name: string;
  readonly uri: string;
  readonly line: number;
  readonly character: number;
}

export interface AppInfo {
  /** URI of the folder that holds plugin.json. */
  readonly rootUri: string;
  /** `name` of plugin.json, else the folder's name. */
  readonly name: string;
  /** URI of the entry file, or null when there is none. */
  readonly entryUri: string | null;
  readonly entryPoints: readonly EntryPointInfo[];
  /** Names that the code looks for in the events that it gets: what a good sample for this app has. */
  readonly reads?: { readonly events: readonly string[]; readonly properties: readonly string[] };
}

/**
 * Which side answers members, hover and signature help in a document. Exactly one does, so that nobody sees a
 * suggestion twice.
 *
 * - `builtIn`: the editor's own support, whose program knows `posthog`. We add what it cannot know: the types of
 *   handler parameters without annotation.
 * - `server`: ours, for all that our declarations say. The editor's own support answers the rest of the language.
 * - `serverAlone`: ours, for everything: there is no other support. So it is in an editor that says nothing.
 */
export type TypeProvider = 'builtIn' | 'server' | 'serverAlone';

/** What the client says in `initializationOptions`. */
export interface InitializationOptions {
  /** For documents that no {@link lspMethods.typeProvider} notification has named yet. */
  readonly typeProvider?: TypeProvider;
}

/** Code of a diagnostic: what keeps plugin.json from being read at all. */
export const brokenManifest = 'posthog-apps/broken-manifest';

export const lspMethods = {
  /** Client → server request: → AppInfo[] of the workspace. */
  apps: 'posthogApps/apps',
  /** Client → server request: → EventFlowGraph of all apps of the workspace. */
  eventFlow: 'posthogApps/eventFlow',
  /** Client → server request with {@link EnvironmentParams}: → EnvironmentFile, or null where there is no app. */
  environment: 'posthogApps/environment',
  /** Server → client notification: the list of apps or of their entry points changed. */
  appsChanged: 'posthogApps/appsChanged',
  /** Server → client notification: code or a manifest changed, in the editor or on disk, and its problems are told. */
  analysisChanged: 'posthogApps/analysisChanged',
  /** Client → server notification: { uri, provider }. */
  typeProvider: 'posthogApps/typeProvider',
} as const;

export interface EnvironmentParams {
  /** A file of an app, or its plugin.json. */
  readonly uri: string;
}

/** The file with our declarations for a project with a tsconfig or jsconfig. */
export interface EnvironmentFile {
  readonly uri: string;
  readonly text: string;
  /** The file beside it by which TypeScript finds the config keys in plugin.json; null where it names none. */
  readonly map: { readonly uri: string; readonly text: string } | null;
  /** What is there now: nothing, this very text, an earlier one of ours, or a file that somebody else wrote. */
  readonly state: 'none' | 'same' | 'earlier' | 'other';
  /**
   * The file of the project that keeps ours out, as it declares `posthog` itself, means another one, or is the configuration
   * that does not take ours in; and why.
   */
  readonly refusal: { readonly uri: string; readonly text: string } | null;
  /** URIs of files of ours in the same project that stand where they help nobody: to be deleted when this one is written. */
  readonly stale: readonly string[];
}

export interface TypeProviderParams {
  readonly uri: string;
  readonly provider: TypeProvider;
}

/**
 * Command that code lenses and code actions of the server name and the client registers: arguments (rootUri, entryPoint,
 * input); without an input, the one that the panel has.
 */
export const runAppCommand = 'posthogApps.runApp';

/** Runs an app under the debugger; the same arguments, and a {@link CodePlace} to stop at, where it is to stop. */
export const debugAppCommand = 'posthogApps.debugApp';

/** Command of a quick fix that asks for the reason why a finding is fine, and writes the comment: a {@link FindingToIgnore}. */
export const ignoreFindingCommand = 'posthogApps.ignoreFinding';

/**
 * Writes `posthog-env.d.ts` for the app of a document (its URI; the active one without), or says what keeps it out of the
 * project.
 */
export const addTypeDefinitionsCommand = 'posthogApps.addTypeDefinitions';

/** A finding that a comment may suppress. */
export interface FindingToIgnore {
  readonly uri: string;
  /** Of the finding, from 0. */
  readonly line: number;
  /** Name of the rule, without a prefix. */
  readonly rule: string;
}

/** A place in a file of an app; line and character from 0. */
export interface CodePlace {
  readonly uri: string;
  readonly line: number;
  readonly character: number;
}

/** Runs an app, and again whenever one of its files is saved; the same arguments. */
export const watchAppCommand = 'posthogApps.watchApp';
