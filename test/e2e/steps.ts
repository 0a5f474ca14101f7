/** Runs named steps in order, takes a picture after each, and counts. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { LaneResult } from '../../scripts/editorTests.ts';
import { testResults } from '../../scripts/paths.ts';
import { clearNotifications } from './editor.ts';

export class Steps {
  readonly #page: Page;
  readonly #folder = join(testResults, 'screenshots');
  readonly #failures: string[] = [];
  #passed = 0;

  constructor(page: Page) {
    this.#page = page;
  }

  get result(): LaneResult {
    return { passed: this.#passed, failures: this.#failures };
  }

  /** A picture of what a step passes through. */
  async picture(name: string): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    await this.#page.screenshot({ path: join(this.#folder, `${name}.png`) });
  }

  /** A step that fails is reported with a picture; the steps after it are still tried. */
  async step(name: string, act: () => Promise<void>): Promise<void> {
    const number = String(this.#passed + this.#failures.length + 1).padStart(2, '0');
    const file = join(this.#folder, `${number}-${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.png`);
    await mkdir(this.#folder, { recursive: true });
    const startedAt = performance.now();
    const took = (): string => `(${((performance.now() - startedAt) / 1000).toFixed(1)} s)`;
    try {
      await act();
      this.#passed++;
      console.log(`  ✓ ${name} ${took()}`);
      await this.#page.screenshot({ path: file });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#failures.push(`${name}\n${message}`);
      console.log(`  ✗ ${name} ${took()}\n    ${message}`);
      await this.#page.screenshot({ path: file });
      await this.#tellWhatIsShown();
      await this.#putAway();
    }
  }

  /** Who reads the log alone has no picture. */
  async #tellWhatIsShown(): Promise<void> {
    const tabs = await this.#page.locator('.tab').allTextContents();
    const frames = this.#page.frames().filter((frame) => frame.name() === 'active-frame');
    const texts = await Promise.all(
      frames.map((frame) => frame.locator('body').ariaSnapshot({ timeout: 2000 }).catch(String)),
    );
    const webviews = await this.#page
      .locator('iframe.webview')
      .evaluateAll((elements) => elements.map((element) => element.className));
    const messages = await this.#page
      .locator('.notification-list-item-message, .monaco-dialog-box')
      .allTextContents();
    console.log(`    Tabs: ${tabs.join(' | ')}`);
    console.log(`    Webviews: ${webviews.join(' | ')}; messages: ${messages.join(' | ')}`);
    for (const text of texts) console.log(`    Webview: ${text.replaceAll(/\s+/g, ' ').slice(0, 1000)}`);
  }

  /** What a failed step left open would be in the way of the steps after it. */
  async #putAway(): Promise<void> {
    for (let layer = 0; layer < 3; layer += 1) await this.#page.keyboard.press('Escape');
    await clearNotifications(this.#page).catch((error: unknown) => {
      console.log(`    The messages could not be cleared: ${String(error)}`);
    });
    await this.#endDebugging().catch((error: unknown) => {
      console.log(`    The debugger could not be ended: ${String(error)}`);
    });
  }

  async #endDebugging(): Promise<void> {
    const toolbar = this.#page.locator('.debug-toolbar');
    if (!(await toolbar.isVisible())) return;
    await toolbar.locator('.codicon-debug-disconnect, .codicon-debug-stop').first().click();
    await toolbar.waitFor({ state: 'hidden' });
  }
}
