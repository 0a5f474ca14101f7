/** Makes the parts and puts them together. Loaded when an app was found, or a command was given. */
import { join } from 'node:path';
import * as vscode from 'vscode';
import { hideKeyShapes } from '../platform/keyShapes.ts';
import { AppList } from './apps.ts';
import { type ConsentQuestion, Consents } from './consent.ts';
import { type CommandId, commands } from './contributions.ts';
import { mayBelongToApp } from './discovery.ts';
import { EventFlow } from './eventFlow/eventFlow.ts';
import * as editorContext from './features/editorContext.ts';
import * as ignoreFinding from './features/ignoreFinding.ts';
import * as keySetting from './features/keySetting.ts';
import { newApp } from './features/newApp.ts';
import * as savedDefinitions from './features/savedDefinitions.ts';
import * as typeDefinitions from './features/typeDefinitions.ts';
import { addTypeDefinitionsOf } from './features/typeDefinitions.ts';
import { offerTypeDefinitions } from './features/offerTypeDefinitions.ts';
import { clearKeys } from './features/clearKeys.ts';
import { setPersonalApiKey } from './features/personalKeys.ts';
import { RunCommands } from './features/runApp.ts';
import * as hostMemory from './features/selectHost.ts';
import { selectHost } from './features/selectHost.ts';
import { offerFirstProject } from './features/selectProject.ts';
import * as statusBar from './features/statusBar.ts';
import { testConnection } from './features/testConnection.ts';
import * as settingCheck from './features/settingCheck.ts';
import * as readiness from './features/readiness.ts';
import * as workspaceSettings from './features/workspaceSettings.ts';
import * as typeProvider from './features/typeProvider.ts';
import { Keys } from './keys.ts';
import { KnownHosts } from './knownHosts.ts';
import { startLanguageClient } from './languageClient.ts';
import { ConfigStore } from './panel/configStore.ts';
import { InputChoices } from './panel/inputChoices.ts';
import { madeSamples } from './panel/madeSamples.ts';
import { eventReader } from './panel/readEvents.ts';
import { readOwnSamples } from './panel/ownSamples.ts';
import { InputFiles } from './panel/inputFiles.ts';
import { PackageConsents } from './packageConsents.ts';
import { inputTexts } from './panel/inputTexts.ts';
import { runFiles } from './panel/history/runFiles.ts';
import { RunHistory } from './panel/history/runHistory.ts';
import { LockAlone } from './panel/lockAlone.ts';
import { RunDocuments } from './panel/runDocuments.ts';
import { ProjectNames } from './projectNames.ts';
import { RuntimeProcess } from './runtimeProcess.ts';
import { saveRunAsTest } from './scenarios/saveRun.ts';
import { ScenarioTests } from './scenarios/scenarioTests.ts';
import { EarlierScenarios, updateScenario } from './scenarios/updateScenario.ts';
import type { Services } from './services.ts';
import { showWarning } from './notifications.ts';
import { nothingRuns } from './trust.ts';

export interface Started {
  readonly handlers: Readonly<Record<CommandId, (...args: readonly unknown[]) => unknown>>;
  readonly run: RunCommands;
  readonly eventFlow: EventFlow;
  /** Starts the language server and all that needs an app; called once, when there may be one. */
  readonly appsFound: () => Promise<void>;
}

export interface StartOptions {
  readonly context: vscode.ExtensionContext;
  readonly output: vscode.LogOutputChannel;
  /** The first look for apps. */
  readonly firstLook: Promise<void>;
}

export function start({ context, output, firstLook }: StartOptions): Started {
  const apps = new AppList();
  const keys = new Keys(context.secrets);
  const consents = new Consents(context.workspaceState, (question) => ask(question, () => run.stop()));
  const projectNames = new ProjectNames(context.globalState);
  const config = new ConfigStore(context.workspaceState);
  const history = new RunHistory(
    context.workspaceState,
    runFiles(context.storageUri === undefined ? undefined : join(context.storageUri.fsPath, 'runs')),
  );
  const now = new Date();
  const inputs = new InputChoices(context.workspaceState, now, {
    ownSamples: readOwnSamples,
    madeSamples: madeSamples(apps, history, now),
    readEvents: eventReader(history),
  });
  let attached = Promise.resolve();
  const services: Services = {
    context,
    output,
    apps,
    searched: () => firstLook.then(() => attached),
    keys,
    hosts: new KnownHosts(context.globalState, context.workspaceState, keys),
    consents,
    projectNames,
    config,
    inputs,
    inputFiles: new InputFiles(inputTexts(inputs, config), (rootUri) =>
      (apps.known.find((app) => app.rootUri === rootUri)?.entryPoints ?? []).map(({ name }) => name),
    ),
    history,
    documents: new RunDocuments(history),
    runtime: () => runtime,
  };
  const run = new RunCommands(services);
  const scenarios = new ScenarioTests(services);
  const packageConsents = new PackageConsents(context.workspaceState, (question) =>
    ask(question, () => {
      run.stop();
      // It may be a scenario of the Test Explorer that asks.
      void vscode.commands.executeCommand('testing.cancelRun');
    }),
  );
  const runtime = new RuntimeProcess({
    program: context.asAbsolutePath('dist/runtime.js'),
    // Each way to run or to send says so itself; this is for one that would forget.
    whyOff: () => (vscode.workspace.isTrusted ? null : nothingRuns),
    compileCache: join(context.globalStorageUri.fsPath, 'compiled'),
    log: (text) => output.info(hideKeyShapes(text.trimEnd())),
    consent: async (request) => {
      const host = run.panel?.session.hostOfRun;
      if (host === undefined) return false;
      return consents.allows(request, host, projectNames.describe({ host, projectId: request.projectId }));
    },
    allowPackages: (request) => packageConsents.allows(request),
    attachDebugger: async ({ address, of }) =>
      of === 'scenario'
        ? scenarios.attachDebugger(address)
        : ((await run.panel?.session.attachDebugger(address)) ?? false),
  });
  const eventFlow = new EventFlow(services);
  context.subscriptions.push(
    runtime,
    run,
    eventFlow,
    new LockAlone(),
    scenarios,
    apps,
    services.inputFiles,
    services.documents,
    keySetting.register(services),
    hostMemory.register(services),
    workspaceSettings.register(services),
  );
  return {
    run,
    eventFlow,
    handlers: handlersOf(services, run, scenarios, eventFlow),
    appsFound: () => (attached = startLanguageFeatures(services)),
  };
}

