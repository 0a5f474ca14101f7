/** Applies safe fixes to the files of apps. */
import { readFileSync, writeFileSync } from 'node:fs';
import ts from 'typescript';
import { Files } from '../../server/analysis/files.ts';
import type { Finding, TextChange } from '../../server/analysis/finding.ts';
import { Engine } from '../../server/engine.ts';
import { runRules } from '../../server/rules/checkApp.ts';
import { safeChanges } from '../../server/rules/safeChanges.ts';
import type { CheckOptions } from './checkApps.ts';
import { findApps } from './findApps.ts';

/** Each round may make room for a fix that another one was in the way of. */
const mostRounds = 10;

/**
 * Applies safe fixes until there are none.
 *
 * @returns how many places were changed.
 */
export function fixApps(options: Omit<CheckOptions, 'onApp'>): number {
  let count = 0;
  // How many findings a rule had in a file when its fixes were applied: they help only when that gets less.
  const before = new Map<string, number>();
  for (let round = 0; round < mostRounds; round += 1) {
    const findings = fixableFindings(options);
    const numbers = new Map<string, number>();
    for (const finding of findings) numbers.set(keyOf(finding), (numbers.get(keyOf(finding)) ?? 0) + 1);
    const helped = findings.filter((finding) => {
      const key = keyOf(finding);
      return (numbers.get(key) ?? 0) < (before.get(key) ?? Infinity);
    });
    const changed = applyFixes(helped);
    if (changed === 0) break;
    count += changed;
    for (const [key, number] of numbers) before.set(key, number);
  }
  return count;
}

function keyOf({ rule, span }: Finding): string {
  return `${rule} ${span.file}`;
}

function fixableFindings({ context, host, levels, paths }: Omit<CheckOptions, 'onApp'>): readonly Finding[] {
  const files = new Files(host);
  const engine = new Engine(files);
  return findApps(files, paths, context.cwd).flatMap((app) => {
    try {
      const { findings } = runRules(engine.serviceOf(app).program(), levels);
      return findings.filter(({ fixes }) => fixes.some(({ isSafe }) => isSafe === true));
    } catch {
      // What cannot be judged cannot be mended; the check that follows tells it.
      return [];
    }
  });
}

/** @returns how many places were changed. */
function applyFixes(findings: readonly Finding[]): number {
  const all = safeChanges(findings);
  let count = 0;
  for (const file of new Set(all.map(({ span }) => span.file))) {
    const together = all.filter(({ span }) => span.file === file);
    if (writeChanges(file, together)) count += together.length;
    else {
      // One of them would break the file: the others are applied, the last ones first, so that places stay right.
      for (const finding of findings.toReversed()) {
        const changes = safeChanges([finding]);
        const isHere = changes.every(({ span }) => span.file === file);
        if (isHere && together.includes(changes[0] ?? noChange) && writeChanges(file, changes))
          count += changes.length;
      }
    }
  }
  return count;
}

const noChange: TextChange = { span: { file: '', start: 0, length: 0 }, newText: '' };

/** Places count without the byte order mark, which stays. False, and the file as it was, when it could not be read then. */
function writeChanges(file: string, changes: readonly TextChange[]): boolean {
  const raw = readFileSync(file, 'utf8');
  const mark = raw.startsWith('\uFEFF') ? '\uFEFF' : '';
  const old = raw.slice(mark.length);
  let text = old;
  for (const { newText, span } of changes.toReversed()) {
    text = text.slice(0, span.start) + newText + text.slice(span.start + span.length);
  }
  if (text === old || mistakesIn(file, text) > mistakesIn(file, old)) return false;
  writeFileSync(file, mark + text);
  return true;
}

function mistakesIn(fileName: string, text: string): number {
  if (fileName.endsWith('.json')) return 0;
  const { diagnostics = [] } = ts.transpileModule(text, {
    fileName,
    reportDiagnostics: true,
    compilerOptions: { allowJs: true, target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext },
  });
  return diagnostics.length;
}
