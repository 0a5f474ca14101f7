/** A SOCKS 5 proxy on loopback (RFC 1928, 1929) that connects names by a table, as `startProxy` of internet.ts does. */
import { createServer, connect, type Socket } from 'node:net';
import { listen, type Listening } from './internet.ts';

export interface SocksProxy extends Listening {
  /** What it was asked to connect to, such as `posthog.test:443`. */
  readonly asked: readonly string[];
  readonly logins: readonly string[];
}

interface SocksOptions {
  /** Port on loopback that a name leads to, or the code of the refusal. */
  readonly route: (hostAndPort: string) => { readonly port: number } | { readonly refusal: number };
  /** `user:password` that it asks for. */
  readonly login?: string;
}

const version = 5;
const noLogin = 0;
const withLogin = 2;
const noneOfThese = 0xff;
const namedHost = 3;

export async function startSocksProxy({ route, login }: SocksOptions): Promise<SocksProxy> {
  const asked: string[] = [];
  const logins: string[] = [];

  /** Answers the messages of a client in order; each is short enough to come in one piece. */
  function serve(client: Socket): void {
    let step = (data: Buffer): void => {
      const offered = [...data.subarray(2, 2 + (data[1] ?? 0))];
      const wanted = login === undefined ? noLogin : withLogin;
      const isOffered = data[0] === version && offered.includes(wanted);
      client.write(Buffer.from([version, isOffered ? wanted : noneOfThese]));
      step = isOffered && wanted === withLogin ? authenticate : connectTo;
    };
    const authenticate = (data: Buffer): void => {
      const userEnd = 2 + (data[1] ?? 0);
      const text = `${data.subarray(2, userEnd).toString()}:${data.subarray(userEnd + 1).toString()}`;
      logins.push(text);
      client.write(Buffer.from([1, text === login ? 0 : 1]));
      step = connectTo;
    };
    const connectTo = (data: Buffer): void => {
      const end = 5 + (data[4] ?? 0);
      const name = data[3] === namedHost ? data.subarray(5, end).toString() : '';
      const target = `${name}:${data.readUInt16BE(end)}`;
      asked.push(target);
      const way = route(target);
      const answer = (code: number): boolean =>
        client.write(Buffer.from([version, code, 0, 1, 127, 0, 0, 1, 0, 0]));
      if ('refusal' in way) return void answer(way.refusal);
      client.removeAllListeners('data').pause();
      const upstream = connect(way.port, '127.0.0.1', () => {
        answer(0);
        client.pipe(upstream).pipe(client);
      });
      upstream.on('error', () => client.destroy());
      client.on('close', () => upstream.destroy());
    };
    client.on('data', (data) => step(data));
  }

  const listening = await listen(createServer(serve));
  return {
    ...listening,
    asked,
    logins,
    [Symbol.asyncDispose]: () => listening[Symbol.asyncDispose](),
  };
}
