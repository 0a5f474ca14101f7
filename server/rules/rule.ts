/** What a rule is: it looks at an app and reports findings, and knows nothing of editors. */
import type { AppProgram } from '../analysis/appProgram.ts';
import type { Finding } from '../analysis/finding.ts';
import type { LintLevels } from '../lintSettings.ts';

export interface Rule {
  /** Such as `event-loop`: its page is docs/rules/event-loop.md, its setting lint.event-loop. */
  readonly name: string;
  check(app: AppProgram, levels: LintLevels): readonly Finding[];
}

/** The code of a rule's findings. */
export function codeOf(name: string): string {
  return `posthog-apps/${name}`;
}
