/** `posthog-env.d.ts`: our declarations in an app, for whoever does not have them from us. */
import ts from 'typescript';
import { environmentMark } from '../../platform/postHogDeclaration.ts';
import type { Host } from '../host.ts';
import { isWithin, joinPath, parentOf } from '../uris.ts';
import type { App } from './appFolder.ts';
import { moduleText } from './moduleText.ts';

export const environmentFile = 'posthog-env.d.ts';

export interface EnvironmentPlace {
  readonly path: string;
  /** Whether other apps are in the same program: then the file says what all of them have, and nothing of one. */
  readonly isShared: boolean;
}

/**
 * Where the file belongs: beside the manifest, or, where the project's tsconfig or jsconfig does not include that
 * folder, in one of the app that it does include. Several apps of one project have one file, beside the configuration,
 * in the first folder that it includes, or in an app's.
 *
 * @param apps all that are known.
 * @param near a source file of the app; the folder is chosen for it.
 */
export function environmentPlace(
  host: Host,
  app: App,
  apps: readonly App[],
  near: string = startOf(app),
): EnvironmentPlace {
  const configuration = configurationOf(host, parentOf(near));
  const { folder, folders } = configuration;
  const project = appsOfProject(host, app, apps);
  const isShared = project.length > 1;
  if (isShared && folder !== undefined) {
    const isWhole = folders === undefined || folders.some(({ path }) => path === folder);
    const [first = folder] = isWhole ? [] : folders.map(({ path }) => path).toSorted();
    const inOrder = project.toSorted((one, other) => (one.root < other.root ? -1 : 1));
    const inside = inOrder.flatMap((one) => foldersOf(one));
    const path = firstTaken(configuration, [first, ...inOrder.map(({ root }) => root), ...inside]);
    return { path, isShared };
  }
  const includesRoot = folders?.some(
    ({ path, isDeep }) => path === app.root || (isDeep && isWithin(path, app.root)),
  );
  const inside = folders?.find(({ path }) => isWithin(app.root, path) && isWithin(path, near));
  const chosen = includesRoot === false && inside !== undefined ? inside.path : app.root;
  const path = firstTaken(configuration, [chosen, ...foldersOf(app), parentOf(near)]);
  return { path, isShared: appsCheckedTogether(host, app, apps).length > 1 };
}

/**
 * The apps that are checked together with an app, itself among them: those of its configuration, or those that have none
 * either. What one file says holds for all of them, then, and what is known of each of them comes from us.
 *
 * @param apps those that may be: of apps without a configuration, those of one folder of the window.
 */
export function appsCheckedTogether(host: Host, app: App, apps: readonly App[]): readonly App[] {
  if (isConfigured(host, app)) return appsOfProject(host, app, apps);
  return apps.filter((other) => other.root === app.root || !isConfigured(host, other));
}

/**
 * The file in the first of these folders in which the configuration takes it; in the first of all where it takes none. What
 * a pattern begins with, `apps` for all `src` in folders of it, need not be a folder of which it takes a file.
 */
function firstTaken(configuration: Configuration, folders: readonly [string, ...string[]]): string {
  const [first] = folders;
  const taken = folders.find((folder) => takesFile(configuration, joinPath(folder, environmentFile)));
  return joinPath(taken ?? first, environmentFile);
}

/** Where sources of an app are: beside what PostHog runs, and, as that may be compiled, where people keep them. */
export function foldersOf(app: App): readonly string[] {
  return [parentOf(startOf(app)), joinPath(app.root, 'src')];
}

/** The apps that one configuration takes into one program, this one among them. */
export function appsOfProject(host: Host, app: App, apps: readonly App[]): readonly App[] {
  const { folder } = configurationOf(host, parentOf(startOf(app)));
  if (folder === undefined) return [app];
  return apps.filter(
    (other) =>
      other.root === app.root ||
      (isWithin(folder, other.root) && configurationOf(host, parentOf(startOf(other))).folder === folder),
  );
}

/** The folder of the configuration that files of a folder belong to; undefined where there is none. */
export function configuredFolder(host: Host, folder: string): string | undefined {
  return configurationOf(host, folder).folder;
}

/** The folders that the configuration of an app includes. */
export function includedFolders(host: Host, app: App): readonly string[] {
  return (configurationOf(host, parentOf(startOf(app))).folders ?? []).map(({ path }) => path);
}

/** Where the configuration of an app stands; its own folder where there is none. */
export function projectFolder(host: Host, app: App): string {
  return configurationOf(host, parentOf(startOf(app))).folder ?? app.root;
}

/** Whether the app is in a project with a configuration of TypeScript. */
export function isConfigured(host: Host, app: App): boolean {
  return configurationOf(host, parentOf(startOf(app))).folder !== undefined;
}

/** The code that an app begins with, or its manifest where there is none. */
export function startOf({ entryFile, manifestPath }: App): string {
  return entryFile ?? manifestPath;
}

/**
 * Whether the project takes the types of Node where they are installed. Without a word on it TypeScript does so up to its
 * version 5; the editor's own is newer.
 */