/**
 * Whether the user allows it.
 *
 * @param stop ends the run: what Escape and closing the question mean, which else would be a second way to say no.
 */
async function ask({ title, detail, allow, refuse }: ConsentQuestion, stop: () => void): Promise<boolean> {
  // Enter presses the first button that does not close: by mistake nothing must be allowed.
  const buttons = [{ title: refuse }, { title: allow }, { title: 'Stop the Run', isCloseAffordance: true }];
  const chosen = await showWarning(title, { modal: true, detail }, ...buttons);
  if (chosen?.title !== refuse && chosen?.title !== allow) stop();
  return chosen?.title === allow;
}

async function startLanguageFeatures(services: Services): Promise<void> {
  const { context, output, apps } = services;
  const starting = startLanguageClient(context, output);
  // Not after the server: the editor's own support has checked the open files by then, and calls what it misses errors.
  context.subscriptions.push(
    typeProvider.register({
      declarations: vscode.Uri.file(context.asAbsolutePath('dist')),
      isAppDocument: ({ uri }) => (apps.isKnown ? apps.appOf(uri) !== undefined : mayBelongToApp(uri)),
      onDidChangeApps: apps.onDidChange,
      onOutOfReach: (document) => void offerTypeDefinitions(document, apps, context.workspaceState),
      notify: async (method, params) => {
        const server = await starting.catch(() => undefined);
        await server?.sendNotification(method, params);
      },
    }),
  );
  await apps.attach(starting);
  const client = await starting;
  context.subscriptions.push(
    client,
    editorContext.register(services),
    statusBar.register(services),
    readiness.register(services),
    settingCheck.register(),
    typeDefinitions.register(apps),
    savedDefinitions.register(),
    ignoreFinding.register(),
  );
}

function handlersOf(
  services: Services,
  run: RunCommands,
  scenarios: ScenarioTests,
  eventFlow: EventFlow,
): Started['handlers'] {
  const earlier = new EarlierScenarios();
  services.context.subscriptions.push(earlier);
  return {
    [commands.runApp]: (rootUri, entryPoint, input) => run.run(rootUri, entryPoint, input),
    [commands.debugApp]: (rootUri, entryPoint, input, place) => run.debug(rootUri, entryPoint, input, place),
    [commands.debugLastRun]: () => run.replayLast(true),
    [commands.watchApp]: (rootUri, entryPoint) => run.watch(rootUri, entryPoint),
    [commands.stop]: () => run.stop(),
    [commands.replayLastRun]: () => run.replayLast(),
    [commands.openRunHistory]: () => run.openHistory(),
    [commands.copyAsCurl]: () => run.copyAsCurl(),
    [commands.fetchRealEvent]: () => run.fetchRealEvent(),
    [commands.selectHost]: () => selectHost(services),
    [commands.testConnection]: () => testConnection(services),
    [commands.setPersonalApiKey]: async (origin) => {
      const isSet = await setPersonalApiKey(services, typeof origin === 'string' ? origin : undefined);
      if (isSet) await offerFirstProject(services);
    },
    [commands.clearKeys]: () => clearKeys(services),
    [commands.newApp]: () => newApp(services.context.globalState),
    [commands.addTypeDefinitions]: (uri) => addTypeDefinitionsOf(services, uri),
    [commands.saveRunAsTest]: async () => saveRunAsTest(await run.finishedRun(), services, scenarios),
    [commands.updateScenario]: (target) => updateScenario(target, services, scenarios, earlier),
    [commands.showEventFlow]: () => eventFlow.show(),
    [commands.dockRunPanel]: () => run.dock(true),
    [commands.undockRunPanel]: () => run.dock(false),
    [commands.undockRunPanelFromArea]: () => run.dock(false, true),
    [commands.showOutput]: () => services.output.show(),
  };
}
