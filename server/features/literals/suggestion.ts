/** What the features of this folder suggest: texts whose meaning PostHog gives, where TypeScript sees any text. */
import ts from 'typescript';
import type { AppProgram } from '../../analysis/appProgram.ts';
import { nodeBefore } from '../../analysis/position.ts';
import type { SampleNames } from './sampleNames.ts';

export interface LiteralSuggestion {
  readonly label: string;
  readonly kind: 'path' | 'placeholder' | 'event' | 'key' | 'value';
  /** What takes the place of the text from `start` to `end`. */
  readonly newText: string;
  /** Whether `newText` has places to fill in, as snippets write them. */
  readonly isSnippet?: boolean;
  readonly start: number;
  readonly end: number;
  /** A few words beside the label. */
  readonly detail?: string;
  /** Markdown. */
  readonly documentation?: string;
  /** What a hover says of it, in Markdown; absent where there is no more to say than the name. */
  readonly meaning?: string;
  /** Whether it stands for every name that begins with it, such as `$feature/`. */
  readonly isPrefix?: true;
  /** Whether our declarations list it, so that whoever answers for types suggests it. */
  readonly isDeclared?: true;
  /** Smaller ones come first; those of one rank are in alphabetical order. */
  readonly rank: number;
  /** Whether nothing else may stand there, though TypeScript takes it for a place where any name may. */
  readonly isAlone?: true;
  /** Whether what the declarations know there comes first. */
  readonly isBehindTypes?: true;
  /** Whether more is to be chosen right behind it, such as the next segment of a path. */
  readonly hasMore?: boolean;
}

/** Where something is suggested, and what is known there. */
export interface LiteralPlace {
  readonly app: AppProgram;
  readonly file: ts.SourceFile;
  readonly checker: ts.TypeChecker;
  /** Whether a file holds our general declarations. */
  readonly isOurs: (file: ts.SourceFile) => boolean;
  /** Whether a file holds what the manifest of the app declares. */
  readonly isOfApp: (file: ts.SourceFile) => boolean;
  /** What the app's samples name; read when it is asked for. */
  readonly samples: () => SampleNames;
  readonly offset: number;
  /** The innermost node before the cursor. */
  readonly node: ts.Node;
}

export type TextNode = ts.StringLiteralLike | ts.TemplateHead | ts.TemplateMiddle | ts.TemplateTail;

/** The text literal that the cursor is in; undefined behind its closing quote. */
export function textAround({
  file,
  node,
  offset,
}: Pick<LiteralPlace, 'file' | 'node' | 'offset'>): TextNode | undefined {
  const isText =
    ts.isStringLiteralLike(node) ||
    ts.isTemplateHead(node) ||
    ts.isTemplateMiddle(node) ||
    ts.isTemplateTail(node);
  if (!isText) return undefined;
  const start = node.getStart(file);
  const last = file.text[node.end - 1];
  const isClosed = node.end - 1 > start && (last === file.text[start] || last === '`' || last === '{');
  return offset > start && (offset < node.end || !isClosed) ? node : undefined;
}

/** The dot before a member, with the `?` before it: the editor's own support has words of the file take the place of both. */
export function accessorBefore(text: string, start: number): string {
  return /\??\.$/.exec(text.slice(Math.max(0, start - 2), start))?.[0] ?? '';
}

/** Start and end of what is between the quotes; an unclosed text ends at the cursor. */
export function insideOf(
  text: TextNode,
  { file, offset }: Pick<LiteralPlace, 'file' | 'offset'>,
): { start: number; end: number } {
  const start = text.getStart(file) + 1;
  const quote = file.text[start - 1];
  const isClosed = text.end - 1 >= start && file.text[text.end - 1] === quote;
  return { start, end: isClosed ? text.end - 1 : offset };
}

