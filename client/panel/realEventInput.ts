import { completeEvent } from '../../platform/completeEvent.ts';
import type { HostAccess } from '../../protocol/runtime.ts';
import type { JsonObject } from '../../protocol/trace.ts';
import { inputKindOf } from './entryPoints.ts';

/**
 * An event of a project as the input of an entry point. The API leaves out what says where an event came from, so that
 * is taken from where it was fetched.
 *
 * @param now time of the event when it has none.
 */
export function realEventInput(
  entryPoint: string,
  event: JsonObject,
  { host, projectId }: Pick<HostAccess, 'host' | 'projectId'>,
  now: Date,
): unknown {
  const { event: name } = event;
  const whole = completeEvent(entryPoint, { ...event, event: typeof name === 'string' ? name : '' }, now);
  const origin = {
    ...('team_id' in whole && projectId !== null ? { team_id: Number(projectId) } : {}),
    ...('site_url' in whole ? { site_url: host.api } : {}),
  };
  const placed = { ...whole, ...origin };
  return inputKindOf(entryPoint) === 'events' ? [placed] : placed;
}
