/** What VS Code loads: runs the suite that POSTHOG_APPS_SUITE names with mocha, and writes down how it went. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Mocha from 'mocha';

export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 30_000, color: false });
  const suite = process.env['POSTHOG_APPS_SUITE'] ?? 'examples';
  mocha.addFile(join(__dirname, `${suite}.suite.js`));
  const failures = await new Promise<number>((resolve) => {
    const runner = mocha.run(resolve);
    runner.on('end', () => {
      const results = join(__dirname, '..', '..', 'test-results', `editor-${suite}.json`);
      mkdirSync(dirname(results), { recursive: true });
      const { passes, failures: failed } = runner.stats ?? { passes: 0, failures: 1 };
      writeFileSync(results, JSON.stringify({ passed: passes, failed }));
    });
  });
  if (failures > 0) throw new Error(`${failures} tests failed in the editor.`);
}
