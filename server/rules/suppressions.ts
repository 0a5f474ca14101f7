/** `// posthog-apps-ignore event-loop: reason` on the line of a finding or the line above it. */
import type ts from 'typescript';
import type { AppProgram } from '../analysis/appProgram.ts';
import type { Finding, Span } from '../analysis/finding.ts';

interface Suppression {
  readonly rule: string;
  readonly reason: string;
  readonly span: Span;
  readonly line: number;
}

const comment = /\/\/\s*posthog-apps-ignore\s+([\w-]+)\s*(?::\s*(.*?))?\s*$/;

export const suppressionRule = 'posthog-apps/suppression';

/** Takes out what is suppressed, and reports comments without a reason or without use. */
export function applySuppressions(app: AppProgram, findings: readonly Finding[]): readonly Finding[] {
  const suppressions = app.files.flatMap(suppressionsIn);
  const used = new Set<Suppression>();
  const left = findings.filter((finding) => {
    const file = app.program.getSourceFile(finding.span.file);
    const line = file?.getLineAndCharacterOfPosition(finding.span.start).line;
    const match = suppressions.find(
      (each) =>
        each.span.file === finding.span.file &&
        `posthog-apps/${each.rule}` === finding.rule &&
        (each.line === line || each.line + 1 === line),
    );
    if (match === undefined) return true;
    used.add(match);
    return match.reason === '';
  });
  return [...left, ...suppressions.flatMap((each) => problemOf(each, used.has(each)))];
}

function suppressionsIn(file: ts.SourceFile): readonly Suppression[] {
  if (!file.text.includes('posthog-apps-ignore')) return [];
  return file.text.split('\n').flatMap((text, line) => {
    const match = comment.exec(text);
    if (match === null) return [];
    const start = file.getPositionOfLineAndCharacter(line, match.index);
    const span = { file: file.fileName, start, length: match[0].trimEnd().length };
    return [{ rule: match[1] ?? '', reason: match[2] ?? '', span, line }];
  });
}

function problemOf({ rule, reason, span }: Suppression, isUsed: boolean): readonly Finding[] {
  const message =
    reason === ''
      ? `A reason is missing: write // posthog-apps-ignore ${rule}: why this is safe.`
      : isUsed
        ? undefined
        : `Nothing to ignore here any more: remove this comment.`;
  if (message === undefined) return [];
  const severity = reason === '' ? 'warning' : 'information';
  return [
    {
      rule: suppressionRule,
      grade: null,
      severity,
      span,
      message,
      entryPoints: [],
      chain: [],
      guard: null,
      witness: null,
      fixes: [],
    },
  ];
}
