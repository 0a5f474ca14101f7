/**
 * Asks a sandbox that runs without a pause, or takes ever more memory, where it is. Its inspector is opened for that alone, on a signal, so that
 * no port stands open in a normal run and the app is not slowed down.
 */
import { canFindHangs } from './nodeFlags.ts';
import type { SandboxProcess } from './sandboxProcess.ts';

/** A place in the compiled code, from 1, and the function it is in. */
export interface HangPlace {
  readonly functionName: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** The app met the limit of its heap there: V8 asks a debugger that is attached, in the place of ending the process. */
  readonly isAtHeapLimit?: boolean;
}

interface InspectorMessage {
  readonly id?: number;
  readonly result?: { readonly result?: { readonly value?: unknown } };
  readonly method?: string;
  readonly params?: {
    readonly reason?: string;
    readonly scriptId?: string;
    readonly url?: string;
    readonly callFrames?: readonly {
      readonly functionName: string;
      readonly location: {
        readonly scriptId: string;
        readonly lineNumber: number;
        readonly columnNumber: number;
      };
    }[];
  };
}

const mostSteps = 50;
const appScheme = 'posthog-app:///';

/**
 * Asked before the app is paused: a pause describes the objects at hand, and for that reads the `message` and the `stack`
 * of errors. Where one of them is a getter without end, no answer comes.
 */
const stackRequest = {
  id: 1,
  method: 'Runtime.evaluate',
  params: { expression: 'Error.stackTraceLimit = 50, new Error().stack', returnByValue: true },
};
/** How long a pause may take once the stack is known. */
const pauseLimitMs = 700;
const appFrame = /^\s*at (?:(.*?) \()?posthog-app:\/\/\/([^:\n]+):(\d+):(\d+)\)?$/m;

/**
 * @param limitMs how long to wait for an answer. The app goes on afterwards.
 * @returns the innermost place in the app's code, or null where it cannot be found.
 */
export async function findHangPlace(sandbox: SandboxProcess, limitMs: number): Promise<HangPlace | null> {
  if (!canFindHangs() || sandbox.isDebugged) return null;
  const { promise, resolve } = Promise.withResolvers<HangPlace | null>();
  let socket: WebSocket | undefined;
  const timer = setTimeout(() => resolve(null), limitMs);
  const ask = async (): Promise<void> => {
    socket = new WebSocket(await sandbox.inspectorAddress());
    pauseAndAsk(socket, resolve);
  };
  ask().catch(() => resolve(null));
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    socket?.close();
  }
}

function pauseAndAsk(socket: WebSocket, resolve: (place: HangPlace | null) => void): void {
  const urls = new Map<string, string>();
  let steps = 0;
  let isAtHeapLimit = false;
  let timer: NodeJS.Timeout | undefined;
  socket.addEventListener('open', () => {
    socket.send(JSON.stringify(stackRequest));
    socket.send(JSON.stringify({ id: 2, method: 'Debugger.enable' }));
    socket.send(JSON.stringify({ id: 3, method: 'Debugger.pause' }));
  });
  socket.addEventListener('error', () => resolve(null));
  socket.addEventListener('close', () => {
    clearTimeout(timer);
    resolve(null);
  });
  socket.addEventListener('message', ({ data }) => {
    const { id, method, params, result } = JSON.parse(String(data)) as InspectorMessage;
    if (id === stackRequest.id) {
      const place = placeIn(String(result?.result?.value));
      if (place !== null) timer = setTimeout(() => resolve(place), pauseLimitMs);
    }
    if (method === 'Debugger.scriptParsed') urls.set(params?.scriptId ?? '', params?.url ?? '');
    if (method !== 'Debugger.paused') return;
    clearTimeout(timer);
    isAtHeapLimit ||= params?.reason === 'OOM';
    const frame = params?.callFrames?.find(({ location }) =>
      urls.get(location.scriptId)?.startsWith(appScheme),
    );
    if (frame === undefined) {
      // Between two steps of promises none of the app's functions is on the stack: the next step is one of them.
      steps += 1;
      if (steps > mostSteps) resolve(null);
      else socket.send(JSON.stringify({ id: 3 + steps, method: 'Debugger.stepInto' }));
      return;
    }
    resolve({
      functionName: frame.functionName,
      path: (urls.get(frame.location.scriptId) ?? '').slice(appScheme.length),
      line: frame.location.lineNumber + 1,
      column: frame.location.columnNumber + 1,
      isAtHeapLimit,
    });
  });
}

/** The innermost frame of the app in a stack. */
function placeIn(stack: string): HangPlace | null {
  const [, called = '', path = '', line, column] = appFrame.exec(stack) ?? [];
  if (path === '') return null;
  // `Error.get` is called `get` in a pause, too.
  const functionName = called.replace(/ \[as .*\]$/, '').replace(/^.*[. ]/, '');
  return { functionName, path, line: Number(line), column: Number(column) };
}
