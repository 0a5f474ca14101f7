/** Reads all that an app needs before a process runs it. */
import type { Manifest } from '../../platform/manifest.ts';
import type { CompiledFile, LoadMessage } from '../../protocol/sandbox.ts';
import type { Gate } from '../gate/gate.ts';
import type { AppSettings } from './appSettings.ts';
import { codeForDebugger } from './codeForDebugger.ts';
import { type GeoIpDatabase, openGeoIpDatabase } from './geoIpDatabase.ts';
import { remarksOnGiven } from './givenValues.ts';
import { type AppPackages, findPackages } from './packages.ts';
import { type AppProgram, loadProgram } from './program.ts';

export interface PreparedApp {
  readonly program: AppProgram;
  readonly packages: AppPackages;
  readonly geoIp: GeoIpDatabase | undefined;
  /** Remarks for each run of it. */
  readonly notices: readonly string[];
}

/**
 * Reads and compiles the app, asks about its packages, and opens the GeoIP database.
 *
 * @param gate learns which values are secret, and how long the user took to answer.
 * @throws SetupProblem with one message for whatever keeps the app from being loaded.
 */
export async function prepareApp(settings: AppSettings, gate: Gate): Promise<PreparedApp> {
  const { allowPackages, config, doublesAwaits, folder, geoipDatabase, profile, read } = settings;
  const program = await loadProgram(read, { doublesAwaits, folder, profile });
  gate.hide(secretsOf(program.manifest, config));
  const packages = await findPackages(program.packages, folder, (names) => gate.timed(allowPackages(names)));
  const geoIp = geoipDatabase === undefined ? undefined : await openGeoIpDatabase(geoipDatabase);
  const notice = `The app ran with ${packages.usable.join(', ')} of its node_modules, so it was not isolated as other apps are.`;
  const notices = [
    ...program.notices,
    ...(packages.usable.length === 0 ? [] : [notice]),
    ...remarksOnGiven(program.manifest, settings),
  ];
  return { program, packages, geoIp, notices };
}

/**
 * What the sandbox is told.
 *
 * @param kept what an earlier try to load it left in cache and storage.
 * @param isGuarded whether the sandbox ends with its runner in any case.
 */
export function loadMessage(
  { geoIp, packages, program }: PreparedApp,
  settings: AppSettings,
  isGuarded: boolean,
  kept?: string,
): LoadMessage {
  const { entry, files, manifest, maps } = program;
  const { access, attachments, debugging, profile, replay, timeoutSeconds } = settings;
  const prepared = (file: CompiledFile): CompiledFile =>
    debugging === undefined ? file : { ...file, code: codeForDebugger(file, maps, debugging.root) };
  return {
    type: 'load',
    entry: prepared(entry),
    files: files.map(prepared),
    maps: maps.texts,
    pluginName: manifest.name ?? null,
    pluginId: 1,
    teamId: Number(access.projectId ?? 1) || 1,
    profile,
    config: configOf(manifest, settings),
    attachments,
    ...(kept === undefined ? {} : { kept }),
    packages: packages.usable,
    packageProblems: packages.problems,
    hasGeoIp: geoIp !== undefined,
    // Later than the runner's own limit, which finds the line: this one is for when the runner is gone.
    longestSpinMs: isGuarded || debugging !== undefined ? null : timeoutSeconds * 1000 + 5_000,
    ...(replay === undefined ? {} : { fixedStart: replay.startedAt.getTime() }),
  };
}

/** As the app gets it. */
export function configOf(
  manifest: Manifest,
  { config }: Pick<AppSettings, 'config'>,
): { readonly [key: string]: string } {
  return { ...defaultsOf(manifest), ...config };
}

function defaultsOf(manifest: Manifest): { readonly [key: string]: string } {
  // Attachments are no part of config (reference 3.1).
  const fields = manifest.config.filter((field) => field.type !== 'attachment');
  return Object.fromEntries(fields.map((field) => [field.key, field.default ?? '']));
}

function secretsOf({ config }: Manifest, values: { readonly [key: string]: string }): readonly string[] {
  return config.flatMap((field) => (field.secret === true ? (values[field.key] ?? field.default ?? '') : []));
}
