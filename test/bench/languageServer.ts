/**
 * How quick the built language server is on the example apps: from its start to the first answer and the first
 * diagnostics, and for a suggestion after an edit. Prints milliseconds: `node test/bench/languageServer.ts`.
 *
 * `--server=<file>` measures another build, `--apps=<n>` copies of the examples in one workspace.
 */
import { fork } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import type { PublishDiagnosticsParams } from 'vscode-languageserver-protocol';

const root = join(import.meta.dirname, '../..');
const server = option('server') ?? join(root, 'dist/server.js');
const copies = Number(option('apps') ?? '1');

function option(name: string): string | undefined {
  return process.argv
    .find((argument) => argument.startsWith(`--${name}=`))
    ?.split('=')
    .slice(1)
    .join('=');
}

function median(values: readonly number[]): string {
  const sorted = values.toSorted((first, second) => first - second);
  return `${(sorted[Math.floor(sorted.length / 2)] ?? 0).toFixed(1)} ms`;
}

const workspace = mkdtempSync(join(tmpdir(), 'posthog-apps-bench-'));
for (let copy = 0; copy < copies; copy += 1) {
  cpSync(join(root, 'examples'), join(workspace, `copy ${copy}`), { recursive: true });
}
const path = join(workspace, 'copy 0/signup-enricher/index.js');
const uri = pathToFileURL(path).toString();
const text = readFileSync(path, 'utf8');

const start = performance.now();
const since = (): string => `${(performance.now() - start).toFixed(0)} ms`;
const child = fork(server, ['--node-ipc'], { silent: true });
const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
const firstDiagnostics = new Promise<string>((resolve) => {
  connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
    if (params.diagnostics.length > 0 && params.uri === uri) resolve(since());
  });
});
connection.listen();
await connection.sendRequest('initialize', {
  processId: process.pid,
  rootUri: null,
  workspaceFolders: [{ uri: pathToFileURL(workspace).toString(), name: 'bench' }],
  initializationOptions: { typeProvider: 'server' },
  capabilities: {},
});
console.log(`initialized          ${since()}`);
await connection.sendNotification('initialized', {});
await connection.sendNotification('textDocument/didOpen', {
  textDocument: { uri, languageId: 'javascript', version: 1, text },
});
const line = text.split('\n').findIndex((content) => content.includes('posthog.capture'));
const position = { line, character: (text.split('\n')[line] ?? '').indexOf('capture') };
await connection.sendRequest('textDocument/completion', { textDocument: { uri }, position });
console.log(`first suggestions    ${since()}`);
console.log(`first diagnostics    ${await firstDiagnostics}`);
await connection.sendRequest('posthogApps/apps');
console.log(`all apps listed      ${since()}`);

const afterEdit: number[] = [];
const again: number[] = [];
for (let version = 2; version < 42; version += 1) {
  const change = { text: `${text}// ${version}\n` };
  await connection.sendNotification('textDocument/didChange', {
    textDocument: { uri, version },
    contentChanges: [change],
  });
  for (const times of [afterEdit, again]) {
    const before = performance.now();
    await connection.sendRequest('textDocument/completion', { textDocument: { uri }, position });
    times.push(performance.now() - before);
  }
}
console.log(`after an edit        ${median(afterEdit)} (median of ${afterEdit.length})`);
console.log(`without an edit      ${median(again)}`);
const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
console.log(`memory               ${Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)} MB`);
connection.dispose();
child.kill();
rmSync(workspace, { recursive: true });
