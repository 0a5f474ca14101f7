/** What a run printed, by the line of the source that printed it. */
import { type LogLevel, type LogRecord, type PrintedLine, worseLevel } from '../../protocol/trace.ts';

export interface ConsoleLine {
  /** Path relative to the app's folder. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** One line of text, short enough to stand after the code. */
  readonly text: string;
  /** All that was printed there, for a hover; cut where it is very much. */
  readonly whole: string;
  /** The worst level. */
  readonly level: LogLevel;
}

const longestText = 120;
const mostMessages = 50;
const longestMessage = 2_000;

/**
 * @param logs in the order of printing; those that no line is known for have no place here.
 * @param printed how often each line printed, where these are not all logs.
 */
export function consoleLines(
  logs: readonly LogRecord[],
  printed: readonly PrintedLine[] = [],
): readonly ConsoleLine[] {
  const places = new Map<string, LogRecord[]>();
  for (const log of logs) {
    const { source } = log.cause;
    if (source === null) continue;
    const key = keyOf(source);
    const before = places.get(key);
    if (before === undefined) places.set(key, [log]);
    else before.push(log);
  }
  const whole = new Map(printed.map((line) => [keyOf(line.source), line]));
  // Of a line that printed late nothing may be kept but its count.
  const late = printed.filter(({ source }) => !places.has(keyOf(source)));
  return [
    ...[...places].flatMap(([key, ofLine]) => lineOf(ofLine, whole.get(key))),
    ...late.map((line) => consoleLine(line, [line.last])),
  ];
}

function keyOf({ line, file }: PrintedLine['source']): string {
  return `${line} ${file}`;
}

function lineOf(logs: readonly LogRecord[], printed: PrintedLine | undefined): readonly ConsoleLine[] {
  const source = logs[0]?.cause.source;
  const last = logs.at(-1);
  if (source === undefined || source === null || last === undefined) return [];
  const known = logs.map(({ message }) => message);
  const level = logs.reduce<LogLevel>((worst, log) => worseLevel(worst, log.level), 'debug');
  if (printed === undefined || printed.count === logs.length) {
    return [consoleLine({ source, count: logs.length, level, last: last.message }, known)];
  }
  return [consoleLine(printed, [...known, '…', printed.last])];
}

/** @param messages what is known of what was printed there, the last one last. */
function consoleLine({ source, count, level, last }: PrintedLine, messages: readonly string[]): ConsoleLine {
  const shown = messages.slice(-mostMessages).map((message) => cut(message, longestMessage));
  const times = count === 1 ? '' : ` (${count} times, this is the last)`;
  return {
    file: source.file,
    line: source.line,
    text: cut(last.replaceAll(/\s+/g, ' ').trim(), longestText) + times,
    whole: (messages.length > mostMessages ? ['…', ...shown] : shown).join('\n'),
    level,
  };
}

function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}
