/**
 * Texts of which a piece was taken, or in which something was replaced. What is known of them stands in their ids: the
 * operation, what it was applied to, and its arguments.
 */
import { examplesOf } from './examples.ts';

/** Cuts that a text passes unchanged when they are applied once more. */
const stable: readonly RegExp[] = [
  /^\.(?:slice|substring|substr) .* "0" "\d+"$/,
  /^\.slice .* "-\d+"$/,
  /^\.split .* (?:"(?:[^"\\]|\\.)+"|\/.+\/[a-z]*)\.0$/,
  /^\.split\(\) .* (?:"(?:[^"\\]|\\.)+"|\/.+\/[a-z]*)$/,
];

/** Methods after which a text is not longer than before. */
const sameLength = /^\.(?:trim|trimStart|trimEnd|toLowerCase|toUpperCase) /;

/** Whether a text was cut in such a way that the same cut would leave it as it is. */
export function isStablyCut(id: string): boolean {
  return stable.some((cut) => cut.test(id)) || /^\.replace(?:All)? /.test(id);
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

/** `.replace("legacy_", "v2_")`, as it stands at the end of an id. */
const replacing = / ("(?:[^"\\]|\\.)*"|\/.+\/[a-z]*) ("(?:[^"\\]|\\.)*")$/;

/**
 * What becomes of texts in which something is replaced again and again, until it changes nothing more. What is put in may
 * hold what is taken out, or be a part of it: `legacy_v2_` for `legacy_` goes on for ever.
 *
 * @param id ends with what is taken out and what is put in.
 * @returns what comes of some texts that hold it; undefined where it is not known that it comes to an end.
 */
function restsOf(id: string, isAll: boolean): readonly string[] | undefined {
  const [, what = '', by = ''] = replacing.exec(id) ?? [];
  const taken = what === '' || by === '' ? undefined : written(what);
  if (taken === undefined) return undefined;
  const put = JSON.parse(by) as string;
  const pattern =
    typeof taken === 'string'
      ? new RegExp(escaped(taken), isAll ? 'g' : '')
      : new RegExp(taken.source, /\/[a-z]*g[a-z]*$/.test(what) ? `${taken.flags}g` : taken.flags);
  const rests = holding(taken).map((text) => {
    let now = text;
    for (let turn = 0; turn < mostTurns; turn += 1) {
      const next = now.replace(pattern, put);
      if (next === now) return now;
      now = next;
    }
    return undefined;
  });
  const known = rests.filter((rest) => rest !== undefined);
  return rests.length > 0 && known.length === rests.length ? known : undefined;
}

const mostTurns = 6;

/** Texts that hold what is looked for, once and more often. */
function holding(taken: string | RegExp): readonly string[] {
  const once = typeof taken === 'string' ? [taken] : examplesOf(taken);
  return once
    .flatMap((text) => [text, `a${text}a`, text + text])
    .filter((text) => typeof taken === 'string' || taken.test(text));
}

/** Whether a replacement comes to an end when it is made again and again. */
export function comesToRest(id: string, isAll: boolean): boolean {
  return restsOf(id, isAll) !== undefined;
}

/**
 * What was replaced once, where it stood first, and is not there any more when that was done often enough; undefined for
 * other ids.
 *
 * @returns a text or a pattern.
 */
export function replacedOnce(id: string): string | RegExp | undefined {
  const [, what] = /^\.replace .* ("(?:[^"\\]|\\.)+"|\/.+\/[a-fh-z]*) "(?:[^"\\]|\\.)*"$/.exec(id) ?? [];
  const taken = what === undefined ? undefined : written(what);
  if (taken === undefined) return undefined;
  const isGone = (rest: string): boolean =>
    typeof taken === 'string' ? !rest.includes(taken) : !taken.test(rest);
  return restsOf(id, false)?.every(isGone) === true ? taken : undefined;
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

/** What was taken out of a text wherever it stood, also where only blanks at its ends or its case changed since. */
function removedFrom(id: string): string | RegExp | undefined {
  const taken = id.replace(kept, '');
  const removed = takenOutOf(taken);
  const source = removed instanceof RegExp ? removed.source : (removed ?? '');
  return taken === id || source.toLowerCase() === source.toUpperCase() ? removed : undefined;
}

const kept = /^(?:\.(?:trim|trimStart|trimEnd|toLowerCase|toUpperCase) )+/;

/** What the last operation took out of a text; undefined where that is not known. */
function takenOutOf(id: string): string | RegExp | undefined {
  const split = /^\.split(?:\(\))? .* ("(?:[^"\\]|\\.)+"|\/.+\/[a-z]*)(?:\.\d+)?$/.exec(id)?.[1];
  if (split !== undefined) return literal(split);
  const [, what, by] =
    /^\.replaceAll .* ("(?:[^"\\]|\\.)+"|\/.+\/[a-z]*) ("(?:[^"\\]|\\.)*")$/.exec(id) ??
    /^\.replace .* (\/.+\/[a-z]*g[a-z]*) ("(?:[^"\\]|\\.)*")$/.exec(id) ??
    [];
  if (what === undefined || by === undefined) return undefined;
  const removed = literal(what);
  const put = JSON.parse(by) as string;
  if (removed === undefined) return undefined;
  const all =
    typeof removed === 'string'
      ? new RegExp(escaped(removed), 'g')
      : new RegExp(removed.source, `${removed.flags}g`);
  const isBack = holding(removed).some((text) =>
    new RegExp(all.source, removed instanceof RegExp ? removed.flags : '').test(text.replace(all, put)),
  );
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
