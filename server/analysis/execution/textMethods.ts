/** Methods of strings, of known ones and of those with unknown pieces. */
import { beginningsOf } from './beginnings.ts';
import type { Primitive } from './facts.ts';
import { isPrimitive, textOf } from './texts.ts';
import { derived, primitive, type Simple, single, type TextValue, type Value } from './values.ts';

/** `startsWith`, `endsWith` or `includes`; undefined when that is not known. */
function testText(text: TextValue, method: string, wanted: string): boolean | undefined {
  const first = text.parts[0];
  const last = text.parts.at(-1);
  if (method === 'startsWith' && typeof first === 'string') {
    if (first.length >= wanted.length) return first.startsWith(wanted);
    return wanted.startsWith(first) ? undefined : false;
  }
  if (method === 'endsWith' && typeof last === 'string') {
    if (last.length >= wanted.length) return last.endsWith(wanted);
    return wanted.endsWith(last) ? undefined : false;
  }
  if (method === 'includes' && text.parts.some((part) => typeof part === 'string' && part.includes(wanted)))
    return true;
  return undefined;
}

const foldable = new Set([
  'startsWith',
  'endsWith',
  'includes',
  'indexOf',
  'lastIndexOf',
  'toLowerCase',
  'toUpperCase',
  'toLocaleLowerCase',
  'toLocaleUpperCase',
  'trim',
  'trimStart',
  'trimEnd',
  'slice',
  'substring',
  'substr',
  'charAt',
  'charCodeAt',
  'codePointAt',
  'at',
  'concat',
  'replace',
  'replaceAll',
  'toString',
  'valueOf',
  'localeCompare',
  'normalize',
]);

/** A method of a known string with known arguments, where it is cheap; undefined for others. */
export function foldStringMethod(
  text: string,
  method: string,
  args: readonly Primitive[],
): Value | undefined {
  if (!foldable.has(method)) return undefined;
  const own: unknown = Reflect.get(String.prototype, method);
  if (typeof own !== 'function') return undefined;
  const result: unknown = Reflect.apply(own, text, args);
  return isPrimitive(result) ? primitive(result) : undefined;
}

/** A method of a string with unknown pieces, as far as its known beginning and end tell; undefined otherwise. */
export function textMethod(text: TextValue, method: string, args: readonly Primitive[]): Value | undefined {
  const [first, second] = args;
  const ofCapitalised = pieceOfCapitalised(text, method, args);
  if (ofCapitalised !== undefined) return ofCapitalised;
  switch (method) {
    case 'startsWith':
    case 'endsWith':
    case 'includes': {
      const tested =
        typeof first === 'string' && args.length === 1 ? testText(text, method, first) : undefined;
      return tested === undefined ? undefined : primitive(tested);
    }
    case 'indexOf':
      return typeof first === 'string' && args.length === 1 ? indexIn(text, first) : undefined;
    case 'slice':
      return sliceOf(text, first ?? 0, second);
    case 'substring':
      // It swaps its bounds, and takes negative ones for 0.
      return Number(first ?? 0) >= 0 && (second === undefined || Number(second) >= Number(first ?? 0))
        ? sliceOf(text, first ?? 0, second)
        : undefined;
    case 'substr':
      return sliceOf(text, first ?? 0, typeof second === 'number' ? Number(first ?? 0) + second : second);
    case 'at':
      if (typeof first === 'number' && first < 0)
        return first === -1 ? sliceOf(text, -1, undefined) : undefined;
      return sliceOf(text, first ?? 0, Number(first ?? 0) + 1);
    case 'charAt':
      return first === undefined || typeof first === 'number'
        ? sliceOf(text, first ?? 0, (first ?? 0) + 1)
        : undefined;
    case 'toLowerCase':
    case 'toUpperCase':
    case 'toLocaleLowerCase':
    case 'toLocaleUpperCase':
      return eachPiece(text, method);
    case 'trim':
    case 'trimStart':
    case 'trimEnd':
      return trimmed(text, method);
    default:
      return undefined;
  }
}

/** `s.charAt(0).toUpperCase()` and `s.slice(1)` of one text, as they stand in ids; each may be in another case. */
const firstLetter = /^(?:\.to(?:Upper|Lower)Case )*\.(?:charAt (.+) "0"|(?:slice|substring) (.+) "0" "1")$/;
const otherLetters = /^(?:\.to(?:Upper|Lower)Case )*\.(?:slice|substring) (.+) "1"$/;

/** The first letter of a text that was put together of its first letter and the others, or those: the same as before. */
function pieceOfCapitalised(
  { parts: [start, rest, another] }: TextValue,
  method: string,
  args: readonly Primitive[],
): Value | undefined {
  if (typeof start !== 'object' || typeof rest !== 'object' || another !== undefined) return undefined;
  const [, byPlace, byCut] = firstLetter.exec(start.id ?? '') ?? [];
  const [, whole] = otherLetters.exec(rest.id ?? '') ?? [];
  if (whole === undefined || (byPlace ?? byCut) !== whole) return undefined;
  switch (`${method} ${args.join(' ')}`) {
    case 'charAt 0':
    case 'slice 0 1':
    case 'substring 0 1':
      return single(start);
    case 'slice 1':
    case 'substring 1':
      return single(rest);
    default:
      return undefined;
  }
}

/** What `split` makes of the known beginning: its items that are known for sure; undefined when there are none. */
export function splitStart({ parts: [start] }: TextValue, separator: string): readonly string[] | undefined {
  if (typeof start !== 'string' || separator === '') return undefined;
  const items = start.split(separator).slice(0, -1);
  return items.length === 0 ? undefined : items;
}

