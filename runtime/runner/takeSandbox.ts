/** A process for an app: a ready one, one for packages of the app, or one that waits for a debugger. */
import type { AppSettings, Debugging } from './appSettings.ts';
import { RunEnd } from './runEnd.ts';
import type { SandboxPool } from './sandboxPool.ts';
import type { SandboxProcess } from './sandboxProcess.ts';

/**
 * @param packagesRoot folder of the app, where packages of its `node_modules` may run.
 * @throws RunEnd where the user stops it, or no debugger attaches.
 */
export function takeSandbox(
  { debugging, pool }: Pick<AppSettings, 'debugging' | 'pool'>,
  packagesRoot: string | undefined,
  signal: AbortSignal | undefined,
): Promise<SandboxProcess> {
  if (debugging !== undefined) return takeDebugged(debugging, pool, packagesRoot, signal);
  return packagesRoot === undefined ? pool.take() : pool.takeWithPackages(packagesRoot);
}

/** A sandbox with a debugger attached, which was told where to break before anything runs. */
async function takeDebugged(
  { attach }: Debugging,
  pool: SandboxPool,
  packagesRoot: string | undefined,
  signal: AbortSignal | undefined,
): Promise<SandboxProcess> {
  const sandbox = pool.startDebugged(packagesRoot);
  const stop = (): void => void sandbox.kill();
  signal?.addEventListener('abort', stop);
  try {
    if (!(await attach(await sandbox.inspectorAddress()))) {
      throw new RunEnd('failed', 'The debugger could not attach to the app. Run it again.');
    }
    await sandbox.ready;
    return sandbox;
  } catch (error) {
    await pool.release(sandbox);
    if (signal?.aborted === true) throw new RunEnd('stopped', 'You stopped the run.');
    throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}
