/** What a run printed, by the line of the source that printed it. */
import type { LogLevel, LogRecord } from '../../protocol/trace.ts';

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
const levels: readonly LogLevel[] = ['debug', 'log', 'info', 'warn', 'error'];

/** @param logs in the order of printing; those that no line is known for have no place here. */
export function consoleLines(logs: readonly LogRecord[]): readonly ConsoleLine[] {
  const places = new Map<string, LogRecord[]>();
  for (const log of logs) {
    const { source } = log.cause;
    if (source === null) continue;
    const key = `${source.line} ${source.file}`;
    const before = places.get(key);
    if (before === undefined) places.set(key, [log]);
    else before.push(log);
  }
  return [...places.values()].flatMap(lineOf);
}

function lineOf(logs: readonly LogRecord[]): readonly ConsoleLine[] {
  const source = logs[0]?.cause.source;
  const last = logs.at(-1);
  if (source === undefined || source === null || last === undefined) return [];
  const shown = logs.slice(-mostMessages).map(({ message }) => cut(message, longestMessage));
  const times = logs.length === 1 ? '' : ` (${logs.length} times, this is the last)`;
  return [
    {
      file: source.file,
      line: source.line,
      text: cut(last.message.replaceAll(/\s+/g, ' ').trim(), longestText) + times,
      whole: (logs.length > mostMessages ? ['…', ...shown] : shown).join('\n'),
      level: logs.reduce<LogLevel>(
        (worst, { level }) => (levels.indexOf(level) > levels.indexOf(worst) ? level : worst),
        'debug',
      ),
    },
  ];
}

function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}
