/** The quote in plugin.json that is open while somebody types the word behind it, in the middle of a line. */
import { createScanner } from 'jsonc-parser';

/**
 * A text that is not closed takes what stands behind it in the line, up to the next quote or the end.
 *
 * @returns where the quote is; undefined where no text is open at the cursor, or only the word is in it.
 */
export function openQuote(text: string, offset: number): number | undefined {
  const quote = offset - (/"\w*$/.exec(text.slice(0, offset))?.[0].length ?? 0);
  if (quote === offset) return undefined;
  const scanner = createScanner(text, true);
  do scanner.scan();
  while (scanner.getTokenOffset() + scanner.getTokenLength() < offset);
  const token = text.slice(quote, scanner.getTokenOffset() + scanner.getTokenLength());
  if (scanner.getTokenOffset() !== quote || /^"\w*"?$/.test(token)) return undefined;
  // The texts behind are turned inside out, so that the last one in the line is not closed.
  const lineEnd = (/$/m.exec(text.slice(offset))?.index ?? 0) + offset;
  while (scanner.getTokenOffset() + scanner.getTokenLength() < lineEnd) scanner.scan();
  const start = scanner.getTokenOffset();
  return /^"(?!.*"$)|^"$/s.test(text.slice(start, start + scanner.getTokenLength())) ? quote : undefined;
}
