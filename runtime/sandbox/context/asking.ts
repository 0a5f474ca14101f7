/** Requests that the gate answers later, and notes that need no answer. */
import type { AskedRequest, AskFailure, NoteMessage } from '../../../protocol/sandbox.ts';
import { parseJson, send, toJson } from './host.ts';
import { stackHere } from './stack.ts';

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: AskFailure) => void;
}

const waiting = new Map<number, Waiting>();
let lastId = 0;

/** Sends a request to the gate. Rejects with an {@link AskFailure}, which the caller makes an error of. */
export function ask(request: AskedRequest): Promise<unknown> {
  const id = ++lastId;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    send('ask', toJson({ id, request: toJson(request), stack: stackHere() }));
  });
}

/** The answer has come. */
export function settle(id: number, ok: boolean, value: string): void {
  const entry = waiting.get(id);
  waiting.delete(id);
  if (ok) entry?.resolve(parseJson(value));
  else entry?.reject(parseJson(value) as AskFailure);
}

/** Tells the runner that something happened. */
export function note(kind: NoteMessage['kind'], value: object): void {
  send('note', toJson({ kind, value: toJson(value), stack: stackHere() }));
}
