/** What can be run in an app, and what is run when the user names nothing. */
import { jobsExport, lifecycleExport } from '../../platform/lifecycle.ts';
import type { AppInfo } from '../../protocol/lsp.ts';
import type { PanelEntryPoint, PanelInput } from '../../protocol/panel.ts';

/** The exports that an app is written for come first; the rest in the order of the source. */
const preferred: readonly string[] = [
  'processEvent',
  'onEvent',
  'composeWebhook',
  'exportEvents',
  'processEventBatch',
];

/** What PostHog calls, in the order of the source, and then the jobs. */
export function entryPointsOf(app: AppInfo): readonly PanelEntryPoint[] {
  const names = [...new Set(app.entryPoints.map(({ name }) => name))];
  const jobs = names.filter(isJob);
  return [...names.filter((name) => !isJob(name)), ...jobs].map((name) => ({
    name,
    summary: summaryOf(name),
  }));
}

/**
 * The entry point to run.
 *
 * @param wanted the user's choice or the last one, when there is one.
 * @returns null when the app has nothing to run.
 */
export function chooseEntryPoint(
  entryPoints: readonly PanelEntryPoint[],
  wanted: string | null | undefined,
): string | null {
  const names = entryPoints.map(({ name }) => name);
  if (wanted !== null && wanted !== undefined && names.includes(wanted)) return wanted;
  return preferred.find((name) => names.includes(name)) ?? names[0] ?? null;
}

/** An entry point that events go through: the one that is chosen, if it is of that kind. */
export function eventEntryPoint(
  entryPoints: readonly PanelEntryPoint[],
  chosen: string | null,
): string | null {
  const names = entryPoints.map(({ name }) => name).filter((name) => isOfEvents(inputKindOf(name)));
  if (chosen !== null && names.includes(chosen)) return chosen;
  return preferred.find((name) => names.includes(name)) ?? names[0] ?? null;
}

/**
 * What the event of a whole life cycle is for: `processEvent`, where the app has it in either form; else `onEvent`, or
 * `exportEvents` where the app has no `onEvent`. Whatever else looks on gets it too. Source: reference 2.3, 2.7.
 */
export function lifeCycleEntryPoint(entryPoints: readonly PanelEntryPoint[]): string | null {
  const has = (wanted: string): boolean => entryPoints.some(({ name }) => name === wanted);
  if (has('processEvent') || has('processEventBatch')) return 'processEvent';
  return ['onEvent', 'exportEvents'].find(has) ?? eventEntryPoint(entryPoints, null);
}

function isOfEvents(kind: PanelInput['kind'] | null): boolean {
  return kind === 'event' || kind === 'events';
}

/** What the input of an entry point is called, or null when it takes none. */
export function inputKindOf(entryPoint: string): PanelInput['kind'] | null {
  if (isJob(entryPoint)) return 'payload';
  const input = lifecycleExport(entryPoint)?.input;
  return input === undefined || input === 'none' ? null : input;
}

function summaryOf(name: string): string {
  if (isJob(name)) return 'Runs when the app, or somebody in PostHog, enqueues the job.';
  return lifecycleExport(name)?.summary ?? '';
}

function isJob(name: string): boolean {
  return name.startsWith(`${jobsExport}.`);
}
