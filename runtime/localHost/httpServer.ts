/**
 * The embedded PostHog on a port of this computer, for SDKs. It listens on loopback alone, and answers neither other host
 * names nor pages of other sites: a site that lets its name point to this computer gets nothing.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerClientConfig } from './clientConfig.ts';
import type { Payload } from './ingestion.ts';
import type { LocalHost } from './localHost.ts';
import { unpackBody } from './unpackBody.ts';

export interface LocalServerOptions {
  readonly host: LocalHost;
  /** 0 for any that is free. */
  readonly port: number;
  /** The events of a request that was answered. */
  readonly onEvents: (events: readonly Payload[]) => void;
  /** A request that was refused, in a sentence. */
  readonly onRefused: (reason: string) => void;
}

export interface LocalServer extends AsyncDisposable {
  /** Such as `http://127.0.0.1:8765`. */
  readonly address: string;
}

/** As PostHog's limit of a batch (reference 7.4). */
const mostBytes = 20 * 1024 * 1024;

const keptConnectionMs = 10 * 60_000;

/** Rejects with Node's error where the port cannot be had. */
export async function startLocalServer(options: LocalServerOptions): Promise<LocalServer> {
  const server = createServer((request, response) => {
    respond(request, response, options).catch((error: unknown) => {
      options.onRefused(error instanceof Error ? error.message : String(error));
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  // A client that keeps its connection must not meet one that closes just then, as after the usual five seconds.
  server.keepAliveTimeout = keptConnectionMs;
  server.listen(options.port, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  { host, onEvents, onRefused }: LocalServerOptions,
): Promise<void> {
  const { headers, method = 'GET', url = '/' } = request;
  const refusal = refusalOf(headers.host, headers.origin);
  if (refusal !== undefined) {
    onRefused(refusal);
    response.writeHead(403, { 'content-type': 'text/plain' }).end(`${refusal}\n`);
    return;
  }
  const cors = corsHeaders(request);
  if (method === 'OPTIONS') {
    response.writeHead(204, cors).end();
    return;
  }
  const body = await readBody(request);
  const address = new URL(url, `http://${headers.host ?? 'localhost'}`);
  const refuse = (status: number, reason: string): void =>
    onRefused(`${method} ${address.pathname} was refused with ${status}: ${reason}`);
  if (body === undefined) {
    refuse(413, tooLarge);
    response.writeHead(413, cors).end();
    return;
  }
  const answer = await answerTo(address, method, request, body, { host, onEvents });
  const bytes = Buffer.from(await answer.arrayBuffer());
  // What an SDK asks for and does not get is no event that is lost.
  if (method === 'POST' && answer.status >= 400)
    refuse(answer.status, reasonOf(answer.status, bytes.toString()));
  response.writeHead(answer.status, { ...Object.fromEntries(answer.headers), ...cors }).end(bytes);
}

async function answerTo(
  address: URL,
  method: string,
  { headers }: IncomingMessage,
  body: Buffer,
  { host, onEvents }: Pick<LocalServerOptions, 'host' | 'onEvents'>,
): Promise<Response> {
  const config = answerClientConfig(address);
  if (config !== undefined) return config;
  if (address.pathname === '/') return new Response('PostHog Apps: point a PostHog SDK at this address.\n');
  const unpacked = unpackBody(body, headers['content-encoding']);
  if ('problem' in unpacked) return new Response(`${unpacked.problem}\n`, { status: unpacked.status });
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const request = new Request(address, {
    method,
    headers: { 'content-type': headers['content-type'] ?? 'application/json' },
    ...(hasBody ? { body: new Uint8Array(unpacked.bytes) } : {}),
  });
  return host.handle(request, onEvents);
}

const tooLarge = `The body is larger than ${mostBytes / 1024 / 1024} MB, which is PostHog's limit.`;

/** What the answer says: in JSON, or as it is. */
function reasonOf(status: number, text: string): string {
  if (status === 404) return 'PostHog has nothing at this path. The host of an SDK is the address alone.';
  let detail: unknown = text;
  try {
    const answer: unknown = JSON.parse(text);
    if (typeof answer === 'object' && answer !== null && 'detail' in answer) ({ detail } = answer);
  } catch {
    // The newer endpoints answer with plain text.
  }
  return String(detail).trim();
}

const ownHosts = /^(?:localhost|[\w-]+\.localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i;

/** Why a request is not answered: a sentence, or undefined. */
function refusalOf(host: string | undefined, origin: string | undefined): string | undefined {
  if (host === undefined || !ownHosts.test(host)) {
    return `A request to the host name ${host ?? ''} was refused. Use localhost or 127.0.0.1.`;
  }
  // A page that was opened from a file has the origin "null".
  if (origin === undefined || origin === 'null') return undefined;
  const isOwn = URL.canParse(origin) && ownHosts.test(new URL(origin).host);
  return isOwn ? undefined : `A page of ${origin} was refused. Serve it from localhost.`;
}

function corsHeaders({ headers }: IncomingMessage): Record<string, string> {
  if (headers.origin === undefined) return {};
  return {
    'access-control-allow-origin': headers.origin,
    'access-control-allow-credentials': 'true',
    'access-control-allow-methods': 'GET, POST, OPTIONS',
    'access-control-allow-headers': headers['access-control-request-headers'] ?? 'content-type',
    'access-control-max-age': '600',
    vary: 'origin',
  };
}

/**
 * Undefined for a body that is too large. It is read to its end all the same: a client that still sends when its
 * connection closes may miss the answer.
 */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > mostBytes) chunks.length = 0;
    else chunks.push(chunk as Buffer);
  }
  return size > mostBytes ? undefined : Buffer.concat(chunks);
}
