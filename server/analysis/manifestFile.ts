/** `plugin.json` as text: read as far as it goes while it is broken, with the first mistake and its mending. */
import { parse, printParseErrorCode, type ParseError } from 'jsonc-parser';
import { type Manifest, readManifest, smallestManifest } from '../../platform/manifest.ts';
import { strayText } from './strayText.ts';

/** Why PostHog could not read the file, at its first mistake. Offsets are UTF-16 units. */
export interface ManifestProblem {
  readonly start: number;
  readonly length: number;
  readonly message: string;
  /** The edit that mends it, where there is one that is surely right. */
  readonly mending: ManifestMending | null;
  /** Further places of the same mistake, which the same edit mends. */
  readonly others: readonly Place[];
}

export interface Place {
  readonly start: number;
  readonly length: number;
}

export interface ManifestMending {
  readonly title: string;
  readonly start: number;
  readonly length: number;
  readonly newText: string;
}

export interface ManifestFile {
  readonly text: string;
  /** The parsed value; of a broken file, what could be understood of it. */
  readonly json: unknown;
  readonly manifest: Manifest;
  readonly problem: ManifestProblem | null;
}

/** Reads the text of a `plugin.json`; never throws. */
export function readManifestFile(text: string): ManifestFile {
  const errors: ParseError[] = [];
  try {
    // PostHog reads strict JSON, so comments and trailing commas are mistakes here too.
    const json: unknown = parse(text, errors, { disallowComments: true, allowTrailingComma: false });
    const manifest = errors.length === 0 ? readManifest(json) : withWholeKeys(readManifest(json));
    return { text, json, manifest, problem: findProblem(text, json, errors) };
  } catch (error) {
    // The parser follows brackets by recursion.
    if (!(error instanceof RangeError)) throw error;
    const message = 'The brackets of plugin.json are nested too deeply to be read. Take the inner ones out.';
    const start = Math.max(text.search(/\S/), 0);
    return {
      text,
      json: undefined,
      manifest: readManifest(undefined),
      problem: { start, length: 1, message, mending: null, others: [] },
    };
  }
}

/** A key whose closing quote is missing takes the comma behind it along: `"key": "zone, "name": …`. */
function withWholeKeys(manifest: Manifest): Manifest {
  const config = manifest.config.map((field) => ({ ...field, key: field.key.replace(/\s*,\s*$/, '') }));
  return { ...manifest, config: config.filter(({ key }) => key !== '') };
}

function findProblem(text: string, json: unknown, errors: readonly ParseError[]): ManifestProblem | null {
  const [error] = errors;
  if (text.trim() === '') {
    return problem('plugin.json is empty', `Write at least ${smallestManifest} into it.`, 0, 0, {
      title: 'Write a Small plugin.json',
      start: 0,
      length: text.length,
      newText: '{\n  "name": "",\n  "config": []\n}\n',
    });
  }
  if (error !== undefined) return isComment(error) ? commentsIn(text, errors) : describeError(text, error);
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    return noObject(text, json);
  }
  return null;
}

/** A list that holds the object is unpacked; what has no entries loses nothing. */
function noObject(text: string, json: unknown): ManifestProblem {
  const [only, ...more] = Array.isArray(json) ? (json as readonly unknown[]) : [];
  const isPacked = typeof only === 'object' && only !== null && !Array.isArray(only) && more.length === 0;
  const isEmpty = only === undefined;
  const start = text.search(/\S/);
  const length = text.trim().length;
  const mending = isPacked
    ? { title: 'Remove the Brackets', start, length, newText: unpacked(text.trim()) }
    : { title: 'Write a Small plugin.json', start, length, newText: smallestManifest };
  return problem(
    'plugin.json must hold an object',
    isPacked ? 'Remove the brackets around it.' : `Write ${smallestManifest} or more.`,
    start,
    1,
    isPacked || isEmpty ? mending : null,
  );
}

/** What stands in the brackets, without the indentation that they gave to its lines. */
function unpacked(list: string): string {
  const inner = list.slice(1, -1);
  const [, indent = ''] = /\n([^\S\r\n]*)\S/.exec(inner.slice(0, inner.search(/\S/) + 1)) ?? [];
  return inner.trim().replaceAll(`\n${indent}`, '\n');
}

