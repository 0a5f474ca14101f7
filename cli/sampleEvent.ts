import type { Json } from '../protocol/trace.ts';

/** A page view as PostHog gives it to apps (reference 6.1). */
export const sampleEvent: Json = {
  distinct_id: 'visitor-1',
  ip: '203.0.113.7',
  site_url: 'https://local.posthog.invalid',
  team_id: 1,
  now: '2022-10-01T12:00:00.000Z',
  sent_at: '2022-10-01T12:00:00.000Z',
  timestamp: '2022-10-01T12:00:00.000Z',
  event: '$pageview',
  uuid: '01839300-5800-0000-8e5f-0a1b2c3d4e5f',
  properties: {
    distinct_id: 'visitor-1',
    $current_url: 'https://example.com/pricing',
    $host: 'example.com',
    $pathname: '/pricing',
    $browser: 'Firefox',
    $os: 'Linux',
    $lib: 'web',
    email: 'ada@example.com',
  },
};
