/**
 * Names that package.json and the code share. A command that the manifest lacks, or one that nobody registers, fails a
 * test.
 */
import {
  addTypeDefinitionsCommand,
  debugAppCommand,
  runAppCommand,
  watchAppCommand,
} from '../protocol/lsp.ts';

export const commands = {
  runApp: runAppCommand,
  debugApp: debugAppCommand,
  debugLastRun: 'posthogApps.debugLastRun',
  watchApp: watchAppCommand,
  stop: 'posthogApps.stop',
  replayLastRun: 'posthogApps.replayLastRun',
  openRunHistory: 'posthogApps.openRunHistory',
  copyAsCurl: 'posthogApps.copyAsCurl',
  fetchRealEvent: 'posthogApps.fetchRealEvent',
  selectHost: 'posthogApps.selectHost',
  testConnection: 'posthogApps.testConnection',
  setPersonalApiKey: 'posthogApps.setPersonalApiKey',
  clearKeys: 'posthogApps.clearKeys',
  newApp: 'posthogApps.newApp',
  addTypeDefinitions: addTypeDefinitionsCommand,
  saveRunAsTest: 'posthogApps.saveRunAsTest',
  updateScenario: 'posthogApps.updateScenario',
  showEventFlow: 'posthogApps.showEventFlow',
  dockRunPanel: 'posthogApps.dockRunPanel',
  undockRunPanel: 'posthogApps.undockRunPanel',
  /** The same where the view is what the bottom area shows: only the manifest's conditions know that. */
  undockRunPanelFromArea: 'posthogApps.undockRunPanelFromArea',
  showOutput: 'posthogApps.showOutput',
} as const;

export type CommandId = (typeof commands)[keyof typeof commands];

/** Context keys for `when` and `enablement` in the manifest. */
export const contextKeys = {
  /** There is an app in the workspace. */
  hasApps: 'posthogApps.hasApps',
  /** The active document belongs to an app. */
  isAppDocument: 'posthogApps.isAppDocument',
  isRunning: 'posthogApps.isRunning',
  isFollowing: 'posthogApps.isFollowing',
  /** The run panel is a view, not a tab beside the code. */
  isDocked: 'posthogApps.isDocked',
} as const;

/** The run panel where it is docked. */
export const runViewId = 'posthogApps.runView';

/** Type of debug configurations in launch.json. */
export const debugType = 'posthog-app';

/** Scheme of the inputs of runs, which are edited as JSON documents. */
export const inputScheme = 'posthog-input';

/** Scheme of the texts that scenarios had before they were updated. */
export const scenarioScheme = 'posthog-scenario';

/** Scheme of the event flow as a read-only document. */
export const flowScheme = 'posthog-event-flow';

/** Scheme of read-only documents with what a run did. */
export const runScheme = 'posthog-run';
