/** `posthog-env.d.ts`: our declarations in an app, for whoever does not have them from us. */
import ts from 'typescript';
import type { Host } from '../host.ts';
import { isWithin, joinPath, parentOf } from '../uris.ts';
import type { App } from './appFolder.ts';

const environmentFile = 'posthog-env.d.ts';

/** How each of these files begins. */
export const environmentMark = '// Written by PostHog Apps';

/**
 * Where the file belongs: beside the manifest, or, where the project's tsconfig or jsconfig does not include that
 * folder, in the one of the app that it does include.
 *
 * @param near a source file of the app; the folder is chosen for it.
 */
export function environmentPath(
  host: Host,
  app: App,
  near: string = app.entryFile ?? app.manifestPath,
): string {
  const folders = configurationOf(host, parentOf(near)).folders;
  const includesRoot = folders?.some(
    ({ path, isDeep }) => path === app.root || (isDeep && isWithin(path, app.root)),
  );
  const inside = folders?.find(({ path }) => isWithin(app.root, path) && isWithin(path, near));
  return joinPath(includesRoot === false && inside !== undefined ? inside.path : app.root, environmentFile);
}

/**
 * Whether the project takes the types of Node where they are installed. Without a word on it TypeScript does so up to its
 * version 5; the editor's own is newer.
 */
export function takesNodeTypes(host: Host, app: App): boolean {
  const folder = parentOf(app.entryFile ?? app.manifestPath);
  const { types } = configurationOf(host, folder);
  return types === undefined
    ? typeScriptVersion(host, folder) < 6
    : types.includes('node') || types.includes('*');
}

function typeScriptVersion(host: Host, from: string): number {
  for (let folder = from; ; folder = parentOf(folder)) {
    const manifest = host.readFile(joinPath(folder, 'node_modules/typescript/package.json'));
    const [, major] = /"version"\s*:\s*"(\d+)/.exec(manifest ?? '') ?? [];
    if (major !== undefined) return Number(major);
    if (folder === parentOf(folder)) return Infinity;
  }
}

interface IncludedFolder {
  readonly path: string;
  /** Whether the folders below it are included, too. */
  readonly isDeep: boolean;
}

/** What the nearest configuration of TypeScript says; nothing where there is none, or none that can be read. */
interface Configuration {
  readonly folders?: readonly IncludedFolder[];
  /** Packages of types that are taken without being imported. */
  readonly types?: readonly string[] | undefined;
}

function configurationOf(host: Host, from: string): Configuration {
  for (let folder = from; ; folder = parentOf(folder)) {
    for (const name of ['tsconfig.json', 'jsconfig.json']) {
      const path = joinPath(folder, name);
      const text = host.readFile(path);
      if (text !== undefined) return readConfiguration(host, path, text);
    }
    if (folder === parentOf(folder)) return {};
  }
}

function readConfiguration(host: Host, path: string, text: string): Configuration {
  const { config } = ts.parseConfigFileTextToJson(path, text) as { readonly config?: unknown };
  if (config === undefined) return {};
  const { options, wildcardDirectories } = ts.parseJsonConfigFileContent(
    config,
    {
      useCaseSensitiveFileNames: host.isCaseSensitive,
      // Which files there are does not matter, only where they would be.
      readDirectory: () => [],
      fileExists: (name) => host.fileVersion(name) !== undefined,
      readFile: (name) => host.readFile(name),
    },
    parentOf(path),
    undefined,
    path,
  );
  const folders = Object.entries(wildcardDirectories ?? {}).map(([folder, flags]) => ({
    path: folder,
    isDeep: (flags & ts.WatchDirectoryFlags.Recursive) !== 0,
  }));
  return { folders, types: options.types };
}

/**
 * The content of the file for an app.
 *
 * @param modules files of {@link Host.assets} with declarations of packages that are not installed.
 * @param ofProfile the file with what the app's profile declares differently, if any.
 * @param ofApp what is known of the app itself.
 */
export function environmentDeclarations(
  host: Host,
  modules: readonly string[],
  ofProfile: string | undefined,
  ofApp: string,
): string {
  const read = (name: string): string => host.readFile(joinPath(host.assets.declarations, name)) ?? '';
  const more = [...(ofProfile === undefined ? [] : [ofProfile]), ...modules]
    .map((name) => `\n${read(name)}`)
    .join('');
  return `${environmentMark}, from plugin.json, the code, and what PostHog gives to apps. Changes here are lost.

${read('globals.d.ts')}${more}
// What is known of this app.

${ofApp}`;
}
