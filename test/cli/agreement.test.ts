/** The editor and the command line report the same: one engine serves both. */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver-protocol';
import { dist, root } from '../../scripts/paths.ts';
import { servers, startSession } from '../server/lspHarness.ts';

type Files = Readonly<Record<string, string>>;

async function example(name: string): Promise<Files> {
  const folder = join(root, 'examples', name);
  const names = (await readdir(folder)).filter((file) => /\.(js|ts|json)$/.test(file));
  return Object.fromEntries(
    await Promise.all(names.map(async (file) => [file, await readFile(join(folder, file), 'utf8')] as const)),
  );
}

const apps: Readonly<Record<string, () => Promise<Files>>> = {
  'the example that loops': () => example('signup-enricher'),
  'the example that ends': () => example('first-visit'),
  'several files with mistakes of many kinds': async () => ({
    'plugin.json':
      '{ "config": [{ "key": "flag", "type": "boolean" }, { "key": "unused", "type": "string" }] }',
    'index.js':
      "import { send } from './send'\nimport axios from 'axios'\nexport function processEvent(event, { config }) {\n  event.properties.é = config.flagg\n  console.table([config.flag])\n  send(event, axios)\n}\n",
    'send.js':
      "export async function send(event) {\r\n  // posthog-apps-ignore absent-global: a test\r\n  setTimeout(send)\r\n  await posthog.capture('sent', { distinctId: event.distinct_id })\r\n}\r\n",
  }),
};

const severities = ['', 'error', 'warning', 'information', 'hint'];

describe.each(Object.entries(apps))('%s', (_, read) => {
  it('is reported alike', async () => {
    const files = await read();
    const found = await inTerminal(files);
    expect(found.length).toBeGreaterThan(0);
    expect(await inEditor(files, found.length)).toEqual(found);
  });
});

async function inTerminal(files: Files): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'agreement '));
  try {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    const child = spawn(process.execPath, [join(dist, 'cli.js'), 'lint', '--format', 'json'], {
      cwd: folder,
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    await new Promise((resolve) => child.on('close', resolve));
    const { findings } = JSON.parse(output) as {
      readonly findings: readonly Record<string, string | number>[];
    };
    return findings
      .filter(({ suppressed }) => suppressed === null)
      .map(({ column, endColumn, endLine, file, line, message, rule, severity }) =>
        [file, line, column, endLine, endColumn, severity, rule, message].join(' '),
      )
      .toSorted();
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function inEditor(files: Files, count: number): Promise<readonly string[]> {
  const [kind] = servers;
  if (kind === undefined) throw new Error('There is no server.');
  const text = Object.entries(files)
    .map(([path, content]) => `//- /app/${path}\n${path === 'index.js' ? '$0' : ''}${content.trimEnd()}\n`)
    .join('');
  const session = await startSession(kind, text);
  const reported = (): readonly string[] =>
    Object.keys(files)
      .flatMap((path) => session.reported(`/app/${path}`).map((diagnostic) => line(path, diagnostic)))
      .toSorted();
  try {
    await session.until(() => reported().length >= count);
    return reported();
  } finally {
    session.stop();
  }
}

function line(file: string, { code, message, range: { end, start }, severity }: Diagnostic): string {
  const place = [start.line + 1, start.character + 1, end.line + 1, end.character + 1];
  return [
    file,
    ...place,
    severities[severity ?? 0],
    code,
    typeof message === 'string' ? message : message.value,
  ].join(' ');
}
