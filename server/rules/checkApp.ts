/** Runs all rules on an app. A rule that fails does not keep the others from reporting. */
import type { AppProgram } from '../analysis/appProgram.ts';
import type { Finding, Severity } from '../analysis/finding.ts';
import type { LintLevels } from '../lintSettings.ts';
import { eventLoop } from './eventLoop.ts';
import { nodeRules } from './nodeRules.ts';
import { runNodeRules } from './runNodeRules.ts';
import type { Rule } from './rule.ts';
import { applySuppressions, type SuppressedFinding } from './suppressions.ts';

export const rules: readonly Rule[] = [eventLoop];

const ruleNames: ReadonlySet<string> = new Set([...rules, ...nodeRules].map(({ name }) => name));

export interface CheckResult {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
  /** What rules threw; the others have run nevertheless. */
  readonly failures: readonly unknown[];
}

/**
 * What the rules report about an app, without what comments suppress. Throws when a rule failed and there is nothing
 * else to show: it ends up in the log.
 */
export function checkApp(app: AppProgram, levels: LintLevels, used: readonly Rule[] = rules): Finding[] {
  const { failures, findings } = runRules(app, levels, used);
  if (failures.length > 0 && findings.length === 0) throw failures[0];
  return [...findings];
}

/** What the rules report, and apart from it what comments suppress. */
export function runRules(app: AppProgram, levels: LintLevels, used: readonly Rule[] = rules): CheckResult {
  const { failures, findings } = askRules(app, levels, used);
  // What cannot be read is told of by others: see parseErrors.ts.
  return { ...applySuppressions(app.files, findings, ruleNames, (rule) => rule !== 'syntax'), failures };
}

/** What the rules report, as if there were no comments that suppress anything. */
export function askRules(
  app: AppProgram,
  levels: LintLevels,
  used: readonly Rule[] = rules,
): Pick<CheckResult, 'findings' | 'failures'> {
  const failures: unknown[] = [];
  const findings = used.flatMap((rule) => {
    if (levels[rule.name] === 'off') return [];
    try {
      return rule.check(app, levels);
    } catch (error) {
      failures.push(error);
      return [];
    }
  });
  const pieces = used === rules ? runNodeRules(app, nodeRules, levels, (error) => failures.push(error)) : [];
  return { findings: [...findings, ...pieces], failures };
}

/** @param findings all that is told of the app, by the rules and by others. */
export function withoutSuppressed(
  app: AppProgram,
  findings: readonly Finding[],
): Pick<CheckResult, 'findings' | 'suppressed'> {
  return applySuppressions(app.files, findings, ruleNames);
}

/** The severity that the user set for a rule. */
export function severityOf(level: string | undefined, fallback: Severity): Severity {
  return level === 'error' || level === 'warning' || level === 'information' || level === 'hint'
    ? level
    : fallback;
}
