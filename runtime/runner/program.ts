/** Everything that the sandbox needs to run an app, made of its files. */
import { posix } from 'node:path';
import { checkImport, importRefusal, installedPackages } from '../../platform/imports.ts';
import type { Manifest } from '../../platform/manifest.ts';
import type { CompiledFile } from '../../protocol/sandbox.ts';
import type { ReadAppFile } from './appFiles.ts';
import { readBuiltFile } from './builtFile.ts';
import type { ImportSite } from './importSites.ts';
import { findEntryFile, readManifestFile } from './manifestFile.ts';
import { SetupProblem } from './setupProblem.ts';
import { SourceMaps } from '../sourceMaps/sourceMaps.ts';
import { positionAt } from './sourceText.ts';
import { parseStrictJson } from './strictJson.ts';
import { transpile, type TranspileOptions } from './transpile.ts';

export interface AppProgram {
  readonly manifest: Manifest;
  readonly entry: CompiledFile;
  /** The app's other files, which PostHog would not load. */
  readonly files: readonly CompiledFile[];
  readonly maps: SourceMaps;
  readonly notices: readonly string[];
  /** Those of {@link installedPackages} that it imports. */
  readonly packages: readonly string[];
}

export interface ProgramOptions extends TranspileOptions {
  /** The app's folder; that of an app made of texts is the root of all. */
  readonly folder: string | undefined;
}

/** @throws SetupProblem with one message for whatever keeps the app from being loaded. */
export async function loadProgram(read: ReadAppFile, options: ProgramOptions): Promise<AppProgram> {
  const manifest = await readManifestFile(read);
  const entryPath = await findEntryFile(manifest, read);
  const loader = new ProgramLoader(read, options);
  if ((await read(entryPath))?.trim() === '') {
    const location = { file: entryPath, line: 1, column: 1 };
    throw new SetupProblem(
      `${entryPath} is empty, and PostHog does not load an empty app. Export a function, such as onEvent.`,
      location,
      'app',
    );
  }
  const entry = await loader.load(entryPath);
  const files = [...loader.files.values()].filter((file) => file !== entry);
  const packages = [...loader.packages];
  const notices = [...noticesOf(manifest, entry, files), ...loader.notices];
  return { manifest, entry, files, maps: loader.maps, notices, packages };
}

function noticesOf(
  manifest: Manifest,
  entry: CompiledFile,
  files: readonly CompiledFile[],
): readonly string[] {
  const notices: string[] = [];
  if (files.length > 0) {
    notices.push(
      `The app runs from ${files.length + 1} files here. PostHog loads one: bundle it, and name the bundle in "main" of plugin.json.`,
    );
  }
  if (manifest.main === undefined && entry.path === 'index.ts') {
    notices.push(
      'plugin.json names no "main", so index.ts was taken. Older PostHog servers look for index.js only.',
    );
  }
  return notices;
}

/** The compiler counts the space before a node to it. */
function skipSpace(source: string, offset: number): number {
  return offset + source.slice(offset).search(/\S|$/);
}

/** Code of a file that is data, which bundlers put into the app. */
function dataModule(path: string, text: string): string {
  const json = text.replace(/^\uFEFF/, '');
  parseStrictJson(path, json);
  return `module.exports = JSON.parse(${JSON.stringify(json)});`;
}

/** What the global `google` of 2021 holds (reference 4.2). */
const googlePackages: readonly string[] = ['@google-cloud/bigquery', '@google-cloud/pubsub'];

const sourceEndings: readonly string[] = ['', '.ts', '.js', '/index.ts', '/index.js'];

class ProgramLoader {
  readonly files = new Map<string, CompiledFile>();
  readonly maps = new SourceMaps();
  readonly packages = new Set<string>();
  readonly notices: string[] = [];
  readonly #read: ReadAppFile;
  readonly #options: ProgramOptions;

  constructor(read: ReadAppFile, options: ProgramOptions) {
    this.#read = read;
    this.#options = options;
  }

  async load(path: string): Promise<CompiledFile> {
    const source = (await this.#read(path)) ?? '';
    if (path.endsWith('.json')) {
      const file: CompiledFile = { path, code: dataModule(path, source), resolved: {} };
      this.files.set(path, file);
      return file;
    }
    const { code, map, imports } = await this.#transpiled(path, source);
    this.maps.add(path, map);
    const built = await readBuiltFile(this.#read, path, source, this.#options.folder ?? '/');
    if (built?.map !== undefined) this.maps.addBuilt(path, built.map);
    if (built?.problem !== undefined) this.notices.push(built.problem);
    const resolved: Record<string, string> = {};
    const file: CompiledFile = { path, code, resolved };
    // Known before its imports are followed, since they may lead back to it.
    this.files.set(path, file);
    if (this.#options.profile === 'plugin-server-1.10.5' && /\bgoogle\s*\.\s*cloud\b/.test(code)) {
      for (const name of googlePackages) this.packages.add(name);
    }
    for (const site of imports) {
      if (installedPackages.includes(site.specifier)) this.packages.add(site.specifier);
      const target = await this.#resolve(path, source, site);
      if (target === undefined) continue;
      resolved[site.specifier] = target;
      if (!this.files.has(target)) await this.load(target);
    }
    return file;
  }

  /** @throws SetupProblem for code in which the compiler comes to the end of its stack. */
  async #transpiled(path: string, source: string): ReturnType<typeof transpile> {
    try {
      return await transpile(path, source, this.#options);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new SetupProblem(
        `The code of ${path} is nested too deeply to be compiled. Cut its longest expression or deepest blocks into pieces of their own.`,
        { file: path, line: 1, column: 1 },
        'app',
      );
    }
  }

  /** The file that a relative import means; undefined for a package that PostHog provides. */
  async #resolve(path: string, source: string, site: ImportSite): Promise<string | undefined> {
    const check = checkImport(site.specifier, this.#options.profile);
    if (check.isAllowed) return undefined;
    const place = { file: path, ...positionAt(source, skipSpace(source, site.offset)) };
    const location = this.maps.origin(place);
    if (check.reason !== 'relative') {
      throw new SetupProblem(`${importRefusal(site.specifier)} ${check.advice}`, location, 'app');
    }
    const base = posix.join(posix.dirname(path), site.specifier);
    const withoutEnding = base.replace(/\.js$/, '');
    if (base.endsWith('.json') && (await this.#read(base)) !== undefined) return base;
    for (const ending of sourceEndings) {
      for (const written of [base + ending, withoutEnding + ending]) {
        // `require('.')` means a file that others name without the dot.
        const candidate = posix.normalize(written);
        if (/\.(?:ts|js)$/.test(candidate) && (await this.#read(candidate)) !== undefined) return candidate;
      }
    }
    throw new SetupProblem(
      base.startsWith('..')
        ? `The app imports '${site.specifier}', which is not in its folder. PostHog has nothing but that: move the file into it, or bundle the app.`
        : `The app imports '${site.specifier}', and there is no such file.`,
      location,
      'app',
    );
  }
}
