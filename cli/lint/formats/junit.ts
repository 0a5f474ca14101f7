/** The findings as JUnit's XML: each finding that counts is a test that failed. */
import { type JunitCase, junitXml } from '../../junit.ts';
import { counts, type Report, type ReportedFinding } from '../report.ts';

export function junitReport({ apps, findings, problems }: Report): string {
  const suites = apps.map(({ name, root }) => {
    const inApp = (file: string): boolean => root === '.' || file === root || file.startsWith(`${root}/`);
    const failed = findings.filter((finding) => inApp(finding.file) && counts(finding));
    const broken = problems.filter(({ file }) => inApp(file));
    const cases: readonly JunitCase[] = [
      ...broken.map(({ file, message }) => ({
        className: file,
        name: 'plugin.json',
        failure: { message },
      })),
      ...failed.map((finding) => ({
        className: finding.file,
        name: titleOf(finding),
        failure: { message: finding.message },
      })),
    ];
    return { name, cases: cases.length === 0 ? [{ className: root, name: 'no findings' }] : cases };
  });
  return junitXml(suites);
}

function titleOf({ column, line, rule }: ReportedFinding): string {
  return `${rule} at ${line}:${column}`;
}
