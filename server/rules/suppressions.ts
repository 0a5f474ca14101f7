/**
 * `// posthog-apps-ignore event-loop: reason` on the line of a finding, or above the statement that it is in, other
 * comments and empty lines between them. Several rules stand with commas between them. The reason is required, and a
 * comment that suppresses nothing is reported.
 */
import ts from 'typescript';
import { type Finding, plainFinding, type Span } from '../analysis/finding.ts';
import { similarName } from '../../platform/similarName.ts';

export interface SuppressedFinding {
  readonly finding: Finding;
  readonly reason: string;
}

interface Suppression {
  readonly file: string;
  /** The lines that it is about. */
  readonly from: number;
  readonly to: number;
  readonly rule: string;
  readonly reason: string;
  /** What stands where the reason belongs, without a colon before it. */
  readonly prose: string;
  /** What stands in place of the word, such as `posthog-apps-ignore-next-line`. */
  readonly otherWord?: string;
  readonly span: Span;
}

export const suppressionCode = 'posthog-apps/suppression';

/**
 * Small and large letters are the same, and it may be the first word of a comment of several lines. Words like it are
 * found, too, so that they are not taken for it.
 */
const pattern = /(?:\/\/+|\/\*+)[\s*]*(posthog-?apps?-(?:ignore|disable|suppress)[\w-]*)([^\n\r]*)/gi;

const word = 'posthog-apps-ignore';

/** The rules, and behind a colon, or a dash as many write it, the reason. */
const contents =
  /^(?:[ \t]+(\w[\w/-]*(?:(?:[ \t]*,[ \t]*|[ \t]+)\w[\w/-]*)*))?(?:(?:[ \t]*:[ \t]*|[ \t]+(?:--?|–|—)[ \t]+)(.*))?/;

/**
 * @param isWhole whether all findings of a rule are among those given: of another rule, nobody knows whether a comment
 *   suppresses nothing.
 */
export function applySuppressions(
  files: readonly ts.SourceFile[],
  findings: readonly Finding[],
  knownRules: ReadonlySet<string>,
  isWhole: (rule: string) => boolean = () => true,
): { readonly findings: readonly Finding[]; readonly suppressed: readonly SuppressedFinding[] } {
  const suppressions = files.flatMap((file) => readSuppressions(file, knownRules));
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
    used.has(suppression) || isWhole(suppression.rule)
      ? problemOf(suppression, used.has(suppression), knownRules)
      : [],
  );
  return { findings: [...kept, ...problems], suppressed };
}

function readSuppressions(file: ts.SourceFile, knownRules: ReadonlySet<string>): readonly Suppression[] {
  const { text } = file;
  if (!/posthog-?apps?-/i.test(text)) return [];
  return [...text.matchAll(pattern)].flatMap((match) => {
    const [comment, said = '', rest = ''] = match;
    if (isInText(file, match.index)) return [];
    const { line } = file.getLineAndCharacterOfPosition(match.index);
    const before = text.slice(file.getPositionOfLineAndCharacter(line, 0), match.index);
    // With code before it, it is about that line.
    const code = before.trim() === '' ? nextCode(file, match) : match.index;
    const from = file.getLineAndCharacterOfPosition(code).line;
    const to = code === match.index ? line : Math.max(from, lastLineOfHead(file, code));
    const span = { file: file.fileName, start: match.index, length: comment.trimEnd().length };
    const told = rest.replace(/\*\/.*$/, '');
    return readContents(told, knownRules).map((content) => ({
      ...content,
      file: file.fileName,
      from,
      to,
      span,
      ...(said.toLowerCase() === word ? {} : { otherWord: said, reason: '' }),
    }));
  });
}

type Content = Pick<Suppression, 'rule' | 'reason' | 'prose'>;

