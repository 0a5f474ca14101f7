/** What became of an event, in one line, and what the apps printed, in lines of their own. */
import { mostFollowedEvents } from '../../protocol/runtime.ts';
import type { RunError, Trace } from '../../protocol/trace.ts';
import type { Fate, FateStep } from '../../runtime/pipeline/pipeline.ts';
import { exportedIn } from '../../runtime/runner/exported.ts';
import { plainText } from '../plainText.ts';

export type Paint = (color: keyof typeof colors, text: string) => string;

const colors = { red: 31, green: 32, yellow: 33, dim: 2 } as const;

/** @param isColored whether the output is a terminal that shows colors. */
export function painter(isColored: boolean): Paint {
  return (color, text) => (isColored ? `\u001B[${colors[color]}m${text}\u001B[0m` : text);
}

export function fateText(fate: Fate, time: Date, paint: Paint): string {
  const { distinctId, event, hop, limit, milliseconds, steps } = fate;
  const errors = steps.flatMap(({ app, trace }) => errorTexts(app, trace.errors));
  const parts = [
    ...(steps.length === 0 ? ['no app that is loaded takes it'] : becameOf(steps)),
    ...exported(steps),
    ...counted(steps),
    ...(limit === null ? [] : [paint('yellow', stopWords[limit](hop))]),
    ...errors.map((text) => paint('red', text)),
  ];
  const arrow = hop === 0 ? '' : `${'  '.repeat(hop - 1)}↳ `;
  const what = `${arrow}${oneLine(event)} ${paint('dim', `of ${oneLine(distinctId)}`)}`;
  const line = `${paint('dim', clock(time))} ${what}: ${parts.join(', ')} ${paint('dim', `${milliseconds} ms`)}\n`;
  return line + printed(steps, paint);
}

/** An app may print without end; `run` shows all of it. */
const mostPrinted = 20;

const levelColors = { debug: 'dim', log: 'dim', info: 'dim', warn: 'yellow', error: 'red' } as const;

/** What apps wrote with `console`, a line each, below the line on what they did. */
export function printed(steps: readonly Pick<FateStep, 'app' | 'trace'>[], paint: Paint): string {
  const logs = steps.flatMap(({ app, trace }) => trace.logs.map((log) => ({ app, ...log })));
  const lines = logs.slice(0, mostPrinted).map(({ app, cause: { source }, level, message }) => {
    const place = source === null ? '' : ` (${source.file}:${source.line})`;
    return paint(levelColors[level], `${app} ${level}: ${oneLine(message)}${place}`);
  });
  if (logs.length > mostPrinted) lines.push(paint('dim', `and ${logs.length - mostPrinted} lines more`));
  return lines.map((text) => `${' '.repeat(clockWidth)} ${text}\n`).join('');
}

const clockWidth = 'hh:mm:ss'.length;

const stopWords = {
  hops: (hop: number) => `stopped: came back ${hop} ${hop === 1 ? 'time' : 'times'}, it may be a loop`,
  events: () => `stopped: ${mostFollowedEvents} events came of one, it may be a loop`,
} as const;

/** A line of its own, for what an app captured for a batch. */
export function stoppedText(hops: number, paint: Paint): string {
  return `${' '.repeat(clockWidth)} ${paint('yellow', stopWords.hops(hops))}\n`;
}

/** What failed, a text each; tries that failed alike, one after the other, are one. */
export function errorTexts(app: string, errors: readonly RunError[]): readonly string[] {
  const texts: string[] = [];
  let first = 0;
  for (const [index, error] of errors.entries()) {
    const next = errors[index + 1];
    if (error.isTriedAgain === true && next !== undefined && isSame(error, next)) continue;
    texts.push(errorText(app, error, index - first + 1));
    first = index + 1;
  }
  return texts;
}

function isSame(one: RunError, other: RunError): boolean {
  return (
    one.message === other.message &&
    one.cause.event === other.cause.event &&
    one.source?.file === other.source?.file &&
    one.source?.line === other.source?.line
  );
}

/** @param tries how often it failed in this way. */
function errorText(
  app: string,
  { cause, isTriedAgain, kind, message, name, source }: RunError,
  tries: number,
): string {
  const place = source === null ? '' : ` (${source.file}:${source.line})`;
  // What to do about the set-up stands at its end.
  const isSetUp = cause.entryPoint === 'setupPlugin' && kind === 'app';
  const often = tries === 1 ? '' : `${tries} times `;
  const what =
    isTriedAgain === true
      ? `is tried again ${often}after`
      : `failed ${often}${isSetUp ? 'in setupPlugin' : ''}`.trimEnd() + ':';
  return `${app} ${what} ${name}: ${oneLine(message, kind === 'setup' ? mostAdvice : mostShown)}${place}`;
}

/** The time of day, as it is here. */
export function clock(time: Date): string {
  return time.toTimeString().slice(0, 8);
}

function becameOf(steps: readonly FateStep[]): readonly string[] {
  // Where the user ends it all; what the app had in memory is gone with it.
  const stopped = steps.find(({ trace }) => trace.outcome === 'stopped');
  if (stopped !== undefined) return [`stopped in ${stopped.app}, which is not unloaded`];
  const changes = steps.filter(
    ({ entryPoint, trace }) => entryPoint === 'processEvent' && trace.outcome !== 'failed',
  );
  const dropped = changes.find(({ trace }) => trace.outcome === 'dropped');
  if (dropped !== undefined) return [`dropped by ${dropped.app}`];
  const changed = changes.filter(({ trace }) => trace.outcome === 'changed').map(({ app }) => app);
  return changed.length === 0 ? ['unchanged'] : [`changed by ${changed.join(', ')}`];
}

/** What apps did besides, in numbers. */
export function counted(steps: readonly Pick<FateStep, 'trace'>[]): readonly string[] {
  const all = <T>(select: (trace: Trace) => readonly T[]): readonly T[] =>
    steps.flatMap(({ trace }) => select(trace));
  const captured = all(({ captured }) => captured).map(({ event }) => JSON.stringify(event));
  const requests = all((trace) => trace.requests).filter(({ via }) => via !== 'capture').length;
  const jobs = all((trace) => trace.jobs).map(({ name }) => name);
  return [
    ...(captured.length === 0 ? [] : [`captured ${captured.join(', ')}`]),
    ...(requests === 0 ? [] : [`${requests} ${requests === 1 ? 'request' : 'requests'}`]),
    ...(jobs.length === 0 ? [] : [jobsText(jobs)]),
  ];
}

/** They run at once here, whatever they were to wait for. */
function jobsText(jobs: readonly string[]): string {
  const names = [...new Set(jobs)].map((name) => oneLine(name));
  return jobs.length === 1 ? `ran the job ${names.join('')}` : `ran ${jobs.length} jobs: ${names.join(', ')}`;
}

/** How many events were handed to `exportEvents`. */
export function exported(steps: readonly Pick<FateStep, 'trace'>[]): readonly string[] {
  const count = steps.reduce((sum, { trace }) => sum + exportedIn(trace), 0);
  return count === 0 ? [] : [`exportEvents got ${count} ${count === 1 ? 'event' : 'events'}`];
}

const mostShown = 120;
const mostAdvice = 500;

/** Names come from outside: they must not write on the terminal what they like. */
function oneLine(text: string, most = mostShown): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is taken out.
  const plain = plainText(text.replaceAll(/[\u0000-\u001F\u007F-\u009F]+/g, ' '));
  return plain.length <= most ? plain : `${plain.slice(0, most)}…`;
}
