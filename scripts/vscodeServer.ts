/** Starts the VS Code server of editorHost.ts and opens it in a browser. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { browserFlags, ensureBrowser } from './browser.ts';
import { editorHostFolder, ensureEditorHost } from './editorHost.ts';

export interface ServerOptions {
  /** Folder for extensions; a fresh one when absent. */
  readonly extensionsDir?: string;
  /** User settings (settings.json) of the server. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Whether all folders are trusted without a question. Default: true. */
  readonly trust?: boolean;
  readonly port?: number;
  /** Variables of the server besides those of this process. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface VscodeServer {
  readonly port: number;
  /** Path of the data folder of this server; user settings are in data/Machine and data/User below it. */
  readonly dataDir: string;
  readonly extensionsDir: string;
  /** Everything the server printed. */
  log(): string;
  stop(): Promise<void>;
}

/** Starts a server with fresh data folders on a free port of the loopback interface. */
export async function startVscodeServer(options: ServerOptions = {}): Promise<VscodeServer> {
  await ensureEditorHost();
  const scratch = await mkdtemp(join(tmpdir(), 'posthog-apps-editor-'));
  const dataDir = join(scratch, 'data');
  const extensionsDir = options.extensionsDir ?? join(scratch, 'extensions');
  await mkdir(join(dataDir, 'data', 'Machine'), { recursive: true });
  await mkdir(extensionsDir, { recursive: true });
  await writeFile(
    join(dataDir, 'data', 'Machine', 'settings.json'),
    JSON.stringify({ ...quietSettings, ...options.settings }, undefined, 2),
  );
  const port = options.port ?? (await freePort());
  const child = spawn(
    process.execPath,
    serverArguments(port, dataDir, extensionsDir, options.trust ?? true),
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...cleanEnvironment(), ...options.env },
    },
  );
  let output = '';
  const ready = new Promise<void>((resolve, reject) => {
    const collect = (chunk: Buffer): void => {
      output += chunk.toString();
      if (output.includes('Extension host agent listening')) resolve();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    // After the start this rejects a promise that is settled already.
    child.once('exit', (code) => reject(new Error(`The VS Code server ended with ${code}.\n${output}`)));
  });
  await ready;
  return {
    port,
    dataDir,
    extensionsDir,
    log: () => output,
    stop: async () => {
      await stopProcess(child);
      await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function serverArguments(port: number, dataDir: string, extensionsDir: string, trust: boolean): string[] {
  return [
    join(editorHostFolder, 'out', 'server-main.js'),
    '--host',
    '127.0.0.1',
    '--port',
    String(port),
    '--without-connection-token',
    '--accept-server-license-terms',
    // Without it the page ignores the extension under development in its address.
    '--enable-smoke-test-driver',
    '--server-data-dir',
    dataDir,
    '--extensions-dir',
    extensionsDir,
    '--disable-telemetry',
    ...(trust ? ['--disable-workspace-trust'] : []),
  ];
}

const quietSettings = {
  'workbench.startupEditor': 'none',
  // In a browser the default is to save by itself, on the desktop it is not.
  'files.autoSave': 'off',
  'workbench.tips.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'git.openRepositoryInParentFolders': 'never',
  'security.workspace.trust.untrustedFiles': 'open',
};

/** npm's variables confuse child processes of the editor that run npm or node themselves. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_OPTIONS$|VITEST)/i.test(name)),
  );
}

export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.');
  return address.port;
}

async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), 5000);
  await exited;
  clearTimeout(force);
}

/** What the page is to do besides showing a folder: run an extension from its sources, and tests in it. */
export interface PageOptions {
  readonly folder?: string;
  readonly workspace?: string;
  /** A file to open with it. */
  readonly file?: string;
  readonly extensionDevelopmentPath?: string;
  readonly extensionTestsPath?: string;
}

/** Address of the workbench. Paths are absolute paths on this machine. */
export function workbenchUrl(port: number, options: PageOptions): string {
  const remote = (path: string): string => `vscode-remote://127.0.0.1:${port}${encodeURI(path)}`;
  const payload: [string, string][] = [['skipWelcome', 'true']];
  if (options.extensionDevelopmentPath !== undefined) {
    payload.push(['extensionDevelopmentPath', remote(options.extensionDevelopmentPath)]);
  }
  if (options.extensionTestsPath !== undefined) {
    payload.push(['extensionTestsPath', remote(options.extensionTestsPath)]);
  }
  if (options.file !== undefined) payload.push(['openFile', remote(options.file)]);
  const query = new URLSearchParams();
  if (options.folder !== undefined) query.set('folder', options.folder);
  if (options.workspace !== undefined) query.set('workspace', options.workspace);
  if (options.folder === undefined && options.workspace === undefined) query.set('ew', 'true');
  query.set('payload', JSON.stringify(payload));
  return `http://127.0.0.1:${port}/?${query.toString()}`;
}

/** A headless browser for the workbench or for panel tests. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: ensureBrowser(), args: [...browserFlags] });
}

/** Opens the workbench and waits until it stands. */
export async function openWorkbench(browser: Browser, port: number, options: PageOptions): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1400, height: 900 },
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  await page.goto(workbenchUrl(port, options));
  await page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
  await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
  return page;
}
