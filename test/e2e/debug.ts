/** Debugging as a person does it: breakpoints, variables, stepping, exceptions, restart, stop, and what it can start from. */
import assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import type { Page } from 'playwright-core';
import { appears, clickLens, codeWord, notification, openFile, runCommand, told, webview } from './editor.ts';
import type { Steps } from './steps.ts';

export async function debug(page: Page, steps: Steps, workspace: string): Promise<void> {
  await steps.step(
    'Debug above an entry point stops at a breakpoint in TypeScript, and shows a variable',
    async () => {
      await openFile(page, 'annotate-releases/index.ts');
      await toggleBreakpoint(page, 24);
      await clickLens(page, 'Debug', 'function onEvent', page.locator('.debug-toolbar'));
      await paused(page, 'index.ts', 24);
      await variable(page, 'version');
      await press(page, 'debug-continue');
      await ended(page);
      await runCommand(page, 'Remove All Breakpoints');
    },
  );
  await steps.step('In the sources of an app that runs from a bundle, too', async () => {
    const app = await writeBuiltApp(workspace);
    await openFile(page, 'lib/domain.ts');
    await toggleBreakpoint(page, 3);
    await openFile(page, 'built-app/plugin.json');
    await runCommand(page, 'PostHog Apps: Debug App');
    await paused(page, 'domain.ts', 3);
    await variable(page, 'example.com');
    await press(page, 'debug-step-out');
    await paused(page, 'index.ts', 4);
    await press(page, 'debug-continue');
    await ended(page);
    await runCommand(page, 'Remove All Breakpoints');
    await runCommand(page, 'View: Close Editor');
    await rm(app, { recursive: true });
  });
  await steps.step('In JavaScript too, where it steps from line to line', async () => {
    await openFile(page, 'first-visit/index.js');
    await toggleBreakpoint(page, 7);
    await runCommand(page, 'PostHog Apps: Debug App');
    await paused(page, 'index.js', 7);
    await press(page, 'debug-step-over');
    await paused(page, 'index.js', 8);
    await variable(page, 'seen ada');
    const stack = page.locator('.debug-call-stack');
    await stack.getByText('onEvent', { exact: true }).first().waitFor();
    assert.equal(await stack.getByText('Remote Process').count(), 0);
    await webview(page).getByText('Paused in the debugger').first().waitFor();
  });
  await steps.step('Restart begins the run anew, under the debugger', async () => {
    const runs = webview(page).getByRole('region', { name: 'History' });
    const before = await runs.locator('h2').first().textContent();
    await press(page, 'debug-restart');
    await webview(page).getByText('Paused in the debugger').first().waitFor({ state: 'detached' });
    await webview(page).getByText('Paused in the debugger').first().waitFor();
    await paused(page, 'index.js', 7);
    // The user did not stop that run, and there is nothing to look at in it.
    assert.equal(await webview(page).getByText('You stopped the run').count(), 0);
    assert.equal(await runs.locator('h2').first().textContent(), before);
  });
  await steps.step('Stop ends the run', async () => {
    await press(page, 'debug-disconnect');
    await page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
    await webview(page).getByRole('button', { name: 'Run', exact: true }).waitFor();
  });
  await steps.step('F5 with a launch.json of the type posthog-app does the same', async () => {
    const configuration = {
      type: 'posthog-app',
      request: 'launch',
      name: 'Mine',
      app: 'first-visit',
      entryPoint: 'onEvent',
    };
    await mkdir(join(workspace, '.vscode'), { recursive: true });
    await writeFile(
      join(workspace, '.vscode/launch.json'),
      JSON.stringify({ version: '0.2.0', configurations: [configuration] }),
    );
    await openFile(page, 'signup-enricher/index.js');
    await page.keyboard.press('F5');
    await paused(page, 'index.js', 7);
    await press(page, 'debug-continue');
    await ended(page);
  });
  await steps.step('A launch.json that names no app, or no entry point of it, is told of', async () => {
    for (const [name, wrong, message] of [
      [
        'Of a number',
        { app: 'first-visit', entryPoint: 5 },
        'Of a number: entryPoint must name an export, such as "onEvent", or be left out. It is 5.',
      ],
      ['Of no app', { app: 'nothing-here' }, 'There is no PostHog app in'],
      [
        'Of no entry point',
        { app: 'first-visit', entryPoint: 'onEvnt' },
        'First visit has no onEvnt. It has onEvent.',
      ],
    ] as const) {
      const configuration = { type: 'posthog-app', request: 'launch', name, ...wrong };
      await writeFile(
        join(workspace, '.vscode/launch.json'),
        JSON.stringify({ version: '0.2.0', configurations: [configuration] }),
      );
      // Only when the editor has read the file does F5 start what stands there.
      await page.locator('.start-debug-action-item', { hasText: name }).waitFor();
      await startUntilTold(page, message);
      await notification(page, message);
    }
    await rm(join(workspace, '.vscode/launch.json'));
  });
  await steps.step('Debug Last Run stops there again', async () => {
    await runCommand(page, 'PostHog Apps: Debug Last Run');
    await paused(page, 'index.js', 7);
    // The outcome that stands there meanwhile is that of the run before.
    await webview(page).getByRole('region', { name: 'Outcome' }).getByText('last run').waitFor();
    await press(page, 'debug-continue');
    await ended(page);
  });
  await steps.step('So does Debug beside a run of the history', async () => {
    await runCommand(page, 'PostHog Apps: Open Run History');
    const row = webview(page).getByRole('region', { name: 'History' }).getByRole('listitem').first();
    await row.getByRole('button', { name: 'Debug with the same input' }).click();
    await paused(page, 'index.js', 7);
    await press(page, 'debug-continue');
    await ended(page);
    await runCommand(page, 'Remove All Breakpoints');
  });
  await steps.step(
    'A loop warning offers to debug with an event that loops, and stops where it is captured',
    async () => {
      await openFile(page, 'signup-enricher/index.js');
      await codeWord(page, 'posthog.capture(').getByText('capture', { exact: true }).first().click();
      await page.locator('.squiggly-warning').first().waitFor();
      await clickFix(page, 'Debug with an Event That Loops');
      await paused(page, 'index.js', 17);
      await variable(page, 'domain');
      await press(page, 'debug-continue');
      await ended(page);
      await page.locator('.debug-breakpoints', { hasText: 'index.js' }).waitFor({ state: 'hidden' });
    },
  );
  await steps.step('It stops where the app throws, when told so, and shows the run as failed', async () => {
    await openFile(page, 'first-visit/index.js');
    const file = join(workspace, 'first-visit/index.js');
    const code = await readFile(file, 'utf8');
    await toggleCaughtExceptions(page);
    await writeFile(file, 'export function onEvent() {\n  throw new Error("no luck")\n}\n');
    await codeWord(page, 'no luck').waitFor();
    await runCommand(page, 'PostHog Apps: Debug App');
    await paused(page, 'index.js', 2);
    await page.locator('.exception-widget', { hasText: 'no luck' }).waitFor();
    await press(page, 'debug-continue');
    await ended(page);
    await webview(page).getByRole('heading', { name: 'Failed' }).waitFor();
    await toggleCaughtExceptions(page);
    await writeFile(file, code);
    await codeWord(page, 'storage').waitFor();
    await runCommand(page, 'View: Show Explorer');
  });
}

