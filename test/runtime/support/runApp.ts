import { type CreateAppOptions, createApp } from '../../../runtime/index.ts';
import type { SandboxPool } from '../../../runtime/runner/sandboxPool.ts';
import type { Json, Trace } from '../../../protocol/trace.ts';

export const pageView: Json = {
  event: '$pageview',
  distinct_id: 'visitor',
  ip: null,
  site_url: 'https://local.posthog.invalid',
  team_id: 1,
  now: '2022-10-01T12:00:00.000Z',
  uuid: '01838b2f-0000-0000-0000-000000000001',
  properties: { $current_url: 'https://example.com/' },
};

interface RunOptions extends Omit<CreateAppOptions, 'source' | 'pool'> {
  readonly entryPoint?: string;
  readonly input?: Json;
  readonly manifest?: object;
  /** Name of the entry file. */
  readonly file?: string;
  readonly files?: { readonly [path: string]: string };
}

/** Runs source text as an app, once. */
export async function runApp(pool: SandboxPool, code: string, options: RunOptions = {}): Promise<Trace> {
  const {
    entryPoint = 'processEvent',
    input = pageView,
    file = 'index.js',
    files = {},
    manifest,
    ...rest
  } = options;
  await using app = createApp({
    ...rest,
    pool,
    source: {
      files: {
        'plugin.json': JSON.stringify({ name: 'Test app', main: file, ...manifest }),
        [file]: code,
        ...files,
      },
    },
  });
  return await app.call(entryPoint, input);
}
