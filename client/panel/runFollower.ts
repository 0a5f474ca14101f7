/** Follows one run at a time; the next run takes its place. */
import type { PanelFollow } from '../../protocol/panel.ts';
import type { Services } from '../services.ts';
import { type FollowedRun, followRun } from './followRun.ts';
import { entryId } from './history/chainRecord.ts';

export class RunFollower {
  readonly #services: Services;
  readonly #onChange: () => void;
  #on: { readonly id: string; readonly stop: AbortController } | undefined;
  #progress: PanelFollow['progress'] = null;

  /** @param onChange called when there is progress to tell. */
  constructor(services: Services, onChange: () => void) {
    this.#services = services;
    this.#onChange = onChange;
  }

  get isOn(): boolean {
    return this.#on !== undefined;
  }

  /** @param id of the run that is shown. */
  progressOf(id: string | undefined): PanelFollow['progress'] {
    return id !== undefined && this.#on?.id === entryId(id) ? this.#progress : null;
  }

  /**
   * @returns the run with its hops; null when it was given up.
   * @throws FollowProblem, AttachmentMissing, RuntimeEnded
   */
  async follow(run: FollowedRun): Promise<FollowedRun | null> {
    this.giveUp();
    const on = (this.#on = { id: entryId(run.record.id), stop: new AbortController() });
    this.#progress = { events: 0, hop: 0 };
    this.#onChange();
    try {
      const followed = await followRun(run, this.#services, on.stop.signal, ({ events, hop }) => {
        if (this.#on !== on) return;
        this.#progress = { events, hop };
        this.#onChange();
      });
      return this.#on === on ? followed : null;
    } catch (error) {
      if (this.#on === on) throw error;
      // Nobody waits for it any more: what came after it says what is wrong.
      return null;
    } finally {
      if (this.#on === on) this.#on = undefined;
    }
  }

  /** What came back so far is kept. */
  stop(): void {
    this.#on?.stop.abort();
  }

  /** Nothing of it is kept. */
  giveUp(): void {
    const on = this.#on;
    this.#on = undefined;
    on?.stop.abort();
  }
}
