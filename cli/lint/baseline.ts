/**
 * Findings that are known and do not count. They are known again by rule, file and code, not by their line, which moves
 * with every edit above it. The code of loops is much the same everywhere: they are known by their event and their
 * grade, too, so that a known one does not hide another.
 */
import type { ReportedFinding } from './report.ts';

export interface BaselineEntry {
  readonly rule: string;
  readonly file: string;
  readonly code: string;
  /** The event of a loop, or the code that says it. Entries written before 0.1.0 was released have none. */
  readonly subject?: string | undefined;
  readonly grade?: ReportedFinding['grade'] | undefined;
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
    // Remarks are not in a baseline, though a warning about the same code may be.
    if (finding.suppressed !== null || !counts(finding)) return finding;
    const { code, file, rule } = finding;
    const keys = [keyOf(entryOf(finding)), keyOf({ rule, file, code })];
    const key = keys.find((one) => (left.get(one) ?? 0) > 0);
    if (key === undefined) return finding;
    left.set(key, (left.get(key) ?? 0) - 1);
    return { ...finding, suppressed: 'in the baseline' };
  });
  return { findings: marked, gone: [...left.values()].reduce((sum, count) => sum + count, 0), elsewhere };
}

/** The baseline of what is there now; what comments suppress needs none. */
export function makeBaseline(findings: readonly ReportedFinding[]): Baseline {
  const entries = new Map<string, BaselineEntry>();
  for (const finding of findings) {
    if (finding.isInSource || !counts(finding)) continue;
    const entry = entryOf(finding);
    const key = keyOf(entry);
    entries.set(key, { ...entry, count: (entries.get(key)?.count ?? 0) + 1 });
  }
  return { version: 1, findings: [...entries.values()] };
}

function counts({ grade, severity }: ReportedFinding): boolean {
  return grade !== 'ends' && (severity === 'error' || severity === 'warning');
}

type Known = Omit<BaselineEntry, 'count'>;

function entryOf({ code, file, grade, rule, subject }: ReportedFinding): Known {
  return subject === undefined ? { rule, file, code } : { rule, file, code, subject, grade };
}

function keyOf({ code, file, grade, rule, subject }: Known): string {
  return JSON.stringify([rule, file, code, subject, grade]);
}
