/** `posthog-env.d.ts`: our declarations beside the manifest, for whoever does not have them from us. */
import type { Manifest } from '../../platform/manifest.ts';
import type { Host } from '../host.ts';
import { joinPath } from '../uris.ts';
import { appDeclarations } from './appDeclarations.ts';

export const environmentFile = 'posthog-env.d.ts';

/** The content of the file for an app. */
export function environmentDeclarations(host: Host, manifest: Manifest): string {
  const globals = host.readFile(joinPath(host.assets.declarations, 'globals.d.ts')) ?? '';
  return `// Written by PostHog Apps, from plugin.json and what PostHog gives to apps. Changes here are lost.

${globals}
// What is known of this app.

${appDeclarations(manifest)}`;
}
