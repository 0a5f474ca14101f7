/** TypeScript's documentation as the Markdown that editors show. */
import type ts from 'typescript';
import { type MarkupContent, MarkupKind } from 'vscode-languageserver';

export function plainText(parts: readonly ts.SymbolDisplayPart[] | undefined): string {
  return (parts ?? []).map(({ text }) => text).join('');
}

/** A declaration, its documentation and its tags. */
export function markdown(
  declaration: readonly ts.SymbolDisplayPart[] | undefined,
  documentation: readonly ts.SymbolDisplayPart[] | undefined,
  tags: readonly ts.JSDocTagInfo[] | undefined,
): MarkupContent {
  const code = plainText(declaration);
  const sections = [
    code === '' ? '' : fenced(code),
    plainText(documentation),
    ...(tags ?? []).map((tag) => describeTag(tag)),
  ];
  return { kind: MarkupKind.Markdown, value: sections.filter((section) => section !== '').join('\n\n') };
}

function describeTag({ name, text }: ts.JSDocTagInfo): string {
  const value = plainText(text);
  if (name === 'example') return `**Example**\n\n${fenced(value)}`;
  if (name === 'param') {
    const [parameter = '', ...rest] = value.split(/\s+/);
    return `\`${parameter}\`: ${rest.join(' ')}`;
  }
  return value === '' ? `_@${name}_` : `_@${name}_ ${value}`;
}

function fenced(code: string): string {
  return `\`\`\`typescript\n${code}\n\`\`\``;
}
