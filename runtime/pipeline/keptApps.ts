/**
 * Apps of the last run, which wait until its captured events are followed: what an app keeps (`storage`, `cache`, `global`)
 * may decide whether it loops.
 */
import type { App } from '../runner/app.ts';

/** Of more apps than these, each of which is a process, the first are loaded anew. */
const mostKept = 4;

export class KeptApps {
  readonly #apps = new Map<string, App>();
  #runId: string | undefined;

  /** @param root of the app; what another call of the run has left of it goes. */
  keep(runId: string, root: string, app: App): void {
    if (runId !== this.#runId) this.releaseOthers(runId);
    const before = this.#apps.get(root);
    this.#apps.delete(root);
    this.#apps.set(root, app);
    void before?.dispose();
    const [oldest] = this.#apps;
    if (oldest === undefined || this.#apps.size <= mostKept) return;
    this.#apps.delete(oldest[0]);
    void oldest[1].dispose();
  }

  /** Hands an app over, if it is there. */
  take(runId: string, root: string): App | undefined {
    if (runId !== this.#runId) return undefined;
    const app = this.#apps.get(root);
    this.#apps.delete(root);
    return app;
  }

  /** Ends the apps of all other runs. */
  releaseOthers(runId: string | undefined): void {
    if (runId !== undefined && runId === this.#runId) return;
    this.#runId = runId;
    const apps = [...this.#apps.values()];
    this.#apps.clear();
    for (const app of apps) void app.dispose();
  }
}
