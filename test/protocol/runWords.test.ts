import { describe, expect, it } from 'vitest';
import { framesOf } from '../../client/panel/view/errorsPart.ts';
import {
  ago,
  announce,
  bytes,
  counts,
  describeOutcome,
  describeTrace,
  duration,
  plural,
  settingProblem,
  outcomeInList,
  withLoop,
  shortJson,
  splitUrl,
  statusWords,
  summarizeInput,
  waitOf,
} from '../../protocol/runWords.ts';
import type { Json } from '../../protocol/trace.ts';
import { captured, log, request, runError, trace } from '../panel/support/traces.ts';

it.each([
  [3_000, '3 s'],
  [75_000, '75 s'],
  [60_000, '1 min'],
  [1_533_000, '25.6 min'],
  [3_600_000, '1 h'],
  [210 * 86_400_000, '210 d'],
])('%i ms on the virtual clock are %s', (ms, words) => {
  expect(waitOf(ms)).toBe(words);
});

it.each([
  ['2022-10-01T11:59:01Z', 'just now'],
  ['2022-10-01T12:00:10Z', 'just now'],
  ['2022-10-01T11:58:30Z', '1 min ago'],
  ['2022-10-01T10:00:00Z', '2 h ago'],
  ['2022-09-29T12:00:00Z', '2 days ago'],
  ['never', 'just now'],
])('%s was %s', (time, words) => {
  expect(ago(time, new Date('2022-10-01T12:00:00Z'))).toBe(words);
});

describe('outcomes', () => {
  it.each(['changed', 'unchanged', 'dropped', 'completed', 'failed', 'timed-out', 'stopped'] as const)(
    '%s has a title and a sentence',
    (outcome) => {
      const { title, sentence } = describeOutcome('processEvent', outcome);
      expect(title).toMatch(/^[A-Z]/);
      expect(sentence).toMatch(/\.$/);
    },
  );

  it('a run that ended with errors in a job is no plain success', () => {
    const error = runError({ cause: { entryPoint: 'jobs.a', source: null } });
    expect(describeOutcome('onEvent', 'completed', [error])).toMatchObject({ tone: 'warn' });
    expect(describeOutcome('onEvent', 'completed', []).tone).toBe('good');
  });

  it('a run that ended without all that it sends is no plain success', () => {
    for (const given of [
      trace({ outcome: 'completed', captured: [captured({ delivery: 'refused' })] }),
      trace({ outcome: 'completed', captured: [captured({ delivery: 'rejected' })] }),
      trace({ outcome: 'completed', requests: [request({ status: null, disposition: 'blocked' })] }),
    ]) {
      expect(describeTrace('onEvent', given)).toMatchObject({
        title: 'Completed, not all accepted',
        tone: 'warn',
      });
    }
    const listed = { isWithErrors: false, isLooping: false };
    expect(outcomeInList('onEvent', 'completed', { ...listed, isAllSent: false }).title).toBe(
      'Completed, not all accepted',
    );
    expect(outcomeInList('onEvent', 'completed', listed).title).toBe('Completed');
    const arrived = trace({
      outcome: 'completed',
      captured: [captured()],
      requests: [request({ status: 404 })],
    });
    expect(describeTrace('onEvent', arrived)).toMatchObject({ title: 'Completed', tone: 'good' });
  });

  it('a webhook is sent, or there is none', () => {
    const of = (result: Json): string =>
      describeTrace('composeWebhook', trace({ outcome: 'completed', result })).sentence;
    expect(of({ url: 'https://hooks.example.com', body: '{}', headers: {}, method: 'POST' })).toBe(
      'PostHog sends the webhook that composeWebhook returned: its request is in the timeline.',
    );
    expect(of(null)).toBe('composeWebhook returned nothing, so PostHog sends no webhook for this event.');
    const failed = trace({ outcome: 'completed', errors: [runError()] });
    expect(describeTrace('composeWebhook', failed).title).toBe('Completed with errors');
  });

  it('a loop that was seen goes before what was not sent, and not before a failure', () => {
    const notSent = describeOutcome('onEvent', 'completed', [], false);
    expect(withLoop(notSent, true, true)).toMatchObject({
      title: 'Stopped: it loops',
      sentence: expect.stringContaining('The run itself: completed, not all accepted.') as string,
      tone: 'bad',
    });
    expect(withLoop(notSent, true)).toEqual(notSent);
    const failed = describeOutcome('onEvent', 'failed');
    expect(withLoop(failed, true, true)).toEqual(failed);
  });

  it('a failure of the set-up or of ours is not blamed on the code', () => {
    const local = describeOutcome('onEvent', 'failed', [runError({ kind: 'setup', name: settingProblem })]);
    expect(local.sentence).toBe(
      'The app did not start, for a setting of this computer. PostHog does not know it.',
    );
    const setup = describeOutcome('onEvent', 'failed', [runError({ kind: 'setup' })]);
    expect(setup.sentence).toContain('did not start');
    const internal = describeOutcome('onEvent', 'failed', [runError({ kind: 'internal' })]);
    expect(internal.sentence).toContain('not because of your app');
  });

  it('are announced with the reason', () => {
    const failed = trace({ outcome: 'failed', errors: [runError({ message: 'no luck' })] });
    expect(announce('onEvent', describeTrace('onEvent', failed), failed)).toBe(
      'onEvent, 21 ms: Failed. no luck. Nothing captured, requested or logged.',
    );
  });
});

