/** Long bodies of requests: whole in the trace, as long as they are not very long together. */
import { expect, test } from 'vitest';
import { wholeLength } from '../../protocol/cutText.ts';
import { Redactor } from '../../runtime/gate/redact.ts';
import { mostOfBodies } from '../../runtime/runner/keptBodies.ts';
import { TraceBuilder } from '../../runtime/runner/traceBuilder.ts';
import { request } from '../panel/support/traces.ts';
import { ask } from './support/ask.ts';
import { answerJson, startServer } from './support/server.ts';

test('an answer of 5 MB is whole', async () => {
  const text = 'x'.repeat(5_000_000);
  await using server = await startServer(answerJson({ text }));
  const { row } = await ask(server.origin);
  expect(row.responseBody === JSON.stringify({ text })).toBe(true);
});

test('of bodies that are very long together, the later ones are cut, and a remark says so', () => {
  const redactor = new Redactor({ personalApiKeys: {}, projectApiKey: null });
  const builder = new TraceBuilder({ redactor, userMs: 0 });
  const body = 'x'.repeat(mostOfBodies / 4);
  for (let index = 0; index < 3; index += 1) {
    const row = request({ requestBody: body, responseBody: null });
    const finish = builder.startRequest(row.cause, row);
    finish({ ...row, responseBody: body });
  }
  const { notices, requests } = builder.finish('completed', null);
  expect(requests.map(({ requestBody }) => wholeLength(requestBody ?? ''))).toEqual([
    undefined,
    undefined,
    body.length,
  ]);
  expect(requests.map(({ responseBody }) => responseBody === body)).toEqual([true, true, false]);
  expect(notices).toEqual([
    'Bodies of this run are longer than 32 million characters together: only the beginning of the later ones is kept.',
  ]);
});
