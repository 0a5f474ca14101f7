import { describe, expect, it } from 'vitest';
import { lifecycleExports } from '../../platform/lifecycle.ts';
import { sampleInput, samplesFor } from '../../platform/sampleEvents.ts';

const now = new Date('2022-10-01T12:00:00.000Z');
const takers = lifecycleExports.filter(({ input }) => input === 'event' || input === 'events');

interface AnyEvent {
  readonly [key: string]: unknown;
}

function eventFor(entryPoint: string, id: string): AnyEvent {
  const input = sampleInput(entryPoint, id, now);
  return (Array.isArray(input) ? input[0] : input) as AnyEvent;
}

describe('samples', () => {
  it.each(takers.map(({ name, input }) => [name, input] as const))('for %s come as %s', (name, input) => {
    const samples = samplesFor(name);
    expect(samples.length).toBeGreaterThan(0);
    for (const { id } of samples) expect(Array.isArray(sampleInput(name, id, now))).toBe(input === 'events');
  });

  it('are none for what takes no events', () => {
    expect(samplesFor('setupPlugin')).toEqual([]);
    expect(sampleInput('jobs.a', 'pageview', now)).toBeUndefined();
  });

  it('survive JSON, and are the same each time', () => {
    for (const { id } of samplesFor('onEvent')) {
      const value = sampleInput('onEvent', id, now);
      expect(JSON.parse(JSON.stringify(value))).toEqual(value);
      expect(sampleInput('onEvent', id, now)).toEqual(value);
    }
  });

  it('have different ids and uuids', () => {
    const samples = samplesFor('processEvent');
    expect(new Set(samples.map(({ id }) => id)).size).toBe(samples.length);
    expect(new Set(samples.map(({ id }) => eventFor('processEvent', id)['uuid'])).size).toBe(samples.length);
  });

  it('for processEvent are as a client sent them (reference 6.1)', () => {
    const event = eventFor('processEvent', 'identify');
    expect(Object.keys(event)).toEqual(
      expect.arrayContaining([
        'uuid',
        'event',
        'distinct_id',
        'team_id',
        'ip',
        'site_url',
        'now',
        'sent_at',
        '$set',
      ]),
    );
    expect(eventFor('processEvent', 'autocapture')['properties']).toHaveProperty('$elements');
    expect(eventFor('processEvent', 'empty')).not.toHaveProperty('properties');
  });

  it('for onEvent are as ingestion left them (reference 6.2)', () => {
    const event = eventFor('onEvent', 'identify');
    for (const gone of ['now', 'sent_at', 'site_url']) expect(event).not.toHaveProperty(gone);
    expect(event['properties']).toMatchObject({
      $set: { name: 'Ada Example' },
      $set_once: { first_seen: '2022-10-01' },
    });
    expect(eventFor('onEvent', 'empty')['properties']).toEqual({});
    const click = eventFor('onEvent', 'autocapture');
    expect(click['properties']).not.toHaveProperty('$elements');
    expect(click['elements']).toMatchObject([
      { tag_name: 'button', text: 'Start free trial', order: 0 },
      { tag_name: 'form', order: 1 },
    ]);
  });

  it('for composeWebhook have the elements as a chain (reference 6.3)', () => {
    const click = eventFor('composeWebhook', 'autocapture');
    expect(click['properties']).toHaveProperty('$elements_chain');
    expect(click).not.toHaveProperty('elements');
    expect(click['timestamp']).toBe(now.toISOString());
  });
});
