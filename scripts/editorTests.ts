/** The editor lane: suites in a real VS Code, desktop where it can be had, else server and browser. */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runTests } from '@vscode/test-electron';
import * as esbuild from 'esbuild';
import { downloadedDesktop } from './desktop.ts';
import { dist, root, testResults } from './paths.ts';

export interface LaneResult {
  readonly passed: number;
  /** The name of each test that failed, with its message. */
  readonly failures: readonly string[];
  /** The same for those that passed at a second try. */
  readonly repeated?: readonly string[];
}

/** Tests that share one window. */
interface Suite {
  /** The file is test/editor/<name>.suite.ts. */
  readonly name: string;
  /** Fills an empty folder, and gives what to open: a folder or a workspace file. */
  readonly prepare: (folder: string) => Promise<string>;
  /** Whether the window asks before it trusts a folder. */
  readonly asksForTrust?: boolean;
  /** Whether TypeScript 7 takes the place of the editor's own support. */
  readonly isNative?: boolean;
}

const suites: readonly Suite[] = [
  { name: 'examples', prepare: copyExamples },
  { name: 'workspaces', prepare: writeWorkspaces },
  { name: 'projects', prepare: writeProjects },
  { name: 'native', prepare: writeNativeProjects, isNative: true },
  { name: 'trust', prepare: copyExamples, asksForTrust: true },
];

/** @throws Error when the editor did not start or ended without running a suite. */
export async function runEditorTests(): Promise<LaneResult> {
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: [
      'test/editor/index.ts',
      'test/editor/native/main.ts',
      ...suites.map(({ name }) => `test/editor/${name}.suite.ts`),
    ],
    outdir: 'dist/test',
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22.20',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
  });
  for (const [from, name] of [
    ['test/editor/native/package.json', 'package.json'],
    ['dist/test/native/main.js', 'main.js'],
  ] as const) {
    await cp(join(root, from), join(nativeExtension, name));
  }
  await mkdir(testResults, { recursive: true });
  const desktop = await downloadedDesktop();
  const results: LaneResult[] = [];
  for (const suite of suites) {
    console.log(`\n${suite.name}`);
    results.push(await runSuite(suite, desktop));
  }
  return {
    passed: results.reduce((sum, { passed }) => sum + passed, 0),
    failures: results.flatMap(({ failures }) => failures),
    repeated: results.flatMap(({ repeated }) => repeated ?? []),
  };
}

async function runSuite(
  { name, prepare, asksForTrust = false, isNative = false }: Suite,
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
      ...(isNative ? { POSTHOG_APPS_NATIVE_TYPESCRIPT: await nativeTypeScript() } : {}),
    },
    launchArgs: [target, isNative ? `--extensions-dir=${nativeExtensions}` : '--disable-extensions'],
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

/** Extensions of a window with TypeScript 7: the one that starts it. */
const nativeExtensions = join(dist, 'test', 'extensions');
const nativeExtension = join(nativeExtensions, 'typescriptteam.native-preview-0.0.1');

/** The program of TypeScript 7 for this system. */
async function nativeTypeScript(): Promise<string> {
  const finder = join(root, 'node_modules/typescript-native/lib/getExePath.js');
  const { default: getExePath } = (await import(pathToFileURL(finder).href)) as {
    readonly default: () => string;
  };
  return getExePath();
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
  'many/apps/delta/plugin.json': manifest('delta', { main: 'index.ts' }),
  'many/apps/delta/index.ts':
    "export async function onEvent(event: PostHogApp.ProcessedPluginEvent) {\n  if (event.event === 'delta') return\n  await posthog.capture('delta')\n}\nexport const seeded: number = 0 as unknown as string\n",
  // Another tool's, and web pages.
  'many/grafana/plugin.json': '{ "type": "panel", "id": "clock", "name": "Clock", "info": {} }',
  'many/grafana/module.js': "export function onEvent() { posthog.capture('clock') }\n",
  'many/web/page.js': "export function onEvent() { posthog.capture('page') }\n",
  'many/web/page.ts': "export function load() { posthog.init('phc_page') }\n",
  // The part of an app that runs in browsers, where posthog is posthog-js.
  'many/apps/delta/site.ts': "export function load() { posthog.init('phc_page') }\n",
  'single/plugin.json': manifest('single'),
  'single/index.js': looping('single'),
  'single/typed/plugin.json': manifest('typed', { main: 'index.ts' }),
  'single/typed/index.ts':
    'export async function onEvent(event: PostHogApp.ProcessedPluginEvent, meta: PostHogApp.PluginMeta) {\n  if (event.event === meta.config.typedKey) return\n  await posthog.capture(event.event)\n}\nexport const seeded: number = 0 as unknown as string\n',
};

