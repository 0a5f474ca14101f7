/** The comment above a handler in JavaScript that gives its parameters their types. */
import ts from 'typescript';
import type { TextEdit } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { givenTypeText, nameInProfile } from '../analysis/handlerTypes.ts';
import type { Profile } from '../../platform/profiles.ts';
import { insertion } from './parameterTypes.ts';

/**
 * A comment that stands there already is written on: with `@type` for the whole, or with the types of the parameters that
 * it has none for.
 *
 * @returns undefined where the types belong to the parameters, beside those that the author has written there.
 */
export function typeByComment(
  name: string,
  node: ts.FunctionLikeDeclaration,
  file: ts.SourceFile,
  document: TextDocument,
  profile: Profile,
): TextEdit[] | undefined {
  const untyped = node.parameters.filter((parameter) => givenTypeText(parameter) !== undefined);
  if (untyped.length === 0) return [];
  let holder: ts.Node = node;
  while (!ts.isStatement(holder) && !ts.isObjectLiteralElementLike(holder)) holder = holder.parent;
  const start = holder.getStart(file);
  const { character } = document.positionAt(start);
  const line = file.text.slice(start - character, start);
  const isFirst = /^\s*$/.test(line);
  const indent = isFirst ? line : '';
  const whole = `@type {PostHogApp.Plugin['${name}']}`;
  const isTypedInPart = untyped.length < node.parameters.length;
  const comment = ts.getJSDocCommentsAndTags(holder).filter(ts.isJSDoc).at(-1);
  const tags = (comment?.tags ?? []).filter(ts.isJSDocParameterTag);
  if (comment === undefined || tags.length === 0) {
    if (isTypedInPart) return undefined;
    // In the middle of a line it stays there.
    const gap = isFirst ? `\n${indent}` : ' ';
    if (comment === undefined) return [insertion(document, start, `/** ${whole} */${gap}`)];
    return [written(comment, [], [whole])];
  }
  if (untyped.some((parameter) => !ts.isIdentifier(parameter.name) && tagOf(parameter) === undefined))
    return undefined;
  const typed: Insert[] = [];
  const added: string[] = [];
  for (const parameter of untyped) {
    const type = nameInProfile(givenTypeText(parameter) ?? '', profile);
    const tag = tagOf(parameter);
    if (tag === undefined) added.push(`@param {${type}} ${parameter.name.getText(file)}`);
    else typed.push({ at: tag.name.getStart(file), text: `{${type}} ` });
  }
  return [written(comment, typed, added)];

  function tagOf(parameter: ts.ParameterDeclaration): ts.JSDocParameterTag | undefined {
    return ts.getJSDocParameterTags(parameter)[0];
  }

  /** The comment with texts put into it, and with lines of its own at its end. */
  function written({ pos, end }: ts.JSDoc, inserts: readonly Insert[], lines: readonly string[]): TextEdit {
    let text = file.text.slice(pos, end);
    for (const { at, text: more } of inserts.toReversed())
      text = text.slice(0, at - pos) + more + text.slice(at - pos);
    const range = { start: document.positionAt(pos), end: document.positionAt(end) };
    return { range, newText: lines.length === 0 ? text : withLines(text, lines, indent) };
  }
}

interface Insert {
  readonly at: number;
  readonly text: string;
}

function withLines(comment: string, lines: readonly string[], indent: string): string {
  const written = comment
    .slice('/**'.length, -'*/'.length)
    .trim()
    .split(/\r?\n/)
    .map((line) => line.replace(/^\s*\* ?/, '').trimEnd());
  const body = [...written, ...lines].map((line) => `${indent} * ${line}`.trimEnd());
  return ['/**', ...body, `${indent} */`].join('\n');
}
