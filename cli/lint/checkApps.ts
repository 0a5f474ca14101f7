/** Runs the engine of the language server over apps, and applies safe fixes where that is wished. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { App } from '../../server/analysis/appFolder.ts';
import type { TextChange } from '../../server/analysis/finding.ts';
import { Files } from '../../server/analysis/files.ts';
import { Engine } from '../../server/engine.ts';
import type { Host } from '../../server/host.ts';
import type { LintLevels } from '../../server/lintSettings.ts';
import { runRules } from '../../server/rules/checkApp.ts';
import { parseErrors } from '../../server/rules/parseErrors.ts';
import { safeChanges } from '../../server/rules/safeChanges.ts';
import { findApps } from './findApps.ts';
import { pathFrom, type Report, type ReportContext, type ReportedFinding, reportFinding } from './report.ts';

/** Each round may make room for a fix that another one was in the way of. */
const mostRounds = 10;

interface CheckOptions {
  readonly host: Host;
  readonly paths: readonly string[];
  readonly levels: LintLevels;
  readonly context: ReportContext;
  /** Called before each app, for showing how far it is. */
  readonly onApp: (name: string, index: number, count: number) => void;
}

export function checkApps({ context, host, levels, onApp, paths }: CheckOptions): Report {
  const files = new Files(host);
  const apps = findApps(files, paths, context.cwd);
  const engine = new Engine(files);
  const findings = apps.flatMap((app, index) => {
    onApp(app.name, index, apps.length);
    return checkApp(engine, app, levels, context);
  });
  return {
    apps: apps.map(({ name, root }) => ({ root: pathFrom(context.cwd, root), name })),
    findings,
    problems: apps.flatMap(({ manifest, manifestPath }) =>
      manifest.problem === null
        ? []
        : { file: pathFrom(context.cwd, manifestPath), message: manifest.problem.message },
    ),
  };
}

function checkApp(
  engine: Engine,
  app: App,
  levels: LintLevels,
  context: ReportContext,
): readonly ReportedFinding[] {
  const program = engine.serviceOf(app).program();
  const { findings, suppressed } = runRules(program, levels);
  return [
    ...[...parseErrors(program, levels), ...findings].map((finding) =>
      reportFinding(finding, program, context, null),
    ),
    ...suppressed.map(({ finding, reason }) => reportFinding(finding, program, context, reason)),
  ].toSorted(
    (one, other) => one.file.localeCompare(other.file) || one.line - other.line || one.column - other.column,
  );
}

/**
 * Applies safe fixes until there are none.
 *
 * @returns how many places were changed.
 */
export function fixApps({ context, host, levels, paths }: Omit<CheckOptions, 'onApp'>): number {
  let count = 0;
  for (let round = 0; round < mostRounds; round += 1) {
    const files = new Files(host);
    const engine = new Engine(files);
    const changes = findApps(files, paths, context.cwd).flatMap((app) => {
      const program = engine.serviceOf(app).program();
      return safeChanges(runRules(program, levels).findings);
    });
    if (changes.length === 0) break;
    count += changes.length;
    for (const file of new Set(changes.map(({ span }) => span.file))) {
      writeChanges(
        file,
        changes.filter(({ span }) => span.file === file),
      );
    }
  }
  return count;
}

/** Places count without the byte order mark, which stays. */
function writeChanges(file: string, changes: readonly TextChange[]): void {
  const raw = readFileSync(file, 'utf8');
  const mark = raw.startsWith('\uFEFF') ? '\uFEFF' : '';
  let text = raw.slice(mark.length);
  for (const { newText, span } of changes.toReversed()) {
    text = text.slice(0, span.start) + newText + text.slice(span.start + span.length);
  }
  writeFileSync(file, mark + text);
}
