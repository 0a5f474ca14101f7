/** For people: by file, with the chain of calls and the condition that decides. */
import { plainText } from '../../plainText.ts';
import { counts, type Report, type ReportedFinding } from '../report.ts';

const colors = { error: 31, warning: 33, information: 34, hint: 90 } as const;

/** @param isColored whether the output is a terminal that shows colors. */
export function textReport(report: Report, isColored: boolean): string {
  const paint = (text: string, code: number): string =>
    isColored ? `\u001B[${code}m${plainText(text)}\u001B[0m` : plainText(text);
  const shown = report.findings.filter(({ suppressed }) => suppressed === null);
  const files = [...new Set(shown.map(({ file }) => file))];
  const blocks = files.map((file) => {
    const lines = shown
      .filter((finding) => finding.file === file)
      .flatMap((finding) => findingLines(finding, paint));
    return [paint(file, 1), ...lines].join('\n');
  });
  const broken = [...new Set(report.problems.map(({ file }) => file))];
  const problems = broken.map((name) => {
    const lines = report.problems
      .filter(({ file }) => file === name)
      .map(
        ({ column, line, message }) =>
          `  ${line === null ? '' : `${line}:${column}  `}${paint('error', 31)}  ${plainText(message)}`,
      );
    return [paint(name, 1), ...lines].join('\n');
  });
  return [...problems, ...blocks, summary(report)].join('\n\n').concat('\n');
}

function findingLines(
  finding: ReportedFinding,
  paint: (text: string, code: number) => string,
): readonly string[] {
  const { chain, column, grade, guard, line, message, round = [], rule, severity } = finding;
  const way = [...chain, ...round];
  const short = rule.slice(rule.lastIndexOf('/') + 1);
  const name = grade === null ? short : `${short}: ${grade === 'may-loop' ? 'may loop' : grade}`;
  return [
    `  ${line}:${column}  ${paint(severity, colors[severity])}  ${plainText(message)}  ${paint(name, 90)}`,
    ...(way.length < 2
      ? []
      : way.map(
          (step, index) =>
            `      ${index + 1}. ${plainText(step.function)}  ${paint(`${step.file}:${step.line}:${step.column}`, 90)}`,
        )),
    ...(guard === null
      ? []
      : [`      guard: ${plainText(guard.text)}  ${paint(`${guard.file}:${guard.line}`, 90)}`]),
  ];
}

function summary({ apps, findings, problems }: Report): string {
  const of = (severity: ReportedFinding['severity']): number =>
    findings.filter((finding) => finding.severity === severity && counts(finding)).length;
  const [errors, warnings] = [of('error') + problems.length, of('warning')];
  const suppressed = findings.filter((finding) => finding.suppressed !== null).length;
  const ending = findings.filter(({ grade, suppressed: why }) => why === null && grade === 'ends').length;
  const others = findings.length - suppressed - ending - of('error') - warnings;
  const parts = [
    plural(errors, 'error'),
    plural(warnings, 'warning'),
    ...(ending > 0 ? [`${plural(ending, 'loop')} that end${ending === 1 ? 's' : ''}`] : []),
    ...(others > 0 ? [plural(others, 'remark')] : []),
    ...(suppressed > 0 ? [`${suppressed} suppressed`] : []),
  ];
  return `${plural(apps.length, 'app')}: ${parts.join(', ')}.`;
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
