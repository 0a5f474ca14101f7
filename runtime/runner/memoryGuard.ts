/** Ends an app that takes too much memory, and tells the line at which it was when memory became scarce. */
import type { SourceLocation } from '../../protocol/trace.ts';
import type { SourceMaps } from '../sourceMaps/sourceMaps.ts';
import { findHangPlace } from './hangLocation.ts';
import { processLimitMb, watchMemory } from './memoryWatch.ts';
import { heapLimitMb } from './nodeFlags.ts';
import { RunEnd } from './runEnd.ts';
import type { SandboxProcess } from './sandboxProcess.ts';

/** An app that takes memory without a pause is soon found, also on a busy computer; one that waits is no loop. */
const growthLimitMs = 5_000;

interface MemoryGuardOptions {
  readonly sandbox: SandboxProcess;
  readonly maps: SourceMaps;
  readonly stop: (end: RunEnd) => void;
  /** Of the export that runs: the line where no better one is known. */
  readonly place: () => SourceLocation | null;
}

export class MemoryGuard implements Disposable {
  readonly #options: MemoryGuardOptions;
  readonly #endWatch: () => void;
  /** Counts calls and lists. */
  #lastCall = 0;
  /** Where the app was when memory became scarce, in which call. */
  #growth: { readonly call: number; readonly source: SourceLocation | null } = { call: -1, source: null };

  constructor(options: MemoryGuardOptions) {
    this.#options = options;
    const { pid } = options.sandbox;
    this.#endWatch =
      pid === undefined
        ? () => undefined
        : watchMemory(pid, {
            onNear: () => void this.#lookForGrowth(),
            onExceeded: () => options.stop(this.ended(processLimitMb)),
          });
  }

  /** Another call or list begins. */
  beginCall(): void {
    this.#lastCall += 1;
  }

  /** @param limitMb that the app went beyond. */
  ended(limitMb: number): RunEnd {
    const { call, source } = this.#growth;
    const found = call === this.#lastCall ? source : null;
    return new RunEnd(
      'failed',
      `The app used more than ${limitMb} MB of memory, so it was stopped.`,
      found ?? this.#options.place(),
      { isOfMemory: true },
    );
  }

  [Symbol.dispose](): void {
    this.#endWatch();
  }

  /** Once for each call: asked while the app is still there, since a process that V8 ends tells nothing. */
  async #lookForGrowth(): Promise<void> {
    const call = this.#lastCall;
    if (this.#growth.call === call) return;
    this.#growth = { call, source: null };
    const { maps, sandbox } = this.#options;
    const place = await findHangPlace(sandbox, growthLimitMs);
    if (place === null || this.#growth.call !== call) return;
    this.#growth = { call, source: maps.locate(place.path, place.line, place.column) };
    // V8 has raised the limit, since it was asked at that moment.
    if (place.isAtHeapLimit === true) this.#options.stop(this.ended(heapLimitMb));
  }
}
