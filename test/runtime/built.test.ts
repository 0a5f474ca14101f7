/** Apps whose `main` a bundler made: they run as they are installed, and errors name what the author wrote. */
import { SourceMap, type SourceMapPayload } from 'node:module';
import * as esbuild from 'esbuild';
import { expect, test } from 'vitest';
import type { Trace } from '../../protocol/trace.ts';
import { defaultProfile } from '../../platform/profiles.ts';
import { createApp } from '../../runtime/index.ts';
import { textFiles } from '../../runtime/runner/appFiles.ts';
import { codeForDebugger } from '../../runtime/runner/codeForDebugger.ts';
import { loadProgram } from '../../runtime/runner/program.ts';
import { BuiltMap } from '../../runtime/sourceMaps/builtMap.ts';
import { FakeDebugger } from './support/fakeDebugger.ts';
import { usePool } from './support/sandboxBundle.ts';

const pool = usePool();

const sources: Readonly<Record<string, string>> = {
  '/src/index.ts': `import { fail } from './lib/fail'
import { createHash } from 'crypto'

export async function onEvent(event: { event: string }): Promise<void> {
  console.log(createHash('md5').update(event.event).digest('hex').length)
  fail(event)
}`,
  '/src/lib/fail.ts': `interface Named { event: string }

export function fail({ event }: Named): never {
  throw new TypeError('no ' + event)
}`,
};

/** As an author builds an app. */
async function build(options: esbuild.BuildOptions = {}): Promise<Record<string, string>> {
  const { outputFiles = [] } = await esbuild.build({
    entryPoints: ['/src/index.ts'],
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    outfile: '/dist/index.js',
    sourcemap: true,
    absWorkingDir: '/',
    logLevel: 'silent',
    plugins: [
      {
        name: 'memory',
        setup(build) {
          build.onResolve({ filter: /^\./ }, ({ path, resolveDir }) => ({
            path: new URL(`${path}.ts`, `file://${resolveDir}/`).pathname,
          }));
          build.onResolve({ filter: /^\/src\/index\.ts$/ }, ({ path }) => ({ path }));
          build.onLoad({ filter: /^\/src\// }, ({ path }) => ({
            contents: sources[path] ?? '',
            loader: 'ts',
            resolveDir: path.replace(/\/[^/]*$/, ''),
          }));
        },
      },
    ],
    ...options,
  });
  return Object.fromEntries(outputFiles.map(({ path, text }) => [path.slice(1), text]));
}

async function run(files: Readonly<Record<string, string>>): Promise<Trace> {
  await using app = createApp({
    pool: pool(),
    source: { files: { 'plugin.json': '{ "main": "dist/index.js" }', ...files } },
  });
  return await app.call('onEvent', { event: 'x' });
}

/** Stops there under a debugger, as soon as the script runs. */
const banner = { js: 'debugger;' };

const author = {
  source: { file: 'src/lib/fail.ts', line: 4, column: 9 },
  stack: 'at fail (src/lib/fail.ts:4:9)\nat onEvent (src/index.ts:6:3)',
};

test.each<readonly [string, esbuild.BuildOptions]>([
  ['a map beside it', {}],
  ['a map inside of it', { sourcemap: 'inline' }],
  ['a map, minified', { minify: true, keepNames: true }],
])('%s leads to the files of the author', async (_title, options) => {
  const trace = await run(await build(options));
  expect(trace.errors).toMatchObject([{ name: 'TypeError', message: 'no x', source: author.source }]);
  expect(trace.errors[0]?.stack.split('\n').map((line) => line.replace(/^at \S+ /, ''))).toEqual(
    author.stack.split('\n').map((line) => line.replace(/^at \S+ /, '')),
  );
  expect(trace.logs).toMatchObject([{ message: '32', cause: { source: { file: 'src/index.ts', line: 5 } } }]);
  expect(trace.notices).toEqual([]);
});

test.each<readonly [string, Readonly<Record<string, string>>]>([
  ['no map', { 'dist/index.js.map': '' }],
  ['a broken map', { 'dist/index.js.map': '{ "version": 3' }],
  ['a map of something else', { 'dist/index.js.map': '{ "version": 3 }' }],
  [
    'a map that knows of no source',
    { 'dist/index.js.map': '{ "version": 3, "sources": [], "names": [], "mappings": "A" }' },
  ],
])('with %s the built file is its own source', async (_title, changes) => {
  const trace = await run({ ...(await build()), ...changes });
  expect(trace.errors[0]?.source?.file).toBe('dist/index.js');
});

/** The map of a built app, with its sources under other names. */
function renamed(
  files: Readonly<Record<string, string>>,
  parts: object,
  name: (source: string) => string,
): Record<string, string> {
  const map = JSON.parse(files['dist/index.js.map'] ?? '') as SourceMapPayload;
  const changed = { ...map, sources: map.sources.map(name), ...parts };
  return { ...files, 'dist/index.js.map': JSON.stringify(changed) };
}

test.each<readonly [string, object, (source: string) => string]>([
  ['by where they lie', {}, (source) => source.replace('..', '')],
  ['by their URL', {}, (source) => source.replace('..', 'file://')],
  ['from an absolute root', { sourceRoot: '/src/' }, (source) => source.replace('../src/', '')],
  ['by where they lie, in spite of a root', { sourceRoot: 'lib' }, (source) => source.replace('..', '')],
  ['as bundlers name them', {}, (source) => source.replace('..', 'webpack://app/.')],
])('sources that the map names %s are those of the author', async (_title, parts, name) => {
  const trace = await run(renamed(await build(), parts, name));
  expect(trace.errors).toMatchObject([author]);
});

