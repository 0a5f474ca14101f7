import { expect, it } from 'vitest';
import { readSample } from '../../../client/panel/readSample.ts';

const now = new Date('2022-10-01T12:00:00.000Z');

it('an event that the app looks for, with values that fit the names of what it reads', () => {
  const reads = {
    events: ['order placed', 'signed up'],
    properties: ['$browser', 'email', 'is_internal', 'order_total', 'createdAt', 'flavour'],
  };
  expect(readSample(reads, 'processEvent', now)).toMatchObject({
    event: 'order placed',
    distinct_id: 'ada',
    properties: {
      $browser: 'Chrome',
      email: 'ada@example.com',
      is_internal: true,
      order_total: 42.5,
      createdAt: '2022-10-01T12:00:00.000Z',
      flavour: 'something',
    },
  });
});

it('nothing for an app that reads nothing', () => {
  expect(readSample({ events: [], properties: [] }, 'onEvent', now)).toBeUndefined();
  expect(readSample(undefined, 'onEvent', now)).toBeUndefined();
});
