import { expect, test } from 'vitest';
import { MessageReader, packedMessage } from '../../runtime/messagePipe.ts';

const messages: readonly unknown[] = [
  'u12',
  '',
  'p4 ["säen","\u{1F33B}"]',
  { type: 'items', letters: 'uu', details: '', sizes: [], times: [1, 2] },
  { type: 'note', value: 'x'.repeat(300), stack: 'ä\u{1F33B}' },
];
const bytes = Buffer.concat(messages.map(packedMessage));

test.each([1, 3, 4, 5, 7, 100, bytes.length])('messages arrive as they were sent in pieces of %i', (size) => {
  const taken: unknown[] = [];
  const reader = new MessageReader((message) => taken.push(message));
  for (let start = 0; start < bytes.length; start += size) reader.push(bytes.subarray(start, start + size));
  expect(taken).toEqual(messages);
});

test.each([
  ['a length beyond all', Buffer.from('no message at all')],
  ['bytes that mean nothing', Buffer.from([3, 0, 0, 0, 0, 1, 2, 3])],
])('%s are refused, and not waited for without end', (_title, garbage) => {
  const taken: unknown[] = [];
  const reader = new MessageReader((message) => taken.push(message));
  expect(() => reader.push(garbage)).toThrow();
  expect(taken).toEqual([]);
});
