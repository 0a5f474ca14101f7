/** What of an app only looks on at an event, and what it gets. Source: reference 2.3, 2.7, 2.8. */
import { defaultProfile, type Profile } from './profiles.ts';

/** Session recordings, which go a way of their own. */
const recording = '$snapshot';

/** Whether a value is an event of a session recording. */
export function isRecording(event: unknown): boolean {
  return typeof event === 'object' && event !== null && 'event' in event && event.event === recording;
}

/**
 * What only looks on, in the order in which it is called. An app without an `onEvent` of its own has its `exportEvents`
 * there: PostHog collects its batches where it would call `onEvent`. Recordings go to `onSnapshot` alone; the server of
 * 2021 knows no webhooks.
 *
 * @param exports names of what the app exports.
 */
export function onlookersOf(
  exports: readonly string[],
  event: unknown,
  profile: Profile = defaultProfile,
): readonly string[] {
  const has = (name: string): boolean => exports.includes(name);
  if (isRecording(event)) return ['onSnapshot'].filter(has);
  const first = ['onEvent', 'exportEvents'].find(has);
  return [
    ...(first === undefined ? [] : [first]),
    ...(has('composeWebhook') && profile !== 'plugin-server-1.10.5' ? ['composeWebhook'] : []),
  ];
}

/** What one of them gets of an event: `exportEvents` takes lists. */
export function givenToOnlooker<Event>(name: string, event: Event): Event | readonly Event[] {
  return name === 'exportEvents' ? [event] : event;
}

/**
 * Why an event came to nothing in an app, or in several, in a sentence.
 *
 * @param who as the subject of the sentence, such as `Nothing in this app`.
 */
export function unheardWords(event: unknown, who: string): string {
  return isRecording(event)
    ? `${who} handles $snapshot events: PostHog hands them to onSnapshot alone.`
    : `${who} handles this event: PostHog calls onSnapshot for $snapshot events alone.`;
}
