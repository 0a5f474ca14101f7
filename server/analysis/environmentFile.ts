/** `posthog-env.d.ts`: our declarations beside the manifest, for whoever does not have them from us. */
import type { Host } from '../host.ts';
import { joinPath } from '../uris.ts';

export const environmentFile = 'posthog-env.d.ts';

/**
 * The content of the file for an app.
 *
 * @param modules files of {@link Host.assets} with declarations of packages that are not installed.
 * @param ofApp what is known of the app itself.
 */
export function environmentDeclarations(host: Host, modules: readonly string[], ofApp: string): string {
  const read = (name: string): string => host.readFile(joinPath(host.assets.declarations, name)) ?? '';
  const packages = modules.map((name) => `\n${read(name)}`).join('');
  return `// Written by PostHog Apps, from plugin.json, the code, and what PostHog gives to apps. Changes here are lost.

${read('globals.d.ts')}${packages}
// What is known of this app.

${ofApp}`;
}
