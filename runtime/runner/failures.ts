/** What the app's process tells of errors and places, in the author's own lines. */
import type { EventProblem } from '../../protocol/eventsReport.ts';
import type { CodePlace, Failure, LoadedMessage } from '../../protocol/sandbox.ts';
import type { Cause, SourceLocation } from '../../protocol/trace.ts';
import type { Gate } from '../gate/gate.ts';
import type { SourceMaps } from '../sourceMaps/sourceMaps.ts';
import { shownMessage, type TraceBuilder } from './traceBuilder.ts';

const mostSources = 200;

/** What is known of a failure besides what the app threw. */
export interface FailureMore {
  /** Stands before the message. */
  readonly prefix?: string;
  readonly isTriedAgain?: boolean;
  /** It is told later than it happened, so that nothing says which event of a list it came of. */
  readonly isLate?: boolean;
  /** The event of a list that it came of, where that is not the one that is worked on. */
  readonly event?: number;
}

export class Failures {
  /** Where the functions are that PostHog calls, once the app is loaded. */
  places: LoadedMessage['places'] = {};
  /** The line of the last thing that the app did in a call, where one is known. */
  lastSource: SourceLocation | null = null;
  readonly #maps: SourceMaps;
  readonly #gate: Pick<Gate, 'redact'>;
  /** By stack: an app asks from few lines, and often from the same. */
  readonly #sources = new Map<string, SourceLocation | null>();

  /** @param gate takes keys out of messages. */
  constructor(maps: SourceMaps, gate: Pick<Gate, 'redact'>) {
    this.#maps = maps;
    this.#gate = gate;
  }

  /** Writes an error of the app into a trace. */
  record(
    trace: TraceBuilder,
    entryPoint: string,
    failure: Failure,
    { prefix = '', isTriedAgain = false, isLate = false, event }: FailureMore,
  ): EventProblem {
    const { isOurs, isSetup, message, name, place, stack } = failure;
    const ofPlace = place === undefined ? null : this.#located(place);
    const source = this.#maps.firstLocation(stack) ?? ofPlace ?? (isSetup ? null : this.placeOf(entryPoint));
    const causes = (failure.causes ?? []).map((cause) => ({
      ...cause,
      stack: this.#maps.mapStack(cause.stack),
      source: this.#maps.firstLocation(cause.stack),
    }));
    trace.error(
      entryPoint,
      {
        name: isSetup ? 'Error' : name,
        message: prefix + message,
        stack: this.#maps.mapStack(stack),
        causes,
      },
      source,
      isSetup ? 'setup' : isOurs === true ? 'internal' : 'app',
      { isTriedAgain, isLate, ...(event === undefined ? {} : { event }) },
    );
    return { message: shownMessage(this.#gate.redact(prefix + message)), source };
  }

  /** Where the function is that PostHog calls by that name. */
  placeOf(entryPoint: string): SourceLocation | null {
    const place = Object.hasOwn(this.places, entryPoint) ? this.places[entryPoint] : undefined;
    return place === undefined ? null : this.#located(place);
  }

  /** What led to something that happened, by the stack of that moment. */
  causeOf(entryPoint: string, stack: string): Cause {
    const source = stack === '' ? null : this.#sourceOf(stack);
    this.lastSource = source;
    return { entryPoint, source };
  }

  #sourceOf(stack: string): SourceLocation | null {
    const known = this.#sources.get(stack);
    if (known !== undefined) return known;
    const source = this.#maps.firstLocation(stack);
    if (this.#sources.size >= mostSources) this.#sources.clear();
    this.#sources.set(stack, source);
    return source;
  }

  #located({ column, line, path }: CodePlace): SourceLocation {
    return this.#maps.locate(path, line, column);
  }
}
