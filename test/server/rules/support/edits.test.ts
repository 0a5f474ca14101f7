import ts from 'typescript';
import { expect, it } from 'vitest';
import { removeLine } from '../../../../server/rules/support/edits.ts';

it.each([
  ['at the begin, with the blank lines behind it', 'gone()\n\n\nkept()\n', 'kept()\n'],
  ['at the end, with the blank lines before it', 'kept()\r\n\r\ngone()\r\n', 'kept()\r\n'],
  ['at the end, without a line end', 'kept()\n\n  gone()', 'kept()\n'],
  ['in the middle', 'kept()\n\ngone()\n\nkept()\n', 'kept()\n\n\nkept()\n'],
  ['below a comment', '// why\ngone()\n\nkept()\n', '// why\n\nkept()\n'],
  ['beside another', 'gone(); kept()\n', ' kept()\n'],
])('takes out a line %s', (_, text, left) => {
  const file = ts.createSourceFile('/a.ts', text, ts.ScriptTarget.Latest, true);
  const statement = file.statements.find((one) => one.getText().startsWith('gone'));
  const { newText, span } = removeLine(statement ?? expect.fail());
  expect(text.slice(0, span.start) + newText + text.slice(span.start + span.length)).toBe(left);
});
