/** The view in a real browser: served from loopback with its real page and policy, and an editor that is played. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright-core';
import { webviewPage } from '../../../client/webviewPage.ts';
import type { FlowHostMessage } from '../../../protocol/eventFlowMessages.ts';
import type { HostMessage, PanelState, ViewMessage } from '../../../protocol/panel.ts';
import { type Theme, themes } from './themes.ts';

const root = join(import.meta.dirname, '../../..');
const nonce = 'nonce-of-the-test';
const browserPath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const flags =
  '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';

/** What the played editor offers to the page and to the test. */
declare global {
  interface Window {
    sentMessages: ViewMessage[];
    acquireVsCodeApi: () => {
      postMessage(message: ViewMessage): void;
      getState(): unknown;
      setState(state: unknown): void;
    };
  }
}

/** A view of the client: its element, and the file that defines it. */
export interface View {
  readonly element: string;
  readonly entry: string;
  /** Whether its messages come as JSON. */
  readonly takesText: boolean;
}

export const runPanelView: View = {
  element: 'posthog-run-panel',
  entry: 'client/panel/view/main.ts',
  takesText: true,
};

export const eventFlowView: View = {
  element: 'posthog-event-flow',
  entry: 'client/eventFlow/view/main.ts',
  takesText: false,
};

type AnyHostMessage = HostMessage | FlowHostMessage;

export interface PanelPageOptions {
  readonly theme?: Theme;
  readonly width?: number;
  readonly height?: number;
  /** What the editor kept for the view from an earlier life. */
  readonly keptState?: unknown;
}

export class PanelBrowser {
  readonly #browser: Browser;
  readonly #server: Server;
  readonly #takesText: boolean;
  #page: Page | undefined;

  static async start({ element, entry, takesText } = runPanelView): Promise<PanelBrowser> {
    const script = await bundle(entry);
    const server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
      if (pathname === '/panel.js') {
        response.setHeader('content-type', 'text/javascript; charset=utf-8').end(script);
      } else if (pathname === '/') {
        const { port } = server.address() as AddressInfo;
        const page = {
          title: 'Run',
          element,
          script: '/panel.js',
          cspSource: `http://127.0.0.1:${port}`,
        };
        response.setHeader('content-type', 'text/html; charset=utf-8').end(webviewPage(page, nonce));
      } else response.writeHead(204).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const browser = await chromium.launch({ executablePath: browserPath, args: flags.split(' ') });
    return new PanelBrowser(browser, server, takesText);
  }

  private constructor(browser: Browser, server: Server, takesText: boolean) {
    this.#browser = browser;
    this.#server = server;
    this.#takesText = takesText;
  }

  /**
   * A panel that has told the editor that it is ready, and shows what it was given. It takes the place of the one that
   * was open before: a new page costs more than a test.
   */
  async open(state: PanelState, options: PanelPageOptions = {}): Promise<PanelPage> {
    return this.openWith({ type: 'state', state }, options);
  }

  /** The same for any view, with the first message that it gets. */
  async openWith(first: AnyHostMessage, options: PanelPageOptions = {}): Promise<PanelPage> {
    const { theme = 'dark', width = 520, height = 760, keptState } = options;
    this.#page ??= await this.#newPage();
    const page = this.#page;
    page.removeAllListeners();
    await page.setViewportSize({ width, height });
    const panel = new PanelPage(page, this.#takesText);
    const { port } = this.#server.address() as AddressInfo;
    const life = JSON.stringify({ colors: themes[theme], kept: keptState });
    await page.goto(`http://127.0.0.1:${port}/?life=${encodeURIComponent(life)}`);
    await panel.receive(first);
    return panel;
  }

  async #newPage(): Promise<Page> {
    const page = await this.#browser.newPage({ reducedMotion: 'reduce' });
    page.setDefaultTimeout(5_000);
    await page.addInitScript(playEditor);
    return page;
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    await new Promise<unknown>((resolve) => this.#server.close(resolve));
  }
}

export class PanelPage {
  readonly page: Page;
  /** What the browser complained about: a violation of the policy is among it. */
  readonly complaints: string[] = [];
  readonly #takesText: boolean;

  constructor(page: Page, takesText: boolean) {
    this.page = page;
    this.#takesText = takesText;
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(String(error)));
  }

  /** A message of the client; drawn when the promise resolves. */
  async receive(message: AnyHostMessage): Promise<void> {
    await this.page.evaluate(
      async ([text, isText]) => {
        // On a busy machine two frames may be drawn before it is there.
        const taken = new Promise((resolve) => window.addEventListener('message', resolve, { once: true }));
        window.postMessage(isText ? text : JSON.parse(text), window.location.origin);
        await taken;
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      },
      [JSON.stringify(message), this.#takesText] as const,
    );
  }

  async sent(): Promise<readonly ViewMessage[]> {
    return this.page.evaluate(() => window.sentMessages);
  }

  async lastSent(): Promise<ViewMessage | undefined> {
    return (await this.sent()).at(-1);
  }
}

/** Runs in the page before it: the editor's colours, and its side of the messages. */
function playEditor(): void {
  const life = new URLSearchParams(location.search).get('life') ?? '{}';
  const { colors, kept } = JSON.parse(life) as { colors: Record<string, string>; kept?: unknown };
  document.addEventListener('DOMContentLoaded', () => {
    for (const [name, value] of Object.entries(colors)) {
      document.documentElement.style.setProperty(`--vscode-${name}`, value);
    }
  });
  let current = kept;
  window.sentMessages = [];
  window.acquireVsCodeApi = () => ({
    postMessage: (message) => window.sentMessages.push(structuredClone(message)),
    getState: () => current,
    setState: (next) => (current = next),
  });
}

async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    mainFields: ['browser', 'module', 'main'],
    target: 'chrome138',
    logLevel: 'silent',
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error('The view gave no bundle.');
  return file.text;
}
