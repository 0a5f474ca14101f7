/** Keys that stand where they should not. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, eventually, open, until, uriOf } from './wait.ts';

const key = 'phx_8Jq2Lm4Nv6Rt1Ws3Xy5Zb7Cd9Fg0Hk';

function configured(what: string, isSo: () => boolean): Promise<true> {
  return until(what, [vscode.workspace.onDidChangeConfiguration], () => (isSo() ? true : undefined));
}

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

  it('is removed from projectApiKey too, and the project key stays', async () => {
    await open('signup-enricher/index.js');
    const publicKey = key.replace('phx_', 'phc_');
    const write = async (value: string): Promise<void> =>
      vscode.workspace.fs.writeFile(
        file(),
        new TextEncoder().encode(JSON.stringify({ 'posthogApps.projectApiKey': value })),
      );
    await write(publicKey);
    const setting = (): unknown => vscode.workspace.getConfiguration('posthogApps').get('projectApiKey');
    await configured('the project key', () => setting() === publicKey);
    await write(key);
    await eventually('the file without the personal key', async () => {
      const now = await read();
      return now === '' || now.includes(key) ? undefined : now;
    });
    await configured('the empty setting', () => setting() === '');
  });
});

describe('a personal API key in projectApiKey of the user', () => {
  const setting = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('posthogApps');

  afterEach(() => setting().update('host', undefined, vscode.ConfigurationTarget.Global));

  it('is moved at once into the secret storage', async () => {
    await open('signup-enricher/index.js');
    await setting().update('host', 'https://posthog.example.com', vscode.ConfigurationTarget.Global);
    await setting().update('projectApiKey', key, vscode.ConfigurationTarget.Global);
    await configured(
      'the empty setting',
      () => setting().inspect('projectApiKey')?.globalValue === undefined,
    );
    await closeAll();
  });
});
