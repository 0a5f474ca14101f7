/** Kinds of projects, with TypeScript 7 in place of the editor's own support. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import './projects.test.ts';

describe('the window', () => {
  it('has TypeScript 7 at work', () => {
    assert.equal(vscode.extensions.getExtension('typescriptteam.native-preview')?.isActive, true);
  });
});
