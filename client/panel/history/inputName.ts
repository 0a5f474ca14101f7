/** What a run was given, by name. */
import { plural } from '../../../protocol/runWords.ts';
import type { Json } from '../../../protocol/trace.ts';
import type { RunRecord } from './runRecord.ts';

/** The name of the event, the number of events, or nothing. */
export function inputName({ input, from }: Pick<RunRecord, 'input' | 'from'>): string {
  if (Array.isArray(input)) {
    const file = from !== undefined && 'file' in from ? ` from ${nameOfFile(from.file)}` : '';
    return `${plural(input.length, 'event', 'events')}${file}`;
  }
  if (typeof input !== 'object' || input === null) return '';
  const event = (input as { readonly [key: string]: Json })['event'];
  return typeof event === 'string' ? event.slice(0, 80) : '';
}

/**
 * The name of the document with an input, without its ending: after what gets it, unless the event only begins its way
 * there, as that of several apps in order does, of which the first may have no processEvent.
 *
 * @param exports names of what the app exports.
 */
export function inputFileName(entryPoint: string, exports: readonly string[]): string {
  return entryPoint === 'processEvent' && !exports.includes(entryPoint)
    ? 'event input'
    : `${entryPoint} input`;
}

/** The last part of a URI, for people. */
export function nameOfFile(uri: string): string {
  const name = uri.split('/').at(-1) ?? uri;
  try {
    return decodeURIComponent(name);
  } catch {
    // Not encoded, then: as it is.
    return name;
  }
}
