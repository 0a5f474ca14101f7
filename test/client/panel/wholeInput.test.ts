import { describe, expect, it } from 'vitest';
import { wholeInput } from '../../../client/panel/wholeInput.ts';

const now = new Date('2022-10-01T12:00:00.000Z');

describe('the event of a loop warning', () => {
  it('is completed, and keeps what the warning says of it', () => {
    const given = { event: 'signed up', distinct_id: 'ada@example.com', properties: { plan: 'a' } };
    const whole = {
      event: 'signed up',
      distinct_id: 'ada@example.com',
      team_id: 1,
      timestamp: now.toISOString(),
    };
    expect(wholeInput('onEvent', given, now)).toMatchObject({ ...whole, properties: { plan: 'a' } });
    expect(wholeInput('exportEvents', [given], now)).toMatchObject([whole]);
  });

  it.each([undefined, null, 'text', { name: 'x' }, []])('is left as it is when it is %j', (input) => {
    expect(wholeInput('onEvent', input, now)).toEqual(input);
  });
});
