/** Severities for tests that are about one rule. */
import { type RuleName, ruleInfo } from '../../protocol/rules.ts';
import { defaultLevels, type LintLevels } from '../../server/lintSettings.ts';
import { nodeRules } from '../../server/rules/nodeRules.ts';

/** The loop rule alone. */
export const loopLevels: LintLevels = {
  ...defaultLevels,
  ...Object.fromEntries(nodeRules.map(({ name }) => [name, 'off'])),
};

/** One rule alone, with its own severity. */
export function only(name: RuleName): LintLevels {
  return { ...loopLevels, 'event-loop': 'off', [name]: ruleInfo(name)?.severity ?? 'off' };
}
