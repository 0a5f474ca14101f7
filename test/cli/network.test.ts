/** The built command line with the proxy and the certificates of its environment, as a company has them. */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Trace } from '../../protocol/trace.ts';
import { authorityPath, listenHttps, type Proxy, startProxy } from '../runtime/support/internet.ts';
import { personalKey, projectKey } from '../runtime/support/server.ts';

const program = join(import.meta.dirname, '../../dist/cli.js');
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'posthog-apps-network-'));
  await mkdir(join(folder, 'app'));
  await writeFile(join(folder, 'app/plugin.json'), '{"name": "App", "main": "index.js"}');
  await writeFile(
    join(folder, 'app/index.js'),
    `export const runEveryDay = async () => (await posthog.api.get('/api/x')).status`,
  );
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** The trace of a run against an https host with a name, which the proxy knows. */
async function trace(
  host: string,
  certificate: 'server' | 'expired',
  environment: (proxy: Proxy) => Record<string, string>,
): Promise<Trace> {
  await using server = await listenHttps((request, response) => {
    const isKnown = request.headers.authorization === `Bearer ${personalKey}`;
    response.writeHead(isKnown ? 200 : 401, { 'content-type': 'application/json' }).end('{}');
  }, certificate);
  await using proxy = await startProxy({ route: () => server.port });
  const args = ['run', 'app', '--entry', 'runEveryDay', '--host', host, '--json'];
  const child = spawn(process.execPath, [program, ...args], {
    cwd: folder,
    env: {
      POSTHOG_PERSONAL_API_KEY: personalKey,
      POSTHOG_PROJECT_API_KEY: projectKey,
      ...environment(proxy),
    },
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  await new Promise((resolve) => child.on('close', resolve));
  return JSON.parse(output) as Trace;
}

function companyOf(proxy: Proxy): Record<string, string> {
  return { HTTPS_PROXY: proxy.address, NODE_EXTRA_CA_CERTS: authorityPath };
}

describe('the command line', () => {
  it('goes through the proxy, and knows the authority of the company', async () => {
    const { result, requests } = await trace('https://posthog.test', 'server', companyOf);
    expect([result, requests[0]?.error]).toEqual([200, null]);
  });

  it('does not go through the proxy to hosts that are exempt', async () => {
    const { requests } = await trace('https://posthog.test', 'server', (proxy) => ({
      ...companyOf(proxy),
      NO_PROXY: 'localhost,posthog.test',
    }));
    expect(requests[0]?.error).toMatch(/^There is no host named posthog\.test/);
  });

  it.each([
    [
      'https://posthog.test',
      'expired',
      'The certificate of posthog.test has expired. Whoever runs the host has to renew it.',
    ],
    [
      'https://posthog.example',
      'server',
      'The certificate of posthog.example belongs to another name. Use the name that is in it.',
    ],
  ] as const)('refuses %s with a certificate (%s) that is not in order', async (host, name, message) => {
    const { requests } = await trace(host, name, companyOf);
    expect(requests[0]?.error).toBe(message);
  });

  it('without the authority, says where to name it', async () => {
    const { requests } = await trace('https://posthog.test', 'server', ({ address }) => ({
      HTTPS_PROXY: address,
    }));
    expect(requests[0]?.error).toContain('NODE_EXTRA_CA_CERTS');
  });
});
