/** What the extension asks its own folder for is in the VSIX: nothing is packed but what .vscodeignore names. */
import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { listFiles, PackageManager } from '@vscode/vsce';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const packed = new Set(
  (await listFiles({ cwd: root, packageManager: PackageManager.None })).map((path) =>
    path.replaceAll('\\', '/'),
  ),
);

async function namedIn(path: string, pattern: RegExp): Promise<readonly string[]> {
  const text = await readFile(join(root, path), 'utf8');
  return [...text.matchAll(pattern)].map((match) => match.slice(1).join('/'));
}

it('has the files that package.json names', async () => {
  const named = await namedIn('package.json', /": "(?:\.\/)?(media|dist)\/([^"]+)"/g);
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((path) => !packed.has(path))).toEqual([]);
});

it('has the pictures that the client shows', async () => {
  const sources = globSync('client/**/*.ts', { cwd: root });
  const named = await Promise.all(sources.map((path) => namedIn(path, /'(media)', '([^']+)'/g)));
  expect(named.flat().length).toBeGreaterThan(1);
  expect(named.flat().filter((path) => !packed.has(path))).toEqual([]);
});

it('has the declarations that the build makes', () => {
  const built = globSync('dist/**/*.d.ts', { cwd: root }).map((path) => path.replaceAll('\\', '/'));
  expect(built.length).toBeGreaterThan(20);
  expect(built.filter((path) => !packed.has(path))).toEqual([]);
});