/** What stands behind `posthog-apps-ignore`: a reason for each rule, or words where a colon is missing before them. */
function readContents(text: string, knownRules: ReadonlySet<string>): readonly Content[] {
  const [, list = '', reason = ''] = contents.exec(text) ?? [];
  const wordsFrom = (index: number): string => text.slice(text.indexOf(list) + index).trim();
  const names: string[] = [];
  for (const { 0: word, index } of list.matchAll(/[^\s,]+/g)) {
    const name = word.toLowerCase().replace(/^posthog-apps\/|-+$/g, '');
    const isRule = knownRules.has(name) || similarName(name, knownRules) !== undefined;
    const isListed = index === 0 || /,\s*$/.test(list.slice(0, index));
    const isInSentence = /^[^\s,]+[ \t]+\w/.test(list.slice(index));
    if (!isRule && (!isListed || isInSentence)) return contentsOf(names, '', wordsFrom(index));
    names.push(name);
    // `event-loop- the reason`
    if (isInSentence && word.endsWith('-')) return contentsOf(names, '', wordsFrom(index + word.length));
  }
  return contentsOf(names, reason.trim(), '');
}

function contentsOf(rules: readonly string[], reason: string, prose: string): readonly Content[] {
  return (rules.length === 0 ? [''] : rules).map((rule) => ({ rule, reason, prose }));
}

/** Where the code behind a comment begins, other comments and empty lines between them. */
function nextCode(file: ts.SourceFile, { 0: comment, index }: RegExpExecArray): number {
  const { text } = file;
  const closed = comment.startsWith('/*') ? text.indexOf('*/', index) + 2 : index + comment.length;
  const end = closed < index ? text.length : closed;
  const last = ts.getLeadingCommentRanges(text, end)?.at(-1)?.end ?? end;
  return last + (/^\s*/.exec(text.slice(last))?.[0].length ?? 0);
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
 * The last line of the statement that begins at a place: a call over several lines, but not what the blocks in it hold,
 * which have comments of their own.
 */
function lastLineOfHead(file: ts.SourceFile, first: number): number {
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
  if (statement === undefined) return file.getLineAndCharacterOfPosition(first).line;
  const isSimple =
    ts.isExpressionStatement(statement) ||
    ts.isVariableStatement(statement) ||
    ts.isReturnStatement(statement) ||
    ts.isThrowStatement(statement);
  const body = isSimple ? firstBody(statement) : undefined;
  const end = isSimple ? (body?.getStart(file) ?? statement.end) : first;
  return file.getLineAndCharacterOfPosition(end).line;
}

/** The first block of a function inside of a statement. */
function firstBody(statement: ts.Node): ts.Node | undefined {
  const find = (node: ts.Node): ts.Node | undefined =>
    ts.isBlock(node) || ts.isClassLike(node) ? node : ts.forEachChild(node, find);
  return ts.forEachChild(statement, find);
}

function problemOf(
  suppression: Suppression,
  isUsed: boolean,
  knownRules: ReadonlySet<string>,
): readonly Finding[] {
  const message = problemText(suppression, isUsed, knownRules);
  if (message === undefined) return [];
  const { span } = suppression;
  return [
    plainFinding({
      rule: suppressionCode,
      severity: isUsed ? 'warning' : 'information',
      span,
      message,
      fixes: isUsed ? [] : [{ title: 'Remove the Comment', changes: [{ span, newText: '' }] }],
    }),
  ];
}

function problemText(
  { otherWord, prose, reason, rule }: Suppression,
  isUsed: boolean,
  knownRules: ReadonlySet<string>,
): string | undefined {
  if (otherWord !== undefined)
    return `${otherWord} does nothing. Write ${word}, which works for the statement below it.`;
  if (rule === '') return 'This comment names no rule. Write posthog-apps-ignore event-loop: and the reason.';
  if (!knownRules.has(rule)) {
    const similar = similarName(rule, knownRules);
    return `There is no rule ${rule}. ${similar === undefined ? 'The page of this message lists them.' : `Did you mean ${similar}?`}`;
  }
  if (!isUsed) return `This comment suppresses nothing: ${rule} reports nothing here. Remove it.`;
  if (prose !== '')
    return `This comment needs a colon before its reason to work: posthog-apps-ignore ${rule}: ${prose}`;
  return reason === ''
    ? `This comment needs a reason to work. Write it after a colon: posthog-apps-ignore ${rule}: why.`
    : undefined;
}
