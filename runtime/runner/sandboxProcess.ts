/** A sandbox process as the runner sees it: messages, and one reason when it ends. */
import { type ChildProcess, fork } from 'node:child_process';
import type { Writable } from 'node:stream';
import {
  floodExitCode,
  type FromSandbox,
  sizeFloodExitCode,
  type ToSandbox,
} from '../../protocol/sandbox.ts';
import { packToSandbox, unpackFromSandbox } from '../../protocol/sandboxWire.ts';
import { messagePipes, MessageReader, packedMessage } from '../messagePipe.ts';
import { handOnOnly } from './handedOn.ts';
import { orphanGuard } from './orphanGuard.ts';
import { badOptionExitCode, debugFlagSets, sandboxFlagSets, withPackages } from './nodeFlags.ts';

/** Why the process ended, when nobody asked it to. */
export type SandboxEnd =
  | { readonly kind: 'out-of-memory' }
  | { readonly kind: 'flood' | 'size-flood' }
  | { readonly kind: 'signal'; readonly signal: string }
  | { readonly kind: 'exit'; readonly code: number | null; readonly stderr: string };

interface Listener {
  onMessage(message: FromSandbox): void;
  onEnd(end: SandboxEnd): void;
}

/** Index of the first set of flags that this Node starts with; found once per process, for runs and for debugging. */
const workingFlagSet = { run: 0, debug: 0 };

const keptStderr = 8192;

export class SandboxProcess {
  readonly #flagSets: readonly (readonly string[])[];
  readonly #kind: keyof typeof workingFlagSet;
  readonly #path: string;
  readonly #packagesRoot: string | undefined;
  readonly #inspector = Promise.withResolvers<string>();
  readonly #ready = Promise.withResolvers<void>();
  #child: ChildProcess;
  #listener: Listener | undefined;
  #stderr = '';
  #isReady = false;
  #isGuarded = false;
  #isInspected = false;
  #end: SandboxEnd | undefined;

  /**
   * @param path absolute path of the sandbox bundle.
   * @param kind `debug` for a process that waits for a debugger before it runs anything.
   * @param packagesRoot folder of the app, where packages of its `node_modules` may run.
   */
  constructor(path: string, kind: keyof typeof workingFlagSet = 'run', packagesRoot?: string) {
    this.#path = path;
    this.#kind = kind;
    const flagSets = kind === 'debug' ? debugFlagSets(path) : sandboxFlagSets(path);
    this.#flagSets = packagesRoot === undefined ? flagSets : withPackages(flagSets, packagesRoot);
    this.#packagesRoot = packagesRoot;
    this.#child = this.#start();
    // Whoever uses the sandbox learns of it by `onEnd`; a pooled one may end unseen.
    this.#ready.promise.catch(() => undefined);
    this.#inspector.promise.catch(() => undefined);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Whether Node's permission model holds the process; an old or unusual Node may not have it. */
  get hasPermissionModel(): boolean {
    return this.#child.spawnargs.some(
      (flag) => flag === '--permission' || flag === '--experimental-permission',
    );
  }

  /** Whether packages of the app may run in it: they have timers, and other rights than the app. */
  get hasPackages(): boolean {
    return this.#packagesRoot !== undefined;
  }

  /** Whether it ends with this process even where it runs without a pause; else it needs a limit of its own. */
  get isGuarded(): boolean {
    return this.#isGuarded;
  }

  /** Whether a debugger of the user is attached, which nothing else may pause. */
  get isDebugged(): boolean {
    return this.#kind === 'debug';
  }

  get hasEnded(): boolean {
    return this.#end !== undefined;
  }

