import type { CapturedEvent, Cause, RequestRecord } from '../../protocol/trace.ts';

type Request = Omit<RequestRecord, 'at' | 'cause'>;
type Captured = Omit<CapturedEvent, 'at' | 'cause'>;

/**
 * Where the gate writes what happened; the rows stand in the order in which the app asked. Each gives the row as it
 * is when the run ends first, and gets a function that puts a later one in its place: as far as it has come, and then the
 * finished one.
 */
export interface GateRecorder {
  startRequest(cause: Cause, unfinished: Request): (record: Request) => void;
  startCapture(cause: Cause, unfinished: Captured): (record: Captured) => void;
  /** Something that the user should know; told once. */
  notice(text: string): void;
}
