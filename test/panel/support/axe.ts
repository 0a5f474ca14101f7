/** The rules of axe-core over a page. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

declare const axe: { run(): Promise<AxeResults> };

const source = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds wrong, a line for each place. */
export async function violationsIn(page: Page): Promise<readonly string[]> {
  await page.evaluate(await source);
  const found = await page.evaluate(async () => (await axe.run()).violations);
  return found.flatMap(({ id, nodes }) =>
    nodes
      .filter(({ html }) => !isRowOfTree(id, html))
      .map(({ target, failureSummary = '' }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
  );
}

/**
 * A row of a tree has a name that begins with what is seen in it, which is what voice control needs. The rule wants the
 * texts of its buttons in it, too, which a screen reader would say for each row.
 */
function isRowOfTree(rule: string, element: string): boolean {
  return rule === 'label-content-name-mismatch' && element.includes('role="treeitem"');
}
