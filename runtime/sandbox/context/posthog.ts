/** The global `posthog`. Reference 1; where the documentation speaks, the profile `documented` follows it. */
import type { LoadMessage } from '../../../protocol/sandbox.ts';
import { createApi } from './api.ts';
import { askCapture } from './asking.ts';
import { readOnly } from './readOnly.ts';

export function createPosthog(app: LoadMessage): object {
  const capture = async (event: string, properties: Record<string, unknown> = {}): Promise<void> => {
    const { timestamp = textOfNow(), distinct_id = defaultDistinctId(app) } = properties;
    // Copied as own properties are; the gate makes of it what is sent.
    const answer = askCapture({
      via: 'capture',
      event,
      distinctId: distinct_id,
      timestamp,
      properties: { ...properties },
    });
    if (answer !== undefined) await answer;
  };
  return readOnly({ capture, api: createApi(app.profile) });
}

let lastNow = NaN;
let lastText = '';

/** Many events are captured within a millisecond, and its text costs more than the rest of a capture. */
function textOfNow(): string {
  const now = new Date();
  // Of a class that the app put in its place this may be no number, which equals none.
  const ms = Number(now);
  if (ms !== lastNow) lastText = now.toISOString();
  lastNow = ms;
  return lastText;
}

/** The documentation names a generic person; the server took the name of the app (reference 1.1.3). */
function defaultDistinctId({ profile, pluginName, pluginId }: LoadMessage): string {
  if (profile === 'documented') return 'App Server';
  return pluginName || `plugin-id-${pluginId}`;
}
