import type { Outcome, SourceLocation } from '../../protocol/trace.ts';

/** A run ends before the app has answered: it hangs, floods, dies, or the user stops it. */
export class RunEnd extends Error {
  override readonly name: string;
  readonly outcome: Extract<Outcome, 'failed' | 'timed-out' | 'stopped'>;
  readonly source: SourceLocation | null;
  /** What ran when it ended, which may be a job, or the set-up, where another export was called. */
  entryPoint: string | undefined;
  /** Whether the app had taken more memory than it may. */
  readonly isOfMemory: boolean;
  /** Whether the app's process was idle, so that all that it had done was known. */
  readonly wasIdle: boolean;

  constructor(
    outcome: RunEnd['outcome'],
    message: string,
    source: SourceLocation | null = null,
    {
      isOfMemory = false,
      wasIdle = false,
    }: { readonly isOfMemory?: boolean; readonly wasIdle?: boolean } = {},
  ) {
    super(message);
    this.isOfMemory = isOfMemory;
    this.wasIdle = wasIdle;
    this.name = outcome === 'timed-out' ? 'TimeoutError' : 'Error';
    this.outcome = outcome;
    this.source = source;
  }
}
