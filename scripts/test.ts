/** `npm test`: every lane in order, or those named: `npm test -- unit editor`. Ends with one line of counts. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
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
    run: async () => runVitest('floor', [await ensureFloorNode(), vitestProgram, 'run', 'test/runtime']),
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
let failed = 0;
const summary: string[] = [];
for (const lane of lanes) {
  if (wanted.length > 0 && !wanted.includes(lane.name)) continue;
  console.log(`\n── ${lane.name}: ${lane.what}`);
  const started = Date.now();
  const result = await lane.run().catch((error: unknown): LaneResult => {
    console.error(error instanceof Error ? (error.stack ?? error.message) : error);
    return { passed: 0, failed: 1 };
  });
  passed += result.passed;
  failed += result.failed;
  summary.push(`${lane.name}: ${result.passed} passed, ${result.failed} failed in ${seconds(started)}`);
}
console.log(`\n${summary.map((line) => `  ${line}`).join('\n')}\n`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);

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
  let passedHere = 0;
  for (const [command, ...args] of commands) {
    console.log(`${command} ${args.join(' ')}`);
    if ((await runTool(command, args)) === 0) passedHere++;
  }
  return { passed: passedHere, failed: commands.length - passedHere };
}

/** @param program vitest with its arguments. */
async function runVitest(
  lane: string,
  [program, ...args]: readonly [string, ...string[]],
): Promise<LaneResult> {
  await build({ production: false });
  const report = join(testResults, `${lane}.json`);
  await rm(report, { force: true });
  const code = await runTool(program, [
    ...args,
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  const counts = JSON.parse(await readFile(report, 'utf8')) as {
    numPassedTests: number;
    numFailedTests: number;
  };
  // A file that does not load fails the run without failing a test.
  const brokenFiles = code !== 0 && counts.numFailedTests === 0 ? 1 : 0;
  return { passed: counts.numPassedTests, failed: counts.numFailedTests + brokenFiles };
}

/** Runs a program by its path, or one of node_modules/.bin (on the PATH since bootstrap.mjs), and gives its exit code. */
async function runTool(command: string, args: readonly string[]): Promise<number> {
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}
