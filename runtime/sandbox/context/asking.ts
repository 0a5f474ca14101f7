/** Requests that the gate answers later, and notes that need no answer. */
import {
  type AskedCapture,
  type AskedPlace,
  type AskedRequest,
  type AskFailure,
  type HandedOverCapture,
  itemLetters,
  type NoteMessage,
} from '../../../protocol/sandbox.ts';
import { parseJson, send, step, toOwnJson } from './host.ts';
import { placeHere } from './stack.ts';
import { OwnMap } from './ownMap.ts';

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: AskFailure) => void;
}

const waiting = new OwnMap<number, Waiting>();
let lastId = 0;

/** Sends a request to the runner. Rejects with an {@link AskFailure}, which the caller makes an error of. */
export function ask(request: AskedRequest | AskedPlace): Promise<unknown> {
  const id = ++lastId;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    const text = toOwnJson(request, request.via === 'capture');
    send('ask', toOwnJson({ id, request: text, stack: placeHere() }));
  });
}

/** Of one event, so many captures are handed over without an answer; a loop that goes on waits for the runner to count. */
const mostHandedOver = 200;
/** Of one list of events, so many captures are told with their line: the trace keeps no more. */
const mostStacks = 200;

let handsOver = false;
let handedOver = 0;
let stacks = 0;

/** @param canHandOver whether captures need no answer in what follows, since the embedded host keeps them. */
export function setHandOver(canHandOver: boolean): void {
  stacks = 0;
  handsOver = canHandOver;
}

/** Another event of a list begins. */
export function beginEvent(): void {
  handedOver = 0;
}

/**
 * A captured event goes to the gate, whose answer tells the app nothing.
 *
 * @returns what to wait for; undefined where the event was handed over.
 */
export function askCapture(request: AskedCapture): Promise<unknown> | undefined {
  handedOver += 1;
  const text = handsOver && handedOver <= mostHandedOver ? captureText(request) : '';
  if (text === '') return ask(request);
  step(itemLetters.captured, text);
  return undefined;
}

/** The JSON text of a {@link HandedOverCapture}, or '' where something of it is unusual: JSON may leave that out. */
function captureText({ distinctId, event, properties, takenAway, timestamp }: AskedCapture): string {
  if (takenAway !== undefined) return '';
  if (typeof event !== 'string' || typeof distinctId !== 'string') return '';
  if (typeof timestamp !== 'string' && typeof timestamp !== 'object') return '';
  const captured: HandedOverCapture = [event, distinctId, timestamp, properties];
  stacks += 1;
  return toOwnJson(
    stacks <= mostStacks ? [event, distinctId, timestamp, properties, placeHere()] : captured,
    true,
  );
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
  const text = toOwnJson(value, kind === 'storage' || kind === 'cache');
  send('note', toOwnJson({ kind, value: text, stack: placeHere() }));
}
