/** What came of scenarios, as text for people, JSON and JUnit's XML. */
import type { ScenarioFailure, ScenarioResult } from '../../protocol/scenario.ts';
import { type JunitCase, junitXml } from '../junit.ts';
import { plainText } from '../plainText.ts';
import { lineDiff } from './lineDiff.ts';

export interface ScenarioReport {
  /** Relative to the current folder, with `/`. */
  readonly file: string;
  readonly app: string;
  readonly name: string;
  readonly result: ScenarioResult;
  /** Whether the file was changed by `--update`. */
  readonly isWritten: boolean;
}

const marks = { passed: '✓', failed: '✗', broken: '✗' } as const;
const colors = { red: '31', green: '32', dim: '2' } as const;

/** The lines of one scenario, so that they can be shown as soon as it has ended. */
export function scenarioText(report: ScenarioReport, isColored: boolean): string {
  const { file, name, isWritten } = report;
  const { status, failures, durationMs } = report.result;
  const paint = (color: keyof typeof colors, text: string): string =>
    isColored ? `\u001B[${colors[color]}m${text}\u001B[0m` : text;
  const mark = paint(status === 'passed' ? 'green' : 'red', marks[status]);
  const head = `  ${mark} ${name} ${paint('dim', `(${durationMs} ms)`)}${isWritten ? ' updated' : ''}\n`;
  const body = failures.flatMap((failure) => [
    paint('dim', `${file}:${failure.line}:${failure.column}`),
    ...plainText(failure.message).split('\n'),
    ...(failure.source === null ? [] : [`in ${failure.source.file}:${failure.source.line}`]),
    ...diffLines(failure).map(({ sign, text }) => {
      const line = `  ${sign} ${plainText(text)}`;
      return sign === ' ' ? line : paint(sign === '-' ? 'red' : 'green', line);
    }),
  ]);
  return head + body.map((line) => `      ${line}\n`).join('');
}

export function summaryText(reports: readonly ScenarioReport[]): string {
  const count = (status: ScenarioResult['status']): number =>
    reports.filter(({ result }) => result.status === status).length;
  const parts = [
    `${count('passed')} passed`,
    ...(count('failed') === 0 ? [] : [`${count('failed')} failed`]),
    ...(count('broken') === 0 ? [] : [`${count('broken')} could not be run`]),
  ];
  return `\n${parts.join(', ')}\n`;
}

/** One object; see docs/command-line.md. */
export function jsonReport(reports: readonly ScenarioReport[]): string {
  const scenarios = reports.map(({ file, app, name, result }) => {
    const { status, durationMs, logs } = result;
    const failures = result.failures.map(({ message, line, column, difference, source }) => ({
      message,
      line,
      column,
      expected: parsed(difference?.expected),
      actual: parsed(difference?.actual),
      source,
    }));
    return { file, app, name, status, durationMs, failures, logs };
  });
  return `${JSON.stringify({ version: 1, scenarios }, null, 2)}\n`;
}

export function junitReport(reports: readonly ScenarioReport[]): string {
  const apps = [...new Set(reports.map(({ app }) => app))];
  return junitXml(
    apps.map((name) => ({ name, cases: reports.filter(({ app }) => app === name).map(caseOf) })),
  );
}

function caseOf({ file, name, result: { durationMs, failures } }: ScenarioReport): JunitCase {
  const [first] = failures;
  const text = failures
    .flatMap((failure) => [
      `${file}:${failure.line}:${failure.column}`,
      failure.message,
      ...diffLines(failure).map((line) => `${line.sign} ${line.text}`),
    ])
    .join('\n');
  return {
    className: file,
    name,
    seconds: durationMs / 1000,
    ...(first === undefined ? {} : { failure: { message: first.message, text } }),
  };
}

function diffLines({ difference }: ScenarioFailure): ReturnType<typeof lineDiff> {
  return difference === null ? [] : lineDiff(difference.expected, difference.actual);
}

function parsed(text: string | undefined): unknown {
  return text === undefined ? null : JSON.parse(text);
}
