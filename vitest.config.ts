import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/{meta,platform,protocol,server,runtime,client,panel,cli,scripts}/**/*.test.ts'],
    globalSetup: ['test/server/buildBundles.ts'],
    pool: 'threads',
    testTimeout: 60_000,
  },
});