async function writeWorkspaces(scratch: string): Promise<string> {
  await writeFiles(scratch, workspaceFiles);
  return join(scratch, 'both.code-workspace');
}

async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

/** Apps as somebody writes them, each in another kind of project. */
async function writeProjects(scratch: string): Promise<string> {
  const strict = (include: string): string =>
    `{ "compilerOptions": { "strict": true, "types": [], "noEmit": true }, "include": ["${include}"] }`;
  const ofApp =
    'declare namespace PostHogApp { interface App { config: { readonly environmentKey: string } } }\n';
  await writeFiles(scratch, {
    'loose/plugin.json': manifest('loose', { main: 'index.js' }),
    'loose/index.js': asking('loose'),
    'looseTyped/plugin.json': manifest('looseTyped', { main: 'index.ts' }),
    'looseTyped/index.ts': asking('looseTyped', annotated),
    'jsconfig/plugin.json': manifest('jsconfig', { main: 'index.js' }),
    'jsconfig/jsconfig.json': '{ "compilerOptions": { "checkJs": true, "types": [] } }',
    'jsconfig/index.js': asking('jsconfig'),
    'checked/plugin.json': manifest('checked', { main: 'index.js' }),
    'checked/jsconfig.json': '{ "compilerOptions": { "checkJs": true, "types": [] } }',
    'checked/index.js': "import { readFile } from 'fs'\nreadFile(process.env.FILE)\n",
    'strict/plugin.json': manifest('strict', { main: 'src/index.ts' }),
    'strict/tsconfig.json': strict('src'),
    'strict/src/index.ts': asking('strict'),
    'environment/plugin.json': manifest('environment', { main: 'index.ts' }),
    'environment/tsconfig.json': strict('.'),
    'environment/posthog-env.d.ts': `${await readFile(join(dist, 'globals.d.ts'), 'utf8')}\n${ofApp}`,
    'environment/index.ts': asking('environment', annotated),
    'written/plugin.json': manifest('written', { main: 'index.ts' }),
    'written/tsconfig.json': strict('.'),
    'written/index.ts': askingOnce,
    'own/plugin.json': manifest('own', { main: 'index.ts' }),
    'own/tsconfig.json': strict('.'),
    'own/posthog.d.ts':
      'declare const posthog: { capture(event: string, properties?: object): Promise<void> };\n',
    'own/index.ts': asking('own'),
  });
  return scratch;
}

async function writeNativeProjects(scratch: string): Promise<string> {
  await writeFiles(scratch, { '.vscode/settings.json': '{ "js/ts.experimental.useTsgo": true }' });
  return writeProjects(scratch);
}

const annotated = ['event: PostHogApp.ProcessedPluginEvent', 'meta: PostHogApp.PluginMeta'] as const;

/** What both sides have a word on, and are to say once. */
const askingOnce = `interface Own { config: { writtenKey: string } }
const keyOf = (meta: Own) => meta.config.writenKey
export async function onEvent(event: PostHogApp.ProcessedPluginEvent, meta: PostHogApp.PluginMeta) {
  await posthog.capture(event.event)
  const answer = fetch('https://example.com')
  if (answer.ok) console.log(answer.status, meta.config.writtenKey, keyOf(meta))
  if (event.uuid) { meta.config. }
}
`;

/** An app that is being written: something is asked for at each dot that nothing follows. */
function asking(name: string, parameters: readonly string[] = ['event', 'meta']): string {
  return `export async function onEvent(${parameters.join(', ')}) {
  if (event.event === '${name}') return
  await posthog.capture('${name}', {})
  if (event.uuid) { posthog.api. }
  if (event.uuid) { meta.config. }
  const answer = await fetch('https://example.com')
  if (event.uuid) { answer. }
}
`;
}
