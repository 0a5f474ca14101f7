/**
 * `// posthog-apps-ignore event-loop: reason` on the line of a finding, or above the statement that it is in, other
 * comments and empty lines between them. Several rules stand with commas between them. The reason is required, and a
 * comment that suppresses nothing is reported.
 */
import ts from 'typescript';
import type { Finding, Span } from '../analysis/finding.ts';
import { similarName } from '../../platform/similarName.ts';

export interface SuppressedFinding {
  readonly finding: Finding;
  readonly reason: string;
}

interface Suppression {
  readonly file: string;
  /** The line of the comment, from 0. */
  readonly line: number;
  /** The lines that it is about. */
  readonly from: number;
  readonly to: number;
  readonly rule: string;
  readonly reason: string;
  readonly span: Span;
}

export const suppressionCode = 'posthog-apps/suppression';

/** The reason stands behind a colon, or behind a dash as many write it. */
const pattern =
  /(?:\/\/|\/\*)[ \t]*posthog-apps-ignore(?:[ \t]+(\w[\w/-]*(?:(?:[ \t]*,[ \t]*|[ \t]+)\w[\w/-]*)*))?(?:(?:[ \t]*:[ \t]*|[ \t]+(?:--?|–|—)[ \t]+)([^\n\r]*))?/g;

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
        line !== undefined &&
        candidate.from <= line &&
        candidate.to >= line &&
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
  return [...text.matchAll(pattern)].flatMap((match) => {
    if (isInText(file, match.index)) return [];
    const { line } = file.getLineAndCharacterOfPosition(match.index);
    const before = text.slice(file.getPositionOfLineAndCharacter(line, 0), match.index);
    const isAlone = before.trim() === '';
    const from = isAlone ? nextCodeLine(file, lastLineOf(file, match)) : line;
    const to = isAlone ? Math.max(from, lastLineOfHead(file, from)) : line;
    const reason = (match[2] ?? '').replace(/\*\/.*$/, '').trim();
    const span = { file: file.fileName, start: match.index, length: match[0].trimEnd().length };
    const rules = (match[1] ?? '').split(/[\s,]+/).map((name) => name.replace(/^posthog-apps\//, ''));
    return rules.map((rule) => ({ file: file.fileName, line, from, to, rule, reason, span }));
  });
}

/** The last line of the comment that a match begins. */
function lastLineOf(file: ts.SourceFile, { 0: text, index }: RegExpExecArray): number {
  const end = text.startsWith('/*') ? file.text.indexOf('*/', index) : index;
  return file.getLineAndCharacterOfPosition(end < 0 ? index : end).line;
}

/** Whether a place is inside of a text, where a comment is none. */
function isInText(file: ts.SourceFile, position: number): boolean {
  let found = false;
  const stack: ts.Node[] = [...file.statements];
  for (let node = stack.pop(); node !== undefined && !found; node = stack.pop()) {
    if (node.pos > position || node.end <= position) continue;
    const isText =
      ts.isStringLiteralLike(node) ||
      ts.isTemplateHead(node) ||
      ts.isTemplateMiddleOrTemplateTail(node) ||
      node.kind === ts.SyntaxKind.RegularExpressionLiteral ||
      ts.isJsxText(node);
    found = isText && node.getStart(file) < position;
    ts.forEachChild(node, (child) => void stack.push(child));
  }
  return found;
}

/**
 * The last line of the statement that begins on a line: a call over several lines, but not what the blocks in it hold,
 * which have comments of their own.
 */
function lastLineOfHead(file: ts.SourceFile, line: number): number {
  const starts = file.getLineStarts();
  const start = starts[line] ?? 0;
  const first = start + (/^\s*/.exec(file.text.slice(start))?.[0].length ?? 0);
  let statement: ts.Node | undefined;
  const stack: ts.Node[] = [...file.statements];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.pos > first || node.end <= first) continue;
    if (ts.isStatement(node) && node.getStart(file) === first) {
      statement = node;
      break;
    }
    ts.forEachChild(node, (child) => void stack.push(child));
  }
  if (statement === undefined) return line;
  const isSimple =
    ts.isExpressionStatement(statement) ||
    ts.isVariableStatement(statement) ||
    ts.isReturnStatement(statement) ||
    ts.isThrowStatement(statement);
  const body = isSimple ? firstBody(statement) : undefined;
  const end = isSimple ? (body?.getStart(file) ?? statement.end) : start;
  return file.getLineAndCharacterOfPosition(end).line;
}

/** The first block of a function inside of a statement. */
function firstBody(statement: ts.Node): ts.Node | undefined {
  const find = (node: ts.Node): ts.Node | undefined =>
    ts.isBlock(node) || ts.isClassLike(node) ? node : ts.forEachChild(node, find);
  return ts.forEachChild(statement, find);
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
  if (!knownRules.has(rule)) {
    const similar = similarName(rule, knownRules);
    return `There is no rule ${rule}. ${similar === undefined ? 'The page of this message lists them.' : `Did you mean ${similar}?`}`;
  }
  if (!isUsed) return `This comment suppresses nothing: ${rule} reports nothing here. Remove it.`;
  return reason === ''
    ? `This comment needs a reason to work. Write it after a colon: posthog-apps-ignore ${rule}: why.`
    : undefined;
}
