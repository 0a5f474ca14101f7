/** Desktop VS Code: an installed one, or one downloaded where the machine reaches the download site. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { root } from './paths.ts';

const downloadSite = 'https://update.code.visualstudio.com/api/releases/stable';

/** A short time: a machine without network says no at once or never. */
const probeMs = 3000;

/** The command `code`, when desktop VS Code is installed and there is a display to show it on. */
export function installedDesktop(): string | undefined {
  if (!hasDisplay()) return undefined;
  const result = spawnSync('code', ['--version'], { shell: process.platform === 'win32', encoding: 'utf8' });
  return result.status === 0 ? 'code' : undefined;
}

/** Path of a downloaded VS Code's program; undefined where it cannot be had. */
export async function downloadedDesktop(): Promise<string | undefined> {
  if (!hasDisplay() || !(await canDownload())) return undefined;
  return downloadAndUnzipVSCode({ version: 'stable', cachePath: join(root, '.vscode-test') });
}

async function canDownload(): Promise<boolean> {
  try {
    const response = await fetch(downloadSite, { method: 'HEAD', signal: AbortSignal.timeout(probeMs) });
    return response.ok;
  } catch {
    // No network, or none to that site: the other host serves as well.
    return false;
  }
}

/** Whether a window can be shown. On Linux that takes a display server. */
export function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true;
  return (process.env['DISPLAY'] ?? '') !== '' || (process.env['WAYLAND_DISPLAY'] ?? '') !== '';
}
