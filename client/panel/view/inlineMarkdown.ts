/**
 * The Markdown that hints and notes of plugin.json use inside of a line: code, bold and italic words, links and
 * addresses. The rest stays as it is written.
 */
import { html, type TemplateResult } from 'lit';

const pieces =
  /`([^`]+)`|\*\*([^*]+)\*\*|(?<![\w*])[*_]([^*_\s][^*_]*)[*_](?![\w*])|\[([^\]]+)\]\((https?:\/\/[^\s)]+)\)|(https?:\/\/[^\s<>)"']*[^\s<>)"'.,;:!?])/g;

export function inlineMarkdown(text: string): readonly (TemplateResult | string)[] {
  const result: (TemplateResult | string)[] = [];
  let end = 0;
  for (const match of text.matchAll(pieces)) {
    const [whole, code, bold, italic, label, address, plain] = match;
    result.push(text.slice(end, match.index));
    if (code !== undefined) result.push(html`<code>${code}</code>`);
    else if (bold !== undefined) result.push(html`<strong>${bold}</strong>`);
    else if (italic !== undefined) result.push(html`<em>${italic}</em>`);
    else result.push(html`<a href=${address ?? plain ?? ''}>${label ?? plain}</a>`);
    end = match.index + whole.length;
  }
  result.push(text.slice(end));
  return result.filter((piece) => piece !== '');
}
