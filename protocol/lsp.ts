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
}

/**
 * Which side answers members, hover and signature help in a document: the editor's built-in support when its
 * program knows `posthog`, ours otherwise. Exactly one does, so that nobody sees a suggestion twice.
 */
export type TypeProvider = 'builtIn' | 'server';

export const lspMethods = {
  /** Client → server request: → AppInfo[] of the workspace. */
  apps: 'posthogApps/apps',
  /** Server → client notification: the list of apps or of their entry points changed. */
  appsChanged: 'posthogApps/appsChanged',
  /** Client → server notification: { uri, provider }. */
  typeProvider: 'posthogApps/typeProvider',
} as const;

export interface TypeProviderParams {
  readonly uri: string;
  readonly provider: TypeProvider;
}

/** Command that code lenses of the server name and the client registers: arguments (rootUri, entryPoint). */
export const runAppCommand = 'posthogApps.runApp';
