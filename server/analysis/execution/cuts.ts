/**
 * Texts of which a piece was taken, or in which something was replaced. What is known of them stands in their ids: the
 * operation, what it was applied to, and its arguments.
 */

/** Cuts that a text passes unchanged when they are applied once more. */
const stable: readonly RegExp[] = [
  /^\.(?:slice|substring|substr) .* "0" "\d+"$/,
  /^\.slice .* "-\d+"$/,
  /^\.replaceAll .* "[^"]*"$/,
  /^\.replace .* \/.+\/[a-z]*g[a-z]* "[^"]*"$/,
  /^\.split .* (?:"(?:[^"\\]|\\.)+"|\/.+\/[a-z]*)\.0$/,
  /^\.split\(\) .* (?:"(?:[^"\\]|\\.)+"|\/.+\/[a-z]*)$/,
];

/** Methods after which a text is not longer than before. */
const sameLength = /^\.(?:trim|trimStart|trimEnd|toLowerCase|toUpperCase) /;

/** Whether a text was cut in such a way that the same cut would leave it as it is. */
export function isStablyCut(id: string): boolean {
  return stable.some((cut) => cut.test(id)) || replacedOnce(id) !== undefined;
}

/** Most characters of a text; undefined where there is no limit. */
export function longestOf(id: string): number | undefined {
  if (sameLength.test(id)) return longestOf(id.replace(sameLength, ''));
  const [, end] =
    /^\.(?:slice|substring|substr) .* "0" "(\d+)"$/.exec(id) ?? /^\.slice .* "-(\d+)"$/.exec(id) ?? [];
  return end === undefined ? undefined : Number(end);
}

/** The largest number that a length can be, by its id; undefined where there is no limit. */
export function longestLength(id: string): number | undefined {
  const [, limit] = /^at most (\d+) /.exec(id) ?? [];
  if (limit !== undefined) return Number(limit);
  return id.endsWith('.length') ? longestOf(id.slice(0, -'.length'.length)) : undefined;
}

/** Whether a text surely does not hold another one any more. */
export function lacksText(id: string, wanted: string): boolean {
  const removed = removedFrom(id);
  if (removed === undefined || wanted === '') return false;
  return typeof removed === 'string' ? wanted.includes(removed) : removed.test(wanted);
}

const shapes: readonly (readonly [operation: string, shape: (text: string) => string])[] = [
  ['.toLowerCase ', (text) => text.toLowerCase()],
  ['.toUpperCase ', (text) => text.toUpperCase()],
  ['.trim ', (text) => text.trim()],
];

/** Whether a text surely is another one than what an operation has made: `name.toUpperCase()` is never `'a'`. */
export function cannotBe(id: string, text: string): boolean {
  for (let left = id, goes = true; goes;) {
    const made = shapes.find(([operation]) => left.startsWith(operation));
    if (made !== undefined && made[1](text) !== text) return true;
    left = made === undefined ? left : left.slice(made[0].length);
    goes = made !== undefined;
  }
  return (longestOf(id) ?? Infinity) < text.length || lacksText(id, text);
}

/**
 * What was replaced once, where it stood first, which leaves a text without it as it is; undefined for other ids.
 *
 * @returns a text or a pattern.
 */
export function replacedOnce(id: string): string | RegExp | undefined {
  const [, what] = /^\.replace .* ("(?:[^"\\]|\\.)+"|\/.+\/[a-fh-z]*) "(?:[^"\\]|\\.)*"$/.exec(id) ?? [];
  return what === undefined ? undefined : written(what);
}

/** Whether a pattern surely finds nothing in a text any more. */
export function lacksPattern(id: string, pattern: RegExp): boolean {
  const removed = removedFrom(id);
  if (removed === undefined) return false;
  const flags = (of: RegExp): string => of.flags.replace(/[gy]/g, '');
  return typeof removed === 'string'
    ? pattern.source === escaped(removed) && flags(pattern) === ''
    : pattern.source === removed.source && flags(pattern) === flags(removed);
}

/** What was taken out of a text wherever it stood; undefined where that is not known. */
function removedFrom(id: string): string | RegExp | undefined {
  const split = /^\.split(?:\(\))? .* ("(?:[^"\\]|\\.)+"|\/.+\/[a-z]*)(?:\.\d+)?$/.exec(id)?.[1];
  if (split !== undefined) return literal(split);
  const [, what, by] =
    /^\.replaceAll .* ("(?:[^"\\]|\\.)+"|\/.+\/[a-z]*) ("(?:[^"\\]|\\.)*")$/.exec(id) ??
    /^\.replace .* (\/.+\/[a-z]*g[a-z]*) ("(?:[^"\\]|\\.)*")$/.exec(id) ??
    [];
  if (what === undefined || by === undefined) return undefined;
  const removed = literal(what);
  const put = JSON.parse(by) as string;
  const isBack = typeof removed === 'string' ? put.includes(removed) : removed?.test(put) === true;
  return isBack ? undefined : removed;
}

/** The same, but undefined for a pattern that asks for more than is in the match itself. */
function literal(text: string): string | RegExp | undefined {
  const found = written(text);
  const asksForMore =
    found instanceof RegExp && /[$^]|\(\?|\\[bB]/.test(found.source.replaceAll(/\[[^\]]*\]/g, ''));
  return asksForMore ? undefined : found;
}

/** The text or pattern that stands in an id. */
function written(text: string): string | RegExp | undefined {
  if (text.startsWith('"')) return JSON.parse(text) as string;
  const [, source = '', flags = ''] = /^\/(.+)\/([a-z]*)$/.exec(text) ?? [];
  try {
    return new RegExp(source, flags.replace(/[gy]/g, ''));
  } catch {
    return undefined;
  }
}

function escaped(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
}