it('counts what happened, and leaves out what did not', () => {
  expect(counts(trace())).toEqual(['Nothing captured, requested or logged']);
  const busy = trace({
    captured: [captured(), captured()],
    requests: [request(), request({ status: 500 }), request({ status: null, error: 'x' })],
    logs: [log('a')],
  });
  expect(counts(busy)).toEqual(['2 events captured', '3 requests, 2 without success', '1 log line']);
  const many = trace({ requests: Array.from({ length: 1_200 }, () => request({ status: 500 })) });
  expect(counts(many)).toEqual(['1,200 requests, 1,200 without success']);
});

it.each([
  [0.2, '< 1 ms'],
  [12.6, '13 ms'],
  [1804, '1.8 s'],
  [61_000, '61 s'],
])('%d ms are %s', (ms, text) => {
  expect(duration(ms)).toBe(text);
});

it.each([
  [12, '12 B'],
  [1500, '1.5 kB'],
  [5_200_000, '5.2 MB'],
])('%d bytes are %s', (count, text) => {
  expect(bytes(count)).toBe(text);
});

it('takes an address apart, and makes it readable', () => {
  expect(splitUrl('https://eu.posthog.com:8443/api/a%20b/?q=%C3%A9')).toEqual({
    host: 'eu.posthog.com:8443',
    path: '/api/a b/',
    query: '?q=é',
  });
  expect(splitUrl('https://local.posthog.invalid/i/v0/e/').host).toBe('local');
  expect(splitUrl('https://a.example/%E0%A4%A').path).toBe('/%E0%A4%A');
  expect(splitUrl('nonsense')).toEqual({ host: '', path: 'nonsense', query: '' });
});

it.each([
  [{ status: 200 }, '200', 'good'],
  [{ status: 302 }, '302', 'warn'],
  [{ status: 404 }, '404', 'bad'],
  [{ status: null, disposition: 'blocked' }, 'not sent', 'warn'],
  [{ status: null, disposition: 'sent' }, 'failed', 'bad'],
  [{ status: 200, disposition: 'local', error: 'It was not called.' }, 'not sent', 'quiet'],
  [{ status: 404, disposition: 'local', error: 'It is not known here.' }, '404', 'bad'],
] as const)('a request with %j reads %s', (parts, text, tone) => {
  expect(statusWords(request(parts))).toEqual({ text, tone });
});

it.each([
  [{ event: 'a', distinct_id: 'ada', properties: { x: 1 } }, 'a of ada, 1 property'],
  [{ event: 'a' }, 'a, no properties'],
  [[{ event: 'a' }], '1 event: a, no properties'],
  [{ n: 1, m: 2 }, '2 fields'],
  [null, 'null'],
])('the input %j is summed up', (value, text) => {
  expect(summarizeInput(value)).toBe(text);
});

it('cuts a long value', () => {
  expect(shortJson('x'.repeat(500), 10)).toBe('"xxxxxxxxx…');
  expect(shortJson({ a: 1 })).toBe('{"a":1}');
});

it("reads the author's frames out of a stack, and nothing else", () => {
  const stack = [
    'TypeError: no',
    'at captureCompany (index.js:16:24)',
    '    at async onEvent (src/my app.ts:8:11)',
    'at index.js:3:1',
    'at native',
  ].join('\n');
  expect(framesOf(stack)).toEqual([
    { name: 'captureCompany', source: { file: 'index.js', line: 16, column: 24 } },
    { name: 'async onEvent', source: { file: 'src/my app.ts', line: 8, column: 11 } },
    { name: 'top level', source: { file: 'index.js', line: 3, column: 1 } },
  ]);
});

it('writes large counts so that they are read', () => {
  expect(plural(10_000, 'log line', 'log lines')).toBe('10,000 log lines');
  expect(counts(trace({ logs: Array.from({ length: 1_000 }, () => log('x')) }))).toEqual(['1,000 log lines']);
});

it('says of errors after each of which the call was tried again that the last try worked', () => {
  const first = runError({ name: 'RetryError (attempt 1/5)', isTriedAgain: true });
  expect(describeOutcome('onEvent', 'completed', [first]).sentence).toBe(
    'A RetryError asked for 1 more try; the last one worked.',
  );
  expect(describeOutcome('onEvent', 'completed', [first, runError()]).title).toBe('Completed with errors');
});
