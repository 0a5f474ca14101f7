/**
 * What `posthog-apps` starts: says so in one line when Node.js is too old, and else loads the rest. Apart, because
 * an old Node.js fails while it loads the rest.
 */
import { createRequire, enableCompileCache } from 'node:module';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** The oldest Node.js that the command line runs on; `engines` of the packed manifest says the same. */
const oldest = [22, 15] as const;

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) {
  keepCompiled();
  createRequire(join(__dirname, 'bin.js'))('./cli.js');
} else {
  process.stderr.write(
    `posthog-apps needs Node.js ${oldest.join('.')} or newer, and this is ${process.versions.node}. ` +
      'Install a newer Node.js from https://nodejs.org, and try again.\n',
  );
  process.exitCode = 2;
}

/** A start costs a third less with code that is compiled already. */
function keepCompiled(): void {
  try {
    enableCompileCache(cacheFolder());
  } catch {
    return; // A user without a home, as in some containers, waits for the compiler each time.
  }
}

/** The user's own: what is kept for all users of a computer could be written by another one, and it is run. */
function cacheFolder(): string {
  const { LOCALAPPDATA, XDG_CACHE_HOME = '' } = process.env;
  const ofUser: { readonly [platform: string]: string | undefined } = {
    darwin: join(homedir(), 'Library', 'Caches'),
    win32: LOCALAPPDATA,
    linux: isAbsolute(XDG_CACHE_HOME) ? XDG_CACHE_HOME : undefined,
  };
  return join(ofUser[process.platform] ?? join(homedir(), '.cache'), 'posthog-apps', 'compiled');
}
