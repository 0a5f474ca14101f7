#!/usr/bin/env node
/**
 * Stands in for desktop VS Code's program in `runTests` of @vscode/test-electron: understands the same
 * arguments, opens the VS Code server in a browser, and ends with the code of the tests.
 */
import { format } from 'node:util';
import { launchBrowser, startVscodeServer, workbenchUrl } from './vscodeServer.ts';

/** Set by tests of workspace trust: runTests always asks for it to be off. */
const keepTrust = process.env['POSTHOG_APPS_TEST_TRUST'] === '1';

function value(name: string): string | undefined {
  const prefix = `--${name}=`;
  return process.argv.find((argument) => argument.startsWith(prefix))?.slice(prefix.length);
}

function required(name: string): string {
  const found = value(name);
  if (found === undefined) throw new Error(`The argument --${name}= is missing.`);
  return found;
}

/** The folder or workspace to open: the argument that is no option. */
const [target] = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
const extensionsDir = value('extensions-dir');
const server = await startVscodeServer({
  trust: !keepTrust,
  ...(extensionsDir === undefined ? {} : { extensionsDir }),
});
const browser = await launchBrowser();
const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
const code = await new Promise<number>((resolve, reject) => {
  const opened = async (): Promise<void> => {
    await page.exposeFunction('codeAutomationLog', (type: string, args: readonly unknown[]) => {
      const text = format(...args);
      // The host runs without its native logger, and says so with every log file.
      if (text.includes('spdlog')) return;
      console.log(type === 'log' || type === 'info' ? text : `[${type}] ${text}`);
    });
    await page.exposeFunction('codeAutomationExit', (exitCode: number) => resolve(exitCode));
    await page.goto(
      workbenchUrl(server.port, {
        ...(target?.endsWith('.code-workspace') ? { workspace: target } : {}),
        ...(target !== undefined && !target.endsWith('.code-workspace') ? { folder: target } : {}),
        extensionDevelopmentPath: required('extensionDevelopmentPath'),
        extensionTestsPath: required('extensionTestsPath'),
      }),
    );
  };
  opened().catch(reject);
});
await browser.close();
await server.stop();
process.exit(code);
