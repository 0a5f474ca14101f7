/** What VS Code loads: runs the suite that POSTHOG_APPS_SUITE names with mocha, and writes down how it went. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Mocha from 'mocha';

export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 30_000, color: false });
  const suite = process.env['POSTHOG_APPS_SUITE'] ?? 'examples';
  mocha.addFile(join(__dirname, `${suite}.suite.js`));
  const failures: string[] = [];
  const failed = await new Promise<number>((resolve) => {
    const runner = mocha.run(resolve);
    runner.on('fail', (test, error: Error) =>
      failures.push(`${suite}: ${test.fullTitle()}\n${error.message}`),
    );
    runner.on('end', () => {
      const results = join(__dirname, '..', '..', 'test-results', `editor-${suite}.json`);
      mkdirSync(dirname(results), { recursive: true });
      writeFileSync(results, JSON.stringify({ passed: runner.stats?.passes ?? 0, failures }));
    });
  });
  if (failed > 0) throw new Error(`${failed} tests failed in the editor.`);
}
