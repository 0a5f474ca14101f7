/**
 * Tests of rules are text: an app, and under its lines what has to be found there.
 *
 * ```
 *   posthog.capture('seen')
 * //^^^^^^^^^^^^^^^ warning loops: comes back to onEvent
 * //                fix: Return Early for 'seen'
 * ```
 *
 * A finding without a mark and a mark without a finding both fail. Several files stand after lines `//- /path`.
 */
import ts from 'typescript';
import { expect } from 'vitest';
import { readManifest } from '../../platform/manifest.ts';
import type { AppProgram } from '../../server/analysis/appProgram.ts';
import type { Finding, Fix } from '../../server/analysis/finding.ts';
import type { LintLevels } from '../../server/lintSettings.ts';
import { checkApp } from '../../server/rules/checkApp.ts';
import { readAnnotatedFiles } from './annotatedFiles.ts';
import { loopLevels } from './levels.ts';

const mark = /^(\s*\/\/\s*)(\^+)[ \t]+(error|warning|information|hint)[ \t]+([\w-]+):[ \t]*(.*?)\s*$/;
const fixMark = /^\s*\/\/\s*fix:[ \t]*(.*?)\s*$/;

interface Expected {
  readonly at: string;
  readonly severity: string;
  /** A grade, or the last part of a rule's code. */
  readonly kind: string;
  readonly piece: string;
  readonly fixes: string[];
}

/** Checks an app written as text against its marks. */
export function check(text: string, levels: LintLevels = {}): readonly Finding[] {
  const files = filesOf(text);
  const app = appOf(files);
  const findings = checkApp(app, { ...loopLevels, ...levels });
  const expected = [...files].flatMap(([path, content]) => expectations(path, content));
  expect(describeFindings(findings, app, expected)).toEqual(
    expected.map(({ at, severity, kind }) => `${at} ${severity} ${kind}`).toSorted(),
  );
  for (const { at, kind, piece, fixes } of expected) {
    const found = findings.find((finding) => placeOf(finding, app) === at && kindsOf(finding).includes(kind));
    expect(found?.message).toContain(piece);
    for (const title of fixes) expect(found?.fixes.map((fix) => fix.title)).toContain(title);
  }
  return findings;
}

/** Applies a fix of the only finding: the text must be as told, and end the loop. */
export function checkFix(before: string, title: string, after: string, levels: LintLevels = {}): void {
  const files = filesOf(before);
  const fix = onlyFinding(files, levels).fixes.find((candidate) => candidate.title === title);
  if (fix === undefined) throw new Error(`There is no fix "${title}".`);
  const fixed = applyFix(files, fix);
  expect(codeOf(fixed)).toBe(codeOf(filesOf(after)));
  expect(warningsIn(fixed, levels)).toEqual([]);
}

/** Every fix of every finding ends the loop. */
export function checkAllFixes(text: string): number {
  const files = filesOf(text);
  const findings = checkApp(appOf(files), loopLevels);
  const fixes = findings.flatMap((finding) => finding.fixes);
  for (const fix of fixes) expect([fix.title, ...warningsIn(applyFix(files, fix))]).toEqual([fix.title]);
  return fixes.length;
}

/** The only finding offers no such fix. */
export function checkNoFix(text: string, title: string): void {
  expect(titlesOf(text)).not.toContain(title);
}

/** Titles of the fixes of the only finding. */
export function titlesOf(text: string): readonly string[] {
  return onlyFinding(filesOf(text)).fixes.map(({ title }) => title);
}

/** All findings of an app written as text. */
export function findingsIn(text: string, levels: LintLevels = {}): readonly Finding[] {
  return checkApp(appOf(filesOf(text)), { ...loopLevels, ...levels });
}

/** The grades of the calls of an app that send events, in the order of its code. */
export function loopGradesIn(text: string): readonly Finding['grade'][] {
  return findingsIn(text)
    .filter(({ rule }) => rule === 'posthog-apps/event-loop')
    .map(({ grade }) => grade);
}

export function filesOf(text: string): ReadonlyMap<string, string> {
  const { files } = readAnnotatedFiles(/^[ \t]*\/\/- /m.test(text) ? text : `//- /index.js\n${text}`);
  return files;
}

