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
}

interface InspectorMessage {
  readonly method?: string;
  readonly params?: {
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
  socket.addEventListener('open', () => {
    socket.send(JSON.stringify({ id: 1, method: 'Debugger.enable' }));
    socket.send(JSON.stringify({ id: 2, method: 'Debugger.pause' }));
  });
  socket.addEventListener('error', () => resolve(null));
  socket.addEventListener('close', () => resolve(null));
  socket.addEventListener('message', ({ data }) => {
    const { method, params } = JSON.parse(String(data)) as InspectorMessage;
    if (method === 'Debugger.scriptParsed') urls.set(params?.scriptId ?? '', params?.url ?? '');
    if (method !== 'Debugger.paused') return;
    const frame = params?.callFrames?.find(({ location }) =>
      urls.get(location.scriptId)?.startsWith(appScheme),
    );
    if (frame === undefined) {
      // Between two steps of promises none of the app's functions is on the stack: the next step is one of them.
      steps += 1;
      if (steps > mostSteps) resolve(null);
      else socket.send(JSON.stringify({ id: 2 + steps, method: 'Debugger.stepInto' }));
      return;
    }
    resolve({
      functionName: frame.functionName,
      path: (urls.get(frame.location.scriptId) ?? '').slice(appScheme.length),
      line: frame.location.lineNumber + 1,
      column: frame.location.columnNumber + 1,
    });
  });
}
