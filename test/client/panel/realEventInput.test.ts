import { expect, test } from 'vitest';
import { realEventInput } from '../../../client/panel/realEventInput.ts';
import { cloudHosts, localHost } from '../../../platform/hosts.ts';

const now = new Date('2024-05-01T10:00:00Z');
const eu = { host: cloudHosts.find(({ kind }) => kind === 'eu') ?? localHost, projectId: '4711' };
const fetched = {
  event: '$pageview',
  distinct_id: 'ada',
  properties: { $current_url: 'https://a.example/' },
};

test('an event of a project says which project and host it is of, where the entry point sees that', () => {
  const input = realEventInput('processEvent', fetched, eu, now);
  expect(input).toMatchObject({ ...fetched, team_id: 4711, site_url: 'https://eu.posthog.com' });
});

test('nothing is added that the entry point does not see', () => {
  const without = realEventInput('processEvent', fetched, { ...eu, projectId: null }, now);
  expect(without).toMatchObject({ team_id: 1 });
  const composed = realEventInput('composeWebhook', fetched, eu, now) as object;
  expect('site_url' in composed).toBe(false);
});

test('is a list where the entry point takes one', () => {
  expect(realEventInput('exportEvents', fetched, eu, now)).toMatchObject([{ event: '$pageview' }]);
});
