/** `posthog-apps lint`: the rules of the editor, for CI. */
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve, sep } from 'node:path';
import { assetsBeside, nodeHost } from '../../server/host.ts';
import { type Command, type CommandIo, UsageError } from '../command.ts';
import { version } from '../version.ts';
import { applyBaseline, type Baseline, makeBaseline, readBaseline } from './baseline.ts';
import { checkApps } from './checkApps.ts';
import { fixApps } from './fixApps.ts';
import { githubReport } from './formats/github.ts';
import { jsonReport } from './formats/json.ts';
import { junitReport } from './formats/junit.ts';
import { sarifReport } from './formats/sarif.ts';
import { textReport } from './formats/text.ts';
import { type LintOptions, readOptions, usage } from './options.ts';
import { counts, type Report } from './report.ts';
import { type RulePages, rulePagesIn } from './rulePages.ts';

export const lintCommand: Command = {
  usage,
  run: async (args, io) => {
    const options = readOptions(args);
    const assets = assetsBeside(io.bundles);
    const context = { cwd: io.cwd };
    const checking = { host: nodeHost(assets), paths: options.paths, levels: options.levels, context };
    const fixed = options.isFixing ? fixApps(checking) : 0;
    const progress = new Progress(io);
    const checked = await checkApps({
      ...checking,
      onApp: (name, index, count) => progress.show(name, index, count),
    });
    progress.end();
    const report = withBaseline(checked, options, io);
    write(format(report, options, io, rulePagesIn(assets.ruleDocs)), options, io);
    if (report.notLookedAt !== null) io.writeError(`${report.notLookedAt}\n`);
    if (fixed > 0) io.writeError(`Changed ${fixed} ${fixed === 1 ? 'place' : 'places'}.\n`);
    return report.problems.length > 0 || report.findings.some(counts) ? 1 : 0;
  },
};

function withBaseline(report: Report, options: LintOptions, io: CommandIo): Report {
  if (options.baseline === undefined) return report;
  const path = resolve(io.cwd, options.baseline);
  if (options.baselineMode === 'write') {
    writeFileSync(path, `${JSON.stringify(makeBaseline(report.findings), undefined, 2)}\n`);
  }
  const text = readIfThere(path, options.baseline);
  const baseline = readBaseline(text);
  if (baseline === undefined) {
    throw new UsageError(`${options.baseline} is no baseline. Write it with --write-baseline.`);
  }
  const { findings, gone, elsewhere } = applyBaseline(report.findings, baseline, (file) =>
    isLookedAt(resolve(io.cwd, file), report, options, io),
  );
  if (gone > 0 && options.baselineMode === 'prune') {
    const kept = findings.filter(({ isInSource, suppressed }) => suppressed !== null && !isInSource);
    const { version, findings: left } = makeBaseline(kept);
    const pruned: Baseline = { version, findings: [...left, ...elsewhere] };
    writeFileSync(path, `${JSON.stringify(pruned, undefined, 2)}\n`);
    io.writeError(
      gone === 1
        ? `One known finding is gone, and was taken out of ${options.baseline}.\n`
        : `${gone} known findings are gone, and were taken out of ${options.baseline}.\n`,
    );
  } else if (gone > 0) {
    io.writeError(
      gone === 1
        ? `One known finding is gone. Take it out of ${options.baseline} with --prune-baseline.\n`
        : `${gone} known findings are gone. Take them out of ${options.baseline} with --prune-baseline.\n`,
    );
  }
  return { ...report, findings };
}

/** Whether a file is below the paths that were given, or of an app that was checked. */
function isLookedAt(file: string, { apps }: Report, { paths }: LintOptions, { cwd }: CommandIo): boolean {
  return [...paths, ...apps.map(({ root }) => root)].some((folder) => {
    const path = resolve(cwd, folder);
    return file === path || file.startsWith(path.endsWith(sep) ? path : `${path}${sep}`);
  });
}

function readIfThere(path: string, name: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new UsageError(`The baseline ${name} cannot be read. Write it with --write-baseline.`);
  }
}

function format(report: Report, options: LintOptions, io: CommandIo, pages: RulePages): string {
  switch (options.format) {
    case 'text':
      return textReport(report, options.output === undefined && io.isColored);
    case 'json':
      return jsonReport(report);
    case 'sarif':
      return sarifReport(report, version, pages);
    case 'github':
      return githubReport(report);
    case 'junit':
      return junitReport(report);
  }
}

function write(text: string, { output }: LintOptions, io: CommandIo): void {
  if (output === undefined) {
    io.write(text);
    return;
  }
  const path = resolve(io.cwd, output);
  try {
    writeFileSync(path, text);
  } catch {
    throw new UsageError(`${join(output)} cannot be written. Does the folder of ${basename(output)} exist?`);
  }
}

/** How far it is, on a terminal, when there is more than one app. */
class Progress {
  readonly #io: CommandIo;
  #isShown = false;

  constructor(io: CommandIo) {
    this.#io = io;
  }

  show(name: string, index: number, count: number): void {
    if (!this.#io.isTerminal || count < 2) return;
    this.#isShown = true;
    this.#io.writeError(`\r\u001B[KChecking ${index + 1} of ${count}: ${name}`);
  }

  end(): void {
    if (this.#isShown) this.#io.writeError('\r\u001B[K');
  }
}
