/** Which step of a run is shown when what it captured was followed. */
import { isStoppedLoop } from '../../protocol/followWords.ts';
import type { Trace } from '../../protocol/trace.ts';

interface Step {
  readonly id: string;
  readonly trace: Pick<Trace, 'hops' | 'following'>;
}

/**
 * The step that was shown; but of several apps that have just run, the one whose events go round, since that is what the
 * run came to.
 *
 * @returns undefined when the user looks at another run by now.
 */
export function stepToShow<S extends Step>(
  steps: readonly S[],
  shownId: string | undefined,
  isPast: boolean,
): S | undefined {
  const same = steps.find(({ id }) => id === shownId);
  if (same === undefined || isPast || isStoppedLoop(same.trace)) return same;
  return steps.find(({ trace }) => isStoppedLoop(trace)) ?? same;
}
