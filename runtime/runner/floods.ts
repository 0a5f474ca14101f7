/** More of something than a run may have: the run is stopped, with one sentence. */
import { mostFloodCharacters, mostFloodMessages } from '../../protocol/sandbox.ts';
import { grouped } from '../../protocol/runWords.ts';
import type { SourceLocation } from '../../protocol/trace.ts';
import { RunEnd } from './runEnd.ts';

export const mostLogLines = 10_000;
export const mostRequests = 1_000;
/** What requests send and receive together, as it crosses to the sandbox: texts as they are, other bytes in base64. */
export const mostTrafficMb = 100;
/** Rejections that nobody handles. */
export const mostRejections = 100;

export function logFlood(source: SourceLocation | null): RunEnd {
  return flood(`wrote more than ${grouped(mostLogLines)} log lines in one run, so it was stopped.`, source);
}

/** Values of cache and storage, as far as the app never paused. */
export function storeFlood(source: SourceLocation | null): RunEnd {
  return flood(
    `used cache and storage more than ${grouped(mostFloodMessages)} times in one go, so it was stopped.`,
    source,
  );
}

/** Too much of several kinds, or of what is counted in no other way. */
export function noteFlood(source: SourceLocation | null): RunEnd {
  return flood(
    `did more than ${grouped(mostFloodMessages)} things in one go, such as log lines, stored values, jobs or metrics, so it was stopped.`,
    source,
  );
}

/** Too much at once, be it in one log line alone: what arrived of it does not say of what. */
export function sizeFlood(source: SourceLocation | null): RunEnd {
  const most = mostFloodCharacters / 2 ** 20;
  return flood(
    `wrote more than ${most} MB in one go, in log lines, requests or stored values, so it was stopped.`,
    source,
  );
}

/** Log lines and values of cache and storage in all of a run: they are kept. */
export const mostWrittenMb = 100;

export function writtenFlood(source: SourceLocation | null): RunEnd {
  return flood(
    `wrote more than ${mostWrittenMb} MB in one run, in log lines, stored values or jobs, so it was stopped.`,
    source,
  );
}

export function requestFlood(source: SourceLocation | null): RunEnd {
  return flood(`made more than ${grouped(mostRequests)} requests in one run, so it was stopped.`, source);
}

export function trafficFlood(source: SourceLocation | null): RunEnd {
  return flood(`sent and received more than ${mostTrafficMb} MB in one run, so it was stopped.`, source);
}

export function rejectionFlood(source: SourceLocation | null): RunEnd {
  return flood(
    `left more than ${mostRejections} rejections that nobody handles in one run, so it was stopped.`,
    source,
  );
}

function flood(what: string, source: SourceLocation | null): RunEnd {
  return new RunEnd('failed', `The app ${what}`, source);
}
