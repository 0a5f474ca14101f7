/** What is said about a run, in plain words: by the panel, its documents and its lists. */
import { lifecycleExport } from '../platform/lifecycle.ts';
import type { PanelRun } from './panel.ts';
import type { CapturedEvent, Json, Outcome, RequestRecord, RunError, Trace } from './trace.ts';

export type Tone = 'good' | 'quiet' | 'warn' | 'bad';

/** What stands in the place of an entry point where the whole life of an app is run. */
export const wholeLifeCycle = 'whole life cycle';

export interface OutcomeWords {
  readonly title: string;
  readonly sentence: string;
  readonly tone: Tone;
}

export function describeOutcome(
  entryPoint: string,
  outcome: Outcome,
  errors: readonly RunError[] = [],
  isAllSent = true,
): OutcomeWords {
  switch (outcome) {
    case 'changed':
      return { title: 'Changed', sentence: 'PostHog stores the event as changed below.', tone: 'good' };
    case 'unchanged':
      return { title: 'Unchanged', sentence: 'PostHog stores the event as it came.', tone: 'good' };
    case 'dropped':
      return {
        title: 'Dropped',
        sentence: `${entryPoint} returned nothing, so PostHog does not store the event.`,
        tone: 'warn',
      };
    case 'completed':
      if (errors.length > 0 && errors.every(({ isTriedAgain }) => isTriedAgain === true)) {
        return {
          title: 'Completed',
          sentence: `A RetryError asked for ${plural(errors.length, 'more try', 'more tries')}; the last one worked.`,
          tone: 'good',
        };
      }
      if (errors.length > 0) {
        return {
          title: 'Completed with errors',
          sentence: `${entryPoint} ran to its end; what it started did not.`,
          tone: 'warn',
        };
      }
      if (!isAllSent) {
        return {
          title: 'Completed, not all accepted',
          sentence: `${entryPoint} ran to its end, but not all of its requests were accepted. The timeline says why.`,
          tone: 'warn',
        };
      }
      return { title: 'Completed', sentence: completedSentence(entryPoint), tone: 'good' };
    case 'failed':
      return { title: 'Failed', sentence: failedSentence(entryPoint, errors), tone: 'bad' };
    case 'timed-out':
      return {
        title: 'Timed out',
        sentence: `${entryPoint} did not end in time and was ended.`,
        tone: 'bad',
      };
    case 'stopped':
      return { title: 'Stopped', sentence: 'You stopped the run before it ended.', tone: 'quiet' };
  }
}

/** Whether an event that was captured comes back to the line that captured it, without end. */
export function isLooping({ fates }: Pick<PanelRun, 'fates'>): boolean {
  return fates.some((fate) => fate?.grade === 'loops');
}

/**
 * An app that loops has not done well, even where nothing went wrong in the run itself.
 *
 * @param isStopped whether it was seen to loop, when captured events were fed back.
 */
export function withLoop(words: OutcomeWords, doesLoop: boolean, isStopped = false): OutcomeWords {
  // An app that failed is mended first.
  if (words.tone === 'bad') return words;
  if (isStopped) {
    return {
      title: 'Stopped: it loops',
      sentence: `The run itself: ${words.title.toLowerCase()}. What it captured comes back without end: see below.`,
      tone: 'bad',
    };
  }
  if (!doesLoop || words.tone !== 'good') return words;
  return {
    title: `${words.title}, but it loops`,
    sentence: 'PostHog sends a captured event back to the line that captured it, without end.',
    tone: 'warn',
  };
}

/** The list knows that there were errors, not which. */
const unknownError = {
  at: 0,
  cause: { entryPoint: '', source: null },
  name: 'Error',
  message: '',
  stack: '',
  source: null,
  kind: 'app',
} as const;

/** What a list knows of a run. */
interface ListedRun {
  readonly isWithErrors: boolean;
  readonly isLooping: boolean;
  /** These two are absent in runs that were kept before they were known. */
  readonly isStoppedLoop?: boolean;
  readonly isAllSent?: boolean;
}

