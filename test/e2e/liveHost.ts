/** Runs against a PostHog that is not the embedded one: settings, consent, keys. */
import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import {
  appears,
  clearNotifications,
  notification,
  openFile,
  runCommand,
  runInPanel,
  told,
  webview,
} from './editor.ts';
import type { startPostHog } from './postHogServer.ts';
import type { Steps } from './steps.ts';

const projectKey = 'phc_Hd5Tn8Vb2Mx7Qs1Zk4Wg9Rj3Lf6Yc0Pa';

export async function liveRun(
  page: Page,
  steps: Steps,
  settingsFolder: string,
  postHog: Awaited<ReturnType<typeof startPostHog>>,
): Promise<void> {
  await steps.step('The settings page describes the host, with links to what belongs to it', async () => {
    await runCommand(page, 'Preferences: Open Settings (UI)');
    await page.locator('.settings-editor .search-container').first().click();
    await page.keyboard.insertText('@ext:posthog-apps.posthog-apps');
    const description = page.locator('.setting-item-description', {
      hasText: 'The PostHog that runs talk to',
    });
    await description.getByRole('link', { name: 'Select Host' }).waitFor();
    await description.getByRole('link', { name: /Run: Mode/ }).waitFor();
    await steps.picture('settings-page');
    await runCommand(page, 'View: Close Editor');
  });
  await steps.step('Settings that cannot be used, or do not exist, are told of and opened', async () => {
    const wrong = {
      'posthogApps.projectApiKey': 'phc_x',
      'posthogApps.run.geoipDatabase': 'no.mmdb',
      'posthogApps.host': '',
      'posthogApps.lint.event-lop': 'off',
    };
    await mkdir(settingsFolder, { recursive: true });
    await clearNotifications(page);
    await writeFile(join(settingsFolder, 'settings.json'), JSON.stringify(wrong, undefined, 2));
    // An empty list closes again: it is opened once the first message has come.
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await runCommand(page, 'Notifications: Show Notifications');
      if (await appears(told(page, 'too short for a project API key'), 5000)) break;
    }
    for (const text of ['too short for a project API key', 'there is no file', 'posthogApps.host is empty'])
      await told(page, text).waitFor();
    const misspelt = told(page, 'Did you mean posthogApps.lint.event-loop?');
    await misspelt.hover();
    await misspelt.getByRole('button', { name: 'Open Setting' }).click();
    await page.locator('.tab.active', { hasText: 'settings.json' }).waitFor();
    // The line is selected.
    await page.locator('.statusbar-item', { hasText: 'Ln 5' }).waitFor();
    await runCommand(page, 'View: Close Editor');
    await clearNotifications(page);
  });
  await steps.step('A host is chosen in the settings', async () => {
    const settings = {
      'posthogApps.host': postHog.origin,
      'posthogApps.projectApiKey': projectKey,
    };
    await mkdir(settingsFolder, { recursive: true });
    await writeFile(join(settingsFolder, 'settings.json'), JSON.stringify(settings));
    await page.locator('.statusbar', { hasText: `PostHog: ${new URL(postHog.origin).host}` }).waitFor();
  });
  await steps.step(
    'The first live write asks: nothing on Enter, else the event with the project key',
    async () => {
      await webview(page).getByRole('button', { name: /^Run/ }).click();
      const question = page.locator('.monaco-dialog-box');
      await question.getByRole('button', { name: 'Allow Writing' }).waitFor();
      await steps.picture('consent');
      assert.deepEqual(
        await question
          .getByRole('button')
          .allTextContents()
          .then((texts) => texts.filter(Boolean).toSorted()),
        ['Allow Writing', 'Do Not Send', 'Stop the Run'],
      );
      await page.keyboard.press('Enter');
      await webview(page).getByText('Completed, not all accepted').first().waitFor();
      assert.ok(!postHog.received.some(({ method }) => method === 'POST'));
      await webview(page).getByRole('button', { name: 'Run again and allow' }).click();
      await question.getByRole('button', { name: 'Allow Writing' }).waitFor();
      await page.keyboard.press('Escape');
      await webview(page).getByText('Stopped', { exact: true }).first().waitFor();
      assert.ok(!postHog.received.some(({ method }) => method === 'POST'));
      await webview(page).getByRole('button', { name: /^Run/ }).first().click();
      await question.getByRole('button', { name: 'Allow Writing' }).click();
      await webview(page)
        .getByRole('region', { name: 'Captured events' })
        .getByText('sent', { exact: true })
        .waitFor();
      const [event] = postHog.received.filter((request) => request.method === 'POST');
      assert.ok(event, 'nothing arrived');
      assert.equal(event.path, '/i/v0/e/');
      assert.equal((JSON.parse(event.body) as { api_key?: string }).api_key, projectKey);
      assert.equal(event.authorization, undefined);
    },
  );
  await steps.step('The next run does not ask again', async () => {
    await webview(page).getByRole('button', { name: /^Run/ }).click();
    await webview(page)
      .getByRole('region', { name: 'Captured events' })
      .getByText('sent', { exact: true })
      .waitFor();
    assert.equal(await page.locator('.monaco-dialog-box').count(), 0);
  });
  await steps.step('Captured events are fed back on a real host at a click alone, which asks', async () => {
    const events = webview(page).getByRole('region', { name: 'Captured events' });
    await events.getByRole('button', { name: 'Follow…' }).click();
    const host = new URL(postHog.origin).host;
    const dialog = page.locator('.monaco-dialog-box', { hasText: 'Feed the captured events back' });
    await dialog.getByText('is really sent: up to 10 hops and 1,000 events').waitFor();
    await dialog.getByRole('button', { name: `Follow on ${host}` }).click();
    await events.getByText('Comes to rest').waitFor();
  });
  await steps.step('A replay of a run that stayed here asks before it goes to the real host', async () => {
    const history = webview(page).getByRole('region', { name: 'History' });
    await runCommand(page, 'PostHog Apps: Open Run History');
    const host = new URL(postHog.origin).host;
    const row = history.getByRole('listitem').filter({ hasNotText: host }).first();
    await row.getByRole('button', { name: `Replay with the same input on ${host}; it ran on local` }).click();
    const dialog = page.locator('.monaco-dialog-box', { hasText: 'Replay the run of local on' });
    const before = postHog.received.length;
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
    assert.equal(postHog.received.length, before);
  });
  await steps.step('A call without a key is not sent, and its row offers to set one', async () => {
    await openFile(page, 'annotate-releases/index.ts');
    await runCommand(page, 'PostHog Apps: Run App');
    await webview(page).getByText('Annotate releases').first().waitFor();
    await runInPanel(page, 'runEveryDay');
    await webview(page).getByRole('button', { name: 'Set key for this origin' }).waitFor();
    assert.ok(!postHog.received.some((request) => request.path.startsWith('/api/')));
  });
}

