/**
 * Code that can be read and still is none: `break` outside of a loop, `await` in a function that is not async, a name that
 * is declared twice. An editor shows these itself; here the compilers tell that the app is run with, ours and V8.
 */
import { posix } from 'node:path';
import ts from 'typescript';
import { type Profile, profileNamed } from '../../platform/profiles.ts';
import { assignedConstants } from '../../platform/assignedConstants.ts';
import { compileError } from '../../runtime/runner/strictSyntax.ts';
import { transpile } from '../../runtime/runner/transpile.ts';
import { SetupProblem } from '../../runtime/runner/setupProblem.ts';
import { syntaxStack } from '../../runtime/sandbox/syntaxPlace.ts';
import { SourceMaps } from '../../runtime/sourceMaps/sourceMaps.ts';
import type { SourceLocation } from '../../protocol/trace.ts';
import type { AppProgram } from '../../server/analysis/appProgram.ts';
import { type Finding, plainFinding } from '../../server/analysis/finding.ts';
import type { LintLevels } from '../../server/lintSettings.ts';
import { severityOf } from '../../server/rules/checkApp.ts';
import { codeOf } from '../../server/rules/rule.ts';
import { appCode } from '../../server/rules/support/appCode.ts';

/** Names of files in stacks, so that a place in one of them is found. */
const scheme = 'posthog-app:///';

/** What stands before the reason in a run, which a finding says by its place. */
const ofRun = /^.* cannot be read, line \d+: /;

const cannotLoad = 'PostHog cannot load this code: ';

/** Of code that is no code nobody knows what its names are: its error is enough. */
export function withoutNames(found: readonly Finding[], early: readonly Finding[]): readonly Finding[] {
  const broken = new Set(
    early.filter(({ message }) => message.startsWith(cannotLoad)).map(({ span }) => span.file),
  );
  return found.filter(({ rule, span }) => rule !== codeOf('undeclared-name') || !broken.has(span.file));
}

/**
 * The first such place of each file of an app.
 *
 * @param told what is said of the syntax of its files already: a file with that gets nothing more.
 */
export async function earlyErrors(
  app: AppProgram,
  levels: LintLevels,
  told: readonly Finding[],
): Promise<readonly Finding[]> {
  const { files, isBuilt } = appCode(app);
  // A build would have ended with these.
  if (levels['syntax'] === 'off' || isBuilt) return [];
  const findings: Finding[] = [];
  for (const file of files) {
    const toldHere = told.filter(({ span }) => span.file === file.fileName);
    // A constant that gets another value keeps no code from being read.
    const constants = new Set(assignedConstants(ts, file).map(({ name }) => name.getStart(file)));
    if (toldHere.some(({ rule, span }) => rule === codeOf('syntax') && !constants.has(span.start))) continue;
    const found = await earlyError(app, file, profileNamed(levels['profile']));
    if (found === undefined) continue;
    const { line, column } = found.location;
    const start = startOf(file, line, column);
    // An import that takes nothing is told of by its own rule.
    if (toldHere.some(({ rule, span }) => rule === codeOf('import-refused') && span.start === start))
      continue;
    const span = { file: file.fileName, start, length: 1 };
    findings.push(findingOf(span, cannotLoad + found.message, levels));
  }
  return findings;
}

function findingOf(span: Finding['span'], message: string, levels: LintLevels): Finding {
  return plainFinding({
    rule: codeOf('syntax'),
    severity: severityOf(levels['syntax'], 'error'),
    span,
    message,
  });
}

interface EarlyError {
  readonly message: string;
  readonly location: SourceLocation;
}

async function earlyError(
  app: AppProgram,
  file: ts.SourceFile,
  profile: Profile,
): Promise<EarlyError | undefined> {
  const path = posix.relative(app.root, file.fileName);
  if (!/\.[jt]s$/.test(path)) return undefined;
  try {
    const { code, map } = await transpile(path, file.text, {
      doublesAwaits: false,
      profile,
    });
    const error = compileError(code, scheme + path, file.fileName === app.entryFile);
    if (error === undefined) return undefined;
    const maps = new SourceMaps();
    maps.add(path, map);
    const location = maps.firstLocation(syntaxStack(error));
    const message = `${error.message.replace(/\.$/, '')}.`;
    return { message, location: location ?? { file: path, line: 1, column: 1 } };
  } catch (error) {
    if (error instanceof SetupProblem && error.source !== null)
      return { message: error.message.replace(ofRun, ''), location: error.source };
    throw error;
  }
}

function startOf(file: ts.SourceFile, line: number, column: number): number {
  const start = ts.getPositionOfLineAndCharacter(file, Math.min(line, file.getLineStarts().length) - 1, 0);
  return Math.min(start + column - 1, Math.max(file.text.length - 1, 0));
}
