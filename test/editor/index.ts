/** What VS Code loads: runs the suite that POSTHOG_APPS_SUITE names with mocha, and writes down how it went. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Mocha from 'mocha';

export async function run(): Promise<void> {
  // The window is not ours alone: what loads in it now and then comes too late for a test. A test that needs its second
  // try is told of at the end of the run.
  const mocha = new Mocha({ ui: 'bdd', timeout: 120_000, retries: 1, color: false });
  const suite = process.env['POSTHOG_APPS_SUITE'] ?? 'examples';
  mocha.addFile(join(__dirname, `${suite}.suite.js`));
  const failures: string[] = [];
  const repeated = new Map<string, string>();
  const failed = await new Promise<number>((resolve) => {
    const runner = mocha.run(resolve);
    runner.on('fail', (test, error: Error) => {
      repeated.delete(test.fullTitle());
      failures.push(`${suite}: ${test.fullTitle()}\n${error.message}`);
    });
    runner.on('retry', (test, error: Error) =>
      repeated.set(test.fullTitle(), `${suite}: ${test.fullTitle()}\n${error.message}`),
    );
    runner.on('end', () => {
      const results = join(__dirname, '..', '..', 'test-results', `editor-${suite}.json`);
      mkdirSync(dirname(results), { recursive: true });
      writeFileSync(
        results,
        JSON.stringify({ passed: runner.stats?.passes ?? 0, failures, repeated: [...repeated.values()] }),
      );
    });
  });
  if (failed > 0) throw new Error(`${failed} tests failed in the editor.`);
}
