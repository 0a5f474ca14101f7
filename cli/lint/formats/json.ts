/** For other tools: stable, with a version. */
import type { Report } from '../report.ts';

export function jsonReport({ apps, findings, problems }: Report): string {
  const shown = findings.map((finding) => {
    const { chain, code: _code, column, endColumn, endLine, entryPoints, file, grade, guard, help } = finding;
    const { isInSource: _isInSource, line, message, round, rule, severity, suppressed, witness } = finding;
    return {
      rule,
      ...(grade === null ? {} : { grade }),
      severity,
      file,
      line,
      column,
      endLine,
      endColumn,
      message,
      help,
      entryPoints,
      chain,
      ...(round === undefined ? {} : { round }),
      guard: guard === null ? null : { text: guard.text, file: guard.file, line: guard.line },
      witness,
      suppressed,
    };
  });
  return `${JSON.stringify({ version: 1, apps, findings: shown, problems }, undefined, 2)}\n`;
}
