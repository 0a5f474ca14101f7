/**
 * What a process prints when an error ends it that nobody caught. Node would print the error with all that hangs on it,
 * a request with its headers, say; here only the stack is printed, without keys.
 */
import { Redactor } from './gate/redact.ts';

type Keys = ConstructorParameters<typeof Redactor>[0];

export class CrashOutput {
  #keys: Keys = { personalApiKeys: {}, projectApiKey: null };

  /** Node's own report of a crash, where somebody asks for one, has the environment in it, and that the keys of the command line. */
  constructor() {
    // Electron may be built without reports.
    const report = process.report as NodeJS.ProcessReport | undefined;
    if (report !== undefined) report.excludeEnv = true;
  }

  /** Names the keys of the run that is on. */
  hide({ personalApiKeys, projectApiKey }: Keys): void {
    this.#keys = { personalApiKeys, projectApiKey };
  }

  /** What is printed. */
  text(error: unknown): string {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return `${new Redactor(this.#keys).text(stack)}\n`;
  }

  /** The error for another process: its message alone. */
  message(error: unknown): Error {
    return new Error(new Redactor(this.#keys).text(error instanceof Error ? error.message : String(error)));
  }

  /** Prints, and ends the process. */
  end(error: unknown): void {
    process.stderr.write(this.text(error), () => process.exit(1));
  }
}
