/** SARIF 2.1.0, which code hosts show beside the code: rules, chains of calls as code flows, suppressions. */
import { createHash } from 'node:crypto';
import { ruleTable } from '../../../protocol/rules.ts';
import type { RulePages } from '../rulePages.ts';
import type { Place, Report, ReportedFinding } from '../report.ts';

const levels = { error: 'error', warning: 'warning', information: 'note', hint: 'note' } as const;

export function sarifReport({ findings, problems }: Report, version: string, pages: RulePages): string {
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'PostHog Apps', version, rules: ruleTable.map((info) => ruleOf(info, pages)) },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The folder that was checked.' } } },
        results: findings.map(resultOf),
        invocations: [
          {
            executionSuccessful: problems.length === 0,
            toolExecutionNotifications: problems.map(({ column, file, line, message }) => ({
              level: 'error',
              message: { text: message },
              locations: [
                {
                  physicalLocation: {
                    artifactLocation: artifact(file),
                    ...(line === null ? {} : { region: { startLine: line, startColumn: column } }),
                  },
                },
              ],
            })),
          },
        ],
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function ruleOf({ name, severity, summary }: (typeof ruleTable)[number], pages: RulePages): object {
  return {
    id: `posthog-apps/${name}`,
    shortDescription: { text: summary },
    // The pages have no public address, so that they come along.
    help: pages(name) ?? { text: summary },
    defaultConfiguration: { level: levels[severity] },
  };
}

function resultOf(finding: ReportedFinding): object {
  const { chain, code, endColumn, endLine, file, guard, isInSource, line, message, rule, severity } = finding;
  const { column, grade, round = [], subject, suppressed, witness } = finding;
  const way = [...chain, ...round];
  const known = ruleTable.findIndex(({ name }) => `posthog-apps/${name}` === rule);
  return {
    ruleId: rule,
    ...(known < 0 ? {} : { ruleIndex: known }),
    level: levels[severity],
    message: { text: message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: artifact(file),
          region: { startLine: line, startColumn: column, endLine, endColumn },
        },
      },
    ],
    // The code of loops is much the same everywhere: their event tells them apart.
    partialFingerprints: {
      'ruleFileCode/v1': fingerprint([rule, file, code, ...(subject === undefined ? [] : [subject])]),
    },
    ...(way.length === 0 ? {} : { codeFlows: [{ threadFlows: [{ locations: way.map(flowLocation) }] }] }),
    ...(guard === null
      ? {}
      : {
          relatedLocations: [{ ...location(guard, guard.column), message: { text: `Guard: ${guard.text}` } }],
        }),
    ...(suppressed === null
      ? {}
      : { suppressions: [{ kind: isInSource ? 'inSource' : 'external', justification: suppressed }] }),
    ...(grade === null ? {} : { properties: { grade, witness } }),
  };
}

function flowLocation(step: Place & { readonly function: string }): object {
  return { location: { ...location(step, step.column), message: { text: step.function } } };
}

function location(
  { file, line }: { readonly file: string; readonly line: number },
  startColumn: number,
): object {
  return { physicalLocation: { artifactLocation: artifact(file), region: { startLine: line, startColumn } } };
}

function artifact(file: string): object {
  return { uri: file.split('/').map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' };
}

function fingerprint(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
