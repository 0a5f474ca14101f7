/**
 * The end-to-end lane: packs the extension, installs it into a clean VS Code server, and uses it as a person
 * would, by typing and clicking. Pictures of each step are kept in test-results/screenshots.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { editorHostFolder } from '../../scripts/editorHost.ts';
import type { LaneResult } from '../../scripts/editorTests.ts';
import { packageExtension } from '../../scripts/package.ts';
import { root } from '../../scripts/paths.ts';
import { launchBrowser, openWorkbench, startVscodeServer, workbenchUrl } from '../../scripts/vscodeServer.ts';
import { debug } from './debug.ts';
import { eventFlow } from './eventFlow.ts';
import { failures } from './failures.ts';
import { liveRun, personalKey } from './liveHost.ts';
import { watch } from './watch.ts';
import { dock, dockFirst } from './dock.ts';
import {
  clickRun,
  codeWord,
  openFile,
  revert,
  runCommand,
  suggestions,
  typeAtEnd,
  webview,
} from './editor.ts';
import { scenarios } from './scenarios.ts';
import { authorityPath } from '../runtime/support/internet.ts';
import { network, startCompany } from './network.ts';
import { panel } from './panel.ts';
import { places } from './places.ts';
import { follow } from './follow.ts';
import { newApp, newAppInEmptyWindow } from './newApp.ts';
import { forget, reload, repeats } from './repeats.ts';
import { startPostHog } from './postHogServer.ts';
import { Steps } from './steps.ts';

const maximumBytes = 2_500_000;
const extensionId = 'posthog-apps.posthog-apps';

export async function runEndToEnd(): Promise<LaneResult> {
  const scratch = await mkdtemp(join(tmpdir(), 'posthog-apps-e2e-'));
  const vsix = join(scratch, 'posthog-apps.vsix');
  const size = await packageExtension(vsix);
  const extensionsDir = join(scratch, 'extensions');
  await install(vsix, extensionsDir, scratch);
  const workspace = join(scratch, 'examples');
  await cp(join(root, 'examples'), workspace, { recursive: true });
  const postHog = await startPostHog();
  await using company = await startCompany();
  const inVariable = { variable: 'POSTHOG_APPS_E2E_KEY', key: 'phx_Wq3Ks0Jh6Gf4Dc1Bx8Nv5Ml2Py9Tr3Qw7Kz' };
  const server = await startVscodeServer({
    extensionsDir,
    env: { NODE_EXTRA_CA_CERTS: authorityPath, [inVariable.variable]: inVariable.key },
  });
  const browser = await launchBrowser();
  const first = join(workspace, 'opened-first', 'index.ts');
  await writeOpenedFirst(first);
  const page = await openWorkbench(browser, server.port, { folder: workspace, file: first });
  // Nothing waits as long where the computer is not busy.
  page.setDefaultTimeout(45_000);
  const steps = new Steps(page);
  const missing = new Set<string>();
  page.on('response', (response) => {
    if (response.status() >= 400 && response.url().includes(extensionId)) missing.add(response.url());
  });
  try {
    await steps.step('The VSIX is smaller than 2.5 MB', async () => {
      assert.ok(size < maximumBytes, `${size} bytes`);
    });
    await openedFirst(page, steps);
    // The address of the page names that file: with it, every reload would open it anew, and nothing else.
    await page.goto(workbenchUrl(server.port, { folder: workspace }));
    await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
    await dockFirst(page, steps);
    await rm(dirname(first), { recursive: true });
    await types(page, steps);
    await properties(page, steps);
    await loopWarning(page, steps);
    await network(page, steps, { workspace, dataDir: server.dataDir }, company, inVariable);
    await run(page, steps);
    await panel(page, steps, workspace);
    await repeats(page, steps, workspace);
    await follow(page, steps, workspace);
    await debug(page, steps, workspace);
    await scenarios(page, steps, workspace);
    await watch(page, steps, join(workspace, 'first-visit'));
    await liveRun(page, steps, join(workspace, '.vscode'), postHog);
    await personalKey(page, steps, [workspace, join(server.dataDir, 'data')], postHog);
    await failures(page, steps, workspace);
    await newApp(page, steps);
    await eventFlow(page, steps, workspace);
    await reload(page, steps);
    await dock(page, steps);
    // It runs much, and the history keeps but the newest.
    await places(page, steps, workspace);
    await forget(page, steps);
    await newAppInEmptyWindow(page, steps, server.port, scratch);
    await steps.step('Nothing that the extension asks its folder for is missing', async () => {
      assert.deepEqual([...missing], []);
    });
  } finally {
    await browser.close();
    await server.stop();
    await postHog.stop();
    await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
  return steps.result;
}

async function install(vsix: string, extensionsDir: string, scratch: string): Promise<void> {
  const program = join(editorHostFolder, 'out', 'server-main.js');
  const folders = ['--extensions-dir', extensionsDir, '--server-data-dir', join(scratch, 'install')];
  await promisify(execFile)(process.execPath, [program, ...folders, '--install-extension', vsix]);
}

/** An app that uses what TypeScript alone does not know, with one error of its own. */
async function writeOpenedFirst(file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(join(dirname(file), 'plugin.json'), '{ "name": "Opened first", "config": [] }');
  await writeFile(
    file,
    `import type { PluginEvent } from '@posthog/plugin-scaffold'
const { createHash } = require('crypto')

function processEvent(event: PluginEvent, meta: PostHogApp.PluginMeta) {
  event.uuid = createHash('sha256').update(Buffer.from(event.event)).digest('hex')
  return event
}
module.exports = { processEvent }
export const seeded: number = 'text'
`,
  );
}

