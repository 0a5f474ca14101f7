/** The real sandbox, built once per test file into a folder of its own, so that tests never run an old one. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { afterAll, beforeAll } from 'vitest';
import { contextBundle, streamsBundle } from '../../../scripts/contextBundle.ts';
import { SandboxPool } from '../../../runtime/runner/sandboxPool.ts';

const root = join(import.meta.dirname, '../../..');

export async function buildSandbox(folder: string): Promise<string> {
  // As it is packed: what is done to names there changes what the code does.
  const packed = { minify: true, keepNames: true } as const;
  const common = {
    absWorkingDir: root,
    bundle: true,
    outdir: folder,
    logLevel: 'warning',
    ...packed,
  } as const;
  await Promise.all([
    esbuild.build({
      ...common,
      entryPoints: { sandbox: 'runtime/sandbox/main.ts' },
      platform: 'node',
      format: 'cjs',
      target: 'node22.20',
    }),
    esbuild.build({
      ...common,
      entryPoints: { context: 'runtime/sandbox/context/main.ts' },
      ...contextBundle,
    }),
    esbuild.build({
      ...common,
      entryPoints: { streams: 'runtime/sandbox/context/streamClasses.ts' },
      ...streamsBundle,
    }),
  ]);
  return join(folder, 'sandbox.js');
}

/** For the top of a test file: a pool of real sandboxes, gone when the file ends. */
export function usePool(): () => SandboxPool {
  let folder = '';
  let pool: SandboxPool | undefined;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'posthog-apps-'));
    pool = new SandboxPool(await buildSandbox(folder));
  });
  afterAll(async () => {
    await pool?.dispose();
    await rm(folder, { recursive: true, force: true });
  });
  return () => {
    if (pool === undefined) throw new Error('The pool is ready in tests only.');
    return pool;
  };
}
