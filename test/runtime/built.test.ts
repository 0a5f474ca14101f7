/** Apps whose `main` a bundler made: they run as they are installed, and errors name what the author wrote. */
import * as esbuild from 'esbuild';
import { expect, test } from 'vitest';
import type { Trace } from '../../protocol/trace.ts';
import { createApp } from '../../runtime/index.ts';
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
])('with %s the built file is its own source', async (_title, changes) => {
  const trace = await run({ ...(await build()), ...changes });
  expect(trace.errors[0]?.source?.file).toBe('dist/index.js');
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
