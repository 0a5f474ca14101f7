/** Lines that GitHub Actions turns into annotations of the code. */
import type { Report } from '../report.ts';

const commands = { error: 'error', warning: 'warning', information: 'notice', hint: 'notice' } as const;

export function githubReport({ findings, problems }: Report): string {
  const lines = findings
    .filter(({ suppressed }) => suppressed === null)
    .map(({ column, endColumn, endLine, file, line, message, rule, severity }) => {
      const place = { file, line, col: column, endLine, endColumn, title: rule };
      const properties = Object.entries(place).map(
        ([name, value]) => `${name}=${escapeProperty(String(value))}`,
      );
      return `::${commands[severity]} ${properties.join(',')}::${escapeData(message)}`;
    });
  const broken = problems.map(
    ({ column, file, line, message }) =>
      `::error file=${escapeProperty(file)}${line === null ? '' : `,line=${line},col=${column}`}::${escapeData(message)}`,
  );
  return [...broken, ...lines, ''].join('\n');
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
