/** The Markdown that hints and notes of plugin.json use: code, bold words and links. The rest stays as it is written. */
import { html, type TemplateResult } from 'lit';

const pieces = /`([^`]+)`|\*\*([^*]+)\*\*|\[([^\]]+)\]\((https?:\/\/[^\s)]+)\)/g;

export function inlineMarkdown(text: string): readonly (TemplateResult | string)[] {
  const result: (TemplateResult | string)[] = [];
  let end = 0;
  for (const match of text.matchAll(pieces)) {
    const [whole, code, bold, label, address] = match;
    result.push(text.slice(end, match.index));
    if (code !== undefined) result.push(html`<code>${code}</code>`);
    else if (bold !== undefined) result.push(html`<strong>${bold}</strong>`);
    else result.push(html`<a href=${address ?? ''}>${label}</a>`);
    end = match.index + whole.length;
  }
  result.push(text.slice(end));
  return result.filter((piece) => piece !== '');
}
