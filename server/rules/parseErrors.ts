/** Code that cannot be read at all. An editor shows this itself; on the command line it is a finding of the rule syntax. */
import ts from 'typescript';
import type { AppProgram } from '../analysis/appProgram.ts';
import type { Finding } from '../analysis/finding.ts';
import type { LintLevels } from '../lintSettings.ts';
import { severityOf } from './checkApp.ts';
import { codeOf } from './rule.ts';
import { appCode } from './support/appCode.ts';
import { parseErrorIn } from './support/parseErrorIn.ts';

/** The first place of each file of an app from where on it cannot be read. */
export function parseErrors(app: AppProgram, levels: LintLevels): readonly Finding[] {
  if (levels['syntax'] === 'off') return [];
  return appCode(app).files.flatMap((file): readonly Finding[] => {
    const error = parseErrorIn(app, file);
    if (error === undefined) return [];
    return [
      {
        rule: codeOf('syntax'),
        grade: null,
        severity: severityOf(levels['syntax'], 'error'),
        span: { file: file.fileName, start: error.start, length: error.length },
        message: `PostHog cannot read the code from here on: ${ts.flattenDiagnosticMessageText(error.messageText, ' ')}`,
        entryPoints: [],
        chain: [],
        guard: null,
        witness: null,
        fixes: [],
      },
    ];
  });
}
