/** A real HTTP server on loopback whose answers a test decides. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HostAccess } from '../../../protocol/runtime.ts';

export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface TestServer extends AsyncDisposable {
  readonly origin: string;
  readonly seen: readonly SeenRequest[];
}

export type Handler = (request: SeenRequest, response: ServerResponse) => void;

export function answerJson(value: unknown, status = 200): Handler {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  };
}

export async function startServer(handler: Handler): Promise<TestServer> {
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const entry = { method, url, headers, body: Buffer.concat(chunks).toString('utf8') };
      seen.push(entry);
      handler(entry, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

export const projectKey = 'phc_projectkeyofthetests0123456789ABCD';
export const personalKey = 'phx_personalkeyofthetests0123456789ABC';

/** The host is the server, with both keys. */
export function accessTo(server: TestServer, changes: Partial<HostAccess> = {}): HostAccess {
  return {
    host: { kind: 'custom', api: server.origin, ingestion: server.origin },
    projectId: '42',
    projectApiKey: projectKey,
    personalApiKeys: { [server.origin]: personalKey },
    mode: 'live',
    ...changes,
  };
}
