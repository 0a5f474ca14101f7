/** The declarations of the package's entry for programs, out of those that the compiler wrote. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { root } from './paths.ts';

/** Below it lies a folder for each project, named as its own folder. */
const compiled = join(root, '.cache/types');
const entry = 'runtime/api.ts';
/** `await using` is newer than what most programs are compiled for. */
const disposable = '/// <reference lib="esnext.disposable" />\n';
const imported = /\b(?:from|import\()\s*'(\.[^']+)'/g;

/**
 * Writes the declarations of `runtime/api.ts`, and of all that they name.
 *
 * @param folder where they go, in folders as in the repository.
 * @returns the path of the entry, relative to the folder.
 */
export async function writeApiTypes(folder: string): Promise<string> {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '-b', 'runtime'], { cwd: root, stdio: 'inherit' });
  const written = new Set<string>();
  const write = async (source: string): Promise<void> => {
    if (written.has(source)) return;
    written.add(source);
    const text = await readFile(compiledPath(source), 'utf8');
    const target = join(folder, declarationOf(source));
    await mkdir(dirname(target), { recursive: true });
    // Programs have no leave to name a file that ends in .ts.
    const declared = text.replaceAll(imported, (found) => found.replace(/\.ts'$/, ".js'"));
    await writeFile(target, source === entry ? disposable + declared : declared);
    for (const [, specifier = ''] of text.matchAll(imported)) {
      const path = relative(root, resolve(root, dirname(source), specifier));
      if (existsSync(compiledPath(path))) await write(path);
    }
  };
  await write(entry);
  return declarationOf(entry);
}

function compiledPath(source: string): string {
  const [project = ''] = source.split(/[\\/]/);
  return join(compiled, project, declarationOf(source));
}

function declarationOf(source: string): string {
  return source.replace(/\.ts$/, '.d.ts');
}
