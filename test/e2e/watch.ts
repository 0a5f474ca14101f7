/** *Watch*: the last run repeats whenever a file of the app changes, however it is written. */
import { mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { openFile, runCommand, typeAtEnd, webview } from './editor.ts';
import type { Steps } from './steps.ts';

export async function watch(page: Page, steps: Steps, app: string): Promise<void> {
  const code = (text: string): string => `export function onEvent() { console.log('${text}') }\n`;
  const before = await readFile(join(app, 'index.js'), 'utf8');
  const watching = (): Locator => webview(page).getByRole('switch', { name: 'Watch' });
  await steps.step('Watch repeats the run when the file is saved', async () => {
    await openFile(page, 'first-visit/index.js');
    await watching().click();
    await typeAtEnd(page, "\nconsole.log('typed and saved')");
    await runCommand(page, 'File: Save');
    await webview(page).getByText('typed and saved').first().waitFor();
  });
  await steps.step('It also does when another program writes, renames or links a file', async () => {
    await writeFile(join(app, 'index.js'), code('written outside'));
    await webview(page).getByText('written outside').first().waitFor();
    await writeFile(join(app, 'next.js'), code('renamed'));
    await rename(join(app, 'next.js'), join(app, 'index.js'));
    await webview(page).getByText('renamed').first().waitFor();
    const elsewhere = join(app, '..', 'elsewhere.js');
    await writeFile(elsewhere, code('linked'));
    await rm(join(app, 'index.js'));
    await symlink(elsewhere, join(app, 'index.js'));
    await webview(page).getByText('linked', { exact: true }).first().waitFor();
    await writeFile(elsewhere, code('behind the link'));
    await webview(page).getByText('behind the link').first().waitFor();
    await rm(elsewhere);
  });
  await steps.step('It also does for what lies behind a link to a folder', async () => {
    const shared = join(app, '..', 'shared code');
    await mkdir(shared);
    await writeFile(join(shared, 'text.js'), "export const text = 'shared'\n");
    await symlink(shared, join(app, 'lib'));
    await rm(join(app, 'index.js'));
    await writeFile(
      join(app, 'index.js'),
      "import { text } from './lib/text.js'\nexport function onEvent() { console.log(text) }\n",
    );
    await webview(page).getByText('shared', { exact: true }).first().waitFor();
    await writeFile(join(shared, 'text.js'), "export const text = 'shared anew'\n");
    await webview(page).getByText('shared anew').first().waitFor();
    await rm(join(app, 'lib'));
    await rm(shared, { recursive: true });
  });
  await steps.step('It also does for the first file of a folder that is made with it', async () => {
    await writeFile(
      join(app, 'index.js'),
      "import * as made from './made/deep/text.js'\nexport function onEvent() { console.log(made.text) }\n",
    );
    await webview(page).getByRole('heading', { name: 'Failed' }).waitFor();
    for (const text of ['made at once', 'made once more']) {
      await mkdir(join(app, 'made', 'deep'), { recursive: true });
      await writeFile(join(app, 'made', 'deep', 'text.js'), `export const text = '${text}'\n`);
      await webview(page).getByText(text, { exact: true }).first().waitFor();
      await rm(join(app, 'made'), { recursive: true });
      await webview(page).getByRole('heading', { name: 'Failed' }).waitFor();
    }
  });
  await steps.step('It also does when a data file of a folder in a new folder is edited', async () => {
    const times = webview(page).getByText(/^ran at \d+$/);
    const deep = join(app, 'data', 'of', 'people');
    await writeFile(
      join(app, 'index.js'),
      'export const onEvent = () => console.log(`ran at ${Date.now()}`)\n',
    );
    await times.first().waitFor();
    for (const text of ['a', 'a,b']) {
      const before = await times.first().textContent();
      await mkdir(deep, { recursive: true });
      await writeFile(join(deep, 'people.csv'), text);
      await times
        .filter({ hasNotText: before ?? '' })
        .first()
        .waitFor();
    }
    await rm(join(app, 'data'), { recursive: true });
  });
  await steps.step('Switched off, it does not', async () => {
    await watching().click();
    await rm(join(app, 'index.js'), { force: true });
    await writeFile(join(app, 'index.js'), before);
    await webview(page).getByRole('switch', { name: 'Watch', checked: false }).waitFor();
    await webview(page).getByRole('button', { name: /^Run/ }).click();
    await webview(page).getByText('Completed').first().waitFor();
  });
}
