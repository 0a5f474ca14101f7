/**
 * What `posthog-apps` starts: says so in one line when Node.js is too old, and else loads the rest. Apart, because
 * an old Node.js fails while it loads the rest.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** The oldest Node.js that the command line runs on; `engines` of the packed manifest says the same. */
const oldest = [22, 15] as const;

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) {
  createRequire(join(__dirname, 'bin.js'))('./cli.js');
} else {
  process.stderr.write(
    `posthog-apps needs Node.js ${oldest.join('.')} or newer, and this is ${process.versions.node}. ` +
      'Install a newer Node.js from https://nodejs.org, and try again.\n',
  );
  process.exitCode = 2;
}
