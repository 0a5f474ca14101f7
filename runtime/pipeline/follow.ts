/** Feeds captured events back through the apps, hop by hop, and writes down what became of each. */
import type { Profile } from '../../platform/profiles.ts';
import type { Followed, FollowStart } from '../../protocol/runtime.ts';
import type { Hop, HopCause, HopStep, NotSent, RequestRecord } from '../../protocol/trace.ts';
import {
  comingBack,
  type Fate,
  type FateStep,
  type PipelineApp,
  type PipelineLimits,
  sendThrough,
} from './pipeline.ts';

export interface FollowOptions {
  readonly limits: PipelineLimits;
  /** Id of the project that the events are of. */
  readonly teamId: number;
  /** `documented` when absent. */
  readonly profile?: Profile;
  /** Stops it; the hops so far are given back. */
  readonly signal?: AbortSignal;
  /** Called as events are done, with their number and the hop that they are of. */
  readonly onProgress?: (events: number, hop: number) => void;
}

/** Characters of properties that are kept; later ones are left out. */
const mostProperties = 1_000_000;
const mostErrors = 3;

/**
 * @param apps that the events go through: all of PostHog's ways for an event, whatever the run called.
 * @param starts in the order in which they were captured.
 */
export async function follow(
  apps: readonly PipelineApp[],
  starts: readonly FollowStart[],
  { limits, onProgress, profile, signal, teamId }: FollowOptions,
): Promise<Followed> {
  const startedAt = performance.now();
  const hops: Hop[] = [];
  let kept = 0;
  const events = starts.map(({ app, captured }) => ({
    fields: comingBack(captured, { team_id: teamId }),
    hop: 1,
    origin: { app, captured, of: null },
  }));
  const end = await sendThrough(apps, events, {
    limits,
    ...(signal === undefined ? {} : { signal }),
    ...(profile === undefined ? {} : { profile }),
    onFate: (fate) => {
      // The first events to come back are those from which it starts.
      const hop = hopOf(fate, starts[hops.length]?.index);
      if (hop === null) return;
      kept += JSON.stringify(hop.properties).length;
      const at = performance.now() - startedAt - fate.milliseconds;
      hops.push({ ...(kept > mostProperties ? { ...hop, properties: {}, isCut: true } : hop), at });
      onProgress?.(hops.length, fate.hop);
    },
  });
  return { hops, following: { end, ...limits } };
}

/** @param captured place of the event in what the run captured, if it is one of those. */
function hopOf({ heldBack, hop, origin, steps }: Fate, captured: number | undefined): Hop | null {
  if (origin === null) return null;
  const { cause: of, ...event } = origin.captured;
  const from = origin.of === null ? (captured === undefined ? {} : { captured }) : { hop: origin.of };
  const cause: HopCause = { ...of, app: origin.app, ...from };
  return {
    ...event,
    cause,
    hop,
    steps: steps.map(stepOf),
    ...(heldBack === 0 ? {} : { heldBack }),
  };
}

function stepOf({ app, entryPoint, trace }: FateStep): HopStep {
  const { captured, errors, outcome, requests, timing } = trace;
  return {
    app,
    entryPoint,
    outcome,
    captured: captured.length,
    requests: requests.filter(({ via }) => via !== 'capture').length,
    errors: errors.slice(0, mostErrors),
    ...notSentOf(requests),
    ms: timing.callMs,
  };
}

function notSentOf(requests: readonly RequestRecord[]): { readonly notSent?: NotSent } {
  const blocked = requests.filter(({ disposition }) => disposition === 'blocked');
  const [first] = blocked;
  return first === undefined ? {} : { notSent: { count: blocked.length, reason: first.error ?? '' } };
}
