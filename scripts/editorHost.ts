/**
 * The editor for machines that cannot download desktop VS Code: the VS Code build inside the npm package
 * `code-server`, whose server is opened in a browser. Installed once, below .vscode-test/.
 */
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { npm } from './npm.ts';
import { root } from './paths.ts';
import { seconds } from './progress.ts';

const version = '4.139.1';
const home = join(root, '.vscode-test', `vscode-server-${version}`);

/** Folder of the VS Code build (holds out/server-main.js). */
export const editorHostFolder = join(home, 'node_modules', 'code-server', 'lib', 'vscode');

/**
 * Installs the host if it is missing. It is built in a folder of its own and moved into place when complete, so
 * that an interrupted install never looks like a finished one.
 *
 * @throws Error with the last lines of npm when the registry cannot be reached.
 */
export async function ensureEditorHost(): Promise<void> {
  if (existsSync(join(editorHostFolder, 'out', 'server-main.js'))) return;
  const started = Date.now();
  console.log('Installing the editor (VS Code server, about half a minute the first time) …');
  const building = `${home}.building-${process.pid}`;
  await rm(building, { recursive: true, force: true });
  await mkdir(building, { recursive: true });
  await writeFile(join(building, 'package.json'), '{ "private": true }\n');
  // Its own install script compiles Kerberos, which needs headers and which nothing here uses.
  await npm(building, ['install', '--ignore-scripts', `code-server@${version}`]);
  const vscode = join(building, 'node_modules', 'code-server', 'lib', 'vscode');
  await npm(vscode, ['install', '--omit=dev', '--ignore-scripts']);
  await npm(join(vscode, 'extensions'), ['install', '--omit=dev']);
  await rm(home, { recursive: true, force: true });
  await rename(building, home);
  console.log(`Editor installed in ${seconds(started)}.`);
}