/** Presses F5 until a message comes; a key that the focus of the moment swallows is pressed again. */
async function startUntilTold(page: Page, message: string): Promise<void> {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    await page.keyboard.press('F5');
    await runCommand(page, 'Notifications: Show Notifications');
    if (await appears(told(page, message), 10_000)) return;
  }
}

/** Presses Ctrl+. until the menu has what is wanted: it may come while the warning is told anew, and go with that. */
async function clickFix(page: Page, title: string): Promise<void> {
  const row = page.locator('.action-widget').getByText(title).first();
  for (let attempt = 0; attempt < 4; attempt += 1) {
    await page.keyboard.press('Control+.');
    if (await appears(row, 8_000)) break;
    await page.keyboard.press('Escape');
  }
  await row.click();
}

/** An app in TypeScript that a bundler has made one file of. */
async function writeBuiltApp(workspace: string): Promise<string> {
  const app = join(workspace, 'built-app');
  await mkdir(join(app, 'src/lib'), { recursive: true });
  await writeFile(
    join(app, 'src/lib/domain.ts'),
    `export function domainOf(email: string): string {
  const [, domain = '']: readonly string[] = email.split('@')
  return domain.toUpperCase()
}
`,
  );
  await writeFile(
    join(app, 'src/index.ts'),
    `import { domainOf } from './lib/domain'

export function onEvent(): void {
  console.log(domainOf('ada@example.com'))
}
`,
  );
  await esbuild.build({
    absWorkingDir: app,
    entryPoints: ['src/index.ts'],
    outfile: 'dist/index.js',
    bundle: true,
    format: 'cjs',
    sourcemap: true,
  });
  await writeFile(join(app, 'plugin.json'), '{ "name": "Built app", "main": "dist/index.js", "config": [] }');
  return app;
}

export async function toggleBreakpoint(page: Page, line: number): Promise<void> {
  await page.keyboard.press('Control+G');
  await page.locator('.quick-input-widget input').first().fill(`:${line}`);
  await page.locator('.quick-input-list', { hasText: `line ${line}` }).waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.statusbar', { hasText: `Ln ${line}` }).waitFor();
  await runCommand(page, 'Debug: Toggle Breakpoint');
}

/** The top of the call stack is that line. */
export async function paused(page: Page, file: string, line: number): Promise<void> {
  await page
    .locator('.debug-call-stack .monaco-list-row', { hasText: file })
    .filter({ hasText: `${line}:` })
    .first()
    .waitFor();
}

/** A variable of the innermost scope, by its name or its value. */
export async function variable(page: Page, text: string): Promise<void> {
  const scope = page.locator('.debug-variables .monaco-list-row[aria-level="1"]').first();
  await scope.waitFor();
  if ((await scope.getAttribute('aria-expanded')) === 'false') await scope.click();
  await page.locator('.debug-variables', { hasText: text }).waitFor();
}

async function toggleCaughtExceptions(page: Page): Promise<void> {
  const row = page.locator('.debug-breakpoints .monaco-list-row[aria-label="Caught Exceptions"]');
  await row.locator('.monaco-custom-toggle, .monaco-checkbox, input').first().click();
}

export async function press(page: Page, button: string): Promise<void> {
  await page.locator(`.debug-toolbar .codicon-${button}`).first().click();
}

async function ended(page: Page): Promise<void> {
  await page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
  await webview(page).getByText('ran under the debugger').first().waitFor();
}
