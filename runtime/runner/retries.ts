/** A RetryError is tried again where PostHog does so. Reference 2.5, 2.6. */
import type { Profile } from '../../platform/profiles.ts';
import type { Failure, ReturnedMessage } from '../../protocol/sandbox.ts';
import type { Session } from './session.ts';

const waitsMs: readonly number[] = [5_000, 10_000, 20_000, 40_000];
const retriedExports: ReadonlySet<string> = new Set(['setupPlugin', 'onEvent', 'onSnapshot', 'onAction']);

/** Whether PostHog calls the export again after a RetryError. */
export function isRetried(entryPoint: string, profile: Profile): boolean {
  return profile === 'documented' && retriedExports.has(entryPoint);
}

/**
 * The failure under the name that PostHog writes (reference 2.6).
 *
 * @param tries how often the export was called, with this time.
 * @returns the failure itself where it is no RetryError.
 */
export function withAttempt(failure: Failure, tries: number): Failure {
  if (!failure.isRetry) return failure;
  return { ...failure, name: `${failure.name} (attempt ${tries}/${waitsMs.length + 1})` };
}

/**
 * The object that the app is given is the same in each try (reference 2.6: one event is shared by all).
 *
 * Calls an export, again where it is to be tried again; the waits pass on the virtual clock. Each failure is written.
 *
 * @param triesBefore how often it was called already, in vain; the wait after that comes first.
 * @returns the answer of the last try.
 */
export async function callWithRetries(
  session: Session,
  profile: Profile,
  entryPoint: string,
  input: string | null,
  triesBefore = 0,
): Promise<ReturnedMessage> {
  const mostTries = isRetried(entryPoint, profile) ? waitsMs.length + 1 : 1;
  for (let tries = triesBefore, isAgain = false; ; isAgain = true) {
    session.jobs.advance(waitsMs[tries - 1] ?? 0);
    const answer = await session.call(entryPoint, input, isAgain);
    tries += 1;
    if (answer.failure === null) return answer;
    const isTriedAgain = answer.failure.isRetry && tries < mostTries;
    const failure = mostTries > 1 ? withAttempt(answer.failure, tries) : answer.failure;
    session.recordFailure(entryPoint, failure, { isTriedAgain });
    if (!isTriedAgain) return answer;
  }
}
