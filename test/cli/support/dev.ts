/** `posthog-apps dev` as a child process. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dist } from '../../../scripts/paths.ts';

/** The command with what it has printed so far. */
export class Dev {
  readonly child: ChildProcess;
  output = '';
  #onOutput: () => void = () => undefined;
  #read = 0;

  constructor(args: readonly string[], cwd: string) {
    // With a group of its own, as the processes of a terminal have.
    const options = { cwd, env: {}, detached: true } as const;
    this.child = spawn(process.execPath, [join(dist, 'bin.js'), 'dev', ...args], options);
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.output += text;
        this.#onOutput();
      });
    }
  }

  /** As Ctrl+C does: all processes of the terminal get the signal. */
  interrupt(): void {
    const { pid = NaN } = this.child;
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGINT');
  }

  /** What a pattern finds in what was printed since the last time, once it does. */
  async prints(pattern: RegExp): Promise<string> {
    for (;;) {
      const found = pattern.exec(this.output.slice(this.#read));
      if (found !== null) {
        this.#read += found.index + found[0].length;
        return found[1] ?? found[0];
      }
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`No ${pattern} in:\n${this.output}`)), 20_000);
        this.#onOutput = (): void => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }
}

/**
 * Runs it on an app of its own, until what is to be seen was seen.
 *
 * @param files of the app, by name.
 */
export async function withDev(
  files: Readonly<Record<string, string>>,
  args: readonly string[],
  look: (dev: Dev, folder: string) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'posthog-apps-dev-'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const dev = new Dev(['--port', '0', ...args], folder);
  try {
    await look(dev, folder);
  } finally {
    dev.child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  }
}