/** The items of a split that are known to be there, wherever: those that lie between separators, or at an end. */
export function splitPieces({ parts }: TextValue, separator: string): readonly string[] {
  if (separator === '') return [];
  return parts.flatMap((part, index) => {
    if (typeof part !== 'string' || !part.includes(separator)) return [];
    const from = index === 0 ? 0 : 1;
    const to = index === parts.length - 1 ? undefined : -1;
    return part.split(separator).slice(from, to);
  });
}

/**
 * Whether a pattern matches a string with unknown pieces; undefined when that is not known. What matches inside of a
 * known piece, whatever stands beside it, matches the whole.
 */
export function testPattern({ parts }: TextValue, pattern: RegExp): boolean | undefined {
  // What may follow up to the end says nothing.
  const source = pattern.source.replace(/(?<!\\)\.\*\$?$/, '');
  const { flags } = pattern;
  if (source.includes('(?=') || source.includes('(?!') || source.includes('(?<')) return undefined;
  const again = new RegExp(source, flags.replace(/[gy]/g, ''));
  const hasEdge = /\\b/i.test(source);
  const seesStart = hasEdge || source.replaceAll('[^', '').includes('^');
  const seesEnd = hasEdge || source.includes('$');
  const isFound = parts.some((part, index) => {
    if (typeof part !== 'string') return false;
    const before = index > 0 && seesStart ? besideIt : [''];
    const after = index < parts.length - 1 && seesEnd ? besideIt : [''];
    return before.every((left) => after.every((right) => matchesInside(again, left, part, right)));
  });
  if (isFound) return true;
  return beginsOtherwise(parts, pattern) ? false : undefined;
}

/** Nothing, a letter, and what is no letter: `^`, `$` and `\\b` tell no more apart. */
const besideIt = ['', 'a', ' '];

function matchesInside(pattern: RegExp, left: string, piece: string, right: string): boolean {
  const found = pattern.exec(left + piece + right);
  if (found === null) return false;
  return found.index >= left.length && found.index + found[0].length <= left.length + piece.length;
}

/** A pattern that asks for another beginning: `/^own:/` for `app: …`. */
function beginsOtherwise([start]: TextValue['parts'], pattern: RegExp): boolean {
  const beginnings = typeof start === 'string' ? beginningsOf(pattern) : undefined;
  if (typeof start !== 'string' || beginnings === undefined) return false;
  const sameCase = (text: string): string => (pattern.flags.includes('i') ? text.toLowerCase() : text);
  return beginnings.every(({ isWhole, text }) => {
    if (isWhole && text.length < start.length) return true;
    const length = Math.min(text.length, start.length);
    return sameCase(start.slice(0, length)) !== sameCase(text.slice(0, length));
  });
}

/** Where a text first is, when that is in the known beginning. */
function indexIn({ parts: [start] }: TextValue, wanted: string): Value | undefined {
  const index = typeof start === 'string' ? start.indexOf(wanted) : -1;
  return index < 0 ? undefined : primitive(index);
}

function sliceOf({ parts }: TextValue, from: Primitive, to: Primitive): Value | undefined {
  if (typeof from !== 'number' || (to !== undefined && typeof to !== 'number')) return undefined;
  const start = parts[0];
  if (from >= 0) {
    if (typeof start !== 'string' || from > start.length) return undefined;
    if (to === undefined) return single(textOf([start.slice(from), ...parts.slice(1)]));
    if (to < 0) return undefined;
    if (to <= start.length) return primitive(start.slice(from, to));
    // The known beginning is there in any case; of what follows, some is cut off or nothing.
    const rest = derived('.slice', [single(textOf(parts.slice(1)))]).of[0];
    return rest?.kind === 'unknown' ? single(textOf([start.slice(from), rest])) : undefined;
  }
  const last = parts.at(-1);
  if (typeof last !== 'string' || -from > last.length || (to !== undefined && to >= 0)) return undefined;
  return primitive(last.slice(from, to));
}

/** A method that changes each character for itself. */
function eachPiece({ parts }: TextValue, method: string): Value {
  const changed = parts.map((part): Simple => {
    if (typeof part !== 'string') return derived(`.${method}`, [single(part)]).of[0] ?? part;
    return {
      kind: 'primitive',
      value: method.endsWith('LowerCase') ? part.toLowerCase() : part.toUpperCase(),
    };
  });
  return single(
    textOf(
      changed.flatMap((part) =>
        part.kind === 'primitive' ? String(part.value) : part.kind === 'unknown' ? part : [],
      ),
    ),
  );
}

/** Without the blanks at its ends, where those are known and more than blanks. */
function trimmed({ parts }: TextValue, method: string): Value | undefined {
  const start = parts[0];
  const last = parts.at(-1);
  const cutsStart = method !== 'trimEnd';
  const cutsEnd = method !== 'trimStart';
  const result = [...parts];
  if (cutsStart) {
    if (typeof start !== 'string' || start.trim() === '') return undefined;
    result[0] = start.trimStart();
  }
  if (cutsEnd && typeof last === 'string') {
    if (last.trim() === '') return undefined;
    result[result.length - 1] = last.trimEnd();
  } else if (cutsEnd && last !== undefined && typeof last !== 'string') {
    const end = derived(`.${method}`, [single(last)]).of[0];
    if (end?.kind !== 'unknown') return undefined;
    result[result.length - 1] = end;
  }
  return single(textOf(result));
}
