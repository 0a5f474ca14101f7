/** Folders with apps, and `posthog-apps` as a child process of the built bundle in them. */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach } from 'vitest';
import { dist } from '../../../scripts/paths.ts';

/** For the top of a test file: makes folders with files, which are gone after each test. */
export function useWorkspaces(): (files: Readonly<Record<string, string>>) => Promise<string> {
  const folders: string[] = [];
  afterEach(async () => {
    for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
  });
  return async (files) => {
    const folder = await mkdtemp(join(tmpdir(), 'lint é folder '));
    folders.push(folder);
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    return folder;
  };
}

export interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export async function cli(cwd: string, ...args: readonly string[]): Promise<Result> {
  const child = spawn(process.execPath, [join(dist, 'cli.js'), ...args], { cwd });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
}

export interface JsonReport {
  readonly version: number;
  readonly apps: readonly { readonly root: string; readonly name: string }[];
  readonly findings: readonly Readonly<Record<string, unknown>>[];
  readonly problems: readonly { readonly file: string; readonly message: string }[];
}

export async function json(cwd: string, ...args: readonly string[]): Promise<JsonReport> {
  return JSON.parse((await cli(cwd, 'lint', '--format', 'json', ...args)).stdout) as JsonReport;
}

export const manifest = '{ "name": "Mine", "config": [] }';
export const looping = `export async function onEvent(event) {
  await send(event)
}
async function send(event) {
  await posthog.capture('again', { distinct_id: event.distinct_id })
}
`;
export const ending = `export async function onEvent(event) {
  if (event.event !== '$pageview') return
  await posthog.capture('seen')
}
`;
export const clean = 'export function onEvent() {}\n';
