/** Ends a run that does not end by itself: it hangs, waits for too long, or for what can never come. */
import type { SourceLocation } from '../../protocol/trace.ts';
import type { Gate } from '../gate/gate.ts';
import { authorsName, type SourceMaps } from '../sourceMaps/sourceMaps.ts';
import type { OpenRequest } from './appRequests.ts';
import { findHangPlace } from './hangLocation.ts';
import { whyNoHangPlace } from './nodeFlags.ts';
import { RunEnd } from './runEnd.ts';
import type { SandboxProcess } from './sandboxProcess.ts';
import { secondsText } from './secondsText.ts';

/** How long an app must be silent, with nothing to wait for, before its promise counts as lost. */
const silenceMs = 150;
/** These settle promises by themselves, and an app may go on in silence when they do: so often it is given more time. */
const settlesFromOutside = /\bWebAssembly\b|\bwaitAsync\b/;
const mostSilences = 20;
const pongLimitMs = 400;
const hangPlaceLimitMs = 3_000;

/** The session that is watched. */
export interface Watched {
  readonly sandbox: SandboxProcess;
  readonly gate: Pick<Gate, 'userMs'>;
  readonly maps: SourceMaps;
  /** Rejects with the end of the run. */
  readonly end: Promise<never>;
  readonly isOver: boolean;
  /** Grows with each thing that the app does. */
  readonly activity: number;
  /** What is asked for and not answered. */
  readonly openRequests: ReadonlyMap<number, OpenRequest>;
  /** Settles when the app's process has time; see PingMessage. */
  ping(wakes?: boolean): Promise<void>;
  /** Where the function is that runs. */
  place(): SourceLocation | null;
  /** The line of the last thing that the app did, where one is known. */
  lastPlace(): SourceLocation | null;
  stop(end: RunEnd): void;
}

interface GuardOptions {
  /** Whether the work waits for the app alone, so that an app in silence has lost its promise. */
  readonly isOpen?: () => boolean;
  /** When the work went on last, from which the limit counts. */
  readonly progressAt?: () => number;
  /**
   * Of what an export left running, for which PostHog does not wait: called in the place of the end of the run, where
   * nothing but requests is waited for when the time is up. What ends while it is looked at is not told either.
   */
  readonly onWaits?: () => void;
}

export class Watchdog {
  readonly #watched: Watched;
  readonly #timeoutSeconds: number;
  #mostSilences = 1;

  /** @param timeoutSeconds Infinity for no limit. */
  constructor(watched: Watched, timeoutSeconds: number) {
    this.#watched = watched;
    this.#timeoutSeconds = timeoutSeconds;
  }

  /** @param code of the app, which may use what wakes it from outside. */
  expect(code: string): void {
    if (settlesFromOutside.test(code)) this.#mostSilences = mostSilences;
  }

  /**
   * Waits for work of the app. Races against the end of the run and the time limit.
   *
   * @param what for the sentence, such as `onEvent`.
   * @param how what else is known of the work.
   * @throws RunEnd where the run ends before the work does.
   */
  async guard<T>(
    work: Promise<T>,
    what: string,
    { isOpen, onWaits, progressAt = () => -Infinity }: GuardOptions = {},
  ): Promise<T> {
    const limitMs = this.#timeoutSeconds * 1000;
    let timer: NodeJS.Timeout | undefined;
    let hasEnded = false;
    const isToEnd = (): boolean => onWaits === undefined || !hasEnded;
    let userMs = this.#watched.gate.userMs;
    const start = (ms: number): void => {
      timer = setTimeout(() => {
        const restMs = progressAt() + limitMs - performance.now();
        if (restMs > 1) return start(restMs);
        const more = this.#watched.gate.userMs - userMs;
        if (more <= 0) return void this.#timeOut(what, isToEnd, onWaits);
        // The user was asked meanwhile: that time is given back.
        userMs += more;
        start(Math.max(more, 20));
      }, ms);
    };
    // Under a debugger there is no limit: the author decides how long it takes.
    if (Number.isFinite(this.#timeoutSeconds)) start(limitMs);
    // Packages have timers, which may wake the app.
    const canBeLost = isOpen !== undefined && !this.#watched.sandbox.hasPackages;
    if (canBeLost) void this.#watchForLostPromise(what, isOpen);
    try {
      return await Promise.race([work, this.#watched.end]);
    } finally {
      hasEnded = true;
      clearTimeout(timer);
    }
  }

  /**
   * An app has no timers: when it is silent and no request is open, nothing can wake it any more. Found at once,
   * rather than after the time limit.
   */
  async #watchForLostPromise(what: string, isOpen: () => boolean): Promise<void> {
    for (let silences = 1; isOpen() && !this.#watched.isOver; silences += 1) {
      const activity = this.#watched.activity;
      await this.#watched.ping();
      await new Promise((resolve) => setTimeout(resolve, silenceMs));
      if (this.#watched.openRequests.size > 0) continue;
      await this.#watched.ping(true);
      if (!isOpen() || this.#watched.openRequests.size > 0 || silences < this.#mostSilences) continue;
      if (activity !== this.#watched.activity) continue;
      // What nothing settles, nothing holds any more either: the engine does not know who awaits it.
      const last = this.#watched.lastPlace();
      const since = last === null ? '' : ` The last that it did was at ${last.file}:${last.line}.`;
      const message = `${what} awaits a promise that never settles. PostHog gives up after 30 seconds.${since}`;
      this.#watched.stop(new RunEnd('timed-out', message, this.#watched.place(), { wasIdle: true }));
    }
  }

  /** @param isToEnd whether the run is to be ended, by now. */
  async #timeOut(what: string, isToEnd: () => boolean, onWaits?: () => void): Promise<void> {
    const limit = secondsText(this.#timeoutSeconds);
    const isIdle = await Promise.race([
      this.#watched.ping().then(() => true),
      new Promise<boolean>((resolve) => setTimeout(() => resolve(false), pongLimitMs)),
    ]);
    if (!isToEnd()) return;
    if (isIdle) {
      const open = [...this.#watched.openRequests.values()];
      if (open.length > 0 && onWaits !== undefined) return onWaits();
      const waitsFor = open.find(({ isLeft }) => !isLeft) ?? open[0];
      const reason = waitsFor === undefined ? 'It still waits.' : `It still waits for ${waitsFor.name()}.`;
      const message = `${what} did not end within ${limit}. ${reason}`;
      this.#watched.stop(
        new RunEnd('timed-out', message, waitsFor?.source ?? this.#watched.place(), { wasIdle: true }),
      );
      return;
    }
    const place = await findHangPlace(this.#watched.sandbox, hangPlaceLimitMs);
    if (place === null) {
      if (!isToEnd()) return;
      const why = whyNoHangPlace();
      // The engine itself is at work, and does not answer.
      const source = why === '' ? this.#watched.place() : null;
      const message = `${what} did not end within ${limit}: it runs without a pause.${why}`;
      this.#watched.stop(new RunEnd('timed-out', message, source));
      return;
    }
    const source = this.#watched.maps.locate(place.path, place.line, place.column);
    const called = authorsName(place.functionName);
    const name = called === '' ? '' : ` in ${called}`;
    this.#watched.stop(
      new RunEnd(
        'timed-out',
        `${what} did not end within ${limit}: it runs without a pause${name}, line ${source.line} of ${source.file}.`,
        source,
      ),
    );
  }
}