/** An app out of files in memory. */
export function appOf(files: ReadonlyMap<string, string>): AppProgram {
  const manifestText = withoutMarks(files.get('/plugin.json'));
  const manifest = readManifest(manifestText === undefined ? {} : JSON.parse(manifestText));
  const names = [...files.keys()].filter((path) => path !== '/plugin.json');
  const main = manifest.main === undefined ? undefined : `/${manifest.main.replace(/^\.?\//, '')}`;
  const entryFile = [main, '/index.js', '/index.ts', ...names].find(
    (path) => path !== undefined && files.has(path),
  );
  const program = ts.createProgram({
    rootNames: names,
    options: {
      allowJs: true,
      noLib: true,
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.Preserve,
      noResolve: true,
      types: [],
    },
    host: {
      getSourceFile: (path, options) => {
        const content = files.get(path);
        return content === undefined ? undefined : ts.createSourceFile(path, content, options);
      },
      getDefaultLibFileName: () => '/lib.d.ts',
      writeFile: () => undefined,
      getCurrentDirectory: () => '/',
      getCanonicalFileName: (path) => path,
      useCaseSensitiveFileNames: () => true,
      getNewLine: () => '\n',
      fileExists: (path) => files.has(path),
      readFile: (path) => files.get(path),
    },
  });
  return {
    root: '/',
    manifest,
    manifestPath: '/plugin.json',
    manifestText: manifestText ?? '',
    isManifestBroken: manifestText === undefined,
    entryFile,
    program,
    files: program.getSourceFiles().filter((file) => !file.isDeclarationFile),
  };
}

/** JSON has no comments: marks stand under the one line that they are about. */
function withoutMarks(text: string | undefined): string | undefined {
  return text
    ?.split('\n')
    .filter((line) => !mark.test(line) && !fixMark.test(line))
    .join('\n');
}

function expectations(path: string, content: string): readonly Expected[] {
  const lines = content.split('\n');
  const expected: Expected[] = [];
  let codeLine = 0;
  for (const [index, line] of lines.entries()) {
    const found = mark.exec(line);
    const fix = fixMark.exec(line);
    if (found !== null) {
      const [, before = '', carets = '', severity = '', kind = '', piece = ''] = found;
      const at = `${path}:${codeLine + 1}:${before.length + 1}-${before.length + carets.length}`;
      expected.push({ at, severity, kind, piece, fixes: [] });
    } else if (fix !== null) expected.at(-1)?.fixes.push(fix[1] ?? '');
    else codeLine = index;
  }
  return expected;
}

function describeFindings(
  findings: readonly Finding[],
  app: AppProgram,
  expected: readonly Expected[],
): readonly string[] {
  return findings
    .map((finding) => {
      const at = placeOf(finding, app);
      const kinds = kindsOf(finding);
      const wanted = expected.find((candidate) => candidate.at === at && kinds.includes(candidate.kind));
      return `${at} ${finding.severity} ${wanted?.kind ?? kinds[0] ?? ''}`;
    })
    .toSorted();
}

function kindsOf({ grade, rule }: Finding): readonly string[] {
  const name = rule.slice(rule.lastIndexOf('/') + 1);
  return grade === null ? [name] : [grade, name];
}

function placeOf({ span }: Finding, app: AppProgram): string {
  const file = app.program.getSourceFile(span.file);
  const before = app.manifestText.slice(0, span.start).split('\n');
  const inManifest = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  const start = file?.getLineAndCharacterOfPosition(span.start) ?? inManifest;
  return `${span.file}:${start.line + 1}:${start.character + 1}-${start.character + span.length}`;
}

function onlyFinding(files: ReadonlyMap<string, string>, levels: LintLevels = {}): Finding {
  const findings = checkApp(appOf(files), { ...loopLevels, ...levels });
  expect(findings).toHaveLength(1);
  const [finding] = findings;
  if (finding === undefined) throw new Error('There is no finding.');
  return finding;
}

function applyFix(files: ReadonlyMap<string, string>, { changes }: Fix): ReadonlyMap<string, string> {
  const fixed = new Map(files);
  const lastFirst = [...changes].toSorted((one, other) => other.span.start - one.span.start);
  for (const [index, { span, newText }] of lastFirst.entries()) {
    const next = lastFirst[index - 1]?.span;
    // The protocol forbids edits that overlap.
    if (next?.file === span.file) expect(span.start + span.length).toBeLessThanOrEqual(next.start);
    const text = fixed.get(span.file) ?? '';
    fixed.set(span.file, text.slice(0, span.start) + newText + text.slice(span.start + span.length));
  }
  return fixed;
}

function warningsIn(files: ReadonlyMap<string, string>, levels: LintLevels = {}): readonly string[] {
  return checkApp(appOf(files), { ...loopLevels, ...levels })
    .filter(({ severity }) => severity === 'warning' || severity === 'error')
    .map(({ message }) => message);
}

function codeOf(files: ReadonlyMap<string, string>): string {
  return [...files.values()].join('\n').trim();
}
