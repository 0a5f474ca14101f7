/** JUnit's XML, which most CI servers show as tests: each finding that counts is a test that failed. */
import { counts, type Report, type ReportedFinding } from '../report.ts';

export function junitReport({ apps, findings, problems }: Report): string {
  const suites = apps.map(({ name, root }) => {
    const inApp = (file: string): boolean => root === '.' || file === root || file.startsWith(`${root}/`);
    const failed = findings.filter((finding) => inApp(finding.file) && counts(finding));
    const broken = problems.filter(({ file }) => inApp(file));
    const cases = [
      ...broken.map(({ file, message }) => failure(file, 'plugin.json', message)),
      ...failed.map((finding) => failure(finding.file, titleOf(finding), finding.message)),
    ];
    const count = Math.max(1, cases.length);
    const content =
      cases.length === 0 ? [`    <testcase classname="${escape(root)}" name="no findings"/>`] : cases;
    return [
      `  <testsuite name="${escape(name)}" tests="${count}" failures="${cases.length}">`,
      ...content,
      '  </testsuite>',
    ].join('\n');
  });
  return ['<?xml version="1.0" encoding="UTF-8"?>', '<testsuites>', ...suites, '</testsuites>', ''].join(
    '\n',
  );
}

function titleOf({ column, line, rule }: ReportedFinding): string {
  return `${rule} at ${line}:${column}`;
}

function failure(file: string, name: string, message: string): string {
  return `    <testcase classname="${escape(file)}" name="${escape(name)}"><failure message="${escape(message)}"/></testcase>`;
}

function escape(text: string): string {
  return (
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      // XML knows no control characters but these three.
      .replaceAll(/[^\t\n\r\u0020-\uFFFD]/g, '\uFFFD')
  );
}
