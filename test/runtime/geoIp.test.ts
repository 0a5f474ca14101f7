import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeTrace } from '../../protocol/runWords.ts';
import { geoIpDatabase } from './support/mmdb.ts';
import { runApp } from './support/runApp.ts';
import { usePool } from './support/sandboxBundle.ts';

const pool = usePool();
let folder = '';

const place = {
  city: { names: { en: 'London', 'pt-BR': 'Londres' } },
  country: { iso_code: 'GB', geoname_id: 2_635_167 },
  location: { latitude: 51.5, longitude: -0.25, time_zone: 'Europe/London' },
  subdivisions: [{ iso_code: 'ENG' }],
  registered_country: { is_in_european_union: false },
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'posthog-apps-geoip-'));
  await writeFile(join(folder, 'city.mmdb'), geoIpDatabase({ '81.2.69': place, '89.160.20': { city: {} } }));
  await writeFile(join(folder, 'none.mmdb'), 'no database');
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const code = `export async function processEvent(event, { geoip }) {
  const places = []
  for (const ip of event.properties.ips) places.push(await geoip.locate(ip))
  return { ...event, properties: { places } }
}`;

async function locate(file: string | undefined, ...ips: readonly string[]): ReturnType<typeof runApp> {
  return runApp(pool(), code, {
    input: { event: 'x', properties: { ips } },
    ...(file === undefined ? {} : { geoipDatabase: join(folder, file) }),
  });
}

test('3.6 locate answers in the shape of MaxMind’s model, and null for what is not known', async () => {
  const trace = await locate('city.mmdb', '81.2.69.160', '127.0.0.1', 'no address', '89.160.20.1');
  expect(trace.errors).toEqual([]);
  expect(trace.result).toMatchObject({
    properties: {
      places: [
        {
          city: { names: { en: 'London', 'pt-BR': 'Londres' } },
          country: { isoCode: 'GB', geonameId: 2_635_167 },
          location: { latitude: 51.5, longitude: -0.25, timeZone: 'Europe/London' },
          subdivisions: [{ isoCode: 'ENG' }],
          registeredCountry: { isInEuropeanUnion: false },
          traits: { ipAddress: '81.2.69.160' },
        },
        null,
        null,
        { city: {} },
      ],
    },
  });
  expect(trace.requests).toEqual([]);
});

test('without a database there is nothing to find', async () => {
  expect((await locate(undefined, '81.2.69.160')).result).toMatchObject({ properties: { places: [null] } });
});

test.each([
  [
    'missing.mmdb',
    /^The GeoIP database .*missing\.mmdb cannot be read\. Correct its path, or do without it\.$/,
  ],
  ['none.mmdb', /none\.mmdb is no GeoIP database\. Take a file that ends in \.mmdb/],
])('%s is told in one sentence, and nothing runs', async (file, message) => {
  const trace = await locate(file, '81.2.69.160');
  expect([trace.outcome, trace.errors.length, trace.errors[0]?.kind]).toEqual(['failed', 1, 'setup']);
  expect(trace.errors[0]?.message).toMatch(message);
  // PostHog has a database of its own: the app would start there.
  expect(describeTrace('processEvent', trace).sentence).toContain('a setting of this computer');
});
