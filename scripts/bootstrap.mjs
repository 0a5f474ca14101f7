/**
 * The first lines of `npm start` and `npm test`. Runs on plain Node 20 with no packages installed: installs
 * them when they are missing or older than package-lock.json, then goes on in TypeScript under the Node that
 * the project brings as a package.
 *
 * `node scripts/bootstrap.mjs start|test [arguments]`
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stamp = join(root, 'node_modules', '.posthog-apps-installed');

function lockHash() {
  const lock = readFileSync(join(root, 'package-lock.json'));
  return createHash('sha256').update(lock).update(process.platform).update(process.arch).digest('hex');
}

function isInstalled() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash();
}

function install() {
  console.log('Installing packages (about a minute the first time) …');
  const started = Date.now();
  // Not `npm ci`: it refuses a lock file made where the registry has no packages for other platforms.
  // One string, because npm is a .cmd on Windows and has to run through the shell; there is nothing to quote.
  const result = spawnSync('npm install --no-save --no-audit --no-fund --loglevel=error', {
    cwd: root,
    stdio: 'inherit',
    shell: true,
  });
  if (result.status !== 0) {
    console.error('The packages could not be installed: see npm above. Check the network, then try again.');
    process.exit(1);
  }
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, lockHash());
  console.log(`Packages installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}

/** The binary that the package `node` brings; node_modules/.bin cannot be spawned without a shell on Windows. */
function ownNode() {
  const binary = join(
    root,
    'node_modules',
    'node',
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  );
  if (existsSync(binary)) return binary;
  console.error(
    'The package "node" has no binary for this machine; going on with the Node that is installed.',
  );
  return process.execPath;
}

const [mode, ...rest] = process.argv.slice(2);
if (mode !== 'start' && mode !== 'test') {
  console.error('Usage: npm start, or npm test');
  process.exit(2);
}
if (!isInstalled()) install();
const binary = ownNode();
// The sources are modules by their syntax, which Node would remark on among the first lines that a person sees.
const quiet = '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON';
const result = spawnSync(binary, [quiet, join(root, 'scripts', `${mode}.ts`), ...rest], {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    PATH: [dirname(binary), join(root, 'node_modules', '.bin'), process.env.PATH].join(
      process.platform === 'win32' ? ';' : ':',
    ),
  },
});
process.exit(result.status ?? 1);
