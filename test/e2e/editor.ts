/** What a person does in VS Code, as steps over the page of the VS Code server. */
import type { FrameLocator, Locator, Page } from 'playwright-core';

/** Opens a file by its path, as with Ctrl+P. */
export async function openFile(page: Page, path: string): Promise<void> {
  const parts = path.split('/');
  const name = parts.at(-1) ?? path;
  const folder = parts.slice(0, -1).join('/');
  // With the focus in the panel the file would open beside it.
  const code = page.locator('.editor-group-container').first().locator('.view-lines').first();
  if (await code.isVisible()) await code.click();
  const row = page
    .locator('.quick-input-list .monaco-list-row', { hasText: name })
    .filter({ hasText: folder });
  const input = page.locator('.quick-input-widget input').first();
  // The editor looks first among the files that it knew the last time, and what takes the focus closes the list.
  for (let attempt = 0; attempt < 4; attempt += 1) {
    await page.keyboard.press('Control+P');
    const isFilled = await input.fill(path, { timeout: 5000 }).then(
      () => true,
      () => false,
    );
    if (isFilled && (await appears(row.first())) && (await isClicked(row.first()))) break;
    await page.keyboard.press('Escape');
  }
  await page.locator('.breadcrumbs-control', { hasText: folder }).filter({ hasText: name }).first().waitFor();
  await page.keyboard.press('Control+Home');
}

/** Whether an entry of a list could be clicked, which may close before that. */
async function isClicked(row: Locator): Promise<boolean> {
  return row.click({ timeout: 5000 }).then(
    () => true,
    () => false,
  );
}

/** Closes the tabs of a group with the middle button of the mouse, wherever the focus is. */
export async function closeTabs(group: Locator): Promise<void> {
  const tabs = group.locator('.tab');
  const names = await tabs.evaluateAll((elements) =>
    elements.map((element) => element.getAttribute('data-resource-name') ?? ''),
  );
  for (const name of names) {
    const tab = group.locator(`.tab[data-resource-name="${name}"]`);
    await tab.click({ button: 'middle' });
    await tab.waitFor({ state: 'detached' });
  }
}

/** Runs a command by its title, as with F1. */
export async function runCommand(page: Page, title: string): Promise<void> {
  const input = page.locator('.quick-input-widget input').first();
  const row = page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first();
  // The list of the command before may close only now, and takes this one with it; one that was opened before the window
  // knew the command does not get it.
  for (let attempt = 0; attempt < 4; attempt += 1) {
    await page.keyboard.press('F1');
    const isFilled = await input.fill(`>${title}`, { timeout: 5000 }).then(
      () => true,
      () => false,
    );
    if (isFilled && (await appears(row, 5000)) && (await isClicked(row))) return;
    if (isFilled) await page.keyboard.press('Escape');
  }
  throw new Error(`The command ${title} could not be chosen.`);
}

/** Puts the cursor at the end of the file and types, letter by letter. */
export async function typeAtEnd(page: Page, text: string): Promise<void> {
  await page.locator('.editor-instance .view-lines').first().click();
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Enter');
  await page.keyboard.type(text, { delay: 20 });
}

/** The names that the suggestion list knows, once `expected` is among them; asks again, as with Ctrl+Space. */
export async function suggestions(page: Page, expected: string): Promise<readonly string[]> {
  const list = page.locator('.suggest-widget.visible');
  // Words of the file, which the editor lists below what it knows, have an icon of their own.
  const known = list.locator('.monaco-list-row').filter({ hasNot: page.locator('.codicon-symbol-text') });
  const wanted = known.filter({ has: page.locator('.label-name', { hasText: new RegExp(`^${expected}$`) }) });
  for (let attempt = 0; attempt < 10; attempt++) {
    if (await appears(wanted.first())) return known.locator('.label-name').allTextContents();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+Space');
  }
  throw new Error(`${expected} was not suggested.`);
}

/** Clicks `Run` above an entry point; the lens may be drawn anew under the mouse, so a lost click is repeated. */
export async function clickRun(page: Page): Promise<void> {
  const lens = page.locator('.codelens-decoration').getByText('Run', { exact: true }).first();
  const panel = page.locator('iframe.webview.ready').first();
  for (let attempt = 0; attempt < 5; attempt++) {
    await lens.click();
    if (await appears(panel)) return;
  }
  throw new Error('Run opened no panel.');
}

