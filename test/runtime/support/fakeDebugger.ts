/** A debugger that speaks V8's protocol to the inspector of a sandbox, as an editor's does. */
import { once } from 'node:events';

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: Readonly<Record<string, unknown>>;
}

export interface Paused {
  readonly callFrames: readonly {
    readonly callFrameId: string;
    readonly functionName: string;
    readonly location: { readonly lineNumber: number };
  }[];
}

export class FakeDebugger {
  readonly #socket: WebSocket;
  readonly #answers = new Map<number, (result: Readonly<Record<string, unknown>>) => void>();
  readonly #scripts: Readonly<Record<string, unknown>>[] = [];
  readonly #pauses: Paused[] = [];
  readonly #heap: string[] = [];
  #onPause: (() => void) | undefined;
  #lastId = 0;

  /** @param address as the sandbox tells it. */
  static async attach(address: string): Promise<FakeDebugger> {
    const socket = new WebSocket(address);
    const attached = new FakeDebugger(socket);
    await once(socket, 'open');
    await attached.send('Debugger.enable');
    return attached;
  }

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => this.#receive(JSON.parse(String(data)) as Message));
    socket.addEventListener('close', () => this.#answers.forEach((answer) => answer({})));
  }

  /** The scripts that were loaded so far. */
  get scripts(): readonly Readonly<Record<string, unknown>>[] {
    return this.#scripts;
  }

  /** @returns nothing where the process has ended before it answered, as one may that was told to go on. */
  send(method: string, params: object = {}): Promise<Readonly<Record<string, unknown>>> {
    const id = ++this.#lastId;
    this.#socket.send(JSON.stringify({ id, method, params }));
    return new Promise((resolve) => this.#answers.set(id, resolve));
  }

  /** Everything on the heap of the app's process, as text. */
  async heap(): Promise<string> {
    this.#heap.length = 0;
    await this.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
    return this.#heap.join('');
  }

  /** Where the app stands still, once it does. */
  async paused(): Promise<Paused> {
    for (;;) {
      const pause = this.#pauses.shift();
      if (pause !== undefined) return pause;
      await new Promise<void>((resolve) => (this.#onPause = resolve));
    }
  }

  close(): void {
    this.#socket.close();
  }

  #receive({ id, method, params, result }: Message): void {
    if (id !== undefined) this.#answers.get(id)?.(result ?? {});
    if (method === 'Debugger.scriptParsed' && params !== undefined) this.#scripts.push(params);
    if (method === 'HeapProfiler.addHeapSnapshotChunk') this.#heap.push(String(params?.['chunk']));
    if (method === 'Debugger.paused') {
      this.#pauses.push(params as unknown as Paused);
      this.#onPause?.();
    }
  }
}
