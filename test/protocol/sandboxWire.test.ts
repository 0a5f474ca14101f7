/** What crosses between runner and sandbox is what was sent. */
import { expect, test } from 'vitest';
import type { FromSandbox, ToSandbox } from '../../protocol/sandbox.ts';
import {
  packFromSandbox,
  packToSandbox,
  unpackFromSandbox,
  unpackToSandbox,
} from '../../protocol/sandboxWire.ts';

const verdicts: readonly (readonly [sent: FromSandbox, isText: boolean])[] = [
  [{ type: 'items', letters: 'u', details: '', sizes: [], times: [4] }, true],
  [{ type: 'items', letters: 'pu', details: '{"a": "b c"}', sizes: [12], times: [1204] }, true],
  [{ type: 'items', letters: 'p', details: '{}', sizes: [2], times: [] }, true],
  [{ type: 'items', letters: 'c', details: '', sizes: [0], times: [0] }, true],
  [{ type: 'items', letters: 'uu', details: '', sizes: [], times: [1, 2] }, false],
  [{ type: 'items', letters: 'pc', details: '{}{}', sizes: [2, 2], times: [1] }, false],
  [{ type: 'spun' }, false],
];

test.each(verdicts)('from the sandbox: %j', (message, isText) => {
  const sent = packFromSandbox(message);
  expect(typeof sent === 'string').toBe(isText);
  expect(unpackFromSandbox(sent)).toEqual(message);
});

const events: readonly (readonly [sent: ToSandbox, isText: boolean])[] = [
  [{ type: 'events', inputs: '[{"event": "a"}]', count: 1, isCareful: false }, true],
  [{ type: 'events', inputs: '[null]', count: 1, isCareful: true }, false],
  [{ type: 'events', inputs: '[1,2]', count: 2, isCareful: false }, false],
  [{ type: 'ping', id: 1, wakes: false }, false],
];

test.each(events)('to the sandbox: %j', (message, isText) => {
  const sent = packToSandbox(message);
  expect(typeof sent === 'string').toBe(isText);
  expect(unpackToSandbox(sent)).toEqual(message);
});
