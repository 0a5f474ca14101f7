/** The Markdown of `markdown` entries in plugin.json: headings, lists, code and paragraphs of inline Markdown. */
import { html, type TemplateResult } from 'lit';
import { inlineMarkdown } from './inlineMarkdown.ts';

const fence = /^\s*```/;
const item = /^\s*(?:[-*+]|\d+[.)])\s+(.*)$/;
const heading = /^\s*#{1,6}\s+(.*?)\s*#*$/;

export function blockMarkdown(text: string): readonly TemplateResult[] {
  const blocks: TemplateResult[] = [];
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  let start = 0;
  while (start < lines.length) {
    const kind = kindOf(lines[start]);
    const rest = lines.slice(start + 1);
    const length = lengthOf(kind, rest);
    if (kind === 'code') {
      blocks.push(html`<pre class="block">${rest.slice(0, length).join('\n')}</pre>`);
      // The fence at its end.
      start += 1;
    } else blocks.push(...render(kind, lines.slice(start, start + 1 + length)));
    start += 1 + length;
  }
  return blocks;
}

/** How many of the lines that follow the first belong to its block. */
function lengthOf(kind: Kind, rest: readonly string[]): number {
  if (kind === 'heading') return 0;
  const end = rest.findIndex((line) => (kindOf(line) === kind) === (kind === 'code'));
  return end === -1 ? rest.length : end;
}

type Kind = 'code' | 'list' | 'heading' | 'blank' | 'text';

function kindOf(line = ''): Kind {
  if (line.trim() === '') return 'blank';
  if (fence.test(line)) return 'code';
  if (item.test(line)) return 'list';
  return heading.test(line) ? 'heading' : 'text';
}

function render(kind: Exclude<Kind, 'code'>, lines: readonly string[]): readonly TemplateResult[] {
  switch (kind) {
    case 'blank':
      return [];
    case 'heading':
      return [html`<p><strong>${inlineMarkdown(heading.exec(lines[0] ?? '')?.[1] ?? '')}</strong></p>`];
    case 'list':
      return [
        html`<ul class="markdown-list">
          ${lines.map((line) => html`<li>${inlineMarkdown(item.exec(line)?.[1] ?? line)}</li>`)}
        </ul>`,
      ];
    case 'text':
      return [html`<p>${inlineMarkdown(lines.map((line) => line.trim()).join(' '))}</p>`];
  }
}
