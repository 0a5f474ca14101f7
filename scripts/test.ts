/** `npm test`: every lane in order, or those named: `npm test -- unit editor`. Ends with one line of counts. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './build.ts';
import { ensureBrowser } from './browser.ts';
import { ensureEditorHost } from './editorHost.ts';
import { ensureFloorNode } from './floorNode.ts';
import { runEditorTests, type LaneResult } from './editorTests.ts';
import { root, testResults } from './paths.ts';
import { seconds } from './progress.ts';

interface Lane {
  readonly name: string;
  readonly what: string;
  run(): Promise<LaneResult>;
}

/** Enough of a failure to know what it is: its lane has told it whole. */
const maximumFailureLength = 1000;

/** What is used of the report that vitest writes. */
interface VitestReport {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

interface VitestFailure {
  /** Empty where it is of no file. */
  readonly file: string;
  readonly test: string;
  readonly text: string;
}

type VitestProgram = readonly [string, ...string[]];

/** Where more of them fail, it is no matter of time. */
const maximumFilesTriedTwice = 5;

/** Vitest for a Node.js other than that on the PATH. */
const vitestProgram = join('node_modules', 'vitest', 'vitest.mjs');

const lanes: readonly Lane[] = [
  { name: 'check', what: 'types, lint, format', run: runChecks },
  {
    name: 'unit',
    what: 'units, language server, runtime, panel',
    run: () => runVitest('unit', ['vitest', 'run']),
  },
  {
    name: 'floor',
    what: 'the runtime on the oldest Node.js of an editor',
    run: async () => runVitest('floor', [await ensureFloorNode(), vitestProgram, 'run'], ['test/runtime']),
  },
  {
    name: 'editor',
    what: 'a suite inside a real VS Code',
    run: async () => {
      await build({ production: false });
      return runEditorTests();
    },
  },
  {
    name: 'e2e',
    what: 'the packed extension, used as a person would',
    run: runEndToEnd,
  },
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !lanes.some((lane) => lane.name === name));
if (unknown.length > 0) {
  console.error(
    `There is no lane ${unknown.join(', ')}. Lanes: ${lanes.map((lane) => lane.name).join(', ')}.`,
  );
  process.exit(2);
}

await mkdir(testResults, { recursive: true });
ensureBrowser();
await ensureEditorHost();
let passed = 0;
const failures: string[] = [];
const repeated: string[] = [];
const summary: string[] = [];
for (const lane of lanes) {
  if (wanted.length > 0 && !wanted.includes(lane.name)) continue;
  console.log(`\n── ${lane.name}: ${lane.what}`);
  const started = Date.now();
  const result = await lane.run().catch((error: unknown): LaneResult => {
    console.error(error instanceof Error ? (error.stack ?? error.message) : error);
    return { passed: 0, failures: [error instanceof Error ? error.message : String(error)] };
  });
  passed += result.passed;
  failures.push(...result.failures.map((failure) => `✗ ${lane.name}: ${failure}`));
  repeated.push(...(result.repeated ?? []).map((test) => `Tried twice, ${lane.name}: ${test}`));
  summary.push(
    `${lane.name}: ${result.passed} passed, ${result.failures.length} failed in ${seconds(started)}`,
  );
}
// Once more at the end, where who reads a long log looks first.
for (const failure of [...repeated, ...failures]) console.log(`\n${failure.slice(0, maximumFailureLength)}`);
console.log(`\n${summary.map((line) => `  ${line}`).join('\n')}\n`);
console.log(`${passed} passed, ${failures.length} failed`);
process.exit(failures.length > 0 ? 1 : 0);

/** The tests know the scripts, so the scripts know this one only by its path. */
async function runEndToEnd(): Promise<LaneResult> {
  const path = pathToFileURL(join(root, 'test', 'e2e', 'main.ts')).href;
  const lane = (await import(path)) as { runEndToEnd(): Promise<LaneResult> };
  return lane.runEndToEnd();
}

/** Each tool counts as one test. */
async function runChecks(): Promise<LaneResult> {
  const commands: readonly (readonly [string, ...string[]])[] = [
    // By its path: TypeScript 7, which is installed beside it for a test, has a program of the same name.
    [process.execPath, join('node_modules', 'typescript', 'bin', 'tsc'), '-b'],
    ['oxlint', '--type-aware', '--deny-warnings'],
    ['oxfmt', '--check'],
  ];
  const broken: string[] = [];
  for (const [command, ...args] of commands) {
    const line = `${basename(command)} ${args.join(' ')}`;
    console.log(line);
    if ((await runTool(command, args)) !== 0) broken.push(line);
  }
  return { passed: commands.length - broken.length, failures: broken };
}

/**
 * Files with a failure run once more, alone: beside others a process may not get the time that a test allows. What passes
 * only then is told at the end.
 *
 * @param program vitest with its arguments.
 * @param tests folders, all where there is none.
 */
async function runVitest(
  lane: string,
  program: VitestProgram,
  tests: readonly string[] = [],
): Promise<LaneResult> {
  await build({ production: false });
  const first = await runVitestOnce(lane, [...program, ...tests]);
  const files = [...new Set(first.failures.map(({ file }) => file))];
  if (files.length === 0 || files.length > maximumFilesTriedTwice || files.includes('')) {
    return { passed: first.passed, failures: first.failures.map(({ text }) => text) };
  }
  const second = await runVitestOnce(`${lane}-again`, [...program, ...files, '--maxWorkers=1']);
  const failed = new Set(second.failures.map(({ test }) => test));
  const repeated = first.failures.filter(({ test }) => !failed.has(test));
  return {
    passed: first.passed + repeated.length,
    failures: second.failures.map(({ text }) => text),
    repeated: repeated.map(({ text }) => text),
  };
}

async function runVitestOnce(
  reportName: string,
  [program, ...args]: VitestProgram,
): Promise<{ readonly passed: number; readonly failures: readonly VitestFailure[] }> {
  const report = join(testResults, `${reportName}.json`);
  await rm(report, { force: true });
  const code = await runTool(program, [
    ...args,
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  const { numPassedTests, testResults: files } = JSON.parse(await readFile(report, 'utf8')) as VitestReport;
  const failures = files.flatMap(({ name, message, assertionResults }): VitestFailure[] => {
    const failedHere = assertionResults.filter(({ status }) => status === 'failed');
    const file = relative(root, name);
    // A file that does not load has no test that could fail.
    if (message !== '' && failedHere.length === 0) return [{ file, test: file, text: `${file}\n${message}` }];
    return failedHere.map(({ fullName, failureMessages }) => {
      const test = `${file}: ${fullName}`;
      return { file, test, text: `${test}\n${failureMessages.join('\n')}` };
    });
  });
  if (code !== 0 && failures.length === 0) {
    failures.push({ file: '', test: '', text: `vitest ended with ${code}.` });
  }
  return { passed: numPassedTests, failures };
}

/** Runs a program by its path, or one of node_modules/.bin (on the PATH since bootstrap.mjs), and gives its exit code. */
async function runTool(command: string, args: readonly string[]): Promise<number> {
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}
