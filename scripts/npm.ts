/** npm for what the project installs beside its own packages. */
import { spawn } from 'node:child_process';

/**
 * Runs npm in a folder.
 *
 * @throws Error with the command and its last lines when npm fails.
 */
export function npm(cwd: string, args: readonly string[]): Promise<void> {
  const command = ['npm', ...args, '--no-audit', '--no-fund', '--loglevel=error'].join(' ');
  return new Promise((resolve, reject) => {
    const child = spawn(command, { cwd, shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const collect = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-2000);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`"${command}" ended with ${code}.\n${output}`));
    });
  });
}
