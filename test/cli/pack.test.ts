/** The packed command line, installed from its .tgz into a folder with nothing else. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

it('tells its version, and what it can do', async () => {
  expect((await posthogApps('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect((await posthogApps('--help')).stdout).toMatch(/lint .*\n.*flow .*\n.*run .*\n.*types .*\n.*lsp /);
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
