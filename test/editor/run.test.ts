/** Running an app from the editor. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, eventually, open, runtimeProcesses } from './wait.ts';

describe('Run', () => {
  afterEach(closeAll);

  it('stands above each entry point', async () => {
    const { document } = await open('annotate-releases/index.ts');
    const titles = await eventually('code lenses', async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
        100,
      );
      const ours = lenses.filter((lens) => lens.command?.command === 'posthogApps.runApp');
      return ours.length > 0 ? ours.map((lens) => String(lens.command?.arguments?.[1])) : undefined;
    });
    assert.deepEqual(titles, ['setupPlugin', 'onEvent', 'jobs.annotate', 'runEveryDay']);
  });

  it('opens the run panel beside the code and leaves the focus in the editor', async () => {
    const editor = await open('first-visit/index.js');
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const root = vscode.Uri.joinPath(folder.uri, 'first-visit').toString();
    await vscode.commands.executeCommand('posthogApps.runApp', root, 'onEvent');
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    const panel = tabs.find((tab) => tab.input instanceof vscode.TabInputWebview);
    assert.ok(panel, `tabs: ${tabs.map((tab) => tab.label).join(', ')}`);
    assert.notEqual(panel.group.viewColumn, editor.viewColumn);
    assert.equal(vscode.window.activeTextEditor?.document.fileName, editor.document.fileName);
    assert.equal((await runtimeProcesses()).length, 1);
  });
});
