/** `posthog-apps test`: runs saved scenarios, as the Test Explorer does. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type ScenarioResult, secretVariablePrefix } from '../../protocol/scenario.ts';
import { SandboxPool } from '../../runtime/runner/sandboxPool.ts';
import { runScenario } from '../../runtime/scenarios/runScenario.ts';
import { type Command, type CommandIo, UsageError } from '../command.ts';
import { pathFrom } from '../lint/report.ts';
import { findScenarios, type FoundScenario } from './findScenarios.ts';
import { jsonReport, junitReport, type ScenarioReport, scenarioText, summaryText } from './report.ts';
import { timeoutFrom } from '../runOptions.ts';
import { parseOptions } from '../parseOptions.ts';

const usage = `posthog-apps test [paths] [options]

  Runs the scenarios (*.scenario.json) below the paths, or below the current folder. Nothing is sent: requests get the
  answers that the scenario has recorded.

  --json               prints the results as one JSON object
  --junit <file>       also writes the results as JUnit XML
  --update             saves what comes out now as the expected result
  --timeout <seconds>  how long each step may take. Default: 30
  --allow-packages     lets the apps load packages, such as pg, from their own node_modules. They are less isolated

A secret config field gets the environment variable POSTHOG_APPS_SECRET_ and its key in capitals. Without that variable
it gets a placeholder.

Exit codes: 0 all pass; 1 one does not; 2 wrong use.`;

const options = {
  json: { type: 'boolean', default: false },
  junit: { type: 'string' },
  update: { type: 'boolean', default: false },
  timeout: { type: 'string', default: '30' },
  'allow-packages': { type: 'boolean', default: false },
} as const;

export const testCommand: Command = {
  usage,
  run: async (args, io) => {
    const { positionals, values } = parseOptions(args, options);
    const timeoutSeconds = timeoutFrom(values.timeout);
    const scenarios = findScenarios(positionals.length === 0 ? ['.'] : positionals, io.cwd);
    await using pool = new SandboxPool(join(io.bundles, 'sandbox.js'));
    const reports: ScenarioReport[] = [];
    let shownApp = '';
    for (const [index, scenario] of scenarios.entries()) {
      const running = runOne(scenario, {
        pool,
        timeoutSeconds,
        isUpdated: values.update,
        allowsPackages: values['allow-packages'],
        io,
      });
      // The next one has its process while this one runs.
      if (index + 1 < scenarios.length) pool.warmUp();
      const report = await running;
      reports.push(report);
      if (values.json) continue;
      if (report.app !== shownApp) io.write(`${shownApp === '' ? '' : '\n'}${report.app}\n`);
      shownApp = report.app;
      io.write(scenarioText(report, io.isColored));
    }
    io.write(values.json ? jsonReport(reports) : summaryText(reports));
    if (values.junit !== undefined) writeJunit(values.junit, junitReport(reports), io);
    return reports.every(({ result }) => result.status === 'passed') ? 0 : 1;
  },
};

interface RunOptions {
  readonly pool: SandboxPool;
  readonly timeoutSeconds: number;
  readonly isUpdated: boolean;
  readonly allowsPackages: boolean;
  readonly io: CommandIo;
}

async function runOne(scenario: FoundScenario, options: RunOptions): Promise<ScenarioReport> {
  const { path, root, name } = scenario;
  const { allowsPackages, isUpdated, io, pool, timeoutSeconds } = options;
  const file = pathFrom(io.cwd, path.replaceAll('\\', '/'));
  if (root === undefined) return { file, app: '', name, result: withoutApp, isWritten: false };
  const request = {
    app: { root, unsaved: {} },
    text: readFileSync(path, 'utf8'),
    environment: secretsOf(io.env),
    timeoutSeconds,
    isUpdated,
  };
  const result = await runScenario(request, { pool, allowPackages: async () => allowsPackages });
  if (result.updated !== null) writeFileSync(path, result.updated);
  const app = pathFrom(io.cwd, root.replaceAll('\\', '/'));
  return { file, app, name, result, isWritten: result.updated !== null };
}

const withoutApp: ScenarioResult = {
  status: 'broken',
  failures: [
    {
      message: 'The scenario lies in no app. Move it into a folder with a plugin.json, or below one.',
      line: 1,
      column: 1,
      difference: null,
      source: null,
    },
  ],
  logs: [],
  durationMs: 0,
  updated: null,
};

function secretsOf(env: CommandIo['env']): { readonly [name: string]: string } {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      name.startsWith(secretVariablePrefix) && value !== undefined ? [[name, value]] : [],
    ),
  );
}

function writeJunit(path: string, text: string, io: CommandIo): void {
  try {
    writeFileSync(resolve(io.cwd, path), text);
  } catch {
    throw new UsageError(`${path} cannot be written. Does its folder exist?`);
  }
}
