import { mkdtemp, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { missingPackages } from '../../client/missingPackages.ts';

test('packages that PostHog provides are missing where no node_modules up the tree has them', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'posthog apps ü '));
  try {
    const app = join(folder, 'packages', 'app');
    const file = join(app, 'index.ts');
    await mkdir(app, { recursive: true });
    expect(missingPackages([file])).toEqual({ modules: ['modules/all.d.ts'], hasNodeTypes: false });
    await mkdir(join(folder, 'node_modules', '@posthog', 'plugin-scaffold'), { recursive: true });
    await mkdir(join(app, 'node_modules', '@types', 'generic-pool'), { recursive: true });
    const some = missingPackages([file]).modules;
    expect(some).toContain('modules/posthog.plugin-contrib.d.ts');
    expect(some).toContain('modules/crypto.d.ts');
    expect(some.filter((name) => /scaffold|generic/.test(name))).toEqual([]);
    await mkdir(join(app, 'node_modules', '@types', 'node'), { recursive: true });
    const { modules, hasNodeTypes } = missingPackages([file]);
    expect(hasNodeTypes).toBe(true);
    // Whether the editor's own support takes them depends on its version.
    expect(modules.filter((name) => name.includes('fallback'))).toEqual([
      'modules/crypto.fallback.d.ts',
      'modules/stream.fallback.d.ts',
      'modules/url.fallback.d.ts',
      'modules/zlib.fallback.d.ts',
    ]);
    const ofBoth = missingPackages([file, join(folder, 'other', 'index.js')]).modules;
    expect(ofBoth).toContain('modules/generic-pool.fallback.d.ts');
    expect(ofBoth).toContain('modules/pg.d.ts');
    expect(ofBoth.filter((name) => name.includes('scaffold'))).toEqual([]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
