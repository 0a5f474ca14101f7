/** The editor lane: suites in a real VS Code, desktop where it can be had, else server and browser. */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import * as esbuild from 'esbuild';
import { downloadedDesktop } from './desktop.ts';
import { dist, root, testResults } from './paths.ts';

export interface LaneResult {
  readonly passed: number;
  readonly failed: number;
}

/** Tests that share one window. */
interface Suite {
  /** The file is test/editor/<name>.suite.ts. */
  readonly name: string;
  /** Fills an empty folder, and gives what to open: a folder or a workspace file. */
  readonly prepare: (folder: string) => Promise<string>;
  /** Whether the window asks before it trusts a folder. */
  readonly asksForTrust?: boolean;
}

const suites: readonly Suite[] = [
  { name: 'examples', prepare: copyExamples },
  { name: 'workspaces', prepare: writeWorkspaces },
  { name: 'trust', prepare: copyExamples, asksForTrust: true },
];

/** @throws Error when the editor did not start or ended without running a suite. */
export async function runEditorTests(): Promise<LaneResult> {
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: ['test/editor/index.ts', ...suites.map(({ name }) => `test/editor/${name}.suite.ts`)],
    outdir: 'dist/test',
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22.20',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
  });
  await mkdir(testResults, { recursive: true });
  const desktop = await downloadedDesktop();
  let [passed, failed] = [0, 0];
  for (const suite of suites) {
    console.log(`\n${suite.name}`);
    const result = await runSuite(suite, desktop);
    passed += result.passed;
    failed += result.failed;
  }
  return { passed, failed };
}

async function runSuite(
  { name, prepare, asksForTrust = false }: Suite,
  desktop: string | undefined,
): Promise<LaneResult> {
  const scratch = await mkdtemp(join(tmpdir(), 'posthog-apps-workspace-'));
  const target = await prepare(scratch);
  const results = join(testResults, `editor-${name}.json`);
  await rm(results, { force: true });
  const ended = await runTests({
    vscodeExecutablePath: desktop ?? join(root, 'scripts', 'vscodeLauncher.ts'),
    extensionDevelopmentPath: root,
    extensionTestsPath: join(dist, 'test', 'index.js'),
    extensionTestsEnv: {
      POSTHOG_APPS_SUITE: name,
      ...(asksForTrust ? { POSTHOG_APPS_TEST_TRUST: '1' } : {}),
    },
    launchArgs: [target, '--disable-extensions'],
  }).then(
    () => undefined,
    (error: unknown) => error,
  );
  await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
  const text = await readFile(results, 'utf8').catch(() => undefined);
  if (text === undefined) throw new Error(`The suite ${name} did not run in the editor: ${String(ended)}`);
  return JSON.parse(text) as LaneResult;
}

/** Tests edit files: they get a copy of the examples, in a folder whose name needs care. */
async function copyExamples(scratch: string): Promise<string> {
  const folder = join(scratch, 'my apps – é');
  await cp(join(root, 'examples'), folder, { recursive: true });
  return folder;
}

const looping = (name: string): string =>
  `export async function onEvent(event, meta) {\n  await posthog.capture('${name}', { value: meta.config.${name}Key })\n}\n`;

const manifest = (name: string, more: object = {}): string =>
  JSON.stringify({ name, config: [{ key: `${name}Key`, type: 'string' }], ...more }, undefined, 2);

/** Two folders in one window: one with apps in it, among other things, and one that is an app. */
const workspaceFiles: Readonly<Record<string, string>> = {
  'both.code-workspace': '{ "folders": [{ "path": "many" }, { "path": "single" }] }',
  'many/apps/alpha/plugin.json': manifest('alpha'),
  'many/apps/alpha/index.js': looping('alpha'),
  'many/apps/beta/plugin.json': manifest('beta', { main: 'src/index.ts' }),
  'many/apps/beta/tsconfig.json':
    '{ "compilerOptions": { "strict": true, "types": [] }, "include": ["src"] }',
  'many/apps/beta/src/posthog.d.ts':
    'declare const posthog: { capture(event: string, properties?: object): Promise<void> };\n',
  'many/apps/beta/src/index.ts': `export async function onEvent(event: { event: string }, meta: { config: Record<string, string> }) {\n  if (event.event === 'beta') return\n  await posthog.capture('beta')\n}\n`,
  // Another tool's, and a web page.
  'many/grafana/plugin.json': '{ "type": "panel", "id": "clock", "name": "Clock", "info": {} }',
  'many/grafana/module.js': "export function onEvent() { posthog.capture('clock') }\n",
  'many/web/page.js': "export function onEvent() { posthog.capture('page') }\n",
  'single/plugin.json': manifest('single'),
  'single/index.js': looping('single'),
};

async function writeWorkspaces(scratch: string): Promise<string> {
  for (const [path, text] of Object.entries(workspaceFiles)) {
    await mkdir(dirname(join(scratch, path)), { recursive: true });
    await writeFile(join(scratch, path), text);
  }
  return join(scratch, 'both.code-workspace');
}
