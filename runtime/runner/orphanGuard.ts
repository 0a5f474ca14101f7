/**
 * Ends sandboxes whose runner was killed. A sandbox that runs without a pause does not notice that its runner has gone,
 * and a limit of its own for each entry into the app costs ten times as much as an event. So a shell waits for the end of
 * this process, which closes its input, and ends what the last line of that names.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { handOnOnly } from './handedOn.ts';

const shell = '/bin/sh';
/** What the terminal sends to all of its processes is not for it: it is there until its input ends. */
const script = `trap '' HUP INT TERM
last=
while read -r pids; do last=$pids; done
[ -n "$last" ] && kill -9 $last 2>/dev/null`;

export class OrphanGuard {
  readonly #pids = new Set<number>();
  #shell: ChildProcess | undefined;

  /** @returns false where nothing ends the process, so that it needs a limit of its own. */
  add(pid: number): boolean {
    // Windows has no such shell.
    if (process.platform === 'win32') return false;
    this.#pids.add(pid);
    this.#shell ??= this.#start();
    return this.#tell();
  }

  /** The process has ended: its number may be another's soon. */
  remove(pid: number): void {
    if (this.#pids.delete(pid)) this.#tell();
  }

  /** Ends what is guarded, as the end of this process does. */
  end(): void {
    this.#shell?.stdin?.end();
  }

  #tell(): boolean {
    if (this.#shell?.pid === undefined) return false;
    this.#shell.stdin?.write(`${[...this.#pids].join(' ')}\n`);
    return true;
  }

  #start(): ChildProcess {
    const child = handOnOnly(['pipe', 'ignore', 'ignore'] as const, (stdio) =>
      spawn(shell, ['-c', script], { cwd: '/', env: {}, stdio }),
    );
    const forget = (): void => {
      if (this.#shell === child) this.#shell = undefined;
    };
    // The next sandbox starts another one.
    child.on('error', forget).on('exit', forget);
    child.stdin?.on('error', forget);
    // It keeps no program from ending.
    child.unref();
    (child.stdin as Partial<Pick<NodeJS.Process['stdin'], 'unref'>> | null)?.unref?.();
    return child;
  }
}

/** The one of this process. */
export const orphanGuard = new OrphanGuard();
