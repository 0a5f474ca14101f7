/**
 * The part of the server that needs TypeScript, in one place so that it can be loaded late: programs, and what the
 * analysis says about them. Results are kept as long as the program is the same.
 */
import { profileNamed } from '../platform/profiles.ts';
import type { EventFlowGraph } from '../protocol/eventFlow.ts';
import type { App } from './analysis/appFolder.ts';
import type { AppProgram } from './analysis/appProgram.ts';
import { type EntryPoint, findEntryPoints } from './analysis/entryPoints.ts';
import type { Environment } from './analysis/environmentMap.ts';
import type { Files } from './analysis/files.ts';
import type { Finding } from './analysis/finding.ts';
import { exportsLifecycle } from './analysis/lifecycleFunctions.ts';
import { type AppService, AppServices } from './analysis/program.ts';
import { type ReadNames, usedNamesOf } from './analysis/usedNames.ts';
import { workspaceFlow, workspaceFlowInTurns } from './analysis/workspaceFlow.ts';
import type { LintLevels } from './lintSettings.ts';
import { checkApp } from './rules/checkApp.ts';
import { mayChangeEvents, maySendEvents, sendsOnEvents } from './rules/eventLoop.ts';
import {
  betweenApps,
  changesNotLookedAt,
  loopsBetweenApps,
  type LoopsBetweenApps,
  mostAppsTogether,
  noLoopsBetweenApps,
  notLookedBetween,
  withLoopsBetweenApps,
} from './rules/loopsBetweenApps.ts';

/** The analysis, as the engine uses it; tests put in one that fails. */
export interface Analysis {
  readonly checkApp: (app: AppProgram, levels: LintLevels) => readonly Finding[];
  readonly findEntryPoints: (app: AppProgram) => readonly EntryPoint[];
}

interface Kept<T> {
  readonly program: AppProgram['program'];
  readonly value: T;
}

interface NamedProgram {
  readonly name: string;
  readonly program: AppProgram;
}

export class Engine {
  readonly exportsLifecycle = exportsLifecycle;
  readonly #services: AppServices;
  readonly #analysis: Analysis;
  readonly #findings = new Map<
    string,
    Kept<readonly Finding[]> & { readonly levels: LintLevels; readonly manifestText: string }
  >();
  readonly #entryPoints = new Map<string, Kept<readonly EntryPoint[]>>();
  #between: LoopsBetweenApps = noLoopsBetweenApps;
  /** What was last looked at together. */
  #together: readonly (AppProgram['program'] | string)[] = [];

  constructor(files: Files, analysis: Analysis = { checkApp, findEntryPoints }) {
    this.#services = new AppServices(files);
    this.#analysis = analysis;
  }

  serviceOf(app: App): AppService {
    return this.#services.of(app);
  }

  /** What `posthog-env.d.ts` of an app holds, which the apps that are checked together with it share. */
  environment(app: App, apps: readonly App[], path: string): Environment {
    return this.#services.environment(app, apps, path);
  }

  /** What the rules report about an app. Throws when a rule does. */
  findings(app: App, levels: LintLevels): readonly Finding[] {
    const service = this.serviceOf(app);
    service.useProfile(profileNamed(levels['profile']));
    const program = service.program();
    const kept = this.#findings.get(app.root);
    const { manifestText } = program;
    const isSame = kept?.program === program.program && kept.manifestText === manifestText;
    const value = isSame && kept.levels === levels ? kept.value : this.#analysis.checkApp(program, levels);
    this.#findings.set(app.root, { program: program.program, manifestText, levels, value });
    return withLoopsBetweenApps(value, program, this.#between, levels, () =>
      this.#analysis.checkApp(program, { ...levels, endingLoops: 'information' }),
    );
  }

