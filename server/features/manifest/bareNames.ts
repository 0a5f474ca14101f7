/** Names without quotes in plugin.json, as JavaScript has them, while somebody writes the file. */
import { createScanner } from 'jsonc-parser';

/**
 * The text with quotes around such names before a place, so that what is written there can be told. The quotes take the
 * place of the blanks around a name and its colon, so that nothing in the text moves; a name without them is left alone.
 */
export function withQuotedNames(text: string, before: number): string {
  const scanner = createScanner(text, true);
  let quoted = text;
  for (;;) {
    scanner.scan();
    const start = scanner.getTokenOffset();
    const end = start + scanner.getTokenLength();
    if (end === start || end >= before) return quoted;
    const name = text.slice(start, end);
    if (/^[a-z_]\w*$/i.test(name) && /^:\s/.test(text.slice(end)) && /\s/.test(text[start - 1] ?? ''))
      quoted = `${quoted.slice(0, start - 1)}"${name}":${quoted.slice(end + 2)}`;
  }
}
