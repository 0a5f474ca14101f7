/** Events on their way to the apps: one after another, with what they lead to. */
import type { Profile } from '../../platform/profiles.ts';
import type { CapturedEvent, JsonObject } from '../../protocol/trace.ts';
import {
  comingBack,
  type Fate,
  fromOutside,
  type PipelineApp,
  type PipelineEvent,
  type PipelineLimits,
  sendThrough,
} from '../../runtime/pipeline/pipeline.ts';

interface EventQueueOptions {
  readonly limits: PipelineLimits;
  readonly profile: Profile;
  /** What has not begun is left, and what goes wrong after that is not told. */
  readonly signal: AbortSignal;
  readonly onFate: (fate: Fate) => void;
  readonly onError: (error: unknown) => void;
}

export class EventQueue {
  readonly #options: EventQueueOptions;
  readonly #apps: () => Promise<readonly PipelineApp[]>;
  /** How often events had come back that apps got, by app, since it captured something of its own accord. */
  readonly #hops = new Map<string, number>();
  #last: Promise<void> = Promise.resolve();

  /** @param apps those that are there when an event has its turn. */
  constructor(apps: () => Promise<readonly PipelineApp[]>, options: EventQueueOptions) {
    this.#apps = apps;
    this.#options = options;
  }

  /** @param fields of an event from outside. */
  send(fields: JsonObject): void {
    this.#send([fromOutside(fields)]);
  }

  /**
   * The same for what an app captured for no single event, as when it was loaded or handed a batch.
   *
   * @returns false where events came back so often for it that it may be a loop: nothing is sent then.
   */
  sendBack(app: string, captured: readonly CapturedEvent[]): boolean {
    const hop = (this.#hops.get(app) ?? 0) + 1;
    this.#hops.delete(app);
    if (captured.length === 0) return true;
    if (hop > this.#options.limits.maxHops) return false;
    this.#send(
      captured.map((event) => ({
        fields: comingBack(event, {}),
        hop,
        origin: { app, captured: event, of: null },
      })),
    );
    return true;
  }

  /** Lets something happen between one event and the next. */
  enqueue(work: () => Promise<void>): void {
    this.#last = this.#last
      .then(() => (this.#isClosed ? undefined : work()))
      .catch((error: unknown) => {
        if (!this.#isClosed) this.#options.onError(error);
      });
  }

  /** Resolves when what was sent until now is done. */
  async idle(): Promise<void> {
    await this.#last;
  }

  get #isClosed(): boolean {
    return this.#options.signal.aborted;
  }

  #send(events: readonly PipelineEvent[]): void {
    const { limits, profile, signal } = this.#options;
    this.enqueue(async () => {
      const onFate = (fate: Fate): void => this.#take(fate);
      await sendThrough(await this.#apps(), events, { limits, profile, signal, onFate });
    });
  }

  #take(fate: Fate): void {
    for (const { app } of fate.steps) this.#hops.set(app, Math.max(fate.hop, this.#hops.get(app) ?? 0));
    this.#options.onFate(fate);
  }
}
