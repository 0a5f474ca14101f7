import { localHost } from '../platform/hosts.ts';
import type { HostAccess } from '../protocol/runtime.ts';

/** The embedded host: answers in memory, needs no key. */
export const localAccess: HostAccess = {
  host: localHost,
  projectId: '1',
  projectApiKey: null,
  personalApiKeys: {},
  mode: 'live',
};
