/** A company's network: a host that only a proxy leads to, with a certificate of the company's own authority. */
import assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { listenHttps, type Listening, type Proxy, startProxy } from '../runtime/support/internet.ts';
import { type SocksProxy, startSocksProxy } from '../runtime/support/socksProxy.ts';
import { appears, notification, runCommand, told } from './editor.ts';
import { createPostHog, type Received } from './postHogServer.ts';
import type { Steps } from './steps.ts';

export interface Company extends AsyncDisposable {
  readonly proxy: Proxy;
  readonly socks: SocksProxy;
  readonly received: readonly Received[];
}

/** Value of Proxy-Authorization that the proxy asks for. */
const login = `Basic ${Buffer.from('ada:lovelace').toString('base64')}`;

/** Names below posthog.test lead to a PostHog, `expired.posthog.test` to one whose certificate has expired. */
export async function startCompany(): Promise<Company> {
  const { take, received } = createPostHog();
  const hosts: readonly Listening[] = [await listenHttps(take), await listenHttps(take, 'expired')];
  const [good, expired] = hosts.map(({ port }) => port);
  const proxy = await startProxy({
    route: (name) =>
      name.startsWith('expired.') ? expired : name.includes('posthog.test') ? good : undefined,
    login,
  });
  const socks = await startSocksProxy({ route: () => ({ port: good ?? 0 }) });
  return {
    proxy,
    socks,
    received,
    async [Symbol.asyncDispose]() {
      for (const server of [proxy, socks, ...hosts]) await server[Symbol.asyncDispose]();
    },
  };
}

export interface Folders {
  readonly workspace: string;
  readonly dataDir: string;
}

/** @param variable of the editor's environment, which holds `key`. */
export async function network(
  page: Page,
  steps: Steps,
  { workspace, dataDir }: Folders,
  { proxy, socks, received }: Company,
  { variable, key }: { readonly variable: string; readonly key: string },
): Promise<void> {
  const machine = join(dataDir, 'data', 'Machine', 'settings.json');
  const before = await readFile(machine, 'utf8');
  const workspaceSettings = join(workspace, '.vscode', 'settings.json');
  await mkdir(join(workspace, '.vscode'), { recursive: true });
  const named = { 'posthogApps.personalApiKey': `\${env:${variable}}` };
  await writeFile(machine, JSON.stringify({ ...(JSON.parse(before) as object), ...named }));
  /** Each step has a host of its own: once the status bar shows it, the settings count. */
  const configure = async (host: string, http: object, ofWorkspace: object = {}): Promise<void> => {
    await writeFile(workspaceSettings, JSON.stringify(ofWorkspace));
    await writeUserSettings(page, { 'posthogApps.host': `https://${host}`, ...http });
    await page.locator('.statusbar', { hasText: `PostHog: ${host}` }).waitFor();
  };
  /** The connection can be tested as often as one likes: a click that is lost on a busy computer is repeated. */
  const test = async (message: string): Promise<void> => {
    for (let attempt = 0; attempt < 2; attempt++) {
      await runCommand(page, 'PostHog Apps: Test Connection');
      await runCommand(page, 'Notifications: Show Notifications');
      if (await appears(told(page, message), 10_000)) break;
    }
    await notification(page, message);
  };
  const withLogin = { 'http.proxy': proxy.address, 'http.proxyAuthorization': login };

  await steps.step('Without its proxy the host is not found', async () => {
    await configure('a.posthog.test', {});
    await test('There is no host named a.posthog.test');
  });
  await steps.step('A proxy of the workspace is not used', async () => {
    await configure('b.posthog.test', {}, { 'http.proxy': proxy.address, 'http.proxyStrictSSL': false });
    await test('There is no host named b.posthog.test');
  });
  await steps.step('A proxy that wants a login says so', async () => {
    await configure('c.posthog.test', { 'http.proxy': proxy.address });
    await test('asks for a user and a password');
    assert.equal(received.length, 0);
  });
  await steps.step(
    'With the login, the key of a variable reaches the host, whose authority is known',
    async () => {
      await configure('d.posthog.test', withLogin);
      await test(`d.posthog.test answers. The personal API key in ${variable} works for Blog (project 42).`);
      assert.ok(proxy.asked.includes('d.posthog.test:443'));
      assert.equal(received[0]?.authorization, `Bearer ${key}`);
      assert.ok(![...proxy.plain, ...proxy.logins].join('').includes(key));
    },
  );
  await steps.step('A certificate that has expired is refused, unless the editor takes any', async () => {
    await configure('expired.posthog.test', withLogin);
    const count = received.length;
    await test('The certificate of expired.posthog.test has expired.');
    assert.equal(received.length, count);
    await configure('expired.posthog.test', { ...withLogin, 'http.proxyStrictSSL': false });
    await test('expired.posthog.test answers.');
  });
  await steps.step('A proxy that is switched off is not used, which is said', async () => {
    await configure('f.posthog.test', { ...withLogin, 'http.proxySupport': 'off' });
    await test('without the proxy that is set, since http.proxySupport is off');
  });
  await steps.step('A SOCKS proxy leads to the host', async () => {
    await configure('g.posthog.test', { 'http.proxy': `socks5://127.0.0.1:${socks.port}` });
    await test('g.posthog.test answers.');
    assert.ok(socks.asked.includes('g.posthog.test:443'));
  });
  await writeUserSettings(page, {});
  await writeFile(machine, before);
  await rm(workspaceSettings);
}

/** Those of the editor itself (`http.`) count from here alone; in a browser they are in no file. */
async function writeUserSettings(page: Page, settings: object): Promise<void> {
  await runCommand(page, 'Preferences: Open User Settings (JSON)');
  const tab = page.locator('.tab.active', { hasText: 'settings.json' });
  await tab.waitFor();
  await page.locator('.editor-instance .view-lines').first().click();
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(JSON.stringify(settings));
  await runCommand(page, 'File: Save');
  await page.locator('.tab.active:not(.dirty)', { hasText: 'settings.json' }).waitFor();
  await runCommand(page, 'View: Close Editor');
}
