/** What a text or a name in the code means to PostHog: what the suggestions say that stand in its place. */
import ts from 'typescript';
import { nodeBefore } from '../../analysis/position.ts';
import { explainPath } from './apiPaths.ts';
import { suggestLiterals } from './suggestLiterals.ts';
import type { LiteralPlace } from './suggestion.ts';

interface Meaning {
  /** Markdown. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** @param placeAt what is known at an offset of the file. */
export function explainLiteral(
  file: ts.SourceFile,
  offset: number,
  placeAt: (offset: number) => LiteralPlace | undefined,
): Meaning | undefined {
  const node = wordAt(file, offset);
  if (node === undefined) return undefined;
  const start = node.getStart(file);
  // Inside of the quotes, as behind the closing one nothing is suggested.
  const place = placeAt(ts.isIdentifier(node) ? node.end : node.end - 1);
  if (place === undefined) return undefined;
  const path = ts.isIdentifier(node) ? undefined : explainPath(place);
  if (path !== undefined) return { value: path.meaning, start, end: node.end };
  if (!ts.isIdentifier(node) && !ts.isStringLiteralLike(node)) return undefined;
  const { text } = node;
  const suggested = suggestLiterals(place);
  const found =
    suggested.find(({ label, meaning }) => label === text && meaning !== undefined) ??
    suggested.find(({ label, isPrefix }) => isPrefix === true && text.startsWith(label));
  return found?.meaning === undefined ? undefined : { value: found.meaning, start, end: node.end };
}

/** The name or the piece of text at an offset. */
function wordAt(
  file: ts.SourceFile,
  offset: number,
): ts.Identifier | ts.StringLiteralLike | ts.TemplateHead | ts.TemplateMiddle | ts.TemplateTail | undefined {
  for (const at of [offset + 1, offset]) {
    const node = nodeBefore(file, at);
    const isWord =
      ts.isIdentifier(node) ||
      ts.isStringLiteralLike(node) ||
      ts.isTemplateHead(node) ||
      ts.isTemplateMiddle(node) ||
      ts.isTemplateTail(node);
    if (isWord && node.getStart(file) <= offset) return node;
  }
  return undefined;
}
