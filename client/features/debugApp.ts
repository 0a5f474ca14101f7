/** Debugging: VS Code's own JavaScript debugger attaches to the sandbox of a run. There is nothing to configure. */
import * as vscode from 'vscode';
import { makeRoomForCode } from '../panel/codeColumn.ts';

/** Marks the sessions that are ours, and tells them apart. */
const marker = '__posthogAppsRun';

export interface DebugTarget {
  /** The app or the test. */
  readonly name: string;
  /** What of it runs; the call stack is headed by it. */
  readonly what: string;
  readonly root: vscode.Uri;
  /** The run of a test that is debugged. */
  readonly testRun?: vscode.TestRun;
}

export interface DebugEvents {
  /** The session has ended: by the end of the run, or because the user ended it. */
  readonly onEnd: () => void;
  /** The user wants the run to begin anew; {@link onEnd} does not follow. */
  readonly onRestart: () => void;
  /** The app stands at a line, or goes on. */
  readonly onPause?: (isPaused: boolean) => void;
}

/**
 * Attaches the debugger.
 *
 * @param address of the inspector, as the runtime tells it.
 * @returns whether a session began.
 */
export async function attachDebugger(
  address: string,
  { name, what, root, testRun }: DebugTarget,
  { onEnd, onPause, onRestart }: DebugEvents,
): Promise<boolean> {
  const isOurs = ({ configuration }: vscode.DebugSession): boolean => configuration[marker] === address;
  const watching = vscode.Disposable.from(
    // The debugger calls what it attached to a remote process, which says nothing to the author.
    vscode.debug.onDidStartDebugSession((session) => {
      if (session.parentSession !== undefined && isOurs(session.parentSession)) session.name = what;
    }),
    vscode.debug.onDidTerminateDebugSession((session) => {
      if (!isOurs(session)) return;
      watching.dispose();
      onEnd();
    }),
    // Attaching once more would find nobody: the app of a run that begins anew has a process of its own.
    vscode.debug.registerDebugAdapterTrackerFactory('*', {
      createDebugAdapterTracker: (session) => {
        // The app is a session below the one that attached.
        if (session.parentSession !== undefined && isOurs(session.parentSession)) {
          return {
            onDidSendMessage: (message: unknown) => {
              const isPaused = pauseOf(message);
              if (isPaused !== undefined) onPause?.(isPaused);
            },
          };
        }
        if (!isOurs(session)) return undefined;
        return {
          onWillReceiveMessage: (message: unknown) => {
            if (!isRestart(message)) return;
            watching.dispose();
            void vscode.debug.stopDebugging(session);
            onRestart();
          },
        };
      },
    }),
  );
  await makeRoomForCode();
  const hasBegun = await vscode.debug.startDebugging(
    vscode.workspace.getWorkspaceFolder(root),
    {
      type: 'node',
      request: 'attach',
      name: `Debug ${name}`,
      websocketAddress: address,
      [marker]: address,
      // The sandbox waits for the debugger, and goes on once breakpoints are set.
      continueOnAttach: true,
      autoAttachChildProcesses: false,
      // Scripts of apps have names of their own, which look like no file.
      resolveSourceMapLocations: null,
      // Breakpoints are looked up as each script comes, before it runs: nothing on disk tells where they lie. What
      // `perScriptSourcemaps` does instead finds only sources that are called as the script is.
      pauseForSourceMap: true,
      skipFiles: ['<node_internals>/**', 'posthog-runtime:/**', '**/dist/sandbox.js'],
      internalConsoleOptions: 'neverOpen',
    },
    // What is open and not saved goes along with the run.
    { suppressSaveBeforeStart: true, ...(testRun === undefined ? {} : { testRun }) },
  );
  if (!hasBegun) watching.dispose();
  return hasBegun;
}

/** A request of the Debug Adapter Protocol. */
function isRestart(message: unknown): boolean {
  return (
    typeof message === 'object' && message !== null && 'command' in message && message.command === 'restart'
  );
}

/** Whether an event of that protocol says that the app stands or goes on; undefined for all others. */
function pauseOf(message: unknown): boolean | undefined {
  if (typeof message !== 'object' || message === null || !('event' in message)) return undefined;
  if (message.event === 'stopped') return true;
  return message.event === 'continued' || message.event === 'terminated' ? false : undefined;
}
