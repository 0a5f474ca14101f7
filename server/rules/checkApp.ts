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
  return { ...applySuppressions(app.files, [...findings, ...pieces], ruleNames), failures };
}

/** The severity that the user set for a rule. */
export function severityOf(level: string | undefined, fallback: Severity): Severity {
  return level === 'error' || level === 'warning' || level === 'information' || level === 'hint'
    ? level
    : fallback;
}
