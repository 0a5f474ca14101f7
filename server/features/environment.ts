/** Answers the client's question for what `posthog-env.d.ts` of an app should hold. */
import type { ServerCapabilities } from 'vscode-languageserver';
import { profileNamed } from '../../platform/profiles.ts';
import { type EnvironmentFile, type EnvironmentParams, lspMethods } from '../../protocol/lsp.ts';
import { environmentMark } from '../../platform/postHogDeclaration.ts';
import { environmentPlace, projectFolder, startOf } from '../analysis/environmentFile.ts';
import { mapPathOf } from '../analysis/environmentMap.ts';
import { leavingOut, otherPostHog, refusalText } from '../analysis/ownDeclaration.ts';
import { staleEnvironments } from '../analysis/staleEnvironment.ts';
import { manifestName } from '../analysis/appFolder.ts';
import type { ServerContext } from '../context.ts';
import { nameOf, pathToUri, uriToPath } from '../uris.ts';

export function registerEnvironment(context: ServerContext): ServerCapabilities {
  context.connection.onRequest(
    lspMethods.environment,
    context.handle<EnvironmentParams, EnvironmentFile | null>(
      'writing type definitions',
      null,
      async ({ uri }) => environmentOf(context, uri),
    ),
  );
  return {};
}

async function environmentOf(context: ServerContext, uri: string): Promise<EnvironmentFile | null> {
  const path = uriToPath(uri);
  if (path === undefined) return null;
  await context.apps.ready();
  const app = context.apps.appOf(path);
  if (app === undefined) return null;
  const engine = await context.engine();
  const { profile } = await context.lint.levelsFor(app.root);
  const service = engine.serviceOf(app);
  service.useProfile(profileNamed(profile));
  const apps = context.appsBeside(app);
  const near = nameOf(path) === manifestName ? undefined : path;
  const target = environmentPlace(context.host, app, apps, near).path;
  const { text, map } = engine.environment(app, apps, target);
  const mapPath = mapPathOf(target);
  const isMapSame = context.files.read(mapPath) === map;
  const state = stateOf(context.files.read(target), text, isMapSame);
  // Asked for at each save: where nothing would be written, nobody need look through the project.
  const other = state === 'same' ? undefined : otherPostHog(context.host, app, state === 'earlier');
  // A file that is there may be imported.
  const mayBeKnown = state !== 'none' && context.providerOf(uri) !== 'server';
  const obstacle =
    other ?? (mayBeKnown ? undefined : leavingOut(context.host, app, target, near ?? startOf(app)));
  const fromProject = (one: string): string => one.slice(projectFolder(context.host, app).length + 1);
  return {
    uri: pathToUri(target),
    text,
    map: map === undefined ? null : { uri: pathToUri(mapPath), text: map },
    state,
    refusal:
      obstacle === undefined
        ? null
        : {
            uri: pathToUri(obstacle.path),
            text: refusalText(fromProject(obstacle.path), obstacle.kind, fromProject(target)),
          },
    stale: staleEnvironments(context.host, app, apps, { path: target, map }).map((one) => pathToUri(one)),
  };
}

function stateOf(now: string | undefined, text: string, isMapSame: boolean): EnvironmentFile['state'] {
  if (now === undefined) return 'none';
  if (now === text && isMapSame) return 'same';
  return now.startsWith(environmentMark) ? 'earlier' : 'other';
}