test.each([
  ['/elsewhere/fail.ts', '/apps/mine', undefined, 'file:///elsewhere/fail.ts'],
  ['/apps/mine/lib/fail.ts', '/apps/mine', 'lib/fail.ts', 'file:///apps/mine/lib/fail.ts'],
  ['C:\\lib of mine\\fail.ts', 'C:\\app', undefined, 'file:///C:/lib%20of%20mine/fail.ts'],
])('a source in another folder than the app is no file of it: %s', async (place, folder, inside, url) => {
  const files = renamed(await build(), {}, (source) => (source.endsWith('fail.ts') ? place : source));
  const read = textFiles({ 'plugin.json': '{ "main": "dist/index.js" }', ...files });
  const { entry, maps } = await loadProgram(read, { doublesAwaits: false, folder, profile: defaultProfile });
  const { built } = maps.of(entry.path);
  expect(built?.payload.sources.map((source) => built.pathOf(source))).toEqual(
    expect.arrayContaining([inside, 'src/index.ts']),
  );
  const [, base64 = ''] = codeForDebugger(entry, maps, '/apps/mine').split('base64,');
  const { sources: named } = JSON.parse(Buffer.from(base64, 'base64').toString()) as SourceMapPayload;
  expect(named).toContain(url);
});

test('sources on a drive of Windows are those of the author', () => {
  const sources = ['C:\\Apps\\mine\\src\\index.ts', 'file:///c:/apps/mine/lib/fail.ts', 'D:/other.ts'];
  const text = JSON.stringify({ version: 3, sources, names: [], mappings: '' });
  const map = BuiltMap.read(text, 'dist/index.js.map', 'c:\\apps\\mine');
  expect(map?.payload.sources.map((source) => map.pathOf(source))).toEqual([
    'src/index.ts',
    'lib/fail.ts',
    undefined,
  ]);
});

test('a file that was built from older sources is told', async () => {
  const changed = {
    'src/lib/fail.ts': 'export const fail = () => 1',
    'src/index.ts': sources['/src/index.ts'] ?? '',
  };
  const trace = await run({ ...(await build()), ...changed });
  expect(trace.notices).toEqual([
    'dist/index.js was built from another text than src/lib/fail.ts has now. Build the app to run what you see.',
  ]);
});

test.each([
  ['is not there', undefined],
  ['cannot be read', '<html>'],
])('a source map that %s is told, and places are those of the built file', async (problem, map) => {
  const { 'dist/index.js.map': _, ...built } = await build();
  const trace = await run({ ...built, ...(map === undefined ? {} : { 'dist/index.js.map': map }) });
  expect(trace.notices).toEqual([
    `Places are lines of dist/index.js, since its source map dist/index.js.map ${problem}. Build the app with its source map to see your own lines.`,
  ]);
  expect(trace.errors[0]?.source?.file).toBe('dist/index.js');
});

test('a source map on the web is left alone', async () => {
  const files = {
    'dist/index.js': 'exports.onEvent = () => 1\n//# sourceMappingURL=https://example.com/index.js.map\n',
  };
  expect((await run(files)).notices).toEqual([]);
});

test.each<readonly [string, esbuild.BuildOptions]>([
  ['beside it', {}],
  ['inside of it', { sourcemap: 'inline' }],
])('a map %s leads a debugger to the files of the author, before the app runs', async (_title, options) => {
  let attached: FakeDebugger | undefined;
  await using app = createApp({
    pool: pool(),
    source: {
      files: { 'plugin.json': '{ "main": "dist/index.js" }', ...(await build({ ...options, banner })) },
    },
    attachDebugger: async (address) => {
      attached = await FakeDebugger.attach(address);
      await attached.send('Runtime.runIfWaitingForDebugger');
      return true;
    },
  });
  const running = app.call('onEvent', { event: 'x' });
  await expect.poll(() => attached, { timeout: 20_000 }).toBeDefined();
  await attached?.paused();
  const script = attached?.scripts.find(({ url }) => url === 'posthog-app:///dist/index.js');
  const [, base64 = ''] = String(script?.['sourceMapURL']).split('base64,');
  const payload = JSON.parse(Buffer.from(base64, 'base64').toString()) as SourceMapPayload;
  const { scriptSource } = ((await attached?.send('Debugger.getScriptSource', {
    scriptId: script?.['scriptId'],
  })) ?? {}) as { readonly scriptSource?: string };
  const lines = scriptSource?.split('\n') ?? [];
  const line = lines.findIndex((text) => text.includes('throw new TypeError'));
  const column = lines[line]?.indexOf('throw') ?? -1;
  expect(new SourceMap(payload).findEntry(line, column)).toMatchObject({
    originalSource: 'file:///src/lib/fail.ts',
    originalLine: 3,
    originalColumn: 2,
  });
  await attached?.send('Debugger.resume');
  await running;
  attached?.close();
});

test('a package that PostHog refuses is found where the author imports it', async () => {
  const built = await build({
    external: ['axios'],
    stdin: {
      contents: `\nimport axios from 'axios'\nexport const onEvent = () => axios`,
      sourcefile: '../src/index.ts',
      loader: 'ts',
    },
    entryPoints: [],
    plugins: [],
  });
  const trace = await run(built);
  expect(trace.errors).toMatchObject([{ source: { file: 'src/index.ts', line: 2 } }]);
});