/** The outcome of a run of which a list knows no more than this. */
export function outcomeInList(
  entryPoint: string,
  outcome: Outcome,
  { isWithErrors, isLooping: doesLoop, isStoppedLoop, isAllSent: didSendAll = true }: ListedRun,
): OutcomeWords {
  const words = describeOutcome(entryPoint, outcome, isWithErrors ? [unknownError] : [], didSendAll);
  return withLoop(words, doesLoop, isStoppedLoop);
}

function completedSentence(entryPoint: string): string {
  return isWebhook(entryPoint)
    ? 'What it returned is the webhook to send; nothing means none.'
    : `${entryPoint} ran to its end. PostHog ignores what it returns.`;
}

/** Name of an error that has to do with this computer alone. */
export const settingProblem = 'SettingProblem';

/** Begins the message of a rejection that the app leaves to itself. */
export const unhandledRejection = 'Nothing handles this rejection.';

function failedSentence(entryPoint: string, errors: readonly RunError[]): string {
  const [first] = errors;
  if (first?.name === settingProblem)
    return 'The app did not start, for a setting of this computer. PostHog does not know it.';
  if (first?.kind === 'setup') return 'The app did not start. In PostHog it would not either.';
  if (first?.kind === 'internal') return 'The run failed, and not because of your app.';
  if (first !== undefined && first.cause.entryPoint !== entryPoint) {
    return first.cause.entryPoint === 'load'
      ? 'The code at the top of the file failed, so PostHog cannot load the app.'
      : `The error came from ${first.cause.entryPoint}, which runs with ${entryPoint}.`;
  }
  if (first?.name === 'IllegalOperationError' && first.message.includes('team_id')) {
    return 'PostHog sets team_id back, keeps the other changes, and reports an error of the app.';
  }
  if (first?.name === 'RunEnd')
    return 'The run was ended here. PostHog has other limits, and may not end it.';
  return entryPoint === 'processEvent'
    ? 'PostHog goes on with the event as it was before.'
    : 'PostHog writes the error to the logs of the app.';
}

/** What became of a run, with all that its trace knows. */
export function describeTrace(entryPoint: string, trace: Trace): OutcomeWords {
  const words = describeOutcome(entryPoint, trace.outcome, trace.errors, isAllSent(trace));
  if (trace.outcome === 'completed' && trace.errors.length === 0 && isOnlyUnconfirmed(trace)) {
    return {
      ...words,
      title: 'Completed, not all confirmed',
      sentence: `${entryPoint} ran to its end, but of some of what it sent nothing says whether it arrived. The timeline says why.`,
    };
  }
  const isPlain = trace.outcome === 'completed' && trace.errors.length === 0 && words.tone === 'good';
  return isPlain && isWebhook(entryPoint) ? { ...words, sentence: webhookSentence(trace) } : words;
}

function isWebhook(entryPoint: string): boolean {
  return lifecycleExport(entryPoint)?.result === 'webhook';
}

function webhookSentence({ result }: Trace): string {
  return result === null
    ? 'composeWebhook returned nothing, so PostHog sends no webhook for this event.'
    : 'PostHog sends the webhook that composeWebhook returned: its request is in the timeline.';
}

/**
 * Whether everything that the app sends was sent, and taken where PostHog itself says what it takes. What an app makes
 * of other answers is its own affair, but not a key of the user that was refused, nor an event that was.
 */
export function isAllSent({ captured, requests }: Pick<Trace, 'captured' | 'requests'>): boolean {
  return !captured.some(isLostCapture) && !requests.some(isLostRequest);
}

/** Whether nothing is known to be lost, while of some captured events nobody knows whether they arrived. */
export function isOnlyUnconfirmed({ captured, requests }: Pick<Trace, 'captured' | 'requests'>): boolean {
  const lost = captured.filter(isLostCapture);
  return lost.length > 0 && lost.every(isUnconfirmed) && !requests.some(isLostRequest);
}

/** Whether a captured event did not arrive, as far as anybody knows. */
export function isLostCapture({ delivery }: Pick<CapturedEvent, 'delivery'>): boolean {
  return delivery === 'refused' || delivery === 'rejected' || delivery === 'unconfirmed';
}

