/** `npm start`: builds, and opens an editor with the extension on examples/. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { build } from './build.ts';
import { downloadedDesktop, hasDisplay, installedDesktop } from './desktop.ts';
import { root } from './paths.ts';
import { seconds } from './progress.ts';
import { startVscodeServer, workbenchUrl } from './vscodeServer.ts';

const started = Date.now();
const given = process.argv[2];
const folder = resolve(given ?? join(root, 'examples'));
/** The example with a loop: what there is to see is seen at once. */
const file = given === undefined ? join(folder, 'signup-enricher', 'index.js') : undefined;

console.log('Building …');
await build({ production: false });
console.log(`Built in ${seconds(started)}.`);

const desktop = installedDesktop() ?? (await downloadedDesktop());
if (desktop === undefined) await serve();
else await openDesktop(desktop);

async function openDesktop(program: string): Promise<void> {
  const args = ['--new-window', '--disable-workspace-trust', `--extensionDevelopmentPath=${root}`, folder];
  if (file !== undefined) args.push(file);
  const child = spawn(program, args, { stdio: 'ignore', shell: process.platform === 'win32' });
  console.log(`VS Code opens on ${folder} (after ${seconds(started)}).`);
  await once(child, 'exit');
}

async function serve(): Promise<void> {
  const server = await startVscodeServer();
  const url = workbenchUrl(server.port, {
    folder,
    extensionDevelopmentPath: root,
    ...(file === undefined ? {} : { file }),
  });
  console.log(
    `The editor is ready after ${seconds(started)}. Open this address in a browser (Ctrl+C ends it):`,
  );
  console.log(`\n  ${url}\n`);
  if (hasDisplay()) openInBrowser(url);
  const signal = await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  console.log(`Ended by ${String(signal[0] ?? 'a signal')}.`);
  await server.stop();
  process.exit(0);
}

function openInBrowser(url: string): void {
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open', url]
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '', url.replaceAll('&', '^&')]
        : ['xdg-open', url];
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  // The address is printed above: without an opener the person copies it.
  child.on('error', () => undefined);
  child.unref();
}
