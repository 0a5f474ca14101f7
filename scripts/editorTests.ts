/** The editor lane: one suite in a real VS Code, desktop where it can be had, else server and browser. */
import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import * as esbuild from 'esbuild';
import { downloadedDesktop } from './desktop.ts';
import { dist, root, testResults } from './paths.ts';

export interface LaneResult {
  readonly passed: number;
  readonly failed: number;
}

/** @throws Error when the editor did not start or ended without running the suite. */
export async function runEditorTests(): Promise<LaneResult> {
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: ['test/editor/index.ts', 'test/editor/suite.ts'],
    outdir: 'dist/test',
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22.20',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
  });
  const scratch = await mkdtemp(join(tmpdir(), 'posthog-apps-workspace-'));
  // Tests edit files: they get a copy of the examples, in a folder whose name needs care.
  const workspace = join(scratch, 'my apps – é');
  await cp(join(root, 'examples'), workspace, { recursive: true });
  await mkdir(testResults, { recursive: true });
  const results = join(testResults, 'editor.json');
  await rm(results, { force: true });
  const desktop = await downloadedDesktop();
  const ended = await runTests({
    vscodeExecutablePath: desktop ?? join(root, 'scripts', 'vscodeLauncher.ts'),
    extensionDevelopmentPath: root,
    extensionTestsPath: join(dist, 'test', 'index.js'),
    launchArgs: [workspace, '--disable-extensions'],
  }).then(
    () => undefined,
    (error: unknown) => error,
  );
  await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
  const text = await readFile(results, 'utf8').catch(() => undefined);
  if (text === undefined) throw new Error(`The suite did not run in the editor: ${String(ended)}`);
  return JSON.parse(text) as LaneResult;
}
