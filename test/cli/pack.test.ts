/** The packed command line, installed from its .tgz into a folder with nothing else. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { packCli } from '../../scripts/packCli.ts';

const run = promisify(execFile);
const shell = process.platform === 'win32';
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'packed cli '));
  const archive = await packCli(folder);
  await writeFile(join(folder, 'package.json'), '{ "private": true }');
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', archive], { cwd: folder, shell });
  await mkdir(join(folder, 'app'));
  await writeFile(join(folder, 'app/plugin.json'), '{ "name": "Mine", "config": [] }');
  await writeFile(
    join(folder, 'app/index.ts'),
    "export async function onEvent(event: unknown) {\n  console.log('hello')\n  await posthog.capture('again')\n}\n",
  );
}, 120_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

async function posthogApps(
  ...args: readonly string[]
): Promise<{ readonly code: number; readonly stdout: string }> {
  try {
    const { stdout } = await run('npx', ['--no-install', 'posthog-apps', ...args], { cwd: folder, shell });
    return { code: 0, stdout };
  } catch (error) {
    const { code, stdout } = error as { readonly code: number; readonly stdout: string };
    return { code, stdout };
  }
}

it('checks an app', async () => {
  const { code, stdout } = await posthogApps('lint');
  expect(stdout).toContain('event-loop: loops');
  expect(code).toBe(1);
});

it('runs an app', async () => {
  const { code, stdout } = await posthogApps('run', 'app');
  expect(stdout).toContain('hello');
  expect(code).toBe(0);
});

it('runs apps from a program, which knows its types', async () => {
  const program = `import { createApp } from 'posthog-apps';
const app = createApp({ source: { root: 'app', unsaved: {} } });
const trace = await app.call('onEvent', { event: 'x' });
const { counts } = await app.callMany('onEvent', [{ event: 'y' }]);
console.log(trace.outcome satisfies string, trace.captured[0]?.event, counts.completed satisfies number);
await app.dispose();
// @ts-expect-error -- there is no such option.
void (() => createApp({ sourceFolder: 'app' }));
`;
  await writeFile(join(folder, 'program.mts'), program);
  const tsc = join(import.meta.dirname, '../../node_modules/typescript/bin/tsc');
  // Neither the types of Node nor those of the browser: the package needs none, and all of its own are checked.
  const compilerOptions = { strict: true, module: 'nodenext', target: 'es2024', lib: ['es2024'], types: [] };
  await writeFile(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions, files: ['program.mts', 'console.d.ts'] }),
  );
  await writeFile(join(folder, 'console.d.ts'), 'declare const console: { log(...values: unknown[]): void }');
  await run(process.execPath, [tsc, '-p', '.'], { cwd: folder }).catch((error: unknown) =>
    expect((error as { readonly stdout: string }).stdout).toBe(''),
  );
  const { stdout } = await run(process.execPath, ['program.mjs'], { cwd: folder });
  expect(stdout).toBe('completed again 1\n');
});

it('has the pages that its own link to', async () => {
  const packed = join(folder, 'node_modules/posthog-apps');
  const pages = [
    'README.md',
    'docs/security.md',
    'docs/scenarios.md',
    'docs/runtime.md',
    'docs/loop-analysis.md',
  ];
  for (const page of pages) {
    const text = await readFile(join(packed, page), 'utf8');
    for (const [, link = ''] of text.matchAll(/\]\((?!https?:)([^)#]+)/g)) {
      expect(
        await stat(join(packed, dirname(page), link)).then(
          () => '',
          () => link,
        ),
      ).toBe('');
    }
  }
  expect(await readFile(join(packed, 'README.md'), 'utf8')).toContain('](docs/scenarios.md)');
});

it('tells its version, and what it can do', async () => {
  expect((await posthogApps('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect((await posthogApps('--help')).stdout).toMatch(
    /lint .*\n.*flow .*\n.*run .*\n.*test .*\n.*dev .*\n.*types .*\n.*lsp /,
  );
});

it('says what is missing on an older Node.js', async () => {
  const program = join(folder, 'node_modules/posthog-apps/dist/bin.js');
  const pretend = "Object.defineProperty(process.versions, 'node', { value: '20.20.2' })";
  const answer = run(process.execPath, ['--import', `data:text/javascript,${pretend}`, program, 'lint']);
  await expect(answer).rejects.toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(
      /^posthog-apps needs Node\.js 22\.15 or newer, and this is 20\.20\.2\. .*\n$/,
    ),
  });
});
