/** What SDKs ask before they send events: flags and settings of the project. Here it has none. Reference 7.1, 7.3. */
import { normalizePath } from '../../platform/ingestion.ts';

const settings = {
  featureFlags: {},
  featureFlagPayloads: {},
  flags: {},
  errorsWhileComputingFlags: false,
  supportedCompression: ['gzip', 'gzip-js'],
  sessionRecording: false,
  surveys: false,
  heatmaps: false,
  capturePerformance: false,
  autocapture_opt_out: true,
  isAuthenticated: false,
  toolbarParams: {},
  siteApps: [],
} as const;

/** Undefined for a path that no SDK asks for its settings. */
export function answerClientConfig(url: URL): Response | undefined {
  const path = normalizePath(url.pathname);
  if (path === 'decide' || path === 'flags' || /^array\/[^/]+\/config$/.test(path))
    return Response.json(settings);
  if (path === 'api/feature_flag/local_evaluation') {
    return Response.json({ flags: [], group_type_mapping: {}, cohorts: {} });
  }
  return /^array\/[^/]+\/config\.js$/.test(path)
    ? new Response('', { headers: { 'content-type': 'text/javascript' } })
    : undefined;
}
