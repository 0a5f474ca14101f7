/** What `posthog-apps` keeps for its next start. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { dist } from '../../scripts/paths.ts';

const home = mkdtempSync(join(tmpdir(), 'posthog-apps-home-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

function versionIn(folder: string): string {
  const env = { HOME: folder, LOCALAPPDATA: folder, XDG_CACHE_HOME: folder };
  return execFileSync(process.execPath, [join(dist, 'bin.js'), '--version'], { env, encoding: 'utf8' });
}

test('compiled code is kept in the cache folder of the user', () => {
  expect(versionIn(home)).toMatch(/^\d+\.\d+\.\d+\n$/);
  const kept = readdirSync(home, { recursive: true, encoding: 'utf8' });
  expect(kept.filter((path) => path.includes(join('posthog-apps', 'compiled'))).length).toBeGreaterThan(2);
});

test('a cache folder that cannot be written to is no problem', () => {
  const file = join(home, 'file');
  writeFileSync(file, '');
  expect(versionIn(file)).toMatch(/^\d+\.\d+\.\d+\n$/);
});
