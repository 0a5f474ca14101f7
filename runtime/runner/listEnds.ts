/** Ends of the sandbox in the middle of a list of events that no single event is to blame for, as far as is known. */
import type { TraceBuilder } from './traceBuilder.ts';

/** More ends of one run than these say nothing new, and each costs a new sandbox. */
const mostGrowths = 10;

interface UnexplainedEnd {
  /** The events that it may have come of, by their places: from the first to before the second. */
  readonly from: number;
  readonly to: number;
  /** How many events the app had done since it was loaded, where it was ended for its memory. */
  readonly grewOver?: number;
  /** Notes the end in the trace. */
  readonly record: () => void;
}

export class ListEnds {
  #unexplained: UnexplainedEnd[] = [];

  /** Whether the app met the limit of its memory so often that the rest of the list is left. */
  get areTooMany(): boolean {
    return this.#unexplained.filter(({ grewOver }) => grewOver !== undefined).length >= mostGrowths;
  }

  add(end: UnexplainedEnd): void {
    this.#unexplained.push(end);
  }

  /** The event at this place ended the app alone, which explains what came before. */
  blame(index: number): void {
    this.#unexplained = this.#unexplained.filter(({ from, to }) => index < from || index >= to);
  }

  /**
   * Notes those of which nothing else was found when the events were run again.
   *
   * @returns whether there was one.
   */
  tell(trace: TraceBuilder): boolean {
    const grown = this.#unexplained.filter(({ grewOver }) => grewOver !== undefined);
    const other = this.#unexplained.find(({ grewOver }) => grewOver === undefined);
    other?.record();
    if (other !== undefined) trace.notice(leftBehind);
    grown[0]?.record();
    if (grown[0] !== undefined) trace.notice(growthNotice(grown[0], grown.length));
    if (this.areTooMany) {
      trace.notice(
        `The run ended after the app had met the limit of its memory ${mostGrowths} times; the events after that were not run.`,
      );
    }
    const hasEnded = this.#unexplained.length > 0;
    this.#unexplained = [];
    return hasEnded;
  }
}

/** The event has its row by then, so that nothing tells which one it was. */
const leftBehind =
  'The app was ended by something that an event had left running when it was done, such as a promise that nobody awaits. The events after it were run in the app loaded anew.';

function growthNotice({ from, grewOver = 0, to }: UnexplainedEnd, times: number): string {
  const about = to - from === 1 ? '' : 'about ';
  const often = times === 1 ? '' : `, ${times} times in all`;
  // Once may be something else; what happens again and again is of each event.
  const other =
    times === 1
      ? ', or one of them takes it after what came before, as where the app counts, or left something running that does'
      : '';
  return `The memory of the app grew over ${grewOver.toLocaleString('en')} events and met its limit at ${about}event ${(from + 1).toLocaleString('en')}. No event took so much when it was run again: the app seems to keep something of each, such as in a list at the top of its file, or in global${other}. It was loaded anew${often}, and what it had kept was gone.`;
}

/** An event that was at work when the limit was met may not be the one that took the memory. */
export function sharedLimit(index: number, before: number): string {
  return `When event ${(index + 1).toLocaleString('en')} met the limit of memory, the app had run ${before.toLocaleString('en')} others since it was loaded: what it keeps of them counts, too.`;
}
