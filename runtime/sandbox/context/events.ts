/**
 * Works off a list of events, one after another. Each is judged here as far as its text tells, so that little leaves
 * the realm; whatever is unusual is left to the runner, which judges single calls too.
 */
import { lifecycleExport } from '../../../platform/lifecycle.ts';
import type { EventsMessage } from '../../../protocol/sandbox.ts';
import { beginEvent } from './asking.ts';
import { type LoadedApp, perform, resultText } from './call.ts';
import { setClock } from './clock.ts';
import { describeFailure } from './failure.ts';
import { parseJson, send, toJson } from './host.ts';

let entryPoint = '';
let isNextEvent = false;
let isIgnored = true;
let isRunning = false;

/** What holds for all events of the list. */
export function beginEvents(message: EventsMessage): void {
  entryPoint = message.entryPoint;
  setClock(message.clockMs);
  const result = lifecycleExport(entryPoint)?.result;
  isNextEvent = result === 'next-event';
  isIgnored = result === 'ignored' || result === undefined;
}

/** Takes events until there are none, or it is time to pause. Does nothing while an event is not done yet. */
export async function workOff(app: LoadedApp): Promise<void> {
  if (isRunning) return;
  isRunning = true;
  for (let text = send('event', ''); text !== ''; text = send('event', '')) await work(app, text);
  isRunning = false;
}

async function work(app: LoadedApp, text: string): Promise<void> {
  beginEvent();
  try {
    const event: unknown = parseJson(text);
    const team = teamOf(event);
    judge(text, team, await perform(app, entryPoint, event));
  } catch (thrown) {
    send('failed', toJson(describeFailure(thrown)));
  }
}

function judge(text: string, team: unknown, value: unknown): void {
  if (isIgnored) {
    send('completed', '');
    return;
  }
  const result = resultText(value, entryPoint);
  if (!isNextEvent) {
    if (result === null) send(entryPoint === 'composeWebhook' ? 'completed' : 'dropped', '');
    else send('odd', result);
    return;
  }
  if (!value) send('dropped', '');
  else if (result === text) send('unchanged', '');
  // The same length may be another order of the same properties.
  else if (result === null || result.length === text.length || !hasTeam(value, team))
    send('odd', result ?? 'null');
  else send('changed', result);
}

function teamOf(event: unknown): unknown {
  return typeof event === 'object' && event !== null && 'team_id' in event ? event.team_id : undefined;
}

function hasTeam(value: unknown, team: unknown): boolean {
  return typeof value === 'object' && !Array.isArray(value) && teamOf(value) === team;
}
