/** A file system in memory, over the real libraries and declarations. */
import { join } from 'node:path';
import { assetsBeside, type DirectoryEntry, type Host, nodeHost } from '../../server/host.ts';
import { isWithin } from '../../server/uris.ts';

const real = nodeHost(assetsBeside(join(import.meta.dirname, '../../server')));

export class MemoryHost implements Host {
  readonly assets = real.assets;
  readonly isCaseSensitive: boolean;
  readonly fetchedTypes = '/cache/typescript';
  readonly #files = new Map<
    string,
    { readonly path: string; readonly text: string; readonly version: number }
  >();
  #version = 0;

  constructor(files: ReadonlyMap<string, string>, isCaseSensitive = true) {
    this.isCaseSensitive = isCaseSensitive;
    for (const [path, text] of files) this.write(path, text);
  }

  write(path: string, text: string): void {
    this.#version += 1;
    this.#files.set(this.#key(path), { path, text, version: this.#version });
  }

  /** Deletes a file, or a folder with all it holds. */
  delete(path: string): void {
    for (const file of this.#files.keys()) {
      if (isWithin(this.#key(path), file)) this.#files.delete(file);
    }
  }

  readFile(path: string): string | undefined {
    if (this.#isAsset(path)) return real.readFile(path);
    return this.#files.get(this.#key(path))?.text.replace(/^\uFEFF/, '');
  }

  fileVersion(path: string): string | undefined {
    if (this.#isAsset(path)) return real.fileVersion(path);
    return this.#files.get(this.#key(path))?.version.toString();
  }

  directoryExists(path: string): boolean {
    if (this.#isAsset(path)) return real.directoryExists(path);
    return this.readDirectory(path).length > 0;
  }

  readDirectory(path: string): readonly DirectoryEntry[] {
    const folder = this.#key(path);
    const entries = new Map<string, boolean>();
    for (const [file, { path: written }] of this.#files) {
      if (file === folder || !isWithin(folder, file)) continue;
      const [name = '', ...rest] = written.slice(folder === '/' ? 1 : folder.length + 1).split('/');
      entries.set(name, rest.length > 0);
    }
    return [...entries].map(([name, isDirectory]) => ({ name, isDirectory }));
  }

  realpath(path: string): string {
    return path;
  }

  #isAsset(path: string): boolean {
    return path === this.assets.library || isWithin(this.assets.declarations, path);
  }

  #key(path: string): string {
    return this.isCaseSensitive ? path : path.toLowerCase();
  }
}