export function takesNodeTypes(host: Host, app: App): boolean {
  const folder = parentOf(startOf(app));
  const { types } = configurationOf(host, folder);
  return types === undefined
    ? typeScriptVersion(host, folder) < 6
    : types.includes('node') || types.includes('*');
}

/** Whether the project leaves it to TypeScript which packages of types it takes. */
export function leavesTypesOpen(host: Host, app: App): boolean {
  return configurationOf(host, parentOf(startOf(app))).types === undefined;
}

/** Whether a file of an app is in no project: without a configuration, or where it leaves JavaScript out. */
export function isLoose(host: Host, app: App, path: string): boolean {
  const { folder, isOfJavaScript, takesJavaScript } = configurationOf(host, parentOf(startOf(app)));
  if (folder === undefined) return true;
  return /\.[cm]?jsx?$/.test(path) && isOfJavaScript !== true && takesJavaScript !== true;
}

/** Whether the project of an app has a jsconfig. */
export function isOfJavaScript(host: Host, app: App): boolean {
  return configurationOf(host, parentOf(startOf(app))).isOfJavaScript === true;
}

/**
 * Whether the editor's own support reports errors of types in a file: in TypeScript, and in JavaScript where
 * that, or its project, asks for it.
 *
 * @param checksLoose whether the editor is set to do so in JavaScript without a project.
 */
export function isChecked(
  host: Host,
  { path, text }: { readonly path: string; readonly text: string },
  checksLoose = false,
): boolean {
  const directive = /^\s*\/\/\s*@ts-(no)?check\b/m.exec(text);
  if (directive !== null) return directive[1] === undefined;
  if (!/\.[cm]?jsx?$/.test(path)) return true;
  const configuration = configurationOf(host, parentOf(path));
  const isInProject =
    (configuration.isOfJavaScript === true || configuration.takesJavaScript === true) &&
    takesFile(configuration, path);
  return isInProject ? configuration.checksJavaScript === true : checksLoose;
}

/** Whether types without null are checked in a file, which they are where nothing says otherwise. */
export function checksNull(host: Host, path: string): boolean {
  const folder = parentOf(path);
  return configurationOf(host, folder).checksNull ?? typeScriptVersion(host, folder) >= 6;
}

/** Whether what is `any` for want of a type is reported in a file. */
export function reportsImplicitAny(host: Host, path: string): boolean {
  const folder = parentOf(path);
  return configurationOf(host, folder).reportsImplicitAny ?? typeScriptVersion(host, folder) >= 6;
}

/** Whether a name that a type only lets be has to stand in brackets: `config['key']`. */
export function asksForBrackets(host: Host, path: string): boolean {
  return configurationOf(host, parentOf(path)).asksForBrackets === true;
}

/** Whether the project says itself where modules are that are not found by their names. */
export function mapsModules(host: Host, path: string): boolean {
  return configurationOf(host, parentOf(path)).mapsModules === true;
}

/** Whether the configuration of an app takes another file as well, and types are checked there. */
export function isCheckedWith(
  host: Host,
  app: App,
  file: { readonly path: string; readonly text: string },
): boolean {
  const configuration = configurationOf(host, parentOf(file.path));
  return (
    configuration.folder === projectFolder(host, app) &&
    takesFile(configuration, file.path) &&
    isChecked(host, file)
  );
}

/** Whether the project takes the declarations of browsers, which have `console`, `fetch` and `URL`. */
export function takesBrowserTypes(host: Host, app: App): boolean {
  const { libraries } = configurationOf(host, parentOf(startOf(app)));
  return libraries === undefined || libraries.some((name) => /\bdom\b/i.test(name));
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
  /** Where it stands. */
  readonly folder?: string;
  /** Whether it is a jsconfig. */
  readonly isOfJavaScript?: boolean;
  /** Whether a tsconfig takes JavaScript, too. */
  readonly takesJavaScript?: boolean;
  /** Whether errors of types in JavaScript are reported. */
  readonly checksJavaScript?: boolean;
  /** Whether it says that types without null are checked, or that they are not. */
  readonly checksNull?: boolean | undefined;
  /** Whether it says that what is `any` for want of a type is reported, or that it is not. */
  readonly reportsImplicitAny?: boolean | undefined;
  /** Whether names that a type only lets be have to stand in brackets. */
  readonly asksForBrackets?: boolean | undefined;
  /** Whether modules may be elsewhere than their names say. */
  readonly mapsModules?: boolean;
  readonly folders?: readonly IncludedFolder[];
  /** Packages of types that are taken without being imported. */
  readonly types?: readonly string[] | undefined;
  /** Files of TypeScript's libraries, such as `lib.es2022.d.ts`; undefined for those that the target brings. */
  readonly libraries?: readonly string[] | undefined;
  /** Patterns of the files that it includes, relative to {@link folder}; undefined for all, where it lists none either. */
  readonly include?: readonly string[] | undefined;
  /** Files that it lists. */
  readonly files?: readonly string[] | undefined;
  /** Patterns of those among them that it leaves out. */
  readonly exclude?: readonly string[] | undefined;
}

