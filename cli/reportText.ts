/** What came of a list of events, as text: the sums, then a table with what went wrong first. */
import { cutText } from '../protocol/cutText.ts';
import { type EventRow, type EventsReport, rankOf, worstFirst } from '../protocol/eventsReport.ts';
import { plural } from '../protocol/runWords.ts';
import type { Json } from '../protocol/trace.ts';
import { durationText } from './durationText.ts';

/** Longer tables are cut: nobody reads them, and `--json` has all. */
const mostRows = 50;

/** Longer names of events are cut. */
const mostOfName = 40;
/** Longer messages are cut. */
const mostOfMessage = 200;

/**
 * The head of the report, without what the app did meanwhile.
 *
 * @param events that were given.
 */
export function eventsText(
  { counts, entryPoint, rows, total, trace }: EventsReport,
  events: readonly Json[],
): string {
  const sums = worstFirst
    .filter((outcome) => counts[outcome] > 0)
    .map((outcome) => `${counts[outcome]} ${outcome}`);
  const missing = total - rows.length;
  // The one that the app was at is not finished, either.
  const isStopped = trace.outcome === 'stopped';
  const parts = [...sums, ...(missing > 0 ? [`${missing} not ${isStopped ? 'finished' : 'run'}`] : [])];
  const sum = parts.length === 0 ? '' : `: ${parts.join(', ')}`;
  const missed = missedSentence(rows.flatMap(({ notArrived }) => notArrived ?? []));
  const head = `${isStopped ? 'Stopped. ' : ''}${total} ${total === 1 ? 'event' : 'events'} through ${entryPoint} in ${durationText(trace.timing.callMs)}${sum}.${missed}\n`;
  if (rows.length === 0) return head;
  const sorted = rows.toSorted((a, b) => rankOf(a) - rankOf(b));
  const lines = table(sorted.slice(0, mostRows), events);
  if (rows.length > mostRows) lines.push(`${rows.length - mostRows} more; --json lists them all`);
  return `${head}\nEvents\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

function missedSentence(lost: readonly NonNullable<EventRow['notArrived']>[]): string {
  if (lost.length === 0) return '';
  const isOne = lost.length === 1;
  return lost.every(isOnlyUnconfirmed)
    ? ` ${lost.length} of them sent something, and nothing says whether it arrived.`
    : ` Something that ${lost.length} of them ${isOne ? 'sends' : 'send'} did not arrive.`;
}

function table(rows: readonly EventRow[], events: readonly Json[]): string[] {
  const cells = rows.map((row) => [
    `event ${row.index + 1}`,
    nameOf(events[row.index]),
    row.outcome,
    durationText(row.ms),
    whyOf(row),
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const [event = 0, name = 0, outcome = 0, time = 0] = widths;
  return cells.map((cell) =>
    [
      cell[0]?.padEnd(event),
      cell[1]?.padEnd(name),
      cell[2]?.padEnd(outcome),
      cell[3]?.padStart(time),
      cell[4],
    ]
      .join('  ')
      .trimEnd(),
  );
}

/** Why it failed, and what of it did not arrive; most often nothing. */
function whyOf({ notArrived, problem }: EventRow): string {
  const parts = [
    ...(problem === null ? [] : [oneLine(problem.message) + placeOf(problem.source)]),
    ...(notArrived === undefined ? [] : [`${hasArrived(notArrived)}: ${lossesOf(notArrived)}`]),
  ];
  return parts.join('; ');
}

function hasArrived(notArrived: NonNullable<EventRow['notArrived']>): string {
  if (isOnlyUnconfirmed(notArrived)) return 'sent, not confirmed';
  return notArrived.unconfirmed === undefined ? 'did not arrive' : 'did not arrive, or not confirmed';
}

function isOnlyUnconfirmed({
  captured,
  requests,
  unconfirmed,
}: NonNullable<EventRow['notArrived']>): boolean {
  return unconfirmed === captured + requests;
}

function lossesOf({ captured, requests }: NonNullable<EventRow['notArrived']>): string {
  return [
    ...(captured === 0 ? [] : [plural(captured, 'captured event', 'captured events')]),
    ...(requests === 0 ? [] : [plural(requests, 'request', 'requests')]),
  ].join(', ');
}

/** As much of a message as one reads in a row: an app may throw a text of many lines, or of megabytes. */
function oneLine(message: string): string {
  return cutText(message, mostOfMessage).replaceAll(/\s*\n\s*/g, ' ');
}

function nameOf(event: Json | undefined): string {
  const isObject = typeof event === 'object' && event !== null && 'event' in event;
  const name = isObject && typeof event['event'] === 'string' ? event['event'] : '';
  return name.length > mostOfName ? `${name.slice(0, mostOfName - 1)}…` : name;
}

function placeOf(source: { readonly file: string; readonly line: number } | null): string {
  return source === null ? '' : ` (${source.file}:${source.line})`;
}
