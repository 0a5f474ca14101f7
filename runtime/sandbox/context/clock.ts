/**
 * The virtual clock of a run: it stands still while code runs, and jumps between one call and the next. PostHog's own
 * timers, those of buffers, run on it: the runner says when their time has come.
 */
import type { TimerNote } from '../../../protocol/sandbox.ts';
import { note } from './asking.ts';
import { OwnMap } from './ownMap.ts';

// Of the language: the app may replace it, and a fixed run does.
const realTime = Date.now;

let elapsedMs = 0;
let fixedStart: number | undefined;
let lastTimer = 0;
const timers = new OwnMap<number, () => unknown>();

export function setClock(milliseconds: number): void {
  elapsedMs = milliseconds;
}

/** Milliseconds since the app was loaded, on the virtual clock. */
export function clockNow(): number {
  return elapsedMs;
}

/** From now on the time is this, and what the virtual clock shows. */
export function fixTime(startedAt: number): void {
  fixedStart = startedAt;
}

/** Milliseconds since 1970, as the app is told. They are real ones, but in a fixed run: the virtual clock moves no date. */
export function timeNow(): number {
  return fixedStart === undefined ? realTime() : fixedStart + elapsedMs;
}

/**
 * @param name what the trace says that it led to.
 * @returns a number for {@link stopTimer}.
 */
export function startTimer(name: string, inMs: number, callback: () => unknown): number {
  const id = ++lastTimer;
  timers.set(id, callback);
  note('timer', { id, name, inMs } satisfies TimerNote);
  return id;
}

/** @param id undefined for a timer that never began. */
export function stopTimer(id: number | undefined): void {
  if (id === undefined || !timers.delete(id)) return;
  note('timer', { id, name: '', inMs: null } satisfies TimerNote);
}

/** The time of a timer has come; one that was stopped meanwhile does nothing. */
export async function runTimer(id: number): Promise<void> {
  const callback = timers.get(id);
  timers.delete(id);
  await callback?.();
}
