/** The one `meta` of an app, the last argument of every call. Reference 2.2 and 3. */
import type { LoadMessage } from '../../../protocol/sandbox.ts';
import { Buffer } from './buffer.ts';
import { createCache } from './cache.ts';
import { createJobs } from './jobs.ts';
import { createStorage } from './storage.ts';

/** All but `metrics`, which needs the app's declaration and so comes after its code has run. */
export function createMeta(app: LoadMessage): Record<string, unknown> {
  const { storage, cursor } = createStorage();
  return {
    cache: createCache(),
    config: Object.freeze({ ...app.config }),
    attachments: Object.freeze(attachmentsOf(app)),
    storage,
    geoip: Object.freeze({ locate: async () => null }),
    jobs: createJobs(),
    utils: Object.freeze({ cursor }),
    global: {},
  };
}

function attachmentsOf(app: LoadMessage): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(app.attachments).map(([key, file]) => [
      key,
      Object.freeze({
        content_type: file.contentType,
        file_name: file.fileName,
        contents: Buffer.from(file.base64, 'base64'),
      }),
    ]),
  );
}
