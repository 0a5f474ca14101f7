/** Debugging: VS Code's own JavaScript debugger attaches to the sandbox of a run. There is nothing to configure. */
import * as vscode from 'vscode';

/** Marks the sessions that are ours, and tells them apart. */
const marker = '__posthogAppsRun';

export interface DebugTarget {
  readonly name: string;
  readonly root: vscode.Uri;
  /** The run of a test that is debugged. */
  readonly testRun?: vscode.TestRun;
}

/**
 * Attaches the debugger.
 *
 * @param address of the inspector, as the runtime tells it.
 * @param onEnd called when the session ends: by the end of the run, or because the user ended it.
 * @returns whether a session began.
 */
export async function attachDebugger(
  address: string,
  { name, root, testRun }: DebugTarget,
  onEnd: () => void,
): Promise<boolean> {
  const ended = vscode.debug.onDidTerminateDebugSession(({ configuration }) => {
    if (configuration[marker] !== address) return;
    ended.dispose();
    onEnd();
  });
  const hasBegun = await vscode.debug.startDebugging(
    vscode.workspace.getWorkspaceFolder(root),
    {
      type: 'node',
      request: 'attach',
      name,
      websocketAddress: address,
      [marker]: address,
      // The sandbox waits for the debugger, and goes on once breakpoints are set.
      continueOnAttach: true,
      autoAttachChildProcesses: false,
      // Scripts of apps have names of their own, which look like no file.
      resolveSourceMapLocations: null,
      // Breakpoints are looked up as each script comes, before it runs: nothing on disk tells where they lie.
      perScriptSourcemaps: 'yes',
      skipFiles: ['<node_internals>/**', 'posthog-runtime:/**', '**/dist/sandbox.js'],
      internalConsoleOptions: 'neverOpen',
    },
    // What is open and not saved goes along with the run.
    { suppressSaveBeforeStart: true, ...(testRun === undefined ? {} : { testRun }) },
  );
  if (!hasBegun) ended.dispose();
  return hasBegun;
}