/** A key is typed, stored, used, and seen by nobody but its host, though that repeats it in its answers. */
export async function personalKey(
  page: Page,
  steps: Steps,
  folders: readonly string[],
  postHog: Awaited<ReturnType<typeof startPostHog>>,
): Promise<void> {
  const random = 'Zk7Qw3Rt9Yp2Lm5Nv8Bx1Cd4Fg6Hj0Ks3Wq';
  const input = page.locator('.quick-input-widget input').first();
  const row = (text: string): Locator =>
    page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();
  await steps.step('A key is typed into a box that does not show it, and the next run uses it', async () => {
    await webview(page).getByRole('button', { name: 'Set key for this origin' }).click();
    await page.locator('.quick-input-title', { hasText: 'Personal API Key for' }).waitFor();
    assert.equal(await input.getAttribute('type'), 'password');
    await page.keyboard.press('Enter');
    await page.locator('.quick-input-message', { hasText: 'Paste the key' }).waitFor();
    await input.fill('SomeThirtyFiveLettersThatAreNoKeyAt');
    await page.locator('.quick-input-message', { hasText: 'This is no personal API key' }).waitFor();
    await page.keyboard.press('Enter');
    assert.ok(await input.isVisible());
    await input.fill(`phx_${random}`);
    await page.keyboard.press('Enter');
    // The palette, which comes next, would close the box before it has taken the key.
    await page
      .locator('.quick-input-title', { hasText: 'Personal API Key for' })
      .waitFor({ state: 'hidden' });
    await notification(page, 'is stored');
    await webview(page).getByRole('button', { name: 'Run again with the key' }).click();
    await expect(() =>
      postHog.received.some(({ authorization }) => authorization === `Bearer phx_${random}`),
    );
  });
  await steps.step('Select Host offers the projects of the key, by name', async () => {
    await page.locator('.statusbar-item', { hasText: 'PostHog:' }).first().click();
    await row('Select Project').waitFor();
    await row(`${postHog.origin}Has a personal API key`).waitFor();
    await steps.picture('host-picker');
    await row('Select Project').click();
    await row('Blog').click();
    await page.locator('.statusbar-item', { hasText: 'PostHog:' }).first().hover();
    await page.locator('.monaco-hover', { hasText: 'project 42 (Blog)' }).first().waitFor();
  });
  await steps.step('The key is in no page, no file, and nothing that the server wrote down', async () => {
    const frames = await Promise.all(page.frames().map((frame) => frame.content()));
    assert.ok(frames.some((html) => html.includes('/api/projects/')));
    assert.ok(!frames.some((html) => html.includes(random.slice(0, 12))));
    for (const folder of folders) assert.deepEqual(await filesWith(folder, random.slice(0, 12)), []);
  });
  await steps.step('Clear Keys forgets it', async () => {
    await runCommand(page, 'PostHog Apps: Clear Keys');
    await row(postHog.origin).waitFor();
    await row('Personal API key').click();
    await row('Permission to write').click();
    await page.locator('.quick-input-action .monaco-button').first().click();
    await row(postHog.origin).waitFor({ state: 'hidden' });
    await notification(page, 'orgotten');
  });
}

/** Asks until it is so; each asking is one turn of this process. */
async function expect(isSo: () => boolean): Promise<void> {
  const end = Date.now() + 20_000;
  while (!isSo()) {
    if (Date.now() > end) throw new Error('It did not happen.');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function filesWith(folder: string, text: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const found: string[] = [];
  for (const file of files) {
    const content = await readFile(file);
    if (content.includes(text) || content.includes(Buffer.from(text, 'utf16le'))) found.push(file);
  }
  return found;
}
