/** The whole state of the panel, as its view gets it. */
import * as vscode from 'vscode';
import { emptyManifest, type Manifest } from '../../platform/manifest.ts';
import type { AppInfo } from '../../protocol/lsp.ts';
import type { OpenedParts, PanelFollow, PanelProblem, PanelState } from '../../protocol/panel.ts';
import { isKeyHeldBack } from '../features/personalKeys.ts';
import type { Services } from '../services.ts';
import { nothingRuns } from '../trust.ts';
import { chainEntryPoint } from './appChain.ts';
import { readAppManifest } from './appManifest.ts';
import { noApp, type RunTarget } from './chosenTarget.ts';
import { configForm } from './configForm.ts';
import { chooseEntryPoint, entryPointsOf, lifeCycleEntryPoint } from './entryPoints.ts';
import { canFollow } from './followRun.ts';
import { describeHost, remarkOn, settingProblem } from './hostState.ts';
import { listProblem, missingProblem, noAppProblem, trustProblem } from './runProblems.ts';
import { shownAccess } from './runRequest.ts';
import type { ShownRuns } from './shownRuns.ts';

/** What a session knows besides what is known everywhere. */
export interface SessionParts {
  readonly target: RunTarget;
  readonly shown: ShownRuns;
  /** Why the last run could not begin or end. */
  readonly failure: PanelProblem | null;
  readonly followProgress: PanelFollow['progress'];
  /** Origins that got a personal key since the run that is shown. */
  readonly keysSet: readonly string[];
  readonly isWatching: boolean;
  readonly opened: OpenedParts;
}

export async function describePanel(services: Services, parts: SessionParts): Promise<PanelState> {
  const { failure, keysSet, shown, target } = parts;
  const { rootUri } = target;
  const app = knownApp(services, rootUri);
  const apps = (target.apps ?? []).map((uri) => knownApp(services, uri));
  const isChain = apps.length > 0;
  const isLifeCycle = !isChain && target.isLifeCycle === true;
  const { manifest, problem: manifestProblem } =
    rootUri === noApp
      ? { manifest: emptyManifest, problem: noAppProblem }
      : await readAppManifest(vscode.Uri.parse(rootUri));
  const access = shownAccess();
  const { problems } = access;
  const entryPoints = app === undefined || isChain ? [] : entryPointsOf(app);
  const entryPoint = isChain
    ? chainEntryPoint
    : isLifeCycle && entryPoints.length > 0
      ? (lifeCycleEntryPoint(entryPoints) ?? 'setupPlugin')
      : chooseEntryPoint(entryPoints, target.entryPoint);
  const input = entryPoint === null ? null : await services.inputs.describe(rootUri, entryPoint);
  const missing = apps.includes(undefined) ? undefined : app;
  const blocking =
    trustProblem() ??
    manifestProblem ??
    missingProblem(missing, entryPoint) ??
    settingProblem(problems.filter(({ key }) => key === 'host')) ??
    (isChain || isLifeCycle ? listProblem(input) : null);
  return {
    app: app === undefined ? null : { rootUri, name: app.name },
    apps: apps.flatMap((one) => (one === undefined ? [] : { rootUri: one.rootUri, name: one.name })),
    isLifeCycle,
    entryPoints,
    entryPoint,
    host: describeHost(access, services.projectNames, vscode.workspace.isTrusted ? null : nothingRuns),
    input,
    config: isChain ? [] : await describeConfig(services, rootUri, manifest),
    problem: blocking ?? failure ?? remarkOn(problems),
    run: shown.run,
    isOtherInput: await isOtherInput(services, target, shown, entryPoint),
    history: services.history.runs,
    comparison: shown.comparison,
    chain: shown.chain,
    follow: {
      isPossible: shown.whole !== null && canFollow(shown.whole, services.apps.known),
      progress: parts.followProgress,
    },
    keysSet,
    keysHeldBack: keysSet.filter(isKeyHeldBack),
    isWatching: parts.isWatching,
    opened: parts.opened,
    // A list is read anew for each run: what was wrong with it may be mended.
    canRun: blocking === null && (input === null || input.problem === null || input.list !== null),
  };
}

/** @returns undefined for an app that is gone. */
export function knownApp({ apps }: Pick<Services, 'apps'>, rootUri: string): AppInfo | undefined {
  return apps.known.find((app) => app.rootUri === rootUri);
}

async function describeConfig(
  { config, keys }: Services,
  rootUri: string,
  manifest: Manifest,
): Promise<PanelState['config']> {
  const hasSecrets = manifest.config.some(({ secret }) => secret === true);
  const secrets = (hasSecrets ? await keys.list() : []).flatMap((secret) =>
    secret.kind === 'config' && secret.rootUri === rootUri ? secret.key : [],
  );
  return configForm(manifest, config.entries(rootUri), new Set(secrets));
}

/** Whether the next run gets something else than the one that is shown was given. */
async function isOtherInput(
  { inputs }: Services,
  { rootUri }: RunTarget,
  { whole }: ShownRuns,
  entryPoint: string | null,
): Promise<boolean> {
  if (whole === null || entryPoint === null) return false;
  const { chain, record } = whole;
  const isSameTarget = chain !== null || record.entryPoint === entryPoint;
  const given = { id: record.id, value: record.input, from: record.from ?? null };
  return !isSameTarget || !(await inputs.isChosen(rootUri, entryPoint, given));
}
