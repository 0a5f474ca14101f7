// What the profile `plugin-server-1.10.5` declares beside globals.d.ts: its server is of October 2021 (reference 0.2).

declare namespace PostHogApp {
  interface Server {
    /**
     * Takes away what came later: `patch` and `headers` of `posthog.api`, `person` and `elements` of the event of
     * `onEvent`, which is the event as it came in.
     */
    year: 2021;
  }
}
