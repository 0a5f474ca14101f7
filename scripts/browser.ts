/** Finds a Chromium for tests and for the editor host; installs Debian's where that is possible. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Said when there is no browser and none can be installed. */
export const noBrowserMessage =
  'No Chrome, Chromium or Edge was found. Install one (on Debian: apt-get install chromium) or set CHROME_PATH to its program.';

/** Flags that keep a browser under test quiet on machines without network or GPU. */
export const browserFlags: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];

const windowsPrograms = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
];

const macPrograms = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

/** Path of an installed browser, or undefined. The environment variable CHROME_PATH wins. */
export function findBrowser(): string | undefined {
  return candidates().find((path) => existsSync(path));
}

function candidates(): readonly string[] {
  const chosen = process.env['CHROME_PATH'] ?? '';
  const first = chosen === '' ? [] : [chosen];
  if (process.platform === 'darwin') return [...first, ...macPrograms];
  if (process.platform === 'win32') {
    const folders = ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].map(
      (name) => process.env[name] ?? '',
    );
    return [
      ...first,
      ...folders.flatMap((folder) => windowsPrograms.map((program) => join(folder, program))),
    ];
  }
  const path = (process.env['PATH'] ?? '').split(delimiter);
  return [...first, ...path.flatMap((folder) => names.map((name) => join(folder, name)))];
}

/**
 * A browser's path, installing Debian's Chromium when the user is root and it is missing.
 *
 * @throws Error with {@link noBrowserMessage} when there is none.
 */
export function ensureBrowser(): string {
  const found = findBrowser() ?? installFromDebian();
  if (found === undefined) throw new Error(noBrowserMessage);
  return found;
}

function installFromDebian(): string | undefined {
  if (!existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) return undefined;
  console.log('Installing Chromium (Debian package, about a minute) …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', 'chromium'],
  ]) {
    const result = spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
    if (result.status !== 0) return undefined;
  }
  return findBrowser();
}
