/** The Markdown of `markdown` entries in plugin.json: headings, lists, code and paragraphs of inline Markdown. */
import { html, type TemplateResult } from 'lit';
import { inlineMarkdown } from './inlineMarkdown.ts';

const fence = /^\s*```/;
const item = /^\s*(?:[-*+]|\d+[.)])\s+(.*)$/;
const heading = /^\s*#{1,6}\s+(.*?)\s*#*$/;

export function blockMarkdown(text: string): readonly TemplateResult[] {
  const blocks: TemplateResult[] = [];
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  for (let index = 0; index < lines.length;) {
    const kind = kindOf(lines[index]);
    const start = index;
    index += 1;
    if (kind === 'code') {
      while (index < lines.length && kindOf(lines[index]) !== 'code') index += 1;
      blocks.push(html`<pre class="block">${lines.slice(start + 1, index).join('\n')}</pre>`);
      index += 1;
      continue;
    }
    while (kind !== 'heading' && index < lines.length && kindOf(lines[index]) === kind) index += 1;
    blocks.push(...render(kind, lines.slice(start, index)));
  }
  return blocks;
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
