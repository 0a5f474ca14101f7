/** Code that cannot be read at all. An editor shows this itself; on the command line it is a finding of the rule syntax. */
import { profileNamed } from '../../platform/profiles.ts';
import type { AppProgram } from '../analysis/appProgram.ts';
import { type Finding, plainFinding } from '../analysis/finding.ts';
import type { LintLevels } from '../lintSettings.ts';
import { severityOf } from './checkApp.ts';
import { codeOf } from './rule.ts';
import { appCode } from './support/appCode.ts';
import { postHogReading } from './support/postHogReading.ts';

/** The first place of each file of an app from where on it cannot be read. */
export function parseErrors(app: AppProgram, levels: LintLevels): readonly Finding[] {
  if (levels['syntax'] === 'off') return [];
  return appCode(app).files.flatMap((file): readonly Finding[] => {
    const { unreadable } = postHogReading(file, profileNamed(levels['profile']));
    // JSX is told of by the rule itself.
    if (unreadable === undefined || unreadable.isJsx) return [];
    return [
      plainFinding({
        rule: codeOf('syntax'),
        severity: severityOf(levels['syntax'], 'error'),
        span: { file: file.fileName, start: unreadable.start, length: unreadable.length },
        message: `PostHog cannot read the code from here on: ${unreadable.message}`,
      }),
    ];
  });
}
