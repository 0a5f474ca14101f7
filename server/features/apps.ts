/** Tells the client which apps there are and what in them can be run. */
import { CodeLensRefreshRequest, type ServerCapabilities } from 'vscode-languageserver';
import { type AppInfo, type EntryPointInfo, lspMethods } from '../../protocol/lsp.ts';
import type { App } from '../analysis/appFolder.ts';
import type { ReadNames } from '../analysis/usedNames.ts';
import { pauseAfterAnswer, type ServerContext } from '../context.ts';
import { pathToUri } from '../uris.ts';
import { spanToRange } from './findingToDiagnostic.ts';

/** More names than these make no better sample. */
const mostNames = 60;

/** Changes of the code that follow each other this quickly are told once. */
const pauseMilliseconds = 200;

export function registerApps(context: ServerContext): ServerCapabilities {
  let timer: NodeJS.Timeout | undefined;
  let told = '';

  async function tell(): Promise<void> {
    await context.quiet();
    const apps = JSON.stringify(await listApps(context));
    if (apps === told) return;
    told = apps;
    await context.connection.sendNotification(lspMethods.appsChanged);
    // The editor asks again for the lenses of code that was changed; an app may go, or come, without that.
    if (context.clientCapabilities.workspace?.codeLens?.refreshSupport === true)
      await context.connection.sendRequest(CodeLensRefreshRequest.type);
  }

  context.connection.onRequest(
    lspMethods.apps,
    context.handle<undefined, readonly AppInfo[]>('listing the apps', [], async () => {
      await context.apps.searched();
      const apps = await listApps(context);
      told = JSON.stringify(apps);
      return apps;
    }),
  );
  function tellIn(milliseconds: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const pause = context.pauseLeft(pauseAfterAnswer);
      if (pause > 0) tellIn(pause);
      else void tell().catch((error: unknown) => context.logError('telling the apps', error));
    }, milliseconds);
  }

  context.onDidTouch(() => tellIn(pauseMilliseconds));
  return {};
}

async function listApps(context: ServerContext): Promise<readonly AppInfo[]> {
  await context.apps.ready();
  const apps: AppInfo[] = [];
  for (const app of context.apps.list()) {
    apps.push({
      rootUri: pathToUri(app.root),
      name: app.name,
      entryUri: app.entryFile === undefined ? null : pathToUri(app.entryFile),
      entryPoints: await entryPointsOf(context, app),
      reads: await readsOf(context, app),
    });
  }
  return apps;
}

async function readsOf(context: ServerContext, app: App): Promise<NonNullable<AppInfo['reads']>> {
  const names = await readNames(context, app);
  return {
    events: [...new Set(names.flatMap(({ events }) => events))].slice(0, mostNames),
    properties: [...new Set(names.flatMap(({ properties }) => properties))].slice(0, mostNames),
  };
}

async function readNames(context: ServerContext, app: App): Promise<readonly ReadNames[]> {
  const engine = await context.engine();
  try {
    return engine.readNames(app);
  } catch {
    // Looking for entry points has failed for the same reason, and has said so.
    return [];
  }
}

/** What can be run in an app, with the place of each; nothing when the analysis fails. */
export async function entryPointsOf(context: ServerContext, app: App): Promise<readonly EntryPointInfo[]> {
  const engine = await context.engine();
  try {
    const program = engine.serviceOf(app).program();
    return engine.entryPoints(app).map(({ name, span }) => ({
      name,
      uri: pathToUri(span.file),
      ...spanToRange(span, program).start,
    }));
  } catch (error) {
    context.logError('looking for entry points', error);
    return [];
  }
}
