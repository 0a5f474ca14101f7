// The app may replace `Error`; ours must go on working.
const { captureStackTrace } = Error;

/**
 * The stack at this moment as text. The runner finds the author's own line in it. Never throws: the app may have put a
 * function of its own in the way of stacks.
 */
export function stackHere(): string {
  const holder: { stack?: unknown } = {};
  try {
    captureStackTrace(holder);
    return typeof holder.stack === 'string' ? holder.stack : '';
  } catch {
    return '';
  }
}
