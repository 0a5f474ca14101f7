/** Follows what a run captured, as the client asks for it, through apps that are there. */
import type { FollowAnswer, FollowRequest } from '../../protocol/runtime.ts';
import type { App } from '../runner/app.ts';
import { follow } from './follow.ts';
import type { PipelineApp } from './pipeline.ts';

/**
 * @param apps those of the request, in its order.
 */
export async function followWith(
  { apps: asked, limits, starts }: FollowRequest,
  apps: readonly App[],
  signal: AbortSignal,
  onProgress: (events: number, hop: number) => void,
): Promise<FollowAnswer> {
  const inOrder: PipelineApp[] = [];
  for (const [index, app] of apps.entries()) {
    const name = asked[index]?.name ?? '';
    const { exports, trace } = await app.start();
    const [error] = trace.errors;
    if (exports.length === 0 && error !== undefined) {
      return { problem: `${name} cannot be loaded: ${error.message}` };
    }
    inOrder.push({ name, exports, call: (entryPoint, input) => app.call(entryPoint, input, signal) });
  }
  const teamId = Number(asked[0]?.run.access.projectId ?? 1) || 1;
  const profile = asked[0]?.run.profile;
  return follow(inOrder, starts, {
    limits,
    signal,
    teamId,
    onProgress,
    ...(profile === undefined ? {} : { profile }),
  });
}
