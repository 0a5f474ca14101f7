import { defineConfig } from 'vitest/config';

/**
 * Tests that leave nothing behind in their thread share its modules: to load TypeScript anew for each of their files takes
 * as long as the tests themselves.
 */
const sharing = ['test/server/{rules,analysis}/**/*.test.ts', 'test/{platform,protocol}/**/*.test.ts'];

export default defineConfig({
  test: {
    pool: 'threads',
    // As a default it leaves one processor free, which is half of a small machine; many tests wait for processes anyhow.
    maxWorkers: '100%',
    testTimeout: 60_000,
    globalSetup: ['test/server/buildBundles.ts'],
    projects: [
      { extends: true, test: { name: 'sharing', include: sharing, isolate: false } },
      {
        extends: true,
        test: {
          name: 'alone',
          // Tests that look for processes which an app left find those of their own file.
          pool: 'forks',
          include: ['test/{meta,server,runtime,client,panel,cli}/**/*.test.ts'],
          exclude: sharing,
        },
      },
    ],
  },
});
