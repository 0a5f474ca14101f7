/** Keys that stand where they should not. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, eventually, open, uriOf } from './wait.ts';

const key = 'phx_8Jq2Lm4Nv6Rt1Ws3Xy5Zb7Cd9Fg0Hk';

describe('a personal API key in the settings of the workspace', () => {
  const file = (): vscode.Uri => uriOf('.vscode/settings.json');
  const read = async (): Promise<string> =>
    new TextDecoder().decode(await vscode.workspace.fs.readFile(file()));

  afterEach(async () => {
    await closeAll();
    await vscode.workspace.fs.delete(file());
  });

  it('is removed from the file at once, and used nowhere', async () => {
    await open('signup-enricher/index.js');
    const text = `{\n  // Mine.\n  "posthogApps.personalApiKey": "${key}",\n  "editor.tabSize": 6\n}`;
    await vscode.workspace.fs.writeFile(file(), new TextEncoder().encode(text));
    const left = await eventually('the file without the key', async () => {
      const now = await read();
      // The editor empties a file for a moment before it writes it.
      return now === '' || now.includes(key) ? undefined : now;
    });
    assert.equal(left, text.replace(key, ''));
    assert.equal(vscode.workspace.getConfiguration('posthogApps').get('personalApiKey'), '');
  });
});
