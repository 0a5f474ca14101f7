/** Runs that send requests, and what a server has seen of them. */
import type { HostAccess } from '../../../protocol/runtime.ts';
import type { Trace } from '../../../protocol/trace.ts';
import type { SandboxPool } from '../../../runtime/runner/sandboxPool.ts';
import { runApp } from './runApp.ts';
import type { TestServer } from './server.ts';

export const allow = (): Promise<boolean> => Promise.resolve(true);

export type LiveCall = (
  body: string,
  access: HostAccess,
  options?: Partial<Parameters<typeof runApp>[2]>,
) => Promise<Trace>;

/** Runs the body of an async function whose result becomes the result of the run. */
export function liveCall(pool: () => SandboxPool): LiveCall {
  return (body, access, options = {}) => {
    const code = `export async function runEveryDay(meta) { ${body} }`;
    return runApp(pool(), code, {
      entryPoint: 'runEveryDay',
      input: null,
      access,
      consent: allow,
      ...options,
    });
  };
}

export function seen(server: TestServer): readonly string[] {
  return server.seen.map(({ method, url, body }) => `${method} ${url}${body === '' ? '' : ` ${body}`}`);
}
