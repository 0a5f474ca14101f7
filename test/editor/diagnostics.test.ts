/** The loop warning and broken manifests in a real VS Code. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, eventually, findings, open, ourDiagnostics, until } from './wait.ts';

async function findingsOf(path: string): Promise<readonly vscode.Diagnostic[]> {
  const { document } = await open(path);
  return findings(document.uri);
}

describe('the loop warning', () => {
  afterEach(closeAll);

  it('names the chain of calls on the unguarded example', async () => {
    const [finding, ...others] = await findingsOf('signup-enricher/index.js');
    assert.ok(finding);
    assert.equal(others.length, 0);
    assert.equal(finding.severity, vscode.DiagnosticSeverity.Warning);
    const code = finding.code;
    assert.equal(typeof code === 'object' ? code.value : code, 'posthog-apps/event-loop');
    const chain = (finding.relatedInformation ?? []).map((step) => step.message);
    assert.match(chain[0] ?? '', /^1\. onEvent/);
    assert.match(chain[1] ?? '', /^2\. captureCompany/);
  });

  it('goes away with its quick fix', async () => {
    const [finding] = await findingsOf('signup-enricher/index.js');
    assert.ok(finding);
    const document = vscode.window.activeTextEditor?.document;
    assert.ok(document);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      finding.range,
    );
    const fix = actions.find((action) => action.isPreferred === true && action.edit !== undefined);
    assert.ok(fix?.edit, `no preferred fix among: ${actions.map((action) => action.title).join(', ')}`);
    await vscode.workspace.applyEdit(fix.edit);
    await until('the warning to go', [vscode.languages.onDidChangeDiagnostics], () =>
      ourDiagnostics(document.uri).some((left) => left.severity === vscode.DiagnosticSeverity.Warning)
        ? undefined
        : true,
    );
  });

  it('says of the guarded example only that the loop ends', async () => {
    const findings = await findingsOf('first-visit/index.js');
    assert.deepEqual(
      findings.map((finding) => finding.severity),
      [vscode.DiagnosticSeverity.Information],
    );
  });
});

describe('a broken plugin.json', () => {
  afterEach(closeAll);

  it('gets one error that says what to do, and keeps the rest working', async () => {
    const { document } = await open('signup-enricher/plugin.json');
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 1), ' "main" "index.js",');
    await vscode.workspace.applyEdit(edit);
    const errors = await until('an error in plugin.json', [vscode.languages.onDidChangeDiagnostics], () => {
      const found = ourDiagnostics(document.uri);
      return found.length > 0 ? found : undefined;
    });
    assert.equal(errors.length, 1);
    assert.match(errors[0]?.message ?? '', /colon is missing/);
  });

  it('has each comment reported once, and all of them removed by one fix', async () => {
    const { document } = await open('first-visit/plugin.json');
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 1), ' // one\n/* two */ ');
    await vscode.workspace.applyEdit(edit);
    const fixes = await eventually('a fix of the second comment', async () => {
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        new vscode.Range(1, 3, 1, 3),
      );
      const found = actions.filter(({ title }) => title === 'Remove the Comments');
      return found.length > 0 && vscode.languages.getDiagnostics(document.uri).length > 1 ? found : undefined;
    });
    assert.equal(fixes.length, 1);
    const lines = vscode.languages.getDiagnostics(document.uri).map(({ range }) => range.start.line);
    assert.deepEqual(lines, [0, 1]);
  });
});
