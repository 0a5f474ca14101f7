import type { Json } from '../../../protocol/trace.ts';

/** One that has the app loaded, and tells how many events a second it does. */
export interface Contender {
  /** Milliseconds until the first event was done. */
  load(source: string): Promise<number>;
  /** Events a second, over about so many milliseconds. */
  measure(event: Json, ms: number): Promise<number>;
  /** Milliseconds of processor time so far, of all processes that take part. */
  processorMs(): Promise<number>;
  /** Resident bytes of the process that the app is in. */
  memory(): Promise<number>;
  end(): Promise<void>;
}
