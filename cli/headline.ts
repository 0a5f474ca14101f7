/** The first line about a run: how it ended, and what failed. */
import { jobsExport } from '../platform/lifecycle.ts';
import { isStoppedLoop } from '../protocol/followWords.ts';
import { isAllSent, isOnlyUnconfirmed, unhandledRejection } from '../protocol/runWords.ts';
import type { Outcome, RunError, Trace } from '../protocol/trace.ts';

const words: Readonly<Record<Outcome, string>> = {
  changed: 'The event was changed.',
  unchanged: 'The event was left as it was.',
  dropped: 'The event was dropped.',
  completed: 'Completed.',
  failed: 'Failed.',
  'timed-out': 'Timed out.',
  stopped: 'Stopped.',
};

/** @returns the line without its end; what failed stands before what went well. */
export function headlineOf(trace: Trace): string {
  const { outcome } = trace;
  if (isStoppedLoop(trace)) return 'Stopped: it loops.';
  const places = failedPlaces(trace.errors);
  if (outcome === 'failed' || outcome === 'timed-out') {
    const verb = outcome === 'failed' ? 'Failed' : 'Timed out';
    return places === '' ? words[outcome] : `${verb} ${places}.`;
  }
  if (outcome === 'stopped') return words.stopped;
  const went = outcome === 'completed' ? 'The call itself completed.' : words[outcome];
  if (places !== '') return `Failed ${places}. ${went}`;
  const ofHop = failedPlaces(trace.hops.flatMap(({ steps }) => steps.flatMap(({ errors }) => errors)));
  if (ofHop !== '') return `Failed ${ofHop} of a captured event. ${went}`;
  if (isAllSent(trace)) return words[outcome];
  const sending = isOnlyUnconfirmed(trace)
    ? ', but it is not known whether all that was sent arrived.'
    : ', but not all requests were accepted.';
  return words[outcome].replace(/\.$/, sending);
}

/** For a list of events: what failed besides the events, which have rows of their own. Empty for nothing. */
export function failedBesides({ errors }: Trace): string {
  const places = failedPlaces(errors.filter(isBesides));
  return places === '' ? '' : `Failed ${places}. `;
}

/** The event of a rejection that nobody handles has its row by then, which does not tell of it. */
function isBesides({ cause, message }: RunError): boolean {
  return cause.event === undefined || message.startsWith(unhandledRejection);
}

/** Such as `in jobs.later`; empty for nothing. */
function failedPlaces(errors: readonly RunError[]): string {
  const failed = errors.filter(isFailure);
  const names = [...new Set(failed.map((error) => placeOf(error)))];
  const shown = names.slice(0, 3).join(', ');
  const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
  const hint =
    failed.length > 0 && failed.every(({ message }) => message.startsWith(unhandledRejection))
      ? ': nothing handles a rejection'
      : '';
  return names.length === 0 ? '' : `in ${shown}${more}${hint}`;
}

/** What is tried again has not failed. What is no matter of the app's code is told as an error alone, but for a missing job. */
function isFailure({ cause, isTriedAgain, kind }: RunError): boolean {
  const isOfApp = kind === 'app' || (kind === 'setup' && cause.entryPoint.startsWith(`${jobsExport}.`));
  return isTriedAgain !== true && isOfApp;
}

function placeOf({ cause: { entryPoint } }: RunError): string {
  return entryPoint === 'load' ? 'the code at the top of the file' : entryPoint;
}
