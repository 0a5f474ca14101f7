/** A small PostHog on loopback: takes events, answers annotations, and remembers what it was sent. */
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { once } from 'node:events';

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

export interface PostHogServer {
  readonly origin: string;
  readonly received: readonly Received[];
  stop(): Promise<void>;
}

const projects = [
  { id: 1, name: 'Shop' },
  { id: 42, name: 'Blog' },
];

/** @param answer what REST calls get; `html` is what a host that is no PostHog says. */
export async function startPostHog(answer: 'json' | 'html' = 'json'): Promise<PostHogServer> {
  const { take, received } = createPostHog(answer);
  const server = createServer(take);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    origin: `http://127.0.0.1:${port}`,
    received,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export interface PostHog {
  readonly take: RequestListener;
  readonly received: readonly Received[];
}

/** What {@link startPostHog} serves, for a server of any kind. */
export function createPostHog(answer: 'json' | 'html' = 'json'): PostHog {
  const received: Received[] = [];
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request);
    const path = request.url ?? '';
    received.push({ method: request.method ?? '', path, authorization: request.headers.authorization, body });
    const isEvent = /^\/(i\/v0\/)?e\//.test(path);
    response.setHeader('content-type', answer === 'html' ? 'text/html' : 'application/json');
    if (answer === 'html') response.end('<!doctype html><title>Log in</title>');
    else if (isEvent) response.end(JSON.stringify({ status: 'Ok' }));
    else if (path === '/api/users/@me/')
      response.end(JSON.stringify({ email: 'ada@example.com', team: projects[1] }));
    else if (path.startsWith('/api/projects/?')) response.end(JSON.stringify({ results: projects }));
    else {
      // As a careless server does: it repeats what it was given.
      const echo = { authorization: request.headers.authorization ?? null };
      response.setHeader('x-echo', String(request.headers.authorization));
      response.end(JSON.stringify({ count: 0, next: null, results: [], echo }));
    }
  };
  return { take: (request, response) => void take(request, response), received };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
