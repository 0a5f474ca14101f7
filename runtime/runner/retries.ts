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

/** What passes on the virtual clock between so many tries in vain and the next one. */
export function waitAfter(tries: number): number {
  return waitsMs[tries - 1] ?? 0;
}

interface Try {
  readonly answer: ReturnedMessage;
  /** Whether PostHog would call it once more. */
  readonly isTriedAgain: boolean;
}

/**
 * Calls an export once. A failure is written.
 *
 * @param triesBefore how often it was called already, in vain.
 * @param isAgain whether that was the call right before: the app gets the same object (reference 2.6: one event is shared
 *   by all).
 */
export async function callOnce(
  session: Session,
  profile: Profile,
  entryPoint: string,
  input: string | null,
  triesBefore: number,
  isAgain = false,
): Promise<Try> {
  const mostTries = isRetried(entryPoint, profile) ? waitsMs.length + 1 : 1;
  const answer = await session.call(entryPoint, input, isAgain);
  if (answer.failure === null) return { answer, isTriedAgain: false };
  const tries = triesBefore + 1;
  const isTriedAgain = answer.failure.isRetry && tries < mostTries;
  const failure = mostTries > 1 ? withAttempt(answer.failure, tries) : answer.failure;
  session.recordFailure(entryPoint, failure, { isTriedAgain });
  return { answer, isTriedAgain };
}

/**
 * Calls an export, again where it is to be tried again; the waits pass on the virtual clock.
 *
 * @returns the answer of the last try.
 */
export async function callWithRetries(
  session: Session,
  profile: Profile,
  entryPoint: string,
  input: string | null,
): Promise<ReturnedMessage> {
  for (let tries = 0; ; tries += 1) {
    session.jobs.advance(waitAfter(tries));
    const { answer, isTriedAgain } = await callOnce(session, profile, entryPoint, input, tries, tries > 0);
    if (!isTriedAgain) return answer;
  }
}