/** The editor's own support checks the file while everything starts, and must not keep what it thought then. */
async function openedFirst(page: Page, steps: Steps): Promise<void> {
  const onlySeeded = async (): Promise<void> => {
    await page.waitForFunction('document.querySelectorAll(".squiggly-error").length === 1', undefined, {
      timeout: 60_000,
    });
    await page.locator('.codelens-decoration').getByText('Run', { exact: true }).first().waitFor();
    assert.equal(await page.locator('.squiggly-error').count(), 1);
  };
  await steps.step('The file that is opened first has no error but its own', onlySeeded);
  await steps.step('Nor after the window was loaded again', async () => {
    await page.reload();
    await onlySeeded();
  });
}

async function types(page: Page, steps: Steps): Promise<void> {
  for (const file of ['first-visit/index.js', 'annotate-releases/index.ts']) {
    await steps.step(`posthog. lists capture and api once in ${file}`, async () => {
      await openFile(page, file);
      await typeAtEnd(page, 'posthog.');
      assert.deepEqual((await suggestions(page, 'capture')).toSorted(), ['api', 'capture']);
    });
    await steps.step(`posthog.api. lists the methods once in ${file}`, async () => {
      await page.keyboard.type('api.', { delay: 20 });
      assert.deepEqual((await suggestions(page, 'get')).toSorted(), [
        'delete',
        'get',
        'patch',
        'post',
        'put',
      ]);
    });
    await steps.step(`Signature help explains get in ${file}`, async () => {
      await page.keyboard.type('get(', { delay: 20 });
      await page.locator('.parameter-hints-widget.visible', { hasText: 'path: string' }).waitFor();
      await page.keyboard.press('Escape');
      await revert(page);
    });
  }
}

/** In plain JavaScript the editor lists the words of the file behind the dot, too, and with the dot before them. */
async function properties(page: Page, steps: Steps): Promise<void> {
  await steps.step(
    'Behind event.properties. what PostHog has comes before the words of the file',
    async () => {
      await openFile(page, 'first-visit/index.js');
      await typeAtEnd(page, 'export function processEvent(event) {');
      await page.keyboard.press('Enter');
      await page.keyboard.type('event.properties.', { delay: 20 });
      await suggestions(page, '\\$browser');
      const first = page.locator('.suggest-widget.visible .monaco-list-row').first();
      assert.equal(await first.locator('.codicon-symbol-text').count(), 0);
      await steps.picture('properties-before-words');
      await revert(page);
    },
  );
}

async function loopWarning(page: Page, steps: Steps): Promise<void> {
  await steps.step('The unguarded example carries a warning', async () => {
    await openFile(page, 'signup-enricher/index.js');
    await page.locator('.squiggly-warning').first().waitFor();
  });
  await steps.step('Its hover tells the reason', async () => {
    // The line above the function comes a moment after the code, and moves the word away from under the mouse.
    await page.locator('.codelens-decoration', { hasText: 'Run' }).first().waitFor();
    // A move within the word, as a hand makes it: a jump onto it alone may not count as hovering.
    const word = codeWord(page, 'posthog.capture(').getByText('capture', { exact: true }).first();
    await word.hover({ position: { x: 5, y: 8 } });
    await word.hover({ position: { x: 15, y: 9 } });
    await page.locator('.monaco-hover', { hasText: 'event-loop' }).first().waitFor();
  });
  await steps.step('The Problems view shows the chain of calls in order', async () => {
    await page.keyboard.press('Escape');
    await runCommand(page, 'Problems: Focus on Problems View');
    const problems = page.locator('.markers-panel');
    await problems.getByText('1. onEvent').first().waitFor();
    await problems.getByText('2. captureCompany').first().waitFor();
    await runCommand(page, 'View: Toggle Problems');
  });
}

async function run(page: Page, steps: Steps): Promise<void> {
  await steps.step('Run above an entry point opens the panel with an outcome', async () => {
    await openFile(page, 'first-visit/index.js');
    await clickRun(page);
    await webview(page).getByText('Completed').first().waitFor();
  });
  await steps.step('The panel shows the captured event', async () => {
    await webview(page)
      .getByRole('region', { name: 'Captured events' })
      .getByText('first visit')
      .first()
      .waitFor();
  });
  await steps.step('A captured event links to its line', async () => {
    await webview(page).getByRole('button', { name: 'index.js:11' }).first().click();
    await page.locator('.statusbar', { hasText: 'Ln 11' }).waitFor();
  });
}
