/** One folder with a `plugin.json`: whether it is a PostHog app, and which file PostHog loads. Source: reference 5.1. */
import { lifecycleExports } from '../../platform/lifecycle.ts';
import {
  defaultEntryFiles,
  isAppManifest,
  isForeignManifest,
  mayBecomeApp,
} from '../../platform/manifest.ts';
import { letterDistance } from '../../platform/similarName.ts';
import { isWithin, joinPath, nameOf, parentOf } from '../uris.ts';
import type { Files } from './files.ts';
import { type ManifestFile, readManifestFile } from './manifestFile.ts';

export const manifestName = 'plugin.json';

/** A state of an app; a change makes a new one. */
export interface App {
  /** Folder of plugin.json. */
  readonly root: string;
  readonly manifestPath: string;
  readonly manifest: ManifestFile;
  /** `name` of plugin.json, else the folder's name. */
  readonly name: string;
  /**
   * The file that PostHog loads; when that is a build, the source it is built from, where one is found. Undefined
   * when there is none.
   */
  readonly entryFile: string | undefined;
}

/** Tells whether a source file exports a lifecycle name (reference 2.3). */
export type LifecycleCheck = (fileName: string, text: string) => boolean;

/**
 * Reads a folder that has a `plugin.json`.
 *
 * @param wasApp keeps an app an app while its manifest is being edited and cannot be read.
 * @returns undefined when it belongs to another tool, or nothing in it says that it is an app.
 */
export function readAppFolder(
  files: Files,
  root: string,
  exportsLifecycle: LifecycleCheck,
  wasApp: boolean,
): App | undefined {
  const manifestPath = joinPath(root, manifestName);
  const text = files.read(manifestPath);
  if (text === undefined) return undefined;
  const manifest = readManifestFile(text);
  if (isForeignManifest(manifest.json)) return undefined;
  const entryFile = findEntryFile(files, root, manifest.manifest.main);
  const isApp =
    isAppManifest(manifest.json) ||
    (wasApp && manifest.problem !== null) ||
    (entryFile !== undefined && exportsLifecycle(entryFile, files.read(entryFile) ?? '')) ||
    (entryFile !== undefined &&
      mayBecomeApp(manifest.json) &&
      isMeant(root, manifest.manifest.main ?? entryFile.slice(root.length), entryFile) &&
      looksLikeApp(files, entryFile));
  if (!isApp) return undefined;
  return { root, manifestPath, manifest, name: manifest.manifest.name?.trim() || nameOf(root), entryFile };
}

/** Where only the manifest speaks for an app, the slightest sign in its code will do, or in what that brings in. */
function looksLikeApp(files: Files, entryFile: string): boolean {
  const waiting = new Set([entryFile]);
  for (const file of waiting) {
    const text = files.read(file) ?? '';
    if (mentionsLifecycle.test(text)) return true;
    if (file === entryFile && (isUnwritten(text) || hasMisspeltExport(text))) return true;
    if (waiting.size >= maxFilesLookedAt) continue;
    for (const [, , specifier = ''] of text.matchAll(broughtIn)) {
      const path = joinPath(parentOf(file), specifier);
      const found = endingsOfFiles.find((ending) => files.read(path + ending) !== undefined);
      if (found !== undefined) waiting.add(path + found);
    }
  }
  return false;
}

const maxFilesLookedAt = 24;
const broughtIn = /\b(?:from\s*|(?:require|import)\s*\(\s*)(['"`])(\.[^'"`\n]*)\1/g;
const endingsOfFiles = ['', '.ts', '.js', '/index.ts', '/index.js'];

const mentionsLifecycle = new RegExp(`\\b(?:${lifecycleExports.map(({ name }) => name).join('|')})\\b`);

/** An export whose name is a slip of the pen away from a lifecycle export's. */
function hasMisspeltExport(text: string): boolean {
  return [...text.matchAll(exportedName)].some(([, name = '']) =>
    lifecycleExports.some((known) => letterDistance(name, known.name) === 1),
  );
}

const exportedName = /\b(?:exports\.|export\s+(?:async\s+)?(?:function|const|let|var)\s+)([\w$]+)/g;

/** No more than comments and the first word: somebody begins to write here. */
function isUnwritten(text: string): boolean {
  return text.length < 2000 && /^\s*[\w$]*\s*$/.test(text.replace(/\/\/.*$|\/\*[^]*?\*\//gm, ''));
}

function findEntryFile(files: Files, root: string, main: string | undefined): string | undefined {
  const named = main === undefined ? defaultEntryFiles : [main];
  const paths = named.map((name) => joinPath(root, name)).filter((path) => isWithin(root, path));
  const entry = paths.find((path) => files.exists(path));
  if (entry !== undefined && !isBuilt(root, entry)) return entry;
  return (
    sourcesOf(main ?? 'index.js')
      .map((name) => joinPath(root, name))
      .find((path) => files.exists(path)) ?? entry
  );
}

/** Folders in which builds are put: an app that is bundled names its build in `main`. */
function isBuilt(root: string, entry: string): boolean {
  return /^\/(dist|build|out|lib)\//.test(entry.slice(root.length));
}

/** The name of a file without what builds put behind it. */
function baseOf(main: string): string {
  return nameOf(main).replace(/(\.bundle|\.min)?\.[cm]?[jt]s$/, '');
}

/**
 * Whether an entry file that was found is what `main` means: the file itself, or the source of a build. While `main` is
 * being written, another file has to do for types, which PostHog would not load.
 */
export function isMeant(root: string, main: string, entryFile: string): boolean {
  const path = joinPath(root, main);
  if (entryFile === path) return true;
  // No build makes TypeScript, or puts anything among the sources but beside what it is made of.
  if (/\.[cm]?ts$/.test(path) && !isBuilt(root, path)) return false;
  if (isWithin(joinPath(root, 'src'), path) && parentOf(entryFile) !== parentOf(path)) return false;
  if (baseOf(entryFile) === baseOf(main)) return true;
  return isBuilt(root, path) || /\.(?:bundle|min)\.[cm]?js$/.test(main);
}

/** Where the source of a build is looked for, in order. */
function sourcesOf(main: string): readonly string[] {
  const names = [...new Set([baseOf(main), 'index', 'main'])];
  return ['src/', ''].flatMap((folder) =>
    names.flatMap((name) => [`${folder}${name}.ts`, `${folder}${name}.js`]),
  );
}

/** Endings of files that can be part of an app's code. */
export const sourceFilePattern = /\.[cm]?[jt]sx?$/;

/** Inside an app: packages, tests, tools, and the files that run in a browser (reference 5.3). */
const notServerCode: readonly RegExp[] = [
  /\/(node_modules|__tests__|__mocks__)\//,
  /\.d\.[cm]?ts$/,
  /\.(test|spec|config|stories)\.[cm]?[jt]sx?$/,
  /^\/(src\/)?(site\.[jt]sx?|frontend\.[jt]sx)$/,
  /^\/web\.[jt]sx?$/,
];

/** Whether a file can be part of what PostHog's server runs. Elsewhere `posthog` is something else, or nothing. */
export function isAppSource(app: App, path: string): boolean {
  if (!isWithin(app.root, path) || !sourceFilePattern.test(path)) return false;
  const inside = path.slice(app.root.length);
  return path === app.entryFile || !notServerCode.some((pattern) => pattern.test(inside));
}
