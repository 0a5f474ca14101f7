/** Runs the engine of the language server over apps. */
import type { App } from '../../server/analysis/appFolder.ts';
import type { AppProgram } from '../../server/analysis/appProgram.ts';
import { Files } from '../../server/analysis/files.ts';
import { Engine } from '../../server/engine.ts';
import type { Host } from '../../server/host.ts';
import type { LintLevels } from '../../server/lintSettings.ts';
import { askRules, type CheckResult, runRules, withoutSuppressed } from '../../server/rules/checkApp.ts';
import { type LoopsBetweenApps, withLoopsBetweenApps } from '../../server/rules/loopsBetweenApps.ts';
import { parseErrors } from '../../server/rules/parseErrors.ts';
import { earlyErrors, withoutNames } from './earlyErrors.ts';
import { findApps } from './findApps.ts';
import {
  pathFrom,
  type Problem,
  type Report,
  type ReportContext,
  type ReportedFinding,
  reportFinding,
} from './report.ts';

export interface CheckOptions {
  readonly host: Host;
  readonly paths: readonly string[];
  readonly levels: LintLevels;
  readonly context: ReportContext;
  /** Called before each app, for showing how far it is. */
  readonly onApp: (name: string, index: number, count: number) => void;
}

export async function checkApps({ context, host, levels, onApp, paths }: CheckOptions): Promise<Report> {
  const files = new Files(host);
  const apps = findApps(files, paths, context.cwd);
  const engine = new Engine(files);
  const found = new Map<string, ReportedFinding>();
  const problems: Problem[] = [];
  const checked: Checked[] = [];
  for (const [index, app] of apps.entries()) {
    onApp(app.name, index, apps.length);
    problems.push(...manifestProblems(app, context));
    // One app that cannot be judged must not keep the others from being judged.
    try {
      const program = engine.serviceOf(app).program();
      const { failures, findings } = askRules(program, levels);
      const told = [...parseErrors(program, levels), ...findings];
      const early = await earlyErrors(program, levels, told);
      checked.push({
        app,
        program,
        result: { ...withoutSuppressed(program, [...early, ...withoutNames(told, early)]), failures },
      });
    } catch (error) {
      problems.push(failure(app, error, context));
    }
  }
  const judged = checked.map(({ app }) => app);
  const between = engine.lookBetweenAppsNow(judged, levels);
  for (const each of checked) {
    problems.push(...each.result.failures.slice(0, 1).map((error) => failure(each.app, error, context)));
    // Apps may share a file: what is told of it for one of them is not told again.
    for (const finding of report(each, levels, between, context)) {
      const key = JSON.stringify([finding.file, finding.line, finding.column, finding.rule, finding.message]);
      if (!found.has(key)) found.set(key, finding);
    }
  }
  return {
    apps: apps.map(({ name, root }) => ({ root: pathFrom(context.cwd, root), name })),
    findings: [...found.values()],
    problems,
    notLookedAt: engine.tooManyTogether(judged, levels) ?? null,
  };
}

/** What the rules said about one app. */
interface Checked {
  readonly app: App;
  readonly program: AppProgram;
  /** With what an editor tells of the code itself. */
  readonly result: CheckResult;
}

function failure({ entryFile, manifestPath }: App, error: unknown, { cwd }: ReportContext): Problem {
  const reason = error instanceof Error ? error.message : String(error);
  return {
    file: pathFrom(cwd, entryFile ?? manifestPath),
    line: null,
    column: null,
    message:
      error instanceof RangeError
        ? 'This app cannot be judged, because its code is nested too deeply. Cut the longest expression or the deepest blocks into pieces of their own.'
        : `This app cannot be judged, because of a mistake in posthog-apps: ${reason}. Please report it.`,
  };
}

function manifestProblems(
  { manifest: { problem, text }, manifestPath }: App,
  { cwd }: ReportContext,
): readonly Problem[] {
  if (problem === null) return [];
  return [problem, ...problem.others].map(({ start }) => {
    const lines = text.slice(0, start).split(/\r\n|\r|\n/);
    return {
      file: pathFrom(cwd, manifestPath),
      line: lines.length,
      column: (lines.at(-1)?.length ?? 0) + 1,
      message: problem.message,
    };
  });
}

function report(
  { program, result }: Checked,
  levels: LintLevels,
  between: LoopsBetweenApps,
  context: ReportContext,
): readonly ReportedFinding[] {
  const findings = withLoopsBetweenApps(
    result.findings,
    program,
    between,
    levels,
    () => runRules(program, { ...levels, endingLoops: 'information' }).findings,
  );
  return [
    ...findings.map((finding) => reportFinding(finding, program, context, null)),
    ...result.suppressed.map(({ finding, reason }) => reportFinding(finding, program, context, reason)),
  ].toSorted(
    (one, other) => one.file.localeCompare(other.file) || one.line - other.line || one.column - other.column,
  );
}
