/** The schema that the editor completes scenario files with says the same as what reads them. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { lifecycleExports } from '../../platform/lifecycle.ts';
import { ScenarioFile } from '../../runtime/scenarios/scenarioFile.ts';

const root = join(import.meta.dirname, '../..');
const schema = JSON.parse(await readFile(join(root, 'media/scenario.schema.json'), 'utf8')) as {
  readonly definitions: {
    readonly step: {
      readonly properties: {
        readonly call: { readonly anyOf: readonly { readonly enum?: readonly string[] }[] };
      };
    };
  };
};
const validate = new Ajv({ strict: false, formats: { 'date-time': true } }).compile(schema);

const clock = '2022-10-01T12:00:00.000Z';
const step = { call: 'onEvent', input: {}, expect: {} };
const good = { version: 1, clock, steps: [step] };

function isRead(scenario: object): boolean {
  try {
    return new ScenarioFile(JSON.stringify(scenario)).scenario.version === 1;
  } catch {
    return false; // The reader says why; here it only matters that it does not take it.
  }
}

describe('the schema of scenarios', () => {
  it.each<readonly [string, object, boolean]>([
    ['a small one', good, true],
    [
      'everything there is',
      {
        ...good,
        $schema: 'x',
        description: 'x',
        profile: 'documented',
        host: 'eu',
        projectId: '1',
        config: { a: '1' },
        secrets: ['b'],
        attachments: { c: 'c.csv' },
        steps: [
          {
            call: 'jobs.later',
            input: 1,
            expect: {
              outcome: 'completed',
              result: null,
              logs: ['log: a'],
              errors: [],
              captured: [{ event: 'a', distinctId: 'b', timestamp: clock, properties: {} }],
              jobs: [{ name: 'a', payload: {}, inMs: 5 }],
              metrics: [{ name: 'a', operation: 'max', value: 1 }],
            },
          },
        ],
        requests: [
          {
            method: 'GET',
            url: 'https://a',
            body: {},
            optional: true,
            answer: { status: 200, headers: { a: 'b' }, body: '', error: 'x' },
          },
        ],
      },
      true,
    ],
    ['no clock', { version: 1, steps: [step] }, false],
    ['no step', { ...good, steps: [] }, false],
    ['an unknown call', { ...good, steps: [{ ...step, call: 'onevent' }] }, false],
    ['no expectation', { ...good, steps: [{ call: 'onEvent' }] }, false],
    ['an unknown outcome', { ...good, steps: [{ ...step, expect: { outcome: 'good' } }] }, false],
    ['a slip in a name', { ...good, request: [] }, false],
    ['a number as config', { ...good, config: { a: 1 } }, false],
    ['an event without a name', { ...good, steps: [{ ...step, expect: { captured: [{}] } }] }, false],
    ['a request without an answer', { ...good, requests: [{ method: 'GET', url: 'https://a' }] }, false],
  ])('takes or refuses what the reader does: %s', (_, scenario, isGood) => {
    expect(validate(scenario)).toBe(isGood);
    expect(isRead(scenario)).toBe(isGood);
  });

  it('names every export that PostHog calls', () => {
    const [{ enum: names = [] } = {}] = schema.definitions.step.properties.call.anyOf;
    expect(names.toSorted()).toEqual(lifecycleExports.map(({ name }) => name).toSorted());
  });
});
