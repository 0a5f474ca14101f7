/**
 * Packages of the app's own node_modules, where the user allowed them: they run in Node's realm, outside of the app's
 * context. What stays is the process around them: it reads that folder alone, writes nothing, starts nothing, and opens
 * no connection.
 */
import { createRequire } from 'node:module';
import net from 'node:net';
import { join } from 'node:path';

export type RequirePackage = (name: string) => unknown;

/** @param root folder of the app, with `node_modules` in it. */
export function packagesOf(root: string): RequirePackage {
  const require = createRequire(join(root, 'index.js'));
  return (name) => require(name) as unknown;
}

/** For a sandbox without packages; nobody gets here. */
export const noPackages: RequirePackage = (name) => {
  throw new Error(`The package ${name} is not there.`);
};

/**
 * Makes each connection fail as one that is refused: later, and with a reason, so that packages report it in their own
 * way.
 */
export function refuseConnections(): void {
  Object.defineProperty(net.Socket.prototype, 'connect', {
    writable: false,
    configurable: false,
    value(this: net.Socket, ...values: readonly unknown[]): net.Socket {
      const message = `Packages open no connections in a local run${target(values)}. PostHog lets them.`;
      const error = Object.assign(new Error(message), { code: 'EACCES' });
      process.nextTick(() => this.destroy(error));
      return this;
    },
  });
}

/** Where it was to go, as far as it is told. */
function target(values: readonly unknown[]): string {
  const [first, second] = values.flat(2);
  const isOptions = typeof first === 'object' && first !== null;
  // Either options, or a port and a host.
  const { host, port } = (isOptions ? first : { host: second, port: first }) as {
    readonly host?: unknown;
    readonly port?: unknown;
  };
  if (typeof host !== 'string') return '';
  return ` (${host}${typeof port === 'number' || typeof port === 'string' ? `:${port}` : ''})`;
}
