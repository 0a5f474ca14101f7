/** Words for progress lines. */

/** Time since `started` (from Date.now()), such as `1.4 s`. */
export function seconds(started: number): string {
  return `${((Date.now() - started) / 1000).toFixed(1)} s`;
}
