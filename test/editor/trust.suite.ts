/** A folder that nobody has trusted: it is looked at, and nothing of it runs or is sent. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, eventually, findings, labelsAt, open, runtimeProcesses, uriOf } from './wait.ts';

describe('a folder that is not trusted', () => {
  afterEach(closeAll);

  it('has warnings and types', async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    const { document } = await open('signup-enricher/index.js');
    const [finding] = await findings(document.uri);
    assert.equal(finding?.severity, vscode.DiagnosticSeverity.Warning);
    const mark = 'posthog.';
    const position = document.positionAt(document.getText().indexOf(mark) + mark.length);
    const labels = await eventually('capture behind posthog.', async () => {
      const found = await labelsAt(document.uri, position);
      return found.includes('capture') ? found : undefined;
    });
    assert.deepEqual(labels.toSorted(), ['api', 'capture']);
  });

  it('does not decide where requests go, who sends them, or whether they are sent', async () => {
    const settings = uriOf('.vscode/settings.json');
    const text = JSON.stringify({
      'posthogApps.host': 'https://evil.example',
      'posthogApps.projectId': 666,
      'posthogApps.projectApiKey': 'phc_ofSomebodyElse0123456789abcdefgh',
      'posthogApps.personalApiKey': 'phx_ofSomebodyElse0123456789abcdefgh',
      'posthogApps.run.mode': 'mock',
      'posthogApps.allowInsecureHosts': ['evil.example'],
      'http.proxy': 'http://evil.example:3128',
      'http.proxyStrictSSL': false,
      'editor.tabSize': 7,
    });
    await vscode.workspace.fs.writeFile(settings, new TextEncoder().encode(text));
    await eventually('the setting of the folder', async () => {
      await vscode.workspace.fs.stat(settings);
      return vscode.workspace.getConfiguration('editor').get('tabSize') === 7 ? true : undefined;
    });
    const ours = vscode.workspace.getConfiguration('posthogApps');
    assert.deepEqual(
      ['host', 'projectId', 'projectApiKey', 'personalApiKey', 'run.mode'].map((key) => ours.get(key)),
      ['local', null, '', '', 'live'],
    );
    assert.deepEqual(ours.get('allowInsecureHosts'), []);
    // A file of a folder that is not trusted stays as it is.
    assert.equal(new TextDecoder().decode(await vscode.workspace.fs.readFile(settings)), text);
    await vscode.workspace.fs.delete(settings);
  });

  it('neither debugs, nor watches, nor asks a host', async () => {
    const root = uriOf('signup-enricher').toString();
    await vscode.commands.executeCommand('posthogApps.debugApp', root, 'onEvent');
    await vscode.commands.executeCommand('posthogApps.watchApp', root, 'onEvent');
    await vscode.commands.executeCommand('posthogApps.testConnection');
    await vscode.commands.executeCommand('posthogApps.fetchRealEvent');
    assert.equal(vscode.debug.activeDebugSession, undefined);
    assert.deepEqual(await runtimeProcesses(), []);
  });

  it('runs no scenario to update it', async () => {
    const scenario = uriOf('first-visit/scenarios/only-once.scenario.json');
    const before = await vscode.workspace.fs.readFile(scenario);
    await open('first-visit/index.js');
    await vscode.commands.executeCommand('posthogApps.updateScenario', scenario);
    assert.deepEqual(await runtimeProcesses(), []);
    assert.deepEqual(await vscode.workspace.fs.readFile(scenario), before);
  });

  it('says why it does not run, and starts no process', async () => {
    const root = uriOf('signup-enricher').toString();
    await vscode.commands.executeCommand('posthogApps.runApp', root, 'onEvent');
    assert.deepEqual(await runtimeProcesses(), []);
  });
});
