/**
 * `// posthog-apps-ignore event-loop: reason` on the line of a finding, or on the line before it. The reason is
 * required, and a comment that suppresses nothing is reported.
 */
import type ts from 'typescript';
import type { Finding, Span } from '../analysis/finding.ts';

export interface SuppressedFinding {
  readonly finding: Finding;
  readonly reason: string;
}

interface Suppression {
  readonly file: string;
  /** The line of the comment, from 0. */
  readonly line: number;
  /** The line that it is about. */
  readonly target: number;
  readonly rule: string;
  readonly reason: string;
  readonly span: Span;
}

export const suppressionCode = 'posthog-apps/suppression';

const pattern = /(?:\/\/|\/\*)[ \t]*posthog-apps-ignore(?:[ \t]+([\w/-]+))?(?:[ \t]*:[ \t]*([^\n\r]*))?/g;

export function applySuppressions(
  files: readonly ts.SourceFile[],
  findings: readonly Finding[],
  knownRules: ReadonlySet<string>,
): { readonly findings: readonly Finding[]; readonly suppressed: readonly SuppressedFinding[] } {
  const suppressions = files.flatMap(readSuppressions);
  if (suppressions.length === 0) return { findings, suppressed: [] };
  const used = new Set<Suppression>();
  const suppressed: SuppressedFinding[] = [];
  const kept = findings.filter((finding) => {
    const file = files.find(({ fileName }) => fileName === finding.span.file);
    const line = file?.getLineAndCharacterOfPosition(finding.span.start).line;
    const found = suppressions.find(
      (candidate) =>
        candidate.file === finding.span.file &&
        candidate.target === line &&
        finding.rule.endsWith(`/${candidate.rule}`),
    );
    if (found === undefined) return true;
    used.add(found);
    if (found.reason === '') return true;
    suppressed.push({ finding, reason: found.reason });
    return false;
  });
  const problems = suppressions.flatMap((suppression) =>
    problemOf(suppression, used.has(suppression), knownRules),
  );
  return { findings: [...kept, ...problems], suppressed };
}

function readSuppressions(file: ts.SourceFile): readonly Suppression[] {
  const { text } = file;
  if (!text.includes('posthog-apps-ignore')) return [];
  return [...text.matchAll(pattern)].map((match) => {
    const { line } = file.getLineAndCharacterOfPosition(match.index);
    const before = text.slice(file.getPositionOfLineAndCharacter(line, 0), match.index);
    const isAlone = before.trim() === '';
    const reason = (match[2] ?? '').replace(/\*\/.*$/, '').trim();
    return {
      file: file.fileName,
      line,
      target: isAlone ? nextCodeLine(file, line) : line,
      rule: (match[1] ?? '').replace(/^posthog-apps\//, ''),
      reason,
      span: { file: file.fileName, start: match.index, length: match[0].trimEnd().length },
    };
  });
}

/** Comments may stand above each other. */
function nextCodeLine(file: ts.SourceFile, line: number): number {
  const starts = file.getLineStarts();
  let next = line + 1;
  while (next < starts.length) {
    const text = file.text.slice(starts[next], starts[next + 1] ?? file.text.length).trim();
    if (text !== '' && !text.startsWith('//')) break;
    next += 1;
  }
  return next;
}

function problemOf(
  { rule, reason, span }: Suppression,
  isUsed: boolean,
  knownRules: ReadonlySet<string>,
): readonly Finding[] {
  const message = problemText(rule, reason, isUsed, knownRules);
  if (message === undefined) return [];
  return [
    {
      rule: suppressionCode,
      grade: null,
      severity: isUsed ? 'warning' : 'information',
      span,
      message,
      entryPoints: [],
      chain: [],
      guard: null,
      witness: null,
      fixes: isUsed ? [] : [{ title: 'Remove the Comment', changes: [{ span, newText: '' }] }],
    },
  ];
}

function problemText(
  rule: string,
  reason: string,
  isUsed: boolean,
  knownRules: ReadonlySet<string>,
): string | undefined {
  if (rule === '') return 'This comment names no rule. Write posthog-apps-ignore event-loop: and the reason.';
  if (!knownRules.has(rule)) return `There is no rule ${rule}. The rules are: ${[...knownRules].join(', ')}.`;
  if (!isUsed) return `This comment suppresses nothing: ${rule} reports nothing here. Remove it.`;
  return reason === ''
    ? `This comment needs a reason to work. Write it after a colon: posthog-apps-ignore ${rule}: why.`
    : undefined;
}
