/**
 * The runtime process: runs apps for the client that started it, over JSON-RPC on the child's own channel. It ends
 * when the client goes, and its sandboxes with it.
 */
import { join } from 'node:path';
import {
  type CancellationToken,
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
} from 'vscode-jsonrpc/node';
import {
  type ConsentRequest,
  type HostAccess,
  type RunRequest,
  runtimeMethods,
} from '../protocol/runtime.ts';
import type { Trace } from '../protocol/trace.ts';
import { testConnection } from './gate/testConnection.ts';
import { createApp } from './index.ts';
import { SandboxPool } from './runner/sandboxPool.ts';
import { loadTypeScript } from './runner/transpile.ts';

const pool = new SandboxPool(join(__dirname, 'sandbox.js'));
const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));

const afterAnswerMs = 5;

function attachDebugger(address: string): Promise<boolean> {
  return connection.sendRequest<boolean>(runtimeMethods.attachDebugger, address);
}

async function run(request: RunRequest, token: CancellationToken): Promise<Trace> {
  const aborter = new AbortController();
  token.onCancellationRequested(() => aborter.abort());
  const app = createApp({
    source: request.app,
    pool,
    config: request.config,
    access: request.access,
    timeoutSeconds: request.timeoutSeconds,
    consent: (consent: ConsentRequest) => connection.sendRequest<boolean>(runtimeMethods.consent, consent),
    ...(request.isDebugged === true ? { attachDebugger } : {}),
    ...(request.profile === undefined ? {} : { profile: request.profile }),
    ...(request.attachments === undefined ? {} : { attachments: request.attachments }),
  });
  try {
    return await app.call(request.entryPoint, request.input, aborter.signal);
  } finally {
    // The answer leaves first: starting a process keeps this one busy for some milliseconds.
    setTimeout(() => {
      void app.dispose();
      pool.warmUp();
    }, afterAnswerMs);
  }
}

async function end(): Promise<void> {
  await pool.dispose();
  process.exit(0);
}

connection.onRequest(runtimeMethods.run, run);
connection.onRequest(runtimeMethods.testConnection, (access: HostAccess) =>
  testConnection(access, new AbortController().signal),
);
connection.onNotification(runtimeMethods.warmUp, () => {
  pool.warmUp();
  void loadTypeScript();
});
connection.onClose(() => void end());
process.on('disconnect', () => void end());
process.on('SIGTERM', () => void end());
connection.listen();
