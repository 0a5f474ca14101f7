/**
 * An internet of our own: a proxy that connects every name in the world to a server on loopback, by a table. With it a
 * test has hosts with real names, real certificates and real TLS, and sees each byte that goes to any of them.
 */
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect, type Server, type Socket } from 'node:net';
import { join } from 'node:path';

const certificates = join(import.meta.dirname, '../../fixtures/tls');

/** Path of the authority that signed the certificates, for NODE_EXTRA_CA_CERTS. */
export const authorityPath = join(certificates, 'authority.pem');

export function certificate(name: 'server' | 'expired'): { readonly key: Buffer; readonly cert: Buffer } {
  return {
    key: readFileSync(join(certificates, 'server.key')),
    cert: readFileSync(join(certificates, `${name}.pem`)),
  };
}

export interface Listening extends AsyncDisposable {
  readonly port: number;
}

/** A server that listens on loopback, and closes all its connections when it is disposed. */
export async function listen(server: Server): Promise<Listening> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // The other side goes when it likes.
    socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

export function listenHttps(
  listener: RequestListener,
  name: 'server' | 'expired' = 'server',
): Promise<Listening> {
  return listen(createHttpsServer(certificate(name), listener));
}

export interface Proxy extends Listening {
  readonly address: string;
  /** All that came in plain requests: address, headers and body. */
  readonly plain: readonly string[];
  /** What it was asked to connect to, such as `posthog.test:443`, and the addresses it was asked to fetch. */
  readonly asked: readonly string[];
  /** Values of the header Proxy-Authorization. */
  readonly logins: readonly string[];
}

export interface ProxyOptions {
  /** Port on loopback that a host and port lead to; undefined to refuse with 502. */
  readonly route: (hostAndPort: string) => number | undefined;
  /** Asks for this header, with 407. */
  readonly login?: string;
}

/** A proxy for `CONNECT`, and for plain requests with a whole address. */
export async function startProxy({ route, login }: ProxyOptions): Promise<Proxy> {
  const asked: string[] = [];
  const plain: string[] = [];
  const logins: string[] = [];
  const isLoggedIn = (header: string | undefined): boolean => {
    if (header !== undefined) logins.push(header);
    return login === undefined || header === login;
  };
  const server = createHttpServer((request, response) => {
    asked.push(request.url ?? '');
    if (!isLoggedIn(request.headers['proxy-authorization'])) {
      response.writeHead(407).end();
      return;
    }
    const { host } = new URL(request.url ?? '');
    plain.push([request.url, ...request.rawHeaders].join('\n'));
    request.setEncoding('latin1').on('data', (text: string) => plain.push(text));
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ through: host }));
  });
  server.on('connect', (request, client: Socket) => {
    const target = request.url ?? '';
    asked.push(target);
    client.on('error', () => client.destroy());
    const port = route(target);
    if (!isLoggedIn(request.headers['proxy-authorization']) || port === undefined) {
      client.end(
        `HTTP/1.1 ${port === undefined ? '502 Bad Gateway' : '407 Login'}\r\ncontent-length: 0\r\n\r\n`,
      );
      return;
    }
    const upstream = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      client.pipe(upstream).pipe(client);
    });
    upstream.on('error', () => client.destroy());
    client.on('close', () => upstream.destroy());
  });
  const listening = await listen(server);
  return {
    ...listening,
    address: `http://127.0.0.1:${listening.port}`,
    asked,
    plain,
    logins,
    [Symbol.asyncDispose]: () => listening[Symbol.asyncDispose](),
  };
}
