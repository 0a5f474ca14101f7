/**
 * Works off a list of events, one after another. Each is judged here as far as its text tells, so that little leaves
 * the realm; whatever is unusual is left to the runner, which judges single calls too.
 */
import {
  goOn,
  type ItemLetter,
  itemLetters as letters,
  type ListMessage,
} from '../../../protocol/sandbox.ts';
import { beginEvent } from './asking.ts';
import { exportCall, type LoadedApp, resultText } from './call.ts';
import { setClock } from './clock.ts';
import { describeFailure } from './failure.ts';
import { parseJson, send, step, toOwnJson } from './host.ts';
import { lifecycleExport } from './lifecycles.ts';
import { forget, lookAt, remember } from './plainLook.ts';
import { kindOf } from './resultKind.ts';

type Kind = 'ignored' | 'next-event' | 'other';

let entryPoint = '';
let kind: Kind = 'ignored';
let isRunning = false;
/** Events that are shown as a whole, of those to come. */
let shown = 0;

/** Looked up once for a list; by {@link workOff}, since reading an export of the app may throw. */
let findCall: () => (input: unknown) => unknown = () => () => undefined;
let call: ((input: unknown) => unknown) | undefined;

/** What holds for all events of the list. */
export function beginList(app: LoadedApp, message: ListMessage): void {
  entryPoint = message.entryPoint;
  setClock(message.clockMs);
  shown = message.shown;
  const result = lifecycleExport(entryPoint)?.result ?? 'ignored';
  kind = result === 'ignored' || result === 'next-event' ? result : 'other';
  findCall = () => exportCall(app, entryPoint);
  call = undefined;
}

/** Events that came together, read at once; those that were taken are gone from it. */
let batch: unknown[] = [];
let position = 0;
let isBatchLarge = false;

/** A larger result may be too large: see {@link resultText}. */
const mostLookedAt = 1_000_000;

/** @param turn `goOn`, or the JSON text of a list of events. */
function take(turn: string): unknown {
  if (turn !== goOn) {
    batch = parseJson(turn) as unknown[];
    position = 0;
    isBatchLarge = turn.length > mostLookedAt;
  }
  const event = batch[position];
  // The app may make it large.
  batch[position] = undefined;
  position += 1;
  return event;
}

/** Takes events until there are none, or it is time to pause. Does nothing while an event is not done yet. */
export async function workOff(): Promise<void> {
  if (isRunning) return;
  isRunning = true;
  call ??= findCall();
  for (let turn = step('', ''); turn !== '';) {
    beginEvent();
    detail = '';
    shown -= 1;
    let letter: ItemLetter;
    try {
      const event = take(turn);
      const team = teamOf(event);
      if (kind !== 'next-event' || shown >= 0 || isBatchLarge) forget();
      else remember(event);
      letter = judge(team, await call(event));
    } catch (thrown) {
      letter = letters.failed;
      detail = toOwnJson(describeFailure(thrown));
    }
    turn = step(letter, detail);
  }
  isRunning = false;
}

/** What goes with the verdict on the current event. */
let detail = '';

function judge(team: unknown, value: unknown): ItemLetter {
  if (kind === 'ignored') return letters.completed;
  if (kind === 'next-event' && !value) return letters.dropped;
  const look = lookAt(value);
  if (look === 'same') return letters.unchanged;
  if (look === 'changed' && hasTeam(value, team)) return letters.changedUnseen;
  const result = resultText(value, entryPoint);
  if (kind === 'other' && !value)
    return entryPoint === 'composeWebhook' ? letters.completed : letters.dropped;
  const text = kind === 'other' ? '' : send('event', '');
  if (kind === 'next-event' && result === text) return letters.unchanged;
  const what = kindOf(value);
  // The same length may be another order of the same properties.
  const isSuspect = result === null || result.length === text.length || what.kind !== undefined;
  const isOdd = kind === 'other' || isSuspect || !hasTeam(value, team);
  if (!isOdd && shown < 0) return letters.changedUnseen;
  detail = isOdd ? `[${result ?? 'null'},${toOwnJson(what)}]` : (result ?? 'null');
  return isOdd ? letters.odd : letters.changed;
}

function teamOf(event: unknown): unknown {
  return typeof event === 'object' && event !== null && 'team_id' in event ? event.team_id : undefined;
}

function hasTeam(value: unknown, team: unknown): boolean {
  return typeof value === 'object' && !Array.isArray(value) && teamOf(value) === team;
}
