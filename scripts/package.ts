/** Makes the VSIX: a production build, packed by vsce. `npm run package` */
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { build } from './build.ts';
import { root } from './paths.ts';

/**
 * Builds for production and packs.
 *
 * @param target where the VSIX goes.
 * @returns its size in bytes.
 */
export async function packageExtension(target: string): Promise<number> {
  await build({ production: true });
  await rm(target, { force: true });
  await createVSIX({
    cwd: root,
    packagePath: target,
    dependencies: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
  return (await stat(target)).size;
}

if (import.meta.main) {
  const target = join(root, 'posthog-apps.vsix');
  const size = await packageExtension(target);
  console.log(`${target}: ${(size / 1e6).toFixed(2)} MB`);
}