function describeError(text: string, error: ParseError): ManifestProblem {
  const { offset, length } = error;
  const code = printParseErrorCode(error.error);
  const comma = trailingCommaBefore(text, offset);
  if (comma !== undefined && text.slice(offset).trim() === '')
    return problem('The file ends in the middle', 'Write the rest of it behind this comma.', comma, 1, null);
  const next = text.slice(offset, offset + 1);
  if ((code === 'PropertyNameExpected' || code === 'ValueExpected') && comma !== undefined) {
    const removal = { title: 'Remove the Comma', start: comma, length: 1, newText: '' };
    if (next === '}' || next === ']')
      return problem('A comma follows the last entry', 'Remove the comma.', comma, 1, removal);
    if (next === ',') {
      const [more = ''] = /^[\s,]*,/.exec(text.slice(offset)) ?? [];
      const count = more.split(',').length - 1;
      // One comma stays, where an entry follows it.
      const isLast = /^\s*[}\]]/.test(text.slice(offset + more.length));
      return count === 1 && !isLast
        ? problem('Two commas follow each other', 'Remove one of them.', comma, 1, removal)
        : problem(
            'Several commas follow each other',
            isLast ? 'Remove them.' : 'Remove all but one.',
            comma,
            1,
            {
              title: 'Remove the Commas',
              start: comma,
              length: offset + more.length - (isLast ? 0 : 1) - comma,
              newText: '',
            },
          );
    }
  }
  const place = endOfTextBefore(text, offset);
  if (next === ',' && /[{[]$/.test(text.slice(0, place)))
    return problem('Nothing stands before this comma', 'Remove the comma.', offset, 1, {
      title: 'Remove the Comma',
      start: offset,
      length: 1,
      newText: '',
    });
  const stray = strayText(text, offset);
  if (stray !== null) {
    const { advice, replacement, what, ...where } = stray;
    return problem(
      what,
      advice,
      where.start,
      where.length,
      replacement === null ? null : { ...where, ...replacement },
    );
  }
  const quotes = next === '"' ? null : doubleQuotes(text, offset);
  if (quotes !== null)
    return problem(explain('PropertyNameExpected'), 'Correct it.', offset, Math.max(length, 1), quotes);
  const unfinished = code === 'CommaExpected' && next === ':' ? colonBeforeText(text, place) : undefined;
  if (unfinished !== undefined)
    return problem('A value is missing behind this colon', 'Write it.', unfinished, 1, null);
  switch (code) {
    case 'CommaExpected':
      // A zero stands alone to a reader of JSON.
      if (/\d$/.test(text.slice(0, offset)) && /^\d/.test(next))
        return problem(
          explain('InvalidNumberFormat'),
          'Write it without zeros in front.',
          offset - 1,
          1,
          null,
        );
      return problem(
        'A comma is missing after this',
        'Write it.',
        place - 1,
        1,
        insertion('Comma', place, ','),
      );
    case 'ColonExpected':
      return problem(
        'A colon is missing after this name',
        'Write it.',
        place - 1,
        1,
        insertion('Colon', place, ':'),
      );
    case 'CloseBraceExpected':
      return problem('A } is missing at the end', 'Write it.', place - 1, 1, insertion('}', place, '\n}'));
    case 'CloseBracketExpected':
      return problem('A ] is missing at the end', 'Write it.', place - 1, 1, insertion(']', place, '\n]'));
    case 'EndOfFileExpected':
      if (/^\s*"/.test(text)) return withoutBraces(text);
      return problem(
        'Nothing may follow the closing brace',
        'Remove the rest.',
        offset,
        Math.max(length, 1),
        {
          title: 'Remove What Follows',
          start: place,
          length: text.trimEnd().length - place,
          newText: '',
        },
      );
    default:
      return problem(explain(code), 'Correct it.', offset, Math.max(length, 1), null);
  }
}

/** The entries of an object alone, `"name": "x"`. */
function withoutBraces(text: string): ManifestProblem {
  const entries = text.trim().replace(/,$/, '');
  const start = text.search(/\S/);
  return problem('The braces around these entries are missing', 'Write them.', start, 1, {
    title: 'Insert the Braces',
    start,
    length: text.trim().length,
    newText: `{\n${entries}\n}`,
  });
}

/** Single quotes, and names without any, from a place on; null where none stands there. */
function doubleQuotes(text: string, start: number): ManifestMending | null {
  const places =
    /"(?:[^"\\\n]|\\.)*"|\/\/.*|\/\*[^]*?\*\/|'((?:[^'\\\n]|\\.)*)'|[\p{ID_Start}_$][\p{ID_Continue}$-]*(?=\s*:)/gu;
  places.lastIndex = start;
  let newText = '';
  let end = start;
  for (let found = places.exec(text); found !== null; found = places.exec(text)) {
    const [whole, quoted] = found;
    if (end === start && found.index !== start) return null;
    if (/^["/]/.test(whole)) continue;
    const inside =
      quoted === undefined ? whole : quoted.replaceAll("\\'", "'").replaceAll(/(?<!\\)"/g, '\\"');
    newText += `${text.slice(end, found.index)}"${inside}"`;
    end = found.index + whole.length;
  }
  return end === start ? null : { title: 'Write Double Quotes', start, length: end - start, newText };
}

/** The colon of an entry without a value, which takes the name of the next line for one: `"a": ↵ "b": 1`. */
function colonBeforeText(text: string, end: number): number | undefined {
  const name = /"(?:[^"\\\n]|\\.)*"$/.exec(text.slice(0, end));
  const before = name === null ? undefined : text.slice(0, name.index);
  const colon = before === undefined ? -1 : before.trimEnd().length - 1;
  return before !== undefined && before[colon] === ':' && before.slice(colon).includes('\n')
    ? colon
    : undefined;
}

function isComment({ error }: ParseError): boolean {
  return printParseErrorCode(error) === 'InvalidCommentToken';
}

/** All comments, which one edit takes out. */
function commentsIn(text: string, errors: readonly ParseError[]): ManifestProblem {
  const places = errors.filter(isComment).map(({ offset, length }) => ({ start: offset, length }));
  const removed = places.map((place) => withItsBlanks(text, place));
  const [first = { start: 0, end: 0 }] = removed;
  const end = removed.at(-1)?.end ?? first.end;
  const kept = removed.map((one, index) => text.slice(one.end, removed[index + 1]?.start ?? end));
  const [{ start, length } = { start: 0, length: 0 }, ...others] = places;
  return {
    ...problem('JSON has no comments', 'Remove the comment.', start, length, {
      title: others.length === 0 ? 'Remove the Comment' : 'Remove the Comments',
      start: first.start,
      length: end - first.start,
      newText: kept.join(''),
    }),
    others,
  };
}

/** A comment with the line that it has for itself, else with the blanks that only part it from its neighbours. */
function withItsBlanks(
  text: string,
  { start, length }: Place,
): { readonly start: number; readonly end: number } {
  const [before = ''] = /[^\S\r\n]*$/.exec(text.slice(0, start)) ?? [];
  const [behind = ''] = /^[^\S\r\n]*/.exec(text.slice(start + length)) ?? [];
  const end = start + length + behind.length;
  const [lineEnd] = /^(?:\r?\n|$)/.exec(text.slice(end)) ?? [];
  if (lineEnd === undefined) return { start, end };
  const isAlone = /(?:^|\n)$/.test(text.slice(0, start - before.length));
  return { start: start - before.length, end: isAlone ? end + lineEnd.length : end };
}

function explain(code: string): string {
  switch (code) {
    case 'PropertyNameExpected':
      return 'The name of an entry in double quotes is expected here';
    case 'ValueExpected':
      return 'A value is expected here';
    case 'InvalidNumberFormat':
      return 'This is not a number as JSON writes it';
    case 'UnexpectedEndOfString':
      return 'The closing quote of this text is missing';
    case 'InvalidEscapeCharacter':
    case 'InvalidUnicode':
      return 'JSON does not know what follows this backslash';
    case 'InvalidCharacter':
      return 'Line breaks and tabs inside a text must be written as \\n and \\t';
    default:
      return 'This is not JSON (texts stand in double quotes)';
  }
}

function problem(
  what: string,
  advice: string,
  start: number,
  length: number,
  mending: ManifestMending | null,
): ManifestProblem {
  const message = `${what}, so PostHog cannot load this app. ${advice}`;
  return { start: Math.max(start, 0), length, message, mending, others: [] };
}

function insertion(what: string, start: number, newText: string): ManifestMending {
  return { title: `Insert the ${what}`, start, length: 0, newText };
}

/** Offset of a comma that stands, apart from white space, right before `offset`. */
function trailingCommaBefore(text: string, offset: number): number | undefined {
  const end = endOfTextBefore(text, offset);
  return text[end - 1] === ',' ? end - 1 : undefined;
}

/** Offset behind the last character before `offset` that is no white space. */
function endOfTextBefore(text: string, offset: number): number {
  return text.slice(0, offset).trimEnd().length;
}
