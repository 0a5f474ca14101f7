// What the profile `plugin-server-1.10.5` declares beside globals.d.ts: its server is of October 2021 (reference 0.2).

declare namespace PostHogApp {
  interface Server {
    /** Takes away what came later: `patch` and `headers` of `posthog.api`. */
    year: 2021;
  }

  /** On this server `onEvent` and `exportEvents` receive the event as it came in (reference 6.1). */
  interface ProcessedPluginEvent {
    /** When PostHog received the event, in ISO 8601. */
    now: string;
    /** When the client sent it, by the client's clock. */
    sent_at?: string;
    /** Milliseconds between the event and its sending. */
    offset?: number;
    /** Address of the PostHog that received it; for captured events it may be null. */
    site_url: string;
  }
}