function isUnconfirmed({ delivery }: Pick<CapturedEvent, 'delivery'>): boolean {
  return delivery === 'unconfirmed';
}

/** Whether a request was not sent, or not taken by a PostHog that says so. */
export function isLostRequest(request: Omit<RequestRecord, 'at' | 'cause'>): boolean {
  const { becameGet, disposition, losesEvent, status, usesPersonalKey } = request;
  const isKeyRefused = usesPersonalKey === true && (status === 401 || status === 403);
  return (
    disposition === 'blocked' ||
    isKeyRefused ||
    losesEvent === true ||
    becameGet === true ||
    isTakenByPage(request)
  );
}

/** A page, most often that of a login, answered what was to change something in PostHog: nothing did. */
function isTakenByPage({
  method,
  responseBytes,
  responseHeaders,
  status,
  via,
}: Omit<RequestRecord, 'at' | 'cause'>): boolean {
  if (via !== 'api' || method === 'GET' || status === null || status >= 400 || responseBytes === 0)
    return false;
  return Object.entries(responseHeaders).some(
    ([name, value]) => name === 'content-type' && value.includes('text/html'),
  );
}

/** One sentence for a screen reader at the end of a run. */
export function announce(entryPoint: string, { title }: OutcomeWords, trace: Trace): string {
  const [error] = trace.errors;
  const why = error === undefined ? '' : ` ${error.message}`;
  const told = `${entryPoint}, ${duration(trace.timing.totalMs)}: ${title}.${why}`;
  return `${told.replace(/[^.!?]$/, '$&.')} ${counts(trace).join(', ')}.`;
}

/** What happened in numbers; what did not happen at all is left out. */
export function counts(trace: Trace): readonly string[] {
  // A captured event goes out as a request too; it is told once.
  const requests = trace.requests.filter(({ via }) => via !== 'capture');
  const other = requests.length < trace.requests.length ? 'other ' : '';
  const refused = requests.filter(isWithoutSuccess).length;
  const unconfirmed = trace.captured.filter(isUnconfirmed).length;
  const notSent = trace.captured.filter(isLostCapture).length - unconfirmed;
  const said = [
    plural(trace.captured.length, 'event captured', 'events captured') +
      (notSent > 0 ? `, ${grouped(notSent)} not accepted` : '') +
      (unconfirmed > 0 ? `, ${grouped(unconfirmed)} not confirmed` : ''),
    plural(requests.length, `${other}request`, `${other}requests`) +
      (refused > 0 ? `, ${grouped(refused)} without success` : ''),
    plural(trace.logs.length, 'log line', 'log lines'),
    plural(trace.jobs.length, 'job', 'jobs'),
  ].filter((text) => !text.startsWith('0 '));
  return said.length === 0 ? ['Nothing captured, requested or logged'] : said;
}

function isWithoutSuccess({ status }: RequestRecord): boolean {
  return status === null || status >= 400;
}

export function plural(count: number, one: string, many: string): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** A count as it is read, such as 10,000. */
export function grouped(count: number): string {
  return count.toLocaleString('en');
}

