/** The Test Explorer, which asks the runtime process, and the command line say the same of the same scenarios. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RuntimeProcess } from '../../client/runtimeProcess.ts';
import { dist } from '../../scripts/paths.ts';

const step = (call: string, expected: object): object => ({
  call,
  input: { event: 'a', properties: { n: 1 } },
  expect: expected,
});
const scenario = (more: object, ...steps: readonly object[]): string =>
  JSON.stringify({ version: 1, clock: '2022-10-01T12:00:00.000Z', steps, ...more }, null, 2);
const request = { method: 'GET', url: 'https://example.com/?at=2022-10-01T12:00:00.000Z' };

const scenarios: Readonly<Record<string, string>> = {
  broken: '{',
  changed: scenario({}, step('processEvent', { outcome: 'changed', result: { event: 'b' } })),
  failing: scenario({}, step('runEveryDay', {})),
  passing: scenario(
    { requests: [{ ...request, answer: { body: { value: 4 } } }] },
    step('onEvent', { captured: [{ event: 'c', properties: { value: 4, id: '<uuid>' } }], logs: [] }),
  ),
  random: scenario({ requests: [{ ...request, answer: {} }] }, step('onEvent', { captured: [] })),
  unrecorded: scenario({}, step('onEvent', { outcome: 'failed' })),
};

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'posthog-apps-agreement-'));
  const files = {
    'plugin.json': '{"name": "App"}',
    'index.js': `import crypto from 'crypto'
export const processEvent = () => ({ event: 'changed' })
export function runEveryDay() { throw new Error('no day') }
export async function onEvent() {
  const answer = await fetch('https://example.com/?at=' + new Date().toISOString())
  const { value } = await answer.json()
  await posthog.capture('c', { value, id: crypto.randomUUID() })
}`,
    ...Object.fromEntries(
      Object.entries(scenarios).map(([name, text]) => [`scenarios/${name}.scenario.json`, text]),
    ),
  };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('the same statuses, messages, places and differences', async () => {
  const runtime = new RuntimeProcess({
    program: join(dist, 'runtime.js'),
    whyOff: () => null,
    consent: async () => false,
    attachDebugger: async () => false,
    allowPackages: async () => false,
    log: () => undefined,
  });
  const inEditor: Record<string, unknown>[] = [];
  for (const [name, text] of Object.entries(scenarios)) {
    const { failures, logs, status } = await runtime.runScenario(
      { app: { root: folder, unsaved: {} }, text, environment: {}, timeoutSeconds: 30 },
      new AbortController().signal,
    );
    const flat = failures.map(({ difference, ...failure }) => ({
      ...failure,
      expected: difference === null ? null : (JSON.parse(difference.expected) as unknown),
      actual: difference === null ? null : (JSON.parse(difference.actual) as unknown),
    }));
    inEditor.push({ name, status, failures: flat, logs });
  }
  runtime.dispose();
  const stdout = await new Promise<string>((resolve) => {
    execFile(process.execPath, [join(dist, 'bin.js'), 'test', folder, '--json'], (_, out) => resolve(out));
  });
  const onCommandLine = (
    JSON.parse(stdout) as { readonly scenarios: readonly Record<string, unknown>[] }
  ).scenarios.map(({ name, status, failures, logs }) => ({ name, status, failures, logs }));
  expect(onCommandLine).toEqual(inEditor);
  expect(inEditor.map(({ name, status }) => `${String(name)} ${String(status)}`)).toEqual([
    'broken broken',
    'changed failed',
    'failing failed',
    'passing passed',
    'random failed',
    'unrecorded failed',
  ]);
});
