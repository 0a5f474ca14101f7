/** What keeps the panel from running, in a sentence, with the button that mends it. */
import * as vscode from 'vscode';
import type { AppInfo } from '../../protocol/lsp.ts';
import type { PanelAction, PanelProblem, PanelState } from '../../protocol/panel.ts';
import { RuntimeEnded, RuntimeOff } from '../runtimeProcess.ts';
import { nothingRuns } from '../trust.ts';
import { NothingCalled } from './appChain.ts';
import { FollowProblem } from './followRun.ts';
import { InputMissing } from './inputChoices.ts';
import { AttachmentMissing } from './runRequest.ts';

/**
 * Why a run could not be started.
 *
 * @param isOneApp whether the panel shows the config of the app: of several apps it shows none.
 */
export function failureProblem(error: unknown, isOneApp: boolean): PanelProblem {
  const message = error instanceof Error ? error.message : String(error);
  const isExpected = expected.some((kind) => error instanceof kind);
  return {
    message: isExpected ? message : `The run could not be started: ${message}`,
    actions: waysOut(error, isOneApp),
  };
}

/** What these say is for the user as it is. */
const expected = [RuntimeEnded, RuntimeOff, AttachmentMissing, InputMissing, FollowProblem, NothingCalled];

function waysOut(error: unknown, isOneApp: boolean): readonly PanelAction[] {
  if (error instanceof InputMissing) return [{ label: 'Choose…', message: { type: 'runFile' } }];
  if (error instanceof NothingCalled) return [];
  if (error instanceof AttachmentMissing) {
    return isOneApp ? [{ label: 'Choose…', message: { type: 'editConfig', key: error.key } }] : [];
  }
  return [{ label: 'Show Output', message: { type: 'showOutput' } }];
}

/** For several apps in order, and the whole life of one: what follows from one call to the next is one event. */
export function listProblem(input: PanelState['input']): PanelProblem | null {
  return input === null || input.list === null
    ? null
    : { message: 'This takes one event. Choose one in the place of the list.', actions: [] };
}

export function trustProblem(): PanelProblem | null {
  if (vscode.workspace.isTrusted) return null;
  return {
    message: nothingRuns,
    actions: [{ label: 'Manage Workspace Trust', message: { type: 'manageTrust' } }],
  };
}

export const noAppProblem: PanelProblem = {
  message:
    'No PostHog app has been found in this window yet. Open the folder of one, or make one with PostHog Apps: New App.',
  actions: [],
};

export function missingProblem(app: AppInfo | undefined, entryPoint: string | null): PanelProblem | null {
  if (app === undefined) {
    return {
      message:
        'The app is not to be found: it is gone, or nothing of it is open in this window. Choose another one, or run one from its code.',
      actions: [],
    };
  }
  if (entryPoint !== null) return null;
  const message =
    app.entryUri === null
      ? 'The app has no entry file. Add index.js or index.ts, or name one as "main" in plugin.json.'
      : 'The app exports nothing that PostHog calls. Export processEvent or onEvent.';
  return { message, actions: [] };
}
