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

  it('is reported by the editor alone, with our fix there, and the rest goes on', async () => {
    const { document } = await open('signup-enricher/plugin.json');
    const { document: code } = await open('signup-enricher/index.js');
    const warned = (await findings(code.uri)).map(({ range }) => range.start.line);
    for (const [mistake, title] of [
      [' "main" "index.js",', 'Insert the Colon'],
      [' "main": "index.js"', 'Insert the Comma'],
      [" 'main': 'index.js',", 'Write Double Quotes'],
      [' "main": index,', undefined],
    ] as const) {
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, new vscode.Position(0, 1), mistake);
      // Its warning moves with it: both files are told of together.
      edit.insert(code.uri, new vscode.Position(0, 0), '\n');
      await vscode.workspace.applyEdit(edit);
      await until('the code to be checked', [vscode.languages.onDidChangeDiagnostics], () => {
        const lines = ourDiagnostics(code.uri).map(({ range }) => range.start.line);
        return lines.every((line, index) => line === (warned[index] ?? 0) + 1) ? lines : undefined;
      });
      const [told] = await until('the error', [vscode.languages.onDidChangeDiagnostics], () => {
        const found = vscode.languages.getDiagnostics(document.uri);
        return found.some(({ source }) => source === 'json') ? found : undefined;
      });
      assert.deepEqual(ourDiagnostics(document.uri), []);
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        told?.range,
      );
      assert.equal(actions.find(({ isPreferred }) => isPreferred === true)?.title, title);
      const back = new vscode.WorkspaceEdit();
      back.delete(document.uri, new vscode.Range(0, 1, 0, 1 + mistake.length));
      back.delete(code.uri, new vscode.Range(0, 0, 1, 0));
      await vscode.workspace.applyEdit(back);
      await until('the error to go', [vscode.languages.onDidChangeDiagnostics], () =>
        vscode.languages.getDiagnostics(document.uri).length === 0 ? true : undefined,
      );
    }
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
