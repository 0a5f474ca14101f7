/** Runs named steps in order, takes a picture after each, and counts. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { testResults } from '../../scripts/paths.ts';

export class Steps {
  readonly #page: Page;
  readonly #folder = join(testResults, 'screenshots');
  #passed = 0;
  #failed = 0;

  constructor(page: Page) {
    this.#page = page;
  }

  get counts(): { readonly passed: number; readonly failed: number } {
    return { passed: this.#passed, failed: this.#failed };
  }

  /** A picture of what a step passes through. */
  async picture(name: string): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    await this.#page.screenshot({ path: join(this.#folder, `${name}.png`) });
  }

  /** A step that fails is reported with a picture; the steps after it are still tried. */
  async step(name: string, act: () => Promise<void>): Promise<void> {
    const number = String(this.#passed + this.#failed + 1).padStart(2, '0');
    const file = join(this.#folder, `${number}-${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.png`);
    await mkdir(this.#folder, { recursive: true });
    try {
      await act();
      this.#passed++;
      console.log(`  ✓ ${name}`);
    } catch (error) {
      this.#failed++;
      console.log(`  ✗ ${name}\n    ${error instanceof Error ? error.message : String(error)}`);
    }
    await this.#page.screenshot({ path: file });
  }
}
