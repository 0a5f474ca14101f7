/** What every subcommand is: its help, and a function from its arguments to an exit code. */
export interface Command {
  readonly usage: string;
  run(args: readonly string[], io: CommandIo): Promise<ExitCode>;
}

/** 0 clean, 1 something is wrong with the app, 2 the command was used wrongly. */
export type ExitCode = 0 | 1 | 2;

export interface CommandIo {
  readonly cwd: string;
  readonly env: { readonly [name: string]: string | undefined };
  /** Folder of the bundles. */
  readonly bundles: string;
  /** Whether the output is a terminal, and one that shows colors. */
  readonly isTerminal: boolean;
  readonly isColored: boolean;
  write(text: string): void;
  /** Resolves when most of what was written has left, so that not all of it waits in memory; also when nobody reads it. */
  drained(): Promise<void>;
  writeError(text: string): void;
}

/** Wrong arguments: one sentence. */
export class UsageError extends Error {
  override readonly name: string = 'UsageError';
}
