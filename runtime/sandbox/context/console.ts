/** `console` as PostHog gives it: five methods that each write one line to the app's logs. Reference 4.7. */
import type { LogNote } from '../../../protocol/sandbox.ts';
import { note } from './asking.ts';
import { describeFailure } from './failure.ts';
import { toJson } from './host.ts';
import { readOnly } from './readOnly.ts';
import { joinList, mapList } from './lists.ts';

type Log = (...values: readonly unknown[]) => Promise<void>;

export function createConsole(): Readonly<Record<LogNote['level'], Log>> {
  return readOnly({
    debug: writer('debug'),
    log: writer('log'),
    info: writer('info'),
    warn: writer('warn'),
    error: writer('error'),
  });
}

/** Async, as it is there: a value that JSON refuses rejects the promise rather than throw. */
function writer(level: LogNote['level']): Log {
  return async (...values) => {
    let message: string;
    try {
      message = joinList(mapList(values, format), ' ');
    } catch (thrown) {
      note('unlogged', { level, message: describeFailure(thrown).message } satisfies LogNote);
      throw thrown;
    }
    note('log', { level, message } satisfies LogNote);
  };
}

// The app may replace it; ours must go on working.
const { isArray } = Array;

function format(value: unknown): string {
  if (isArray(value)) return toJson(value);
  const text = String(value);
  return text === '[object Object]' ? toJson(value) : text;
}
