/** Keeps one sandbox ready, so that a run does not wait for a process to start. */
import { SandboxProcess } from './sandboxProcess.ts';

export class SandboxPool {
  readonly #path: string;
  readonly #used = new Set<SandboxProcess>();
  #spare: SandboxProcess | undefined;
  #isDisposed = false;

  /** @param path absolute path of the sandbox bundle, with `context.js` beside it. */
  constructor(path: string) {
    this.#path = path;
  }

  /** Starts the spare one unless it is there. */
  warmUp(): void {
    if (this.#isDisposed || (this.#spare !== undefined && !this.#spare.hasEnded)) return;
    this.#spare = new SandboxProcess(this.#path);
  }

  /** Ids of the processes that run apps. */
  get usedPids(): readonly number[] {
    return [...this.#used].flatMap(({ pid }) => pid ?? []);
  }

  /** A sandbox that takes messages. Whoever takes it gives it to {@link release}. */
  async take(): Promise<SandboxProcess> {
    const spare = this.#spare;
    this.#spare = undefined;
    const sandbox = spare === undefined || spare.hasEnded ? new SandboxProcess(this.#path) : spare;
    this.#used.add(sandbox);
    await sandbox.ready;
    return sandbox;
  }

  /**
   * A sandbox for one app with packages of its own `node_modules`. Given back like any other.
   *
   * @param packagesRoot folder of the app.
   */
  async takeWithPackages(packagesRoot: string): Promise<SandboxProcess> {
    const sandbox = new SandboxProcess(this.#path, 'run', packagesRoot);
    this.#used.add(sandbox);
    await sandbox.ready;
    return sandbox;
  }

  /**
   * A sandbox that waits for a debugger: it is ready once that has attached. Given back like any other.
   *
   * @param packagesRoot folder of the app, where its packages may run.
   */
  startDebugged(packagesRoot?: string): SandboxProcess {
    const sandbox = new SandboxProcess(this.#path, 'debug', packagesRoot);
    this.#used.add(sandbox);
    return sandbox;
  }

  /** A sandbox is never used for two apps: it ends here. */
  async release(sandbox: SandboxProcess): Promise<void> {
    await sandbox.kill();
    this.#used.delete(sandbox);
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true;
    const all = [...this.#used, ...(this.#spare === undefined ? [] : [this.#spare])];
    await Promise.all(all.map((sandbox) => sandbox.kill()));
    this.#used.clear();
    this.#spare = undefined;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }
}
