/**
 * The outside world, as the server sees it. Everything in server/ reaches files through a {@link Host}, so that the
 * tests run in memory. Paths are absolute and written with `/` on every system (see uris.ts).
 */
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

export interface DirectoryEntry {
  readonly name: string;
  readonly isDirectory: boolean;
}

/** Files that ship with the server. */
export interface Assets {
  /** The file with the declarations of the language. */
  readonly library: string;
  /** Holds `globals.d.ts`, `vm.d.ts` and what stands beside them. */
  readonly declarations: string;
  /** Holds a page for each rule; findings link to it. */
  readonly ruleDocs: string;
}

export interface Host {
  readonly assets: Assets;
  readonly isCaseSensitive: boolean;
  /** Folder in which editors keep types of packages that they fetch by themselves, by versions of TypeScript. */
  readonly fetchedTypes: string;
  /** Text of a file without its byte order mark; undefined when there is none or it cannot be read. */
  readFile(path: string): string | undefined;
  /** Changes whenever the file's content does; undefined when there is no such file. */
  fileVersion(path: string): string | undefined;
  directoryExists(path: string): boolean;
  /** What a folder holds; nothing when it cannot be read. Links to folders count as files, so walks end. */
  readDirectory(path: string): readonly DirectoryEntry[];
  realpath(path: string): string;
}

/** The real file system. */
export function nodeHost(assets: Assets): Host {
  return {
    assets,
    isCaseSensitive: !fileExists(swapCase(normal(tmpdir()))),
    fetchedTypes: normal(fetchedTypes()),
    readFile: (path) => attempt(() => readFileSync(path, 'utf8').replace(/^\uFEFF/, '')),
    fileVersion: (path) =>
      attempt(() => {
        const stats = statSync(path);
        return stats.isFile() ? `${stats.mtimeMs}:${stats.size}` : undefined;
      }),
    directoryExists: (path) => attempt(() => statSync(path).isDirectory()) ?? false,
    readDirectory: (path) =>
      attempt(() =>
        readdirSync(path, { withFileTypes: true }).map((entry) => ({
          name: entry.name,
          isDirectory: entry.isDirectory(),
        })),
      ) ?? [],
    realpath: (path) => attempt(() => normal(realpathSync.native(path))) ?? path,
  };
}

/** As TypeScript's server chooses it. */
function fetchedTypes(): string {
  const { env, platform } = process;
  if (platform === 'win32')
    return join(env['LOCALAPPDATA'] ?? env['APPDATA'] ?? homedir(), 'Microsoft/TypeScript');
  const own = platform === 'darwin' ? 'Library/Caches' : '.cache';
  return join(env['XDG_CACHE_HOME'] ?? join(homedir(), own), 'typescript');
}

/**
 * Where the files of the server are.
 *
 * @param folder of the running file: dist/ in the product, server/ when it runs from source; then dist/ has to be built.
 */
export function assetsBeside(folder: string): Assets {
  const root = join(folder, '..');
  const isBundle = fileExists(join(folder, 'globals.d.ts'));
  return {
    library: normal(join(isBundle ? folder : join(root, 'dist'), 'lib.d.ts')),
    declarations: normal(isBundle ? folder : join(root, 'platform')),
    ruleDocs: normal(join(root, 'docs', 'rules')),
  };
}

/** Files come and go while we look, and some may not be read: both mean "not there". */
function attempt<T>(read: () => T | undefined): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function fileExists(path: string): boolean {
  return attempt(() => statSync(path)) !== undefined;
}

function normal(path: string): string {
  return path.replaceAll('\\', '/');
}

function swapCase(path: string): string {
  return path === path.toUpperCase() ? path.toLowerCase() : path.toUpperCase();
}