/** A name as it stands between these quotes. */
export function textInside(name: string, quote: string): string {
  const special = quote === '`' ? /[\\`]|\$(?=\{)/g : quote === '"' ? /[\\"]/g : /[\\']/g;
  return name.replaceAll(special, String.raw`\$&`).replaceAll('\n', String.raw`\n`);
}

/** The object literal whose next key is being typed at the cursor, and the range of what is typed of it. */
export function keyAround(
  place: Pick<LiteralPlace, 'node' | 'file' | 'offset'>,
): { readonly object: ts.ObjectLiteralExpression; readonly start: number; readonly end: number } | undefined {
  const { node, file, offset } = place;
  if (ts.isObjectLiteralExpression(node)) {
    if (offset <= node.getStart(file)) return undefined;
    // Behind `key:` a value is due, and behind `}` nothing.
    return /[{,]\s*$/.test(file.text.slice(node.pos, offset))
      ? { object: node, start: offset, end: offset }
      : undefined;
  }
  // The file itself has no parent.
  const parent: ts.Node | undefined = node.parent;
  if (parent === undefined) return undefined;
  const isKey =
    (ts.isShorthandPropertyAssignment(parent) || ts.isPropertyAssignment(parent)) && parent.name === node;
  if (!isKey || !ts.isObjectLiteralExpression(parent.parent)) return undefined;
  return { object: parent.parent, start: node.getStart(file), end: node.end };
}

/** The property whose value is due at the cursor where no quote stands yet, and where what is typed of it begins. */
export function valueDue({
  node,
  file,
  offset,
}: LiteralPlace): { readonly property: ts.PropertyAssignment; readonly start: number } | undefined {
  const isTyped = ts.isIdentifier(node);
  const property: ts.Node | undefined = isTyped
    ? node.parent
    : ts.isObjectLiteralExpression(node)
      ? node.properties.findLast(({ end }) => end <= offset)
      : undefined;
  if (property === undefined || !ts.isPropertyAssignment(property)) return undefined;
  const { initializer } = property;
  const isDue = isTyped
    ? node === initializer
    : initializer.end === initializer.pos && file.text.slice(property.end, offset).trim() === '';
  return isDue ? { property, start: isTyped ? node.getStart(file) : offset } : undefined;
}

/** The pattern in which the next name is being typed at the cursor, and the range of what is typed of it. */
export function patternAround({
  node,
  file,
  offset,
}: LiteralPlace):
  | { readonly pattern: ts.ObjectBindingPattern; readonly start: number; readonly end: number }
  | undefined {
  if (ts.isObjectBindingPattern(node)) {
    const isDue = /[{,]\s*$/.test(file.text.slice(node.pos, offset));
    return isDue ? { pattern: node, start: offset, end: offset } : undefined;
  }
  const parent: ts.Node | undefined = node.parent;
  if (parent === undefined || !ts.isBindingElement(parent) || !ts.isObjectBindingPattern(parent.parent))
    return undefined;
  return (parent.propertyName ?? parent.name) === node && ts.isIdentifier(node)
    ? { pattern: parent.parent, start: node.getStart(file), end: node.end }
    : undefined;
}

/** A key as it is written out; undefined for what is computed. */
export function nameOfKey(name: ts.PropertyName): string | undefined {
  return ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : undefined;
}

/** Names of the keys that an object literal or a pattern has, but for the one at the cursor. */
export function keysOf(
  object: ts.ObjectLiteralExpression | ts.ObjectBindingPattern,
  offset: number,
): ReadonlySet<string> {
  const names = ts.isObjectBindingPattern(object)
    ? object.elements.map(({ name, propertyName }) => propertyName ?? name)
    : object.properties.map(({ name }) => name);
  return new Set(
    names.flatMap((name) =>
      name !== undefined &&
      (ts.isIdentifier(name) || ts.isStringLiteral(name)) &&
      !(name.pos < offset && offset <= name.end)
        ? name.text
        : [],
    ),
  );
}

export function isPlainName(name: string): boolean {
  return /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(name);
}

/** A key as it is written in an object literal, or, with `quoted`, inside quotes that stand already. */
export function keyText(name: string): string {
  return isPlainName(name) ? name : `'${name.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

export function placeAt(
  app: AppProgram,
  file: ts.SourceFile,
  offset: number,
  known: Pick<LiteralPlace, 'isOurs' | 'isOfApp' | 'samples'>,
): LiteralPlace {
  const node = nodeBefore(file, offset);
  return { app, file, checker: app.program.getTypeChecker(), ...known, offset, node };
}
