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
    expect(missingPackages([file])).toEqual(['node.d.ts', 'modules/all.d.ts']);
    await mkdir(join(folder, 'node_modules', '@posthog', 'plugin-scaffold'), { recursive: true });
    await mkdir(join(app, 'node_modules', '@types', 'generic-pool'), { recursive: true });
    const some = missingPackages([file]);
    expect(some).toContain('modules/posthog.plugin-contrib.d.ts');
    expect(some).toContain('modules/crypto.d.ts');
    expect(some).not.toContain('modules/posthog.plugin-scaffold.d.ts');
    expect(some).not.toContain('modules/generic-pool.d.ts');
    await mkdir(join(folder, 'node_modules', '@types', 'node'), { recursive: true });
    const fewer = missingPackages([file, join(folder, 'other', 'index.js')]);
    expect(some.filter((name) => !fewer.includes(name))).toEqual([
      'node.d.ts',
      'modules/crypto.d.ts',
      'modules/stream.d.ts',
      'modules/url.d.ts',
      'modules/zlib.d.ts',
    ]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
