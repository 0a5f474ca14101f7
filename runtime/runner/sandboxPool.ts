/** Keeps one sandbox ready, so that a run does not wait for a process to start. */
import { SandboxProcess } from './sandboxProcess.ts';

export class SandboxPool {
  readonly #path: string;
  readonly #refills: boolean;
  readonly #used = new Set<SandboxProcess>();
  #spare: SandboxProcess | undefined;
  #isDisposed = false;

  /**
   * @param path absolute path of the sandbox bundle, with `context.js` beside it.
   * @param refills whether the next one starts by itself: at once, and as soon as the one before is taken and ready.
   *   Else {@link warmUp} says when there is time for that.
   */
  constructor(path: string, { refills = false }: { readonly refills?: boolean } = {}) {
    this.#path = path;
    this.#refills = refills;
    if (refills) this.warmUp();
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
    const sandbox = await this.#ready(
      spare === undefined || spare.hasEnded ? new SandboxProcess(this.#path) : spare,
    );
    if (this.#refills) this.warmUp();
    return sandbox;
  }

  /**
   * A sandbox for one app with packages of its own `node_modules`. Given back like any other.
   *
   * @param packagesRoot folder of the app.
   */
  async takeWithPackages(packagesRoot: string): Promise<SandboxProcess> {
    return this.#ready(new SandboxProcess(this.#path, 'run', packagesRoot));
  }

  /** One that cannot be started is nobody's: who asked for it has nothing to give back. */
  async #ready(sandbox: SandboxProcess): Promise<SandboxProcess> {
    this.#used.add(sandbox);
    try {
      await sandbox.ready;
    } catch (error) {
      this.#used.delete(sandbox);
      throw error;
    }
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