/**
 * Clicks one of the titles above an entry point until something comes of it; the titles may be drawn anew under the
 * mouse.
 */
export async function clickLens(
  page: Page,
  title: string,
  entryPoint: string,
  expected: Locator,
): Promise<void> {
  const line = page.locator('.view-line', { hasText: entryPoint }).first();
  const lenses = page.locator('.codelens-decoration').getByText(title, { exact: true });
  for (let attempt = 0; attempt < 5; attempt++) {
    await lenses.first().waitFor();
    const below = (await line.boundingBox())?.y ?? 0;
    const places = await lenses.evaluateAll((elements) =>
      elements.map((element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        return { x: x + width / 2, y: y + height / 2 };
      }),
    );
    // The one that stands closest above the line.
    const place = places.filter(({ y }) => y < below).toSorted((one, other) => other.y - one.y)[0];
    if (place === undefined) continue;
    await page.mouse.click(place.x, place.y);
    if (await appears(expected)) return;
  }
  throw new Error(`${title} above ${entryPoint} did nothing.`);
}

/** Chooses what to run in the panel, and runs it. */
export async function runInPanel(page: Page, entryPoint: string): Promise<void> {
  await webview(page).getByRole('combobox').first().click();
  await webview(page).getByRole('option', { name: entryPoint }).first().click();
  await webview(page).getByRole('button', { name: /^Run/ }).click();
}

/** A message in the list of messages. */
export function told(page: Page, text: string): Locator {
  return page.locator('.notifications-center .notification-list-item', { hasText: text }).first();
}

export async function appears(locator: Locator, timeout = 2000): Promise<boolean> {
  return locator.waitFor({ timeout }).then(
    () => true,
    () => false,
  );
}

/** Undoes what was typed, by going back to the file on disk. */
export async function revert(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await runCommand(page, 'File: Revert File');
}

/** The content of the one visible webview: a frame in a frame. */
export function webview(page: Page): FrameLocator {
  return page
    .locator('iframe.webview.ready')
    .first()
    .contentFrame()
    .locator('iframe#active-frame')
    .contentFrame();
}

/**
 * Waits until the webview of a window that was loaded anew has started. Now and then a webview of the editor's does not
 * come up where the computer is busy, whatever is in it; a person loads the window once more.
 */
export async function webviewStarts(page: Page): Promise<void> {
  const frame = page.locator('iframe.webview');
  for (let attempt = 0; attempt < 3; attempt += 1) {
    if (await appears(frame.and(page.locator('.ready')).first(), 80_000)) return;
    const classes = await frame.evaluateAll((elements) => elements.map((element) => element.className));
    console.log(
      `    No webview started (${classes.join(', ') || 'there is none'}): the window is loaded once more.`,
    );
    await page.reload();
  }
  throw new Error('No webview started in a window that was loaded three times.');
}

/** Words of the code shown in the editor. */
export function codeWord(page: Page, text: string): Locator {
  return page.locator('.view-line', { hasText: text }).first();
}

/** Waits for a message of ours, and puts the messages away. This editor lists them only where it is driven by a test. */
export async function notification(page: Page, text: string): Promise<void> {
  await runCommand(page, 'Notifications: Show Notifications');
  await told(page, text).waitFor();
  await clearNotifications(page);
}

/** Takes all messages out of the list; one of before would keep the next ones out of sight. */
export async function clearNotifications(page: Page): Promise<void> {
  await runCommand(page, 'Notifications: Clear All Notifications');
  // A list that is out of sight is drawn again when it is shown.
  await page.locator('.notifications-center .notification-list-item').first().waitFor({ state: 'hidden' });
}

/** Chooses two of the examples to run in order, in a panel that has the first one, and runs them. */
export async function runTwoApps(page: Page): Promise<void> {
  const row = (text: string): Locator =>
    page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();
  await webview(page).getByRole('button', { name: 'App: First visit' }).click();
  await row('Several Apps').click();
  for (const [asked, name] of [
    ['The first app', 'First visit'],
    ['The next app', 'Signup enricher'],
  ] as const) {
    await page.locator(`.quick-input-widget input[placeholder="${asked}"]`).waitFor();
    await row(name).click();
  }
  await row('Run First visit').click();
}
