/** Golden text of what the example apps do. Rewrite with UPDATE_GOLDEN=1 and read the difference. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sampleInput } from '../../platform/sampleEvents.ts';
import { traceText } from '../../cli/traceText.ts';
import type { Json, JsonObject } from '../../protocol/trace.ts';
import { createApp, type CreateAppOptions } from '../../runtime/index.ts';
import { usePool } from './support/sandboxBundle.ts';

const pool = usePool();
const root = join(import.meta.dirname, '../..');

/** What `posthog-apps run` takes where no event is given. */
const sampleEvent = sampleInput('onEvent', 'pageview', new Date('2022-10-01T12:00:00.000Z')) as JsonObject & {
  readonly properties: JsonObject;
};
const withAddress: Json = {
  ...sampleEvent,
  properties: { ...sampleEvent.properties, email: 'ada@example.com' },
};

const release: Json = {
  event: 'release deployed',
  distinct_id: 'deploy',
  timestamp: '2022-10-01T12:00:00.000Z',
  team_id: 1,
  properties: { version: '1.4.0', service: 'api', secret: 'hush' },
};

const services = {
  contentType: 'text/plain',
  fileName: 'services.txt',
  base64: Buffer.from('api\nweb\n').toString('base64'),
};

interface Run {
  readonly name: string;
  readonly app: string;
  readonly entryPoint: string;
  readonly input: Json;
  readonly more?: Partial<CreateAppOptions>;
}

const runs: readonly Run[] = [
  { name: 'first-visit', app: 'first-visit', entryPoint: 'onEvent', input: sampleEvent },
  { name: 'signup-enricher', app: 'signup-enricher', entryPoint: 'onEvent', input: withAddress },
  {
    name: 'annotate-releases-event',
    app: 'annotate-releases',
    entryPoint: 'onEvent',
    input: release,
    more: { config: { webhookSecret: 'hush', scope: 'organization' }, attachments: { services } },
  },
  { name: 'annotate-releases-daily', app: 'annotate-releases', entryPoint: 'runEveryDay', input: null },
];

test.each(runs)('$name', async ({ name, app, entryPoint, input, more = {} }) => {
  await using running = createApp({
    ...more,
    pool: pool(),
    source: { root: join(root, 'examples', app), unsaved: {} },
  });
  const text = traceText(await running.call(entryPoint, input));
  const path = join(import.meta.dirname, 'golden', `${name}.txt`);
  if (process.env['UPDATE_GOLDEN'] !== undefined) {
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, text);
  }
  expect(text).toBe(await readFile(path, 'utf8'));
});

test('the second page view of a visitor is not captured again', async () => {
  await using app = createApp({
    pool: pool(),
    source: { root: join(root, 'examples/first-visit'), unsaved: {} },
  });
  expect((await app.call('onEvent', sampleEvent)).captured).toHaveLength(1);
  expect((await app.call('onEvent', sampleEvent)).captured).toHaveLength(0);
});
