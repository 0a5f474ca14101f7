/** What texts begin with that match a pattern: `trial ` for `/^trial /`, `one` and `two` for `/^(one|two)$/`. */
import { beginningInWays, beginningWith, both, type WayOfText } from './facts.ts';
import { conditionOf, onlyUnknown, type Value, withCondition } from './values.ts';

/** A character that stands for itself, and nothing behind it that says how often. */
const letter = /^(?:[\w :,;@#%&=<>~'"!/-]|\\[^\w\s])(?![*?{+])/;

/** Undefined where nothing certain follows from the pattern. */
export function beginningsOf({ flags, source }: RegExp): readonly WayOfText[] | undefined {
  if (flags.includes('m')) return undefined;
  const found: WayOfText[] = [];
  for (const way of waysOf(source)) {
    const beginnings = way.startsWith('^') ? beginningsOfWay(way.slice(1)) : undefined;
    if (beginnings === undefined) return undefined;
    found.push(...beginnings);
  }
  return found;
}

/** What `a|b` consists of; what stands in brackets stays together. */
function waysOf(source: string): readonly string[] {
  const ways = [''];
  let depth = 0;
  let isInClass = false;
  for (const [piece] of source.matchAll(/\\.|[^\\]/gsu)) {
    if (piece === '[') isInClass = true;
    if (piece === ']') isInClass = false;
    if (!isInClass && piece === '(') depth += 1;
    if (!isInClass && piece === ')') depth -= 1;
    if (piece === '|' && depth === 0 && !isInClass) ways.push('');
    else ways[ways.length - 1] += piece;
  }
  return ways;
}

function beginningsOfWay(source: string): readonly WayOfText[] | undefined {
  const [, inner, rest] = /^\((?:\?:)?([^()[\]?*+{}.$^]*)\)(?![*?{+])(.*)$/s.exec(source) ?? [];
  if (inner === undefined || rest === undefined) {
    const beginning = beginningOf(source);
    return beginning.text === '' ? undefined : [beginning];
  }
  const behind = beginningOf(rest);
  const beginnings = waysOf(inner).map((way): WayOfText => {
    const { text, left } = lettersOf(way);
    return left === '' ? { text: text + behind.text, isWhole: behind.isWhole } : { text, isWhole: false };
  });
  return beginnings.some(({ text }) => text === '') ? undefined : beginnings;
}

function beginningOf(source: string): WayOfText {
  const { text, left } = lettersOf(source);
  return { text, isWhole: left === '$' };
}

function lettersOf(source: string): { readonly text: string; readonly left: string } {
  let left = source;
  let text = '';
  for (let found = letter.exec(left); found !== null; found = letter.exec(left)) {
    text += found[0].replace('\\', '');
    left = left.slice(found[0].length);
  }
  return { text, left };
}

/** The result of a match: where there is one, it is known for who tells of it what the text begins with. */
export function toldByPattern(result: Value, subject: Value, pattern: RegExp): Value {
  const asked = onlyUnknown(subject);
  const ways = asked === undefined ? undefined : beginningsOf(pattern);
  if (asked === undefined || ways === undefined) return result;
  const condition = conditionOf(result);
  const [only, another] = ways;
  // Which keys an object has decides more than how an event is told.
  const isKey = asked.id.startsWith('keyof ') && !pattern.flags.includes('i');
  const known = isKey && only !== undefined && another === undefined;
  const begins = known ? beginningWith(asked.id, only.text) : beginningInWays(asked.id, ways);
  const told = both(condition.whenTrue, begins);
  return told === undefined ? result : withCondition(result, { ...condition, whenTrue: told });
}
