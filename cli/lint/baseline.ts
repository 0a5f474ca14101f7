/**
 * Findings that are known and do not count. They are known again by rule, file and code, not by their line, which moves
 * with every edit above it.
 */
import type { ReportedFinding } from './report.ts';

export interface BaselineEntry {
  readonly rule: string;
  readonly file: string;
  readonly code: string;
  /** How often it occurs. */
  readonly count: number;
}

export interface Baseline {
  readonly version: 1;
  readonly findings: readonly BaselineEntry[];
}

export interface BaselineResult {
  readonly findings: readonly ReportedFinding[];
  /** How many entries of files that were looked at occur less often than they are listed, or not at all. */
  readonly gone: number;
  /** Entries of files that were not looked at. */
  readonly elsewhere: readonly BaselineEntry[];
}

/** @returns undefined for a text that is no baseline. */
export function readBaseline(text: string): Baseline | undefined {
  try {
    const value = JSON.parse(text) as Partial<Baseline> | null;
    return value?.version === 1 && Array.isArray(value.findings) ? (value as Baseline) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Marks what the baseline lists as suppressed.
 *
 * @param isLookedAt whether a file, as entries name it, is among those that were checked.
 */
export function applyBaseline(
  findings: readonly ReportedFinding[],
  baseline: Baseline,
  isLookedAt: (file: string) => boolean,
): BaselineResult {
  const elsewhere = baseline.findings.filter(({ file }) => !isLookedAt(file));
  const listed = baseline.findings.filter(({ file }) => isLookedAt(file));
  const left = new Map(listed.map((entry) => [keyOf(entry), entry.count]));
  const marked = findings.map((finding) => {
    const key = keyOf(finding);
    const count = left.get(key) ?? 0;
    // Remarks are not in a baseline, though a warning about the same code may be.
    if (finding.suppressed !== null || count === 0 || !counts(finding)) return finding;
    left.set(key, count - 1);
    return { ...finding, suppressed: 'in the baseline' };
  });
  return { findings: marked, gone: [...left.values()].reduce((sum, count) => sum + count, 0), elsewhere };
}

/** The baseline of what is there now; what comments suppress needs none. */
export function makeBaseline(findings: readonly ReportedFinding[]): Baseline {
  const entries = new Map<string, BaselineEntry>();
  for (const finding of findings) {
    const { code, file, isInSource, rule } = finding;
    if (isInSource || !counts(finding)) continue;
    const key = keyOf({ rule, file, code });
    entries.set(key, { rule, file, code, count: (entries.get(key)?.count ?? 0) + 1 });
  }
  return { version: 1, findings: [...entries.values()] };
}

function counts({ grade, severity }: ReportedFinding): boolean {
  return grade !== 'ends' && (severity === 'error' || severity === 'warning');
}

function keyOf({ code, file, rule }: Pick<BaselineEntry, 'rule' | 'file' | 'code'>): string {
  return JSON.stringify([rule, file, code]);
}