  /**
   * Looks for loops through several apps, which {@link findings} tells of from then on.
   *
   * @param pause fulfils when the work may go on; rejects when it was overtaken.
   * @returns whether anything is different from before.
   */
  async lookBetweenApps(
    apps: readonly App[],
    levels: LintLevels,
    pause: () => Promise<void>,
  ): Promise<boolean> {
    const taking = this.#takingPart(apps, levels);
    const together = taking.flatMap(({ program: { manifestText, program } }) => [program, manifestText]);
    const isSame =
      together.length === this.#together.length &&
      together.every((part, index) => part === this.#together[index]);
    if (isSame) return false;
    const found =
      taking.length < 2
        ? noLoopsBetweenApps
        : loopsBetweenApps(await workspaceFlowInTurns(taking, pause, 'loops between apps'));
    const isChanged =
      found.size !== this.#between.size ||
      [...found].some(([place, told]) => JSON.stringify(this.#between.get(place)) !== JSON.stringify(told));
    this.#between = found;
    this.#together = together;
    return isChanged;
  }

  /** The same at once. */
  lookBetweenAppsNow(apps: readonly App[], levels: LintLevels): LoopsBetweenApps {
    const taking = this.#takingPart(apps, levels);
    return taking.length < 2
      ? noLoopsBetweenApps
      : loopsBetweenApps(workspaceFlow(taking, 'loops between apps'));
  }

  #takingPart(apps: readonly App[], levels: LintLevels): readonly NamedProgram[] {
    const { changing, sending } = this.#concerned(apps, levels);
    // Apps that only change events make no loop by themselves.
    if (sending.length === 0 || sending.length > mostAppsTogether) return [];
    return sending.length + changing.length > mostAppsTogether ? sending : [...sending, ...changing];
  }

  /** The sentence that says so, where the apps are too many to be looked at together. */
  tooManyTogether(apps: readonly App[], levels: LintLevels): string | undefined {
    const { changing, sending } = this.#concerned(apps, levels);
    if (sending.length > mostAppsTogether) return notLookedBetween(sending.length);
    const isLeftOut = sending.length > 0 && sending.length + changing.length > mostAppsTogether;
    return isLeftOut ? changesNotLookedAt(changing.length) : undefined;
  }

  /** Apps that may send events, and those that send none but may change them for the others. */
  #concerned(
    apps: readonly App[],
    levels: LintLevels,
  ): { readonly sending: readonly NamedProgram[]; readonly changing: readonly NamedProgram[] } {
    if (levels[betweenApps] === 'hidden' || levels['event-loop'] === 'off')
      return { sending: [], changing: [] };
    const all = this.#withPrograms(apps);
    const possible = all.filter(({ program }) => maySendEvents(program));
    const rest = all.filter((app) => !possible.includes(app) && mayChangeEvents(app.program));
    if (possible.length + rest.length <= mostAppsTogether) return { sending: possible, changing: rest };
    // To execute all of them takes a while, and is worth it where they are too many otherwise.
    const sending = possible.filter(({ program }) => sendsOnEvents(program));
    const changing = all.filter((app) => !sending.includes(app) && mayChangeEvents(app.program));
    return { sending, changing };
  }

  /** What the code of each file looks for in the events that it gets. */
  readNames(app: App): readonly ReadNames[] {
    const { files } = this.serviceOf(app).program();
    return files.map((file) => usedNamesOf(file).read);
  }

  entryPoints(app: App): readonly EntryPoint[] {
    const program = this.serviceOf(app).program();
    const kept = this.#entryPoints.get(app.root);
    if (kept?.program === program.program) return kept.value;
    const value = this.#analysis.findEntryPoints(program);
    this.#entryPoints.set(app.root, { program: program.program, value });
    return value;
  }

  /** Which events lead to which, through all of the apps. */
  eventFlow(apps: readonly App[]): EventFlowGraph {
    return workspaceFlow(this.#withPrograms(apps));
  }

  /** The same in turns with what else there is to do; many apps take seconds. */
  async eventFlowInTurns(apps: readonly App[], pause: () => Promise<void>): Promise<EventFlowGraph> {
    return workspaceFlowInTurns(this.#withPrograms(apps), pause);
  }

  #withPrograms(apps: readonly App[]): readonly NamedProgram[] {
    return apps
      .filter(({ entryFile }) => entryFile !== undefined)
      .map((app) => ({ name: app.name, program: this.serviceOf(app).program() }));
  }

  /** Whether the app's program, as it was last looked at, has the file. */
  uses(root: string, path: string): boolean {
    return this.#findings.get(root)?.program.getSourceFile(path) !== undefined;
  }

  filesMoved(path: string): void {
    this.#services.filesMoved(path);
  }

  /** Forgets an app that is gone. */
  drop(root: string): void {
    this.#services.drop(root);
    this.#findings.delete(root);
    this.#entryPoints.delete(root);
  }
}