/** Milliseconds with as many digits as mean something. */
export function duration(ms: number): string {
  if (ms < 1) return '< 1 ms';
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return ms < 60_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`;
}

const waitUnits = [
  ['d', 24 * 60 * 60_000],
  ['h', 60 * 60_000],
  ['min', 60_000],
] as const;

/** A time on the virtual clock, which may be days: in the unit that says it shortest. */
export function waitOf(ms: number): string {
  const found = waitUnits.find(([, unit]) => ms >= 2 * unit || (ms >= unit && ms % unit === 0));
  const [name, unit] = found ?? ['s', 1000];
  return `${(ms / unit).toFixed(1).replace(/\.0$/, '')} ${name}`;
}

export function bytes(count: number): string {
  if (count < 1000) return `${count} B`;
  return count < 1_000_000 ? `${(count / 1000).toFixed(1)} kB` : `${(count / 1_000_000).toFixed(1)} MB`;
}

/** The length of a text. */
export function characters(count: number): string {
  if (count < 1000) return plural(count, 'character', 'characters');
  const [value, unit] = count < 1_000_000 ? [count / 1000, 'thousand'] : [count / 1_000_000, 'million'];
  return `${value.toFixed(1).replace(/\.0$/, '')} ${unit} characters`;
}

export function deliveryWords(delivery: CapturedEvent['delivery']): {
  readonly text: string;
  readonly tone: Tone;
} {
  switch (delivery) {
    case 'local':
      return { text: 'kept here', tone: 'quiet' };
    case 'sent':
      return { text: 'sent', tone: 'good' };
    case 'rejected':
      return { text: 'not accepted', tone: 'bad' };
    case 'unconfirmed':
      return { text: 'sent, not confirmed', tone: 'bad' };
    case 'refused':
      return { text: 'not sent', tone: 'bad' };
  }
}

/** The status of a request: its number, or why there is none, or none that means anything. */
export function statusWords({ status, disposition, error, unanswered }: RequestRecord): {
  readonly text: string;
  readonly tone: Tone;
} {
  if (status === null) {
    if (disposition === 'blocked') return { text: 'not sent', tone: 'warn' };
    const text =
      unanswered === 'sent' ? 'no answer' : unanswered === 'not-reached' ? 'not reached' : 'failed';
    return { text, tone: 'bad' };
  }
  if (unanswered !== undefined) return { text: `${status}, body not read`, tone: 'bad' };
  if (status >= 400) return { text: String(status), tone: 'bad' };
  // An empty answer has been made up in the place of a service that was not called; the remark says so.
  if (disposition === 'local' && error !== null) return { text: 'not sent', tone: 'quiet' };
  return { text: String(status), tone: status >= 300 ? 'warn' : 'good' };
}

export interface UrlParts {
  readonly host: string;
  readonly path: string;
  /** With its question mark; empty when there is none. */
  readonly query: string;
}

/** An address in the parts in which people read it. */
export function splitUrl(url: string): UrlParts {
  if (!URL.canParse(url)) return { host: '', path: url, query: '' };
  const { host, pathname, search } = new URL(url);
  return {
    host: host.endsWith('.invalid') ? 'local' : host,
    path: readable(pathname, decodeURIComponent),
    // What divides a query stays as it is: `a%26b` is one value, and `a&b` two.
    query: readable(search, decodeURI),
  };
}

function readable(text: string, decode: (text: string) => string): string {
  try {
    return decode(text);
  } catch {
    // Not made of whole characters: shown as it was sent.
    return text;
  }
}

/** The most telling things about an event, for one line. */
export function summarizeInput(value: Json): string {
  if (Array.isArray(value)) {
    const [first] = value as readonly Json[];
    return `${plural(value.length, 'event', 'events')}${first === undefined ? '' : `: ${summarizeInput(first)}`}`;
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const { event, distinct_id: person, properties } = value as { readonly [key: string]: Json };
  if (typeof event !== 'string') return plural(Object.keys(value).length, 'field', 'fields');
  const count = typeof properties === 'object' && properties !== null ? Object.keys(properties).length : 0;
  const of = typeof person === 'string' ? ` of ${person}` : '';
  return `${event}${of}, ${count === 0 ? 'no properties' : plural(count, 'property', 'properties')}`;
}

/** A value on one line, cut where it becomes too long to read. */
export function shortJson(value: Json | undefined, longest = 160): string {
  const text = JSON.stringify(value) ?? '';
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}

/** When something was, as the clock here shows it: to the second, with the day unless that is today. Empty for no time. */
export function moment(iso: string, now = new Date()): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return '';
  const clock = time.toLocaleTimeString();
  if (time.toDateString() === now.toDateString()) return clock;
  return `${time.toLocaleDateString(undefined, { month: 'short', day: 'numeric' })}, ${clock}`;
}

/** How long ago something was, as roughly as one says it. */
export function ago(iso: string, now = new Date()): string {
  const minutes = Math.floor((now.getTime() - new Date(iso).getTime()) / 60_000);
  if (!(minutes >= 1)) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? `${hours} h ago` : `${plural(Math.floor(hours / 24), 'day', 'days')} ago`;
}