/** Whether a configuration includes or lists a file. */
function takesFile(configuration: Configuration, path: string): boolean {
  return entryLeavingOut(configuration, path) === undefined;
}

type FilesEntry = 'include' | 'files' | 'exclude';

/** The entry of a configuration that leaves a file out. Where files are listed, those that they import are taken as well, which nobody knows here. */
function entryLeavingOut(configuration: Configuration, path: string): FilesEntry | undefined {
  const { exclude = [], files, folder, include } = configuration;
  const matches = (pattern: string): boolean => expressionFor(joinPath(folder ?? '', pattern)).test(path);
  if (folder === undefined || files?.some(matches) === true) return undefined;
  if (include === undefined && files !== undefined) return 'files';
  if (include?.some(matches) === false) return 'include';
  return exclude.some(matches) ? 'exclude' : undefined;
}

/**
 * What in a configuration leaves a file out that stands in its folders, though it takes the code beside it.
 *
 * @param near the code.
 * @returns the path of the configuration, and its entry; undefined where it takes the file in, and where there is none.
 */
export function whatLeavesOut(
  host: Host,
  path: string,
  near: string,
): { readonly path: string; readonly entry: FilesEntry } | undefined {
  const configuration = configurationOf(host, parentOf(near));
  const entry = entryLeavingOut(configuration, path);
  if (configuration.folder === undefined || entry === undefined || !takesFile(configuration, near))
    return undefined;
  const name = configuration.isOfJavaScript === true ? 'jsconfig.json' : 'tsconfig.json';
  return { path: joinPath(configuration.folder, name), entry };
}

/** `*` and `?` stay within a folder, and `**` goes through any number of them; a folder stands for all that is in it. */
function expressionFor(pattern: string): RegExp {
  const isFolder = !/[*?.][^/]*$/.test(pattern);
  const source = (isFolder ? `${pattern}/**/*` : pattern)
    .replace(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replace(/\*\*\/|\*|\?/g, (sign) => (sign === '**/' ? '(?:.*/)?' : sign === '*' ? '[^/]*' : '[^/]'));
  return new RegExp(`^${source}$`);
}

function configurationOf(host: Host, from: string): Configuration {
  for (let folder = from; ; folder = parentOf(folder)) {
    for (const name of ['tsconfig.json', 'jsconfig.json']) {
      const path = joinPath(folder, name);
      const text = host.readFile(path);
      if (text !== undefined)
        return { ...readConfiguration(host, path, text), isOfJavaScript: name === 'jsconfig.json' };
    }
    if (folder === parentOf(folder)) return {};
  }
}

function readConfiguration(host: Host, path: string, text: string): Configuration {
  const { config } = ts.parseConfigFileTextToJson(path, text) as { readonly config?: unknown };
  if (config === undefined) return { folder: parentOf(path) };
  const { options, raw, wildcardDirectories } = ts.parseJsonConfigFileContent(
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
  return {
    folder: parentOf(path),
    folders,
    types: options.types,
    libraries: options.lib,
    checksJavaScript: options.checkJs ?? false,
    checksNull: options.strictNullChecks ?? options.strict,
    reportsImplicitAny: options.noImplicitAny ?? options.strict,
    asksForBrackets: options.noPropertyAccessFromIndexSignature,
    mapsModules: [options.paths, options.baseUrl, options.rootDirs].some((option) => option !== undefined),
    takesJavaScript: options.allowJs ?? options.checkJs ?? false,
    include: patternsIn(raw, 'include'),
    files: patternsIn(raw, 'files'),
    exclude: patternsIn(raw, 'exclude'),
  };
}

function patternsIn(raw: unknown, key: 'include' | 'files' | 'exclude'): readonly string[] | undefined {
  const patterns = (raw as Partial<Record<typeof key, unknown>> | undefined)?.[key];
  return Array.isArray(patterns) ? patterns.filter((pattern) => typeof pattern === 'string') : undefined;
}

/**
 * The content of the file for an app.
 *
 * @param modules files of {@link Host.assets} with declarations of packages that are not installed.
 * @param packages of types that are installed, for what these files do not declare.
 * @param ofProfile the file with what the app's profile declares differently, if any.
 * @param ofApp what is known of the app itself; undefined where the file is for several.
 */
export function environmentDeclarations(
  host: Host,
  modules: readonly string[],
  packages: readonly string[],
  ofProfile: string | undefined,
  ofApp: string | undefined,
): string {
  const read = (name: string): string => moduleText(host, joinPath(host.assets.declarations, name)) ?? '';
  const more = [...(ofProfile === undefined ? [] : [ofProfile]), ...modules]
    .map((name) => `\n${read(name)}`)
    .join('');
  const references = packages.map((name) => `/// <reference types="${name}" />\n`).join('');
  return `${environmentMark}, from plugin.json, the code, and what PostHog gives to apps. Changes here are lost.
${references}
${read('globals.d.ts')}${more}${ofApp === undefined ? '' : `\n// What is known of this app.\n\n${ofApp}`}`;
}