  /** Settles when the process takes messages; rejects where it cannot be started. */
  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  /**
   * The address that a debugger attaches to, of a process that waits for one. Any other opens its inspector now, also
   * where it runs without a pause.
   *
   * @returns rejects where the process ends.
   */
  inspectorAddress(): Promise<string> {
    if (this.#kind === 'run' && !this.#isInspected) this.#child.kill('SIGUSR1');
    this.#isInspected = true;
    return this.#inspector.promise;
  }

  listen(listener: Listener): void {
    this.#listener = listener;
    if (this.#end !== undefined) listener.onEnd(this.#end);
  }

  send(message: ToSandbox): void {
    // A process that is gone is reported by its end, not by a failed send.
    if (this.#child.connected) incomingOf(this.#child).write(packedMessage(packToSandbox(message)));
  }

  /** Resolves when the process is gone. */
  async kill(): Promise<void> {
    this.#listener = undefined;
    if (this.#end !== undefined || this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => this.#child.once('exit', () => resolve()));
    this.#child.kill('SIGKILL');
    await gone;
  }

  #start(): ChildProcess {
    const flags = this.#flagSets[workingFlagSet[this.#kind]] ?? [];
    const child = handOnOnly(['ignore', 'ignore', 'pipe', 'ipc', 'pipe', 'pipe'] as const, (stdio) =>
      fork(this.#path, this.#packagesRoot === undefined ? [] : [this.#packagesRoot], {
        execArgv: [...flags],
        env: process.versions['electron'] === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' },
        stdio,
        // Ctrl+C in a terminal goes to all processes of a group, and would end it before its own code can let that pass.
        detached: process.platform !== 'win32',
      }),
    );
    const { pid } = child;
    this.#isGuarded = pid !== undefined && orphanGuard.add(pid);
    child.on('exit', () => pid !== undefined && orphanGuard.remove(pid));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => this.#takeStderr(text));
    const reader = new MessageReader((message) =>
      this.#receive(unpackFromSandbox(message as FromSandbox | string)),
    );
    child.stdio[messagePipes.out]?.on('data', (chunk: Buffer) => this.#read(reader, chunk));
    // A process that is gone is reported by its end.
    incomingOf(child).on('error', () => undefined);
    child.on('error', (error) => this.#finish({ kind: 'exit', code: null, stderr: error.message }));
    child.on('close', (code, signal) => this.#closed(code, signal));
    return child;
  }

  /** The app shares the process with what writes, and may have found a way to write, too. */
  #read(reader: MessageReader, chunk: Buffer): void {
    try {
      reader.push(chunk);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#finish({ kind: 'exit', code: null, stderr: `what came out of it cannot be read (${reason})` });
      this.#child.kill('SIGKILL');
    }
  }

  #receive(message: FromSandbox): void {
    if (message.type === 'ready') {
      this.#isReady = true;
      this.#ready.resolve();
    } else {
      this.#listener?.onMessage(message);
    }
  }

  #takeStderr(text: string): void {
    this.#stderr = (this.#stderr + text).slice(-keptStderr);
    const address = /ws:\/\/127\.0\.0\.1:\S+/.exec(this.#stderr)?.[0];
    if (address !== undefined) this.#inspector.resolve(address);
  }

  #closed(code: number | null, signal: string | null): void {
    const hasNext = workingFlagSet[this.#kind] + 1 < this.#flagSets.length;
    if (!this.#isReady && code === badOptionExitCode && hasNext) {
      workingFlagSet[this.#kind] += 1;
      this.#child = this.#start();
      return;
    }
    if (/heap out of memory|Allocation failed|JavaScript invalid size error/.test(this.#stderr))
      this.#finish({ kind: 'out-of-memory' });
    else if (code === floodExitCode) this.#finish({ kind: 'flood' });
    else if (code === sizeFloodExitCode) this.#finish({ kind: 'size-flood' });
    else if (signal !== null) this.#finish({ kind: 'signal', signal });
    else this.#finish({ kind: 'exit', code, stderr: this.#stderr });
  }

  #finish(end: SandboxEnd): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    this.#ready.reject(new Error(describeEnd(end)));
    this.#inspector.reject(new Error(describeEnd(end)));
    this.#listener?.onEnd(end);
  }
}

/** The pipe that leads into a process; Node's types know the first five descriptors. */
function incomingOf({ stdio }: { readonly stdio: readonly unknown[] }): Writable {
  return stdio[messagePipes.in] as Writable;
}

/** One sentence on why the process ended. */
export function describeEnd(end: SandboxEnd): string {
  switch (end.kind) {
    case 'out-of-memory':
      return 'The app used more memory than the sandbox has.';
    case 'flood':
    case 'size-flood':
      return 'The app wrote too much at once.';
    case 'signal':
      return `The process that ran the app was ended from outside (${end.signal}).`;
    case 'exit': {
      const lastLine = end.stderr.trim().split('\n').at(-1) ?? '';
      return `The process that ran the app ended by itself${lastLine === '' ? '' : `: ${lastLine}`}.`;
    }
  }
}
