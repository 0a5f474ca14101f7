/** `run --follow`: what a run captured goes through the same app again, as PostHog does it, hop by hop. */
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { readManifest } from '../platform/manifest.ts';
import type { Profile } from '../platform/profiles.ts';
import { mostFollowedEvents } from '../protocol/runtime.ts';
import type { Following, Trace } from '../protocol/trace.ts';
import type { RunningApp } from '../runtime/appApi.ts';
import { follow } from '../runtime/pipeline/follow.ts';

interface FollowRunOptions {
  readonly maxHops: number;
  readonly profile: Profile;
  /** Folder of the app. */
  readonly root: string;
  readonly teamId: number;
}

/**
 * @param app that ran, with what it keeps.
 * @param signal stops it; what came back so far is given back.
 * @returns the trace with its hops.
 */
export async function followRun(
  app: RunningApp,
  trace: Trace,
  { maxHops, profile, root, teamId }: FollowRunOptions,
  signal: AbortSignal,
): Promise<Trace> {
  if (trace.captured.length === 0) return { ...trace, following: atRest(maxHops) };
  const { exports } = await app.start();
  const { name = basename(root) } = readManifest(
    JSON.parse(await readFile(join(root, 'plugin.json'), 'utf8')),
  );
  const call: RunningApp['call'] = (entryPoint, input) => app.call(entryPoint, input, signal);
  const starts = trace.captured.map((captured, index) => ({ captured, app: name, index }));
  const limits = { maxHops, maxEvents: mostFollowedEvents };
  const followed = await follow([{ name, exports, call }], starts, { limits, profile, signal, teamId });
  return { ...trace, ...followed };
}

function atRest(maxHops: number): Following {
  return { end: 'rests', maxHops, maxEvents: mostFollowedEvents };
}
