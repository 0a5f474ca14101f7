/** What `lint` found, in the shape that its formats are made of: places as lines and columns from 1, paths from here. */
import { relative } from 'node:path';
import type { AppProgram } from '../../server/analysis/appProgram.ts';
import type { ChainStep, Finding, Grade, Severity, Span } from '../../server/analysis/finding.ts';
import { spanToRange } from '../../server/features/findingToDiagnostic.ts';
import type { JsonObject } from '../../protocol/trace.ts';
import { pagePath } from './rulePages.ts';

export interface Place {
  /** Relative to the current folder, with `/`. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface ReportedFinding extends Place {
  readonly rule: string;
  readonly grade: Grade | null;
  readonly severity: Severity;
  readonly endLine: number;
  readonly endColumn: number;
  readonly message: string;
  /** The rule's page in this package. */
  readonly help: string;
  readonly entryPoints: readonly string[];
  readonly chain: readonly (Place & { readonly function: string })[];
  /** What follows the chain until it is there again, where a loop leads over several calls. */
  readonly round?: readonly (Place & { readonly function: string })[];
  readonly guard: (Place & { readonly text: string }) | null;
  readonly witness: JsonObject | null;
  /** Why it does not count; null when it does. */
  readonly suppressed: string | null;
  /** Whether a comment in the code suppresses it, rather than the baseline. */
  readonly isInSource: boolean;
  /** The code that it is about, by which a baseline knows it again. */
  readonly code: string;
  /** The event of a loop, by which a baseline tells it from another one with the same code. */
  readonly subject?: string | undefined;
}

export interface Report {
  readonly apps: readonly { readonly root: string; readonly name: string }[];
  readonly findings: readonly ReportedFinding[];
  /** What keeps an app from being read. */
  readonly problems: readonly Problem[];
  /** What was not looked at, for which silence would be a promise; null when all was. */
  readonly notLookedAt: string | null;
}

export interface Problem {
  readonly file: string;
  /** Where it is, from 1; null where no place is to blame. */
  readonly line: number | null;
  readonly column: number | null;
  readonly message: string;
}

export interface ReportContext {
  readonly cwd: string;
}

export function reportFinding(
  finding: Finding,
  app: AppProgram,
  context: ReportContext,
  suppressed: string | null,
): ReportedFinding {
  const { chain, entryPoints, grade, guard, message, round, rule, severity, span, subject, witness } =
    finding;
  const { end } = spanToRange(span, app);
  return {
    rule,
    grade,
    severity,
    ...placeOf(span, app, context),
    endLine: end.line + 1,
    endColumn: end.character + 1,
    message,
    help: pagePath(rule),
    entryPoints,
    chain: chain.map((step) => stepOf(step, app, context)),
    ...(round === undefined ? {} : { round: round.map((step) => stepOf(step, app, context)) }),
    guard: guard === null ? null : { text: guard.text, ...placeOf(guard.span, app, context) },
    witness,
    suppressed,
    isInSource: suppressed !== null,
    code: codeAt(span, app),
    subject,
  };
}

/** Whether a finding makes the exit code 1: an ending loop never does (it is no mistake). */
export function counts({ grade, severity, suppressed }: ReportedFinding): boolean {
  return suppressed === null && grade !== 'ends' && (severity === 'error' || severity === 'warning');
}

export function pathFrom(cwd: string, path: string): string {
  return relative(cwd, path).replaceAll('\\', '/') || '.';
}

function stepOf(
  { elsewhere, function: name, span }: ChainStep,
  app: AppProgram,
  context: ReportContext,
): Place & { readonly function: string } {
  if (elsewhere === undefined) return { function: name, ...placeOf(span, app, context) };
  const { character, line } = elsewhere;
  return { function: name, file: pathFrom(context.cwd, span.file), line: line + 1, column: character + 1 };
}

function placeOf(span: Span, app: AppProgram, { cwd }: ReportContext): Place {
  const { start } = spanToRange(span, app);
  return { file: pathFrom(cwd, span.file), line: start.line + 1, column: start.character + 1 };
}

function codeAt({ file, length, start }: Span, app: AppProgram): string {
  const text = file === app.manifestPath ? app.manifestText : (app.program.getSourceFile(file)?.text ?? '');
  return text.slice(start, start + length).replaceAll(/\s+/g, ' ');
}
