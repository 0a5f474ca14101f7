/** Folders that came after the editor's watcher began, on a real disk. */
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { NewFolders } from '../../../client/panel/newFolders.ts';

let root: string;
let told: string[];
let folders: NewFolders;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'new-folders-'));
  told = [];
  folders = new NewFolders((path) => void told.push(path));
});

afterEach(async () => {
  folders.dispose();
  await rm(root, { recursive: true, force: true });
});

it('tells of what is written, made, renamed and deleted in a folder', async () => {
  const [first, second] = [join(root, 'first.csv'), join(root, 'second.csv')];
  folders.watch(root);
  await writeFile(first, 'a');
  await expect.poll(() => told).toContain(first);
  told.length = 0;
  await writeFile(first, 'b');
  await expect.poll(() => told).toContain(first);
  await rename(first, second);
  await expect.poll(() => told).toContain(second);
  told.length = 0;
  await rm(second);
  await expect.poll(() => told).toContain(second);
});

it('tells of a folder again that is deleted and made anew', async () => {
  const folder = join(root, 'deep');
  for (const text of ['once', 'twice']) {
    await mkdir(folder);
    folders.watch(folder);
    folders.watch(folder);
    await writeFile(join(folder, 'a.csv'), text);
    await expect.poll(() => told).toContain(join(folder, 'a.csv'));
    await rm(folder, { recursive: true });
    await expect.poll(() => folders.count).toBe(0);
    told.length = 0;
  }
});

it('watches nothing where there is no folder, and nothing once it is over', async () => {
  folders.watch(join(root, 'nothing'));
  expect(folders.count).toBe(0);
  folders.watch(root);
  folders.dispose();
  folders.watch(root);
  expect(folders.count).toBe(0);
});
