/** The one `meta` of an app, the last argument of every call. Reference 2.2 and 3. */
import type { LoadMessage } from '../../../protocol/sandbox.ts';
import { Buffer } from './buffer.ts';
import { ask } from './asking.ts';
import { createCache } from './cache.ts';
import { createJobs } from './jobs.ts';
import type { Kept } from './kept.ts';
import { readOnly } from './readOnly.ts';
import { createStorage } from './storage.ts';

/** All but `metrics`, which needs the app's declaration and so comes after its code has run. */
export function createMeta(app: LoadMessage, kept: Kept): Record<string, unknown> {
  const { storage, cursor } = createStorage(kept.storage);
  return {
    cache: createCache(kept.cache),
    config: readOnly({ ...app.config }),
    attachments: readOnly(attachmentsOf(app)),
    storage,
    geoip: readOnly({ locate: async (ip: unknown) => (app.hasGeoIp ? locate(ip) : null) }),
    jobs: createJobs(),
    utils: readOnly({ cursor }),
    global: {},
  };
}

async function locate(ip: unknown): Promise<unknown> {
  return ask({ via: 'geoip', ip: String(ip) });
}

function attachmentsOf(app: LoadMessage): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(app.attachments).map(([key, file]) => [
      key,
      readOnly({
        content_type: file.contentType,
        file_name: file.fileName,
        contents: Buffer.from(file.base64, 'base64'),
      }),
    ]),
  );
}
