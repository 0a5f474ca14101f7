/** The stack at this moment as text. The runner finds the author's own line in it. */
export function stackHere(): string {
  const holder: { stack?: unknown } = {};
  Error.captureStackTrace(holder);
  return typeof holder.stack === 'string' ? holder.stack : '';
}
